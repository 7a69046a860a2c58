/** A place in a text: both 1-based, the column in UTF-16 code units (as JavaScript and editors count). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** From `start` up to, and without, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range of a file; `path` is relative to the root and separated by `/`. */
export interface Place {
  readonly kind: 'file';
  readonly path: string;
  readonly range: Range;
  /** A few words for the person who reads the place in a list: "the role", "the second server". */
  readonly label?: string;
}

/** Where a finding is. A finding about the cloud points at the cloud, not at line 1 of some file. */
export type Location =
  | Place
  | { readonly kind: 'resource'; readonly arn: string; readonly pointer: string; readonly label?: string }
  | {
      readonly kind: 'exchange';
      readonly name: string;
      readonly part: 'request' | 'response';
      readonly label?: string;
    }
  /** What the call itself gives: a token, an option. */
  | { readonly kind: 'given'; readonly name: string; readonly part?: string; readonly label?: string };

/** A value read from a file, together with the place it was read from. */
export interface Located<T> {
  readonly value: T;
  readonly at: Place;
}
