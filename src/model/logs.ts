/** One event of a log group, as CloudWatch Logs hands it out. */
export interface LogEvent {
  /** Unique within its group; absent when it came by Live Tail, which tells none, and where nobody wants to see it. */
  readonly id?: string | undefined;
  readonly group: string;
  readonly stream: string;
  /** When it happened, as its writer says: milliseconds since 1970. */
  readonly time: number;
  /** When CloudWatch Logs took it in. */
  readonly ingested: number;
  readonly message: string;
  // What another thread has worked out already.
  /** `printOf` the id that it has. */
  readonly print?: number;
  /** What a glance at the message told: bits of `seen.ts`. */
  readonly seen?: number | undefined;
}

/** A log group that is read; `streams`: only these of its streams, 100 at the most. */
export interface LogSource {
  readonly group: string;
  readonly streams?: readonly string[];
}

/** What has to be said about the reading itself, beside the lines. Times are milliseconds since 1970. */
export type LogNotice =
  | { readonly kind: 'waiting'; readonly because: string; readonly hint?: string }
  | { readonly kind: 'found'; readonly group: string }
  | { readonly kind: 'gone'; readonly group: string }
  | { readonly kind: 'denied'; readonly action: string; readonly group: string }
  | { readonly kind: 'trouble'; readonly because: string; readonly since: number }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number; readonly lines: number }
  | { readonly kind: 'cut'; readonly group: string; readonly time: number }
  | { readonly kind: 'live'; readonly groups: number }
  | { readonly kind: 'live-again'; readonly because: string }
  | { readonly kind: 'live-refused'; readonly because: string }
  | { readonly kind: 'sampled'; readonly at: number }
  | { readonly kind: 'recovered'; readonly lines: number };
