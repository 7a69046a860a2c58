import type { Place } from '../../model/location.ts';
import type { Entry, ListTree, MapTree, Tree } from '../../model/tree.ts';
import type { Lines } from '../text.ts';

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
}

/** The children of a map or list without those that a merge key brings in. */
export function ownChildren(
  { lines }: EditedDocument,
  part: MapTree | ListTree,
): readonly (Child & { readonly key?: string })[] {
  if (part.kind === 'list') return part.items.map((value, index) => ({ index, value, at: value.at }));
  const inside = ({ at }: Entry): boolean =>
    lines.offset(at.range.start) >= lines.offset(part.at.range.start) &&
    lines.offset(at.range.end) <= lines.offset(part.at.range.end);
  return part.entries.flatMap((entry, index) =>
    inside(entry) ? [{ index, value: entry.value, at: entry.at, keyAt: entry.keyAt, key: entry.key }] : [],
  );
}
