import type { Entry, MapTree, ScalarTree, Tree } from '../model/tree.ts';

export function at(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  let found = tree;
  for (const key of keys) found = found?.kind === 'map' ? found.entries.find((entry) => entry.key === key)?.value : undefined;
  return found;
}
export function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}
export function stringOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && tree.type === 'string' ? tree.text : undefined;
}
