/** A server to start, and what to ask it once it listens. */
export interface Attempt {
  readonly command: readonly [program: string, ...words: string[]];
  readonly folder: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly Ask[];
  /** Milliseconds in which it must listen. */
  readonly patience: number;
  /**
   * Whom the requests go to: port 8000, at an address that a server on the loopback address alone does not hear; or
   * whatever it listens on, and on to where an answer redirects, but for the first one.
   */
  readonly asks?: 'as-deployed' | 'wherever-it-listens';
}

/** One request. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of an attempt. */
export interface Seen {
  /** Every address that was listened on: `0.0.0.0:8000`, `[::]:8000`. */
  readonly listens: readonly string[];
  /** Milliseconds until the first of them; absent: none. */
  readonly after?: number;
  /** How the process ended by itself, when it did. */
  readonly ended?: { readonly code: number | null; readonly signal: string | null };
  /** One for each request, in order. */
  readonly answers: readonly Answer[];
  /** What the process wrote to both its outputs. */
  readonly output: string;
}

/** An answer, or why there is none. */
export type Answer =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: string;
    }
  | { readonly none: string };
