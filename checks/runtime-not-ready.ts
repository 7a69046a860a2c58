import { defineCheck } from '../src/model/check.ts';
import type { Location } from '../src/model/location.ts';
import type { Looked } from '../src/model/aws.ts';
import type { NamedRuntime, RuntimeEndpoint } from '../src/model/cloud.ts';

/** A runtime, or one of its endpoints, and what state it is in. */
interface Subject {
  /** "Runtime `weather-a1b2c3d4e5`". */
  readonly what: string;
  readonly state: Looked<Pick<RuntimeEndpoint, 'status' | 'failureReason'>>;
  readonly at: Location;
}

export default defineCheck({
  id: 'runtime-not-ready',
  title: 'The agent runtime is not ready',
  severity: 'error',
  why: 'A runtime or an endpoint that failed to be created or updated answers nobody, or answers with an older version.',
  remedy: 'Mend what the failure reason names, and deploy again.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html'],
  fix: 'none',
  needs: ['runtimes'],

  *subjects({ runtimes: { runtimes } }) {
    for (const runtime of runtimes) {
      const at = placeOf(runtime);
      const what = `Runtime \`${runtime.asked}\``;
      yield { what, state: runtime.state, at } satisfies Subject;
      if (runtime.state.kind !== 'there') continue;
      const { endpoints } = runtime.state.value;
      if (endpoints.kind !== 'there') {
        yield { what: `Whether the endpoints of runtime \`${runtime.asked}\``, state: endpoints, at } satisfies Subject;
        continue;
      }
      for (const { name, arn, ...state } of endpoints.value)
        yield {
          what: `Endpoint \`${name}\` of runtime \`${runtime.asked}\``,
          state: { kind: 'there', value: state },
          at: { kind: 'resource', arn, pointer: '/status' },
        } satisfies Subject;
    }
  },

  judge({ what, state, at }: Subject) {
    if (state.kind === 'missing') return { message: `${what} does not exist.`, at };
    if (state.kind === 'unread') return { unclear: `${what} cannot be read: ${state.gap.because}`, at };
    const { status, failureReason } = state.value;
    if (status === 'READY') return undefined;
    const because = failureReason === undefined ? '' : `: ${failureReason.replace(/\.?$/, '')}`;
    const message = `${what} is \`${status}\`${because}.`;
    if (status.endsWith('FAILED')) return { message, at };
    return { message, at, severity: 'note', remedy: 'Wait until it is `READY`.' };
  },
});

function placeOf({ state, target, asked, region }: NamedRuntime): Location {
  if (state.kind === 'there') return { kind: 'resource', arn: state.value.arn, pointer: '/status' };
  const named = target.runtime ?? target.runtimeName;
  if (named?.at !== undefined) return named.at;
  const arn =
    named?.value.startsWith('arn:') === true ? named.value : `arn:aws:bedrock-agentcore:${region}::runtime/${asked}`;
  return { kind: 'resource', arn, pointer: '' };
}
