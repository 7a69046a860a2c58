import type { Place } from '../../model/location.ts';
import type { Entry, ListTree, MapTree, Tree } from '../../model/tree.ts';
import { partsOf } from '../config/tree.ts';
import type { Lines } from '../text.ts';
import type { Span } from './items.ts';

/** A document that is edited. */
export interface EditedDocument {
  readonly text: string;
  readonly lines: Lines;
  readonly language: 'yaml' | 'json' | 'toml';
  readonly tree: Tree;
}

/** An entry of a map, or an item of a list, that is written in that very map or list. */
export interface Child {
  readonly index: number;
  readonly value: Tree;
  /** The entry with its key, or the item. */
  readonly at: Place;
  readonly keyAt?: Place;
  readonly key?: string;
}

/** The children of a map or list without those that a merge key brings in. */
export function ownChildren(document: EditedDocument, part: MapTree | ListTree): readonly Child[] {
  if (part.kind === 'list') return part.items.map((value, index) => ({ index, value, at: value.at }));
  const inside = (entry: Entry): boolean => isWithin(document, entry, part);
  return part.entries.flatMap((entry, index) =>
    inside(entry) ? [{ index, value: entry.value, at: entry.at, keyAt: entry.keyAt, key: entry.key }] : [],
  );
}

/** Whether something is written in the stretch of another: what an alias stands for is not. */
export function isWithin(
  document: EditedDocument,
  inner: { readonly at: Place },
  outer: { readonly at: Place },
): boolean {
  const [a, b] = [spanOf(document, inner), spanOf(document, outer)];
  return a.start >= b.start && a.end <= b.end;
}

/** Where something stands, by offsets. */
export function spanOf({ lines }: EditedDocument, { at }: { readonly at: Place }): Span {
  return { start: lines.offset(at.range.start), end: lines.offset(at.range.end) };
}

/** Whether a map or list is written in brackets. */
export function isFlow(document: EditedDocument, part: Tree): boolean {
  const first = document.text[spanOf(document, part).start];
  return first === '{' || first === '[';
}

/** The entry or item whose value a map or list is; none for the whole document. */
export function holderOf(document: EditedDocument, part: Tree): Child | undefined {
  for (const outer of partsOf(document.tree)) {
    if (outer.kind === 'scalar') continue;
    const found = ownChildren(document, outer).find((child) => child.value === part && isWithin(document, part, child));
    if (found !== undefined) return found;
  }
  return undefined;
}
