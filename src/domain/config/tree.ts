import type { Located } from '../../model/location.ts';
import type { Entry, MapTree, ScalarTree, Tree } from '../../model/tree.ts';

/** The entry of a map under a key. Of several with the same key it is the last, as in PyYAML and `JSON.parse`. */
export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  if (tree?.kind !== 'map') return undefined;
  const { entries } = tree;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.key === key) return entry;
  }
  return undefined;
}

/** What lies at the end of a path of keys and list positions. */
export function valueAt(tree: Tree | undefined, ...path: readonly (string | number)[]): Tree | undefined {
  let current = tree;
  for (const step of path) {
    current = typeof step === 'string' ? entryOf(current, step)?.value : itemsOf(current)[step];
  }
  return current;
}

/** The text of a scalar that is not null. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && tree.type !== 'null' ? tree.text : undefined;
}

/** The same with its place. */
export function locatedText(tree: Tree | undefined): Located<string> | undefined {
  const value = textOf(tree);
  return tree === undefined || value === undefined ? undefined : { value, at: tree.at };
}

/** The entries of a map; none for anything else. */
export function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

/** The items of a list; none for anything else. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

/** Whether a value is there at all: neither absent nor null. */
export function isPresent(tree: Tree | undefined): tree is Tree {
  return tree !== undefined && !(tree.kind === 'scalar' && tree.type === 'null');
}

/** Whether a value is there and holds something: no empty map, list or text. */
export function isFilled(tree: Tree | undefined): tree is Tree {
  if (!isPresent(tree)) return false;
  if (tree.kind === 'map') return tree.entries.length > 0;
  return tree.kind === 'list' ? tree.items.length > 0 : tree.text.trim() !== '';
}

/** Every part of a document: the tree itself, then all below it in the order of the text. */
export function partsOf(tree: Tree): readonly Tree[] {
  const found: Tree[] = [];
  gather(tree, found);
  return found;
}

function gather(tree: Tree, found: Tree[]): void {
  found.push(tree);
  if (tree.kind === 'map') for (const { value } of tree.entries) gather(value, found);
  else if (tree.kind === 'list') for (const item of tree.items) gather(item, found);
}

/** Every scalar of a document, with the keys that lead to it (list positions as numbers). */
export function* scalarsOf(
  tree: Tree,
  path: readonly (string | number)[] = [],
): Iterable<{ readonly path: readonly (string | number)[]; readonly scalar: ScalarTree }> {
  if (tree.kind === 'scalar') yield { path, scalar: tree };
  else if (tree.kind === 'map') for (const { key, value } of tree.entries) yield* scalarsOf(value, [...path, key]);
  else for (const [index, item] of tree.items.entries()) yield* scalarsOf(item, [...path, index]);
}

/** Every entry of every map of a document, with its map. */
export function* allEntriesOf(tree: Tree): Iterable<{ readonly entry: Entry; readonly map: MapTree }> {
  for (const part of partsOf(tree)) {
    if (part.kind === 'map') for (const entry of part.entries) yield { entry, map: part };
  }
}

/** The entries of a map that no reader sees, because the same key stands again further down. */
export function overriddenEntries(map: MapTree): readonly { readonly entry: Entry; readonly by: Entry }[] {
  if (map.entries.every((entry) => entryOf(map, entry.key) === entry)) return [];
  return map.entries.flatMap((entry) => {
    const last = entryOf(map, entry.key);
    return last === undefined || last === entry ? [] : [{ entry, by: last }];
  });
}
