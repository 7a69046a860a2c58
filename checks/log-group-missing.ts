import { defineCheck } from '../src/model/check.ts';
import type { Location } from '../src/model/location.ts';
import type { RuntimeLogGroup } from '../src/model/observability.ts';

export default defineCheck({
  id: 'log-group-missing',
  title: 'The runtime has no log group',
  severity: 'note',
  why: 'AgentCore makes the log group at the first call of an endpoint: a runtime that was called and has none lets its role write no logs, or its container never started.',
  remedy:
    'Call the runtime once; if the log group does not appear, look at what the execution role may do with `/aws/bedrock-agentcore/runtimes/`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['observability'],

  subjects: ({ observability: { groups } }) => groups,

  judge({ runtime, runtimeArn, endpoint, name, group }: RuntimeLogGroup) {
    const at: Location = { kind: 'resource', arn: runtimeArn, pointer: '' };
    if (group.kind === 'unread')
      return { unclear: `Whether log group \`${name}\` is there cannot be read: ${group.gap.because}`, at };
    if (group.kind === 'there') return undefined;
    return {
      message: `Endpoint \`${endpoint}\` of runtime \`${runtime}\` has no log group \`${name}\`: it was never called, or could not write.`,
      at,
    };
  },
});
