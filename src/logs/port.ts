import type { LogEvent } from '../model/logs.ts';

/** What is asked of CloudWatch Logs: the follower knows these three calls, and nothing of how they are made. */
export interface LogDoor {
  /** One page of events, oldest first. An empty page that names a next one is nothing out of the ordinary. */
  filterEvents(question: EventQuestion): Promise<EventPage>;
  describeGroups(prefix: string, next?: string): Promise<GroupPage>;
  describeStreams(group: string, next?: string): Promise<StreamPage>;
}

/** What lines come through as soon as they are there. */
export interface LiveDoor {
  /** Lines as they come in; the stream ends with a refusal when the session does. */
  startLiveTail(question: LiveQuestion): Promise<AsyncIterable<LiveNews>>;
}

export interface EventQuestion {
  readonly group: string;
  readonly streams?: readonly string[];
  /** The first millisecond that is asked for. */
  readonly from: number;
  /** The last one; absent: whatever is there, even if it is stamped with a time to come. */
  readonly to?: number;
  /** A filter pattern in CloudWatch's own language. */
  readonly pattern?: string;
  readonly next?: string;
}

export interface EventPage {
  /** Its events, part by part; to be gone through once. */
  readonly parts: AsyncIterable<readonly LogEvent[]> | Iterable<readonly LogEvent[]>;
  readonly next?: string;
}

export interface GroupPage {
  readonly groups: readonly { readonly name: string; readonly arn?: string }[];
  readonly next?: string;
}

export interface StreamPage {
  readonly streams: readonly string[];
  readonly next?: string;
}

export interface LiveQuestion {
  /** ARNs without the closing `:*`; ten at the most. */
  readonly groups: readonly string[];
  readonly pattern?: string;
  readonly signal: AbortSignal;
}

/** One update of a Live Tail session. `sampled`: more came in than it hands out, and some lines were left out. */
export interface LiveNews {
  readonly events: readonly LogEvent[];
  readonly sampled: boolean;
}

/**
 * Why a call was refused. `throttled` and `unreachable` go away by themselves; `stale`: the token of the page is not
 * taken any more; `absent`: there is no such group; `invalid`: the question itself is wrong.
 */
export type RefusalKind = 'throttled' | 'unreachable' | 'stale' | 'absent' | 'denied' | 'invalid' | 'credentials';

/** A call that CloudWatch Logs did not answer as asked. */
export class LogRefusal extends Error {
  readonly kind: RefusalKind;
  /** The IAM action of the call. */
  readonly action: string;
  constructor(kind: RefusalKind, action: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.action = action;
  }
}
