import type { Json } from './json.ts';

/** One HTTP request and what came of it, as evidence. No secret is in it: they are blotted out when it is made. */
export interface Exchange {
  /** What it is for, in kebab-case: `ping`, `tools-list-foreign-session`. Unique within a play. */
  readonly name: string;
  readonly request: Sent;
  readonly answer: Answer;
  /** Milliseconds from the first request of the play to the beginning of this one. */
  readonly startedMs: number;
}

export interface Sent {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** Absent when there is none, or when it is too long to be kept. */
  readonly body?: string;
  readonly bytes: number;
}

export type Answer = Response | NoResponse;

export interface Response {
  readonly kind: 'response';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** The beginning of the body: at most 64 KiB of it. */
  readonly body: string;
  /** The JSON-RPC message in it, out of plain JSON or out of the first event of a stream that answers the request. */
  readonly message?: Json;
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** The body did not end within the time, as a stream that is kept open. */
  readonly open?: true;
}

export interface NoResponse {
  readonly kind: 'none';
  readonly because: 'refused' | 'reset' | 'timeout' | 'closed' | 'unresolved' | 'tls' | 'other';
  /** In the system's words. */
  readonly detail: string;
  readonly totalMs: number;
}
