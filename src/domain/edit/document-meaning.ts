import type { DocumentEdit, Step } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { Tree } from '../../model/tree.ts';
import { tagIn } from '../config/yaml-writer.ts';

/** What a document says, without the way in which it is written: what two readings of it are compared by. */
export type Meaning =
  | { readonly kind: 'scalar'; readonly type: string; readonly text: string; readonly tag: string }
  | { readonly kind: 'list'; readonly items: readonly Meaning[]; readonly tag: string }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Meaning])[]; readonly tag: string };

export function meaningOf(tree: Tree): Meaning {
  const tag = tree.tag ?? '';
  switch (tree.kind) {
    case 'scalar':
      return { kind: 'scalar', type: tree.type, text: tree.type === 'null' ? '' : tree.text, tag };
    case 'list':
      return { kind: 'list', items: tree.items.map(meaningOf), tag };
    case 'map':
      return { kind: 'map', entries: tree.entries.map(({ key, value }) => [key, meaningOf(value)] as const), tag };
  }
}

/** The same with its keys in one order, whichever they are written in. */
export function sorted(meaning: Meaning): Meaning {
  switch (meaning.kind) {
    case 'scalar':
      return meaning;
    case 'list':
      return { ...meaning, items: meaning.items.map(sorted) };
    case 'map': {
      const entries = meaning.entries.map(([key, value]) => [key, sorted(value)] as const);
      return { ...meaning, entries: entries.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))) };
    }
  }
}

/** What a document is to say after an edit of the part at the end of `path`. */
export function meaningAfter(meaning: Meaning, path: readonly Step[], edit: DocumentEdit): Meaning {
  const [step, ...rest] = path;
  if (step === undefined) return editedHere(meaning, edit);
  return withChild(meaning, step, (child) => (child === undefined ? child : meaningAfter(child, rest, edit)));
}

function editedHere(meaning: Meaning, edit: DocumentEdit): Meaning {
  switch (edit.kind) {
    case 'set':
      return withValue(meaning, edit.path, edit.value);
    case 'unset':
      return withoutValue(meaning, edit.path);
    case 'nest':
      return nested(meaning, edit.keys, edit.under);
  }
}

function withValue(meaning: Meaning, [step, ...rest]: readonly Step[], value: Json): Meaning {
  if (step === undefined) return meaningOfJson(value);
  return withChild(meaning, step, (child) => {
    const filled = child === undefined || isNull(child) ? undefined : child;
    return filled === undefined ? meaningOfJson(wrapped(rest, value)) : withValue(filled, rest, value);
  });
}

function withoutValue(meaning: Meaning, [step, ...rest]: readonly Step[]): Meaning {
  if (step === undefined) return meaning;
  return withChild(meaning, step, (child) =>
    child === undefined || rest.length === 0 ? undefined : withoutValue(child, rest),
  );
}

function nested(meaning: Meaning, keys: readonly string[], under: string): Meaning {
  if (meaning.kind !== 'map') return meaning;
  const moved = meaning.entries.filter(([key]) => keys.includes(key));
  const first = meaning.entries.findIndex(([key]) => keys.includes(key));
  const below = [under, { kind: 'map', entries: moved, tag: '' }] as const;
  const entries = meaning.entries.flatMap((entry, index) =>
    index === first ? [below] : keys.includes(entry[0]) ? [] : [entry],
  );
  return { ...meaning, entries };
}

/** The same with one child changed, added at the end, or gone. */
function withChild(meaning: Meaning, step: Step, change: (child: Meaning | undefined) => Meaning | undefined): Meaning {
  if (meaning.kind === 'scalar') return meaning;
  if (meaning.kind === 'list') {
    const index = step === '-' ? meaning.items.length : Number(step);
    const put = change(meaning.items[index]);
    return { ...meaning, items: meaning.items.toSpliced(index, 1, ...(put === undefined ? [] : [put])) };
  }
  const found = typeof step === 'number' ? step : meaning.entries.findLastIndex(([key]) => key === step);
  const index = found === -1 ? meaning.entries.length : found;
  const put = change(meaning.entries[index]?.[1]);
  return {
    ...meaning,
    entries: meaning.entries.toSpliced(
      index,
      1,
      ...(put === undefined ? [] : [[keyAt(meaning, index, step), put] as const]),
    ),
  };
}

function keyAt({ entries }: Extract<Meaning, { kind: 'map' }>, index: number, step: Step): string {
  return entries[index]?.[0] ?? String(step);
}

function isNull(meaning: Meaning): boolean {
  return meaning.kind === 'scalar' && meaning.type === 'null';
}

/** The value with the maps around it that a path asks for. */
export function wrapped(path: readonly Step[], value: Json): Json {
  return path.reduceRight<Json>((inner, step) => (step === '-' ? [inner] : { [String(step)]: inner }), value);
}

function meaningOfJson(value: Json): Meaning {
  const tagged = tagIn(value);
  if (tagged !== undefined) return { ...meaningOfJson(tagged.value), tag: tagged.tag };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(meaningOfJson), tag: '' };
  if (value !== null && typeof value === 'object')
    return { kind: 'map', entries: Object.entries(value).map(([key, one]) => [key, meaningOfJson(one)]), tag: '' };
  const type = value === null ? 'null' : typeof value;
  return { kind: 'scalar', type, text: value === null ? '' : String(value), tag: '' };
}
