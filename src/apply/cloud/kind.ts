import type { AwsAnswer, AwsCall, AwsRefusal, WritableAws } from '../../model/aws.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import type { State } from './document.ts';

/** How one kind of thing is read and written, in exactly the shape that writing takes: no dates, no status, no secret. */
export interface ResourceKind {
  /** The IAM actions that writing needs beside what the collectors call, for the policy of the README. */
  readonly writes: readonly string[];
  /** What is written cannot be taken back. */
  readonly isFinal?: true;
  /** The member of the call that takes a secret. It is put in when the call is made, so that no plan holds it. */
  readonly secret?: 'Password';
  read(resource: CloudResource, aws: WritableAws): Promise<State>;
  /** Texts in a document that nobody is to see, though AWS may quote them in what it says of a call. */
  secretsIn?(document: State): readonly string[];
  /** The calls that lead from one state to another, in order; nothing is called. Refuses what AWS would refuse. */
  calls(resource: CloudResource, before: State, after: State, aws: WritableAws): Promise<readonly AwsCall[]>;
  /** Calls before those that try out what is about to be attached; `accept` judges what they come to. */
  trial?(resource: CloudResource, before: State, after: State): readonly AwsCall[];
  /** A `Failure` where an answer says that what was called went wrong. */
  accept?(call: AwsCall, answer: Json): void;
  /** Whether a call was refused only because what it needs was made a moment ago; it is made again then. */
  isEarly?(refusal: AwsRefusal): boolean;
  /** Waits while the service is at work on the thing and takes no change. */
  idle?(resource: CloudResource, aws: WritableAws, signal: AbortSignal): Promise<void>;
  /** Waits until the service has settled after the calls, where it takes its time; a `Failure` where it fails. */
  settle?(resource: CloudResource, aws: WritableAws, signal: AbortSignal): Promise<void>;
  /** The id that AWS gave to what was made. */
  idOf?(resource: CloudResource, aws: WritableAws): Promise<string | undefined>;
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

/** The members of a document but for some. */
export function membersBut(left: ReadonlySet<string>, document: State): { readonly [member: string]: Json } {
  if (!isObject(document)) return {};
  return Object.fromEntries(Object.entries(document).filter(([name]) => !left.has(name)));
}

/** Whether a document is a JSON object. */
export function isObject(document: State): document is { readonly [member: string]: Json } {
  return typeof document === 'object' && document !== null && !Array.isArray(document);
}
