import type { Json } from './json.ts';
import type { Range } from './location.ts';

/** One change to the world, as data: what must be there now, and what to put there. */
export type Change = TextChange | CloudChange;

export interface TextChange {
  readonly kind: 'text';
  readonly path: string;
  readonly range: Range;
  /** The text now in `range`. */
  readonly expect: string;
  readonly put: string;
}

export interface CloudChange {
  readonly kind: 'cloud';
  readonly resource: { readonly type: string; readonly id: string };
  /** Into the resource's state; '' is the whole of it. */
  readonly pointer: string;
  /** `undefined`: absent. */
  readonly expect: Json | undefined;
  readonly put: Json | undefined;
}

/** Safe: keeps what the program means. Review: a person must say yes. */
export type Safety = 'safe' | 'review';

export interface Fix {
  readonly title: string;
  readonly safety: Safety;
  readonly changes: readonly Change[];
}
