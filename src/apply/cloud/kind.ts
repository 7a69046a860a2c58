import type { AwsAnswer, AwsCall, WritableAws } from '../../model/aws.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { State } from './document.ts';

/** How one kind of thing is read and written, in exactly the shape that writing takes: no dates, no status, no secret. */
export interface ResourceKind {
  /** The IAM actions that writing needs, for the policy of the README. */
  readonly writes: readonly string[];
  read(resource: CloudResource, aws: WritableAws): Promise<State>;
  /** The calls that lead from one state to another, in order; nothing is called. Refuses what AWS would refuse. */
  calls(resource: CloudResource, before: State, after: State, aws: WritableAws): Promise<readonly AwsCall[]>;
  /** Waits until the service has settled after the calls, where it takes its time; a `Failure` where it fails. */
  settle?(resource: CloudResource, aws: WritableAws, signal: AbortSignal): Promise<void>;
}

/** What was answered, or a `Failure`; a thing that does not exist is no failure. */
export function valueOf(answer: AwsAnswer): State {
  if (answer.ok) return answer.value;
  if (answer.kind === 'missing') return undefined;
  throw new Failure(answer.gap.because, answer.gap.hint);
}

/** The two parts of an id: `<role>/<policy>`. */
export function partsOf({ id }: CloudResource): readonly [string, string] {
  const at = id.indexOf('/');
  return [id.slice(0, at), id.slice(at + 1)];
}
