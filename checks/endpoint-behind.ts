import { defineCheck } from '../src/model/check.ts';
import type { Looked } from '../src/model/aws.ts';
import type { RuntimeEndpoint, RuntimeState } from '../src/model/cloud.ts';

type Subject =
  | { readonly runtime: RuntimeState; readonly endpoint: RuntimeEndpoint }
  | { readonly runtime: RuntimeState; readonly unread: Looked<unknown> & { readonly kind: 'unread' } };

export default defineCheck({
  id: 'endpoint-behind',
  title: 'An endpoint serves an older version of the runtime',
  severity: 'note',
  why: 'Only the endpoint `DEFAULT` follows a deployment; whoever calls another one gets the version that it was given, with the faults of that day.',
  remedy:
    'Point the endpoint to the version that is meant: `aws bedrock-agentcore-control update-agent-runtime-endpoint`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agent-runtime-versioning.html',
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_UpdateAgentRuntimeEndpoint.html',
  ],
  fix: 'none',
  needs: ['runtimes'],

  *subjects({ runtimes: { runtimes } }) {
    for (const { state } of runtimes) {
      if (state.kind !== 'there') continue;
      const { value: runtime } = state;
      const { endpoints } = runtime;
      if (endpoints.kind === 'unread') yield { runtime, unread: endpoints } satisfies Subject;
      if (endpoints.kind !== 'there') continue;
      for (const endpoint of endpoints.value)
        if (endpoint.name !== 'DEFAULT') yield { runtime, endpoint } satisfies Subject;
    }
  },

  judge(subject: Subject) {
    const { runtime } = subject;
    if ('unread' in subject)
      return {
        unclear: `The endpoints of runtime \`${runtime.id}\` cannot be read: ${subject.unread.gap.because}`,
        at: { kind: 'resource', arn: runtime.arn, pointer: '' },
      };
    const { name, arn, liveVersion, targetVersion, status } = subject.endpoint;
    const [live, newest] = [Number(liveVersion), Number(runtime.version)];
    if (!(live < newest)) return undefined;
    // It moves, or failed to: another check says so.
    if (status !== 'READY' || (targetVersion !== undefined && targetVersion !== liveVersion)) return undefined;
    return {
      message: `Endpoint \`${name}\` of runtime \`${runtime.id}\` serves version ${live}, and the newest is ${newest}.`,
      at: { kind: 'resource', arn, pointer: '/liveVersion' },
    };
  },
});
