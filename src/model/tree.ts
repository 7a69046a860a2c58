import type { Place } from './location.ts';

/** A YAML, JSON or TOML document in which every part knows its place. Aliases are resolved to what they name. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly at: Place;
  /** An explicit tag such as `!If`, with its exclamation mark. */
  readonly tag?: string;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly at: Place;
  readonly tag?: string;
}

export interface ScalarTree {
  readonly kind: 'scalar';
  /** What stands in the source, without quotes and with escapes resolved: account `012345678901` keeps its zero. */
  readonly text: string;
  /** How a reader of YAML 1.1 (PyYAML, which the toolkit uses) or of JSON understands it. */
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly quoted: boolean;
  readonly at: Place;
  readonly tag?: string;
}

/** One `key: value` of a map; `at` spans both. */
export interface Entry {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Tree;
  readonly at: Place;
}

/** Why a document could not be read as one. */
export interface Unparsable {
  readonly message: string;
  readonly at: Place;
}

/** A document, or why there is none. */
export type Parsed = { readonly ok: true; readonly tree: Tree } | { readonly ok: false; readonly problem: Unparsable };
