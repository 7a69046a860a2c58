import type { Place } from '../../model/location.ts';
import type { Entry, MapTree, ScalarTree, Tree } from '../../model/tree.ts';
import { isPresent } from '../config/tree.ts';
import { listing } from '../words.ts';
import { rememberedOf } from '../remembered.ts';

/** What a document may look like, as the tool that reads it says. */
export type Shape = MapShape | ListShape | { readonly kind: 'dictionary'; readonly of: Shape } | TextShape | OtherShape;

export interface MapShape {
  readonly kind: 'map';
  readonly keys: { readonly [key: string]: Field };
  /** What the tool does with keys that it does not know. */
  readonly others: 'ignored' | 'refused';
}

interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
  readonly filled?: boolean;
}

interface TextShape {
  readonly kind: 'text';
  readonly words?: readonly string[];
  /** Upper and lower case count as the same. */
  readonly anyCase?: boolean;
  /** A list that grows with each release: a word outside may be a newer one. */
  readonly growing?: boolean;
  readonly pattern?: RegExp;
  /** The pattern in words: "12 digits". */
  readonly says?: string;
}

type OtherShape =
  | { readonly kind: 'number'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'anything' }
  | { readonly kind: 'any map' };

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
  /** Whether `null` counts as absent. */
  readonly nullable?: boolean;
}

/** How the reader of a document converts: pydantic takes `"60"` for a number and `yes` for a flag, zod takes neither. */
export type Reader = 'pydantic' | 'zod';

/** One point in which a document differs from its shape. */
export type Misfit =
  | { readonly kind: 'unknown'; readonly entry: Entry; readonly shape: MapShape; readonly path: Path }
  | { readonly kind: 'missing'; readonly key: string; readonly at: Place; readonly path: Path }
  | {
      readonly kind: 'wrong';
      /** "a text", "`true` or `false`": what the tool wants instead. */
      readonly wants: string;
      /** The words it chooses from. */
      readonly words: readonly string[];
      readonly tree: Tree;
      readonly path: Path;
      readonly growing: boolean;
      /** Whether a text would be taken, if it were one. */
      readonly takes: (text: string) => boolean;
    };

/** The keys that lead to a place, list positions included. */
export type Path = readonly (string | number)[];

/** Every point in which a document differs from its shape, in the order of the shape. */
export function misfitsOf(tree: Tree, shape: Shape, reader: Reader): readonly Misfit[] {
  const walk: Walk = { reader, path: [], found: [] };
  compare(tree, shape, walk);
  return walk.found;
}

interface Walk {
  readonly reader: Reader;
  /** Where the comparison stands. */
  readonly path: (string | number)[];
  readonly found: Misfit[];
}

function compare(tree: Tree, shape: Shape, walk: Walk): void {
  switch (shape.kind) {
    case 'anything':
      return;
    case 'any map':
      if (tree.kind !== 'map') wrong(tree, 'a map', walk);
      return;
    case 'map':
      if (tree.kind === 'map') compareMap(tree, shape, walk);
      else wrong(tree, 'a map', walk);
      return;
    case 'dictionary':
      if (tree.kind !== 'map') wrong(tree, 'a map', walk);
      else for (const { key, value } of tree.entries) below(key, value, shape.of, walk);
      return;
    case 'list':
      if (tree.kind !== 'list') wrong(tree, 'a list', walk);
      else if (shape.filled === true && tree.items.length === 0) wrong(tree, 'a list that holds something', walk);
      else for (const [index, item] of tree.items.entries()) below(index, item, shape.of, walk);
      return;
    case 'text': {
      const wants = wishOfText(tree, shape);
      if (wants !== undefined) wrong(tree, wants, walk, shape);
      return;
    }
    case 'number': {
      const wants = wishOfNumber(tree, shape, walk.reader);
      if (wants !== undefined) wrong(tree, wants, walk);
      return;
    }
    case 'flag':
      if (!isFlag(tree, walk.reader)) wrong(tree, '`true` or `false`', walk);
  }
}

function below(step: string | number, tree: Tree, shape: Shape, walk: Walk): void {
  walk.path.push(step);
  compare(tree, shape, walk);
  walk.path.pop();
}

function wrong(
  tree: Tree,
  wants: string,
  { path, found }: Walk,
  { words = [], growing = false, pattern }: Partial<TextShape> = {},
): void {
  found.push({
    takes: (text) => (words.length === 0 || words.includes(text)) && (pattern === undefined || pattern.test(text)),
    kind: 'wrong',
    wants,
    words,
    tree,
    path: [...path],
    growing,
  });
}

function compareMap(tree: MapTree, shape: MapShape, walk: Walk): void {
  const { fields, positions } = fieldsOf(shape);
  const present: (Entry | undefined)[] = fields.map(() => undefined);
  const unknown: Entry[] = [];
  // Of several entries with one key the last one counts.
  for (const entry of tree.entries) {
    const position = positions.get(entry.key);
    if (position === undefined) unknown.push(entry);
    else present[position] = entry;
  }
  for (const [position, [key, field]] of fields.entries()) {
    const entry = present[position];
    if (entry === undefined) {
      if (field.required === true) walk.found.push({ kind: 'missing', key, at: tree.at, path: [...walk.path] });
    } else if (field.nullable !== true || isPresent(entry.value)) below(key, entry.value, field.shape, walk);
  }
  for (const entry of unknown) walk.found.push({ kind: 'unknown', entry, shape, path: [...walk.path] });
}

interface Fields {
  readonly fields: readonly (readonly [key: string, field: Field])[];
  readonly positions: ReadonlyMap<string, number>;
}

/** A shape has many more fields than a document fills, and a project may have many documents. */
const fieldsOf = rememberedOf(({ keys }: MapShape): Fields => {
  const fields = Object.entries(keys);
  return { fields, positions: new Map(fields.map(([key], position) => [key, position])) };
});

function wishOfText(tree: Tree, { words, anyCase, pattern, says }: TextShape): string | undefined {
  if (tree.kind !== 'scalar' || tree.type !== 'string') return 'a text';
  const is = (word: string): boolean => word === (anyCase === true ? tree.text.toUpperCase() : tree.text);
  if (words !== undefined && !words.some(is))
    return words.length > 8
      ? `one of ${words.length} words`
      : listing(
          words.map((word) => `\`${word}\``),
          'or',
        );
  return pattern === undefined || pattern.test(tree.text) ? undefined : (says ?? `a text like ${pattern.source}`);
}

function wishOfNumber(
  tree: Tree,
  { from, to }: { readonly from?: number; readonly to?: number },
  reader: Reader,
): string | undefined {
  const number = tree.kind === 'scalar' ? wholeNumber(tree, reader) : undefined;
  if (number === undefined) return 'a whole number';
  if (from !== undefined && number < from) return `a number from ${from}${to === undefined ? '' : ` to ${to}`}`;
  return to !== undefined && number > to ? `a number from ${from ?? 0} to ${to}` : undefined;
}

/** The whole number that a scalar is for a reader. Octal and sexagesimal numbers of YAML 1.1 included. */
export function wholeNumber(scalar: ScalarTree, reader: Reader = 'pydantic'): number | undefined {
  if (reader === 'pydantic' && scalar.type === 'boolean') return /^(true|yes|on)$/i.test(scalar.text) ? 1 : 0;
  if (scalar.type !== 'number' && !(reader === 'pydantic' && scalar.type === 'string')) return undefined;
  const text = scalar.text.trim().replaceAll('_', '');
  if (/^[-+]?\d+(\.0*)?$/.test(text) && !(scalar.type === 'number' && /^[-+]?0[0-7]+$/.test(text)))
    return Number.parseInt(text, 10);
  if (scalar.type !== 'number') return undefined;
  if (/^0x[\da-f]+$/i.test(text)) return Number.parseInt(text.slice(2), 16);
  if (/^[-+]?0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  if (/^\d+(:[0-5]?\d)+$/.test(text)) return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const other = Number(text);
  return Number.isInteger(other) ? other : undefined;
}

function isFlag(tree: Tree, reader: Reader): boolean {
  if (tree.kind !== 'scalar') return false;
  if (tree.type === 'boolean') return true;
  return reader === 'pydantic' && tree.type !== 'null' && /^(true|false|yes|no|on|off|t|f|y|n|0|1)$/i.test(tree.text);
}
