import fc from 'fast-check';
import type { Step } from '../../src/model/change.ts';
import type { Json } from '../../src/model/json.ts';

/** Edits of one document, given by the keys that lead to the map or list that each is about. */
export interface Wish {
  readonly to: readonly Step[];
  readonly edit: WishedEdit;
}

type WishedEdit =
  | { readonly kind: 'set'; readonly path: readonly Step[]; readonly value: Json }
  | { readonly kind: 'unset'; readonly path: readonly Step[] }
  | { readonly kind: 'nest'; readonly keys: readonly string[]; readonly under: string; readonly shared?: true };

type Bag = { [key: string]: Json };

/** The plain meaning of a document, changed in place, so that what an edit is about keeps its identity. */
export function meant(
  root: Json,
  picks: readonly Pick[],
): { readonly wishes: readonly Wish[]; readonly after: Json; readonly possible: boolean } {
  const after = structuredClone(root);
  const wholes = holdersIn(after);
  const wishes: Wish[] = [];
  let possible = true;
  for (const pick of picks) {
    const [to, holder] = wholes[pick.holder % wholes.length] ?? [[], {}];
    if (!holdersIn(after).some(([, still]) => still === holder)) possible = false;
    const had = !Array.isArray(holder) && Object.hasOwn(holder, NEW);
    const edit = wished(holder, pick);
    if (edit.kind === 'nest' && had && !edit.keys.includes(NEW)) possible = false;
    wishes.push({ to, edit });
  }
  return { wishes, after, possible };
}

export interface Pick {
  readonly holder: number;
  readonly child: number;
  readonly what: 'set' | 'add' | 'unset' | 'nest' | 'deep';
  readonly value: Json;
}

const NEW = 'new_key';

/** Makes the change in place, and says it as an edit. */
function wished(holder: Bag | Json[], { child, what, value }: Pick): WishedEdit {
  if (Array.isArray(holder)) {
    const index = child % Math.max(holder.length, 1);
    if (what === 'unset' && holder.length > 0) {
      holder.splice(index, 1);
      return { kind: 'unset', path: [index] };
    }
    if (what === 'set' && holder.length > 0) {
      holder[index] = structuredClone(value);
      return { kind: 'set', path: [index], value };
    }
    holder.push(structuredClone(value));
    return { kind: 'set', path: ['-'], value };
  }
  const keys = Object.keys(holder);
  const key = keys[child % Math.max(keys.length, 1)];
  if (key !== undefined && what === 'unset') {
    delete holder[key];
    return { kind: 'unset', path: [key] };
  }
  if (key !== undefined && what === 'nest') {
    const moved = keys.filter((one, index) => one === key || (child >> index) % 2 === 1);
    const inner = Object.fromEntries(moved.map((one) => [one, holder[one] ?? null]));
    const entries = keys.flatMap((one): readonly (readonly [string, Json])[] =>
      one === moved[0] ? [[NEW, inner]] : moved.includes(one) ? [] : [[one, holder[one] ?? null]],
    );
    for (const one of keys) delete holder[one];
    Object.assign(holder, Object.fromEntries(entries));
    return { kind: 'nest', keys: moved, under: NEW };
  }
  if (key !== undefined && what === 'set') {
    holder[key] = structuredClone(value);
    return { kind: 'set', path: [key], value };
  }
  const fresh = [0, 1, 2, 3].map((number) => NEW + number).find((one) => !keys.includes(one)) ?? '';
  holder[fresh] = what === 'deep' ? { inner: { most: structuredClone(value) } } : structuredClone(value);
  return { kind: 'set', path: what === 'deep' ? [fresh, 'inner', 'most'] : [fresh], value };
}

/** Every map and list with the steps that lead to it. */
function holdersIn(json: Json, path: readonly Step[] = []): readonly (readonly [readonly Step[], Bag | Json[]])[] {
  if (json === null || typeof json !== 'object') return [];
  // What `structuredClone` made is the test's own.
  const own = json as Bag | Json[];
  const children: readonly (readonly [Step, Json])[] = Array.isArray(own) ? [...own.entries()] : Object.entries(own);
  return [[path, own], ...children.flatMap(([step, value]) => holdersIn(value, [...path, step]))];
}

const leaf = fc.oneof(
  fc.constantFrom(
    'MCP',
    'it',
    "it's",
    'a: b',
    '111122223333',
    'yes',
    '',
    'two\nlines',
    '# x',
    'x\n\n',
    '-',
    '2025-01-01',
  ),
  fc.constantFrom<Json>(true, null, 60, {}, []),
);
export const anyValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 2, arbitrary: leaf },
  fc.array(leaf, { maxLength: 2 }),
  fc.record({ one: leaf, 'two words': fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })) }),
);
export const anyPick: fc.Arbitrary<Pick> = fc.record({
  holder: fc.nat(50),
  child: fc.nat(50),
  what: fc.constantFrom('set', 'add', 'unset', 'nest', 'deep'),
  value: anyValue,
});
