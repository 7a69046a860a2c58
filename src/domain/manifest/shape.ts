import type { Place } from '../../model/location.ts';
import type { Entry, ScalarTree, Tree } from '../../model/tree.ts';
import { entryOf, isPresent } from '../config/tree.ts';
import { listing } from '../words.ts';

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
export function* misfitsOf(tree: Tree, shape: Shape, reader: Reader, path: Path = []): Iterable<Misfit> {
  const wrong = (wants: string, { words = [], growing = false, pattern }: Partial<TextShape> = {}): Misfit => ({
    takes: (text) => (words.length === 0 || words.includes(text)) && (pattern === undefined || pattern.test(text)),
    kind: 'wrong',
    wants,
    words,
    tree,
    path,
    growing,
  });
  switch (shape.kind) {
    case 'anything':
      return;
    case 'any map':
      if (tree.kind !== 'map') yield wrong('a map');
      return;
    case 'map':
      if (tree.kind === 'map') yield* misfitsOfMap(tree, shape, reader, path);
      else yield wrong('a map');
      return;
    case 'dictionary':
      if (tree.kind !== 'map') yield wrong('a map');
      else for (const { key, value } of tree.entries) yield* misfitsOf(value, shape.of, reader, [...path, key]);
      return;
    case 'list':
      if (tree.kind !== 'list') yield wrong('a list');
      else if (shape.filled === true && tree.items.length === 0) yield wrong('a list that holds something');
      else for (const [index, item] of tree.items.entries()) yield* misfitsOf(item, shape.of, reader, [...path, index]);
      return;
    case 'text': {
      const wants = wishOfText(tree, shape);
      if (wants !== undefined) yield wrong(wants, shape);
      return;
    }
    case 'number': {
      const wants = wishOfNumber(tree, shape, reader);
      if (wants !== undefined) yield wrong(wants);
      return;
    }
    case 'flag':
      if (!isFlag(tree, reader)) yield wrong('`true` or `false`');
  }
}

function* misfitsOfMap(
  tree: Tree & { readonly kind: 'map' },
  shape: MapShape,
  reader: Reader,
  path: Path,
): Iterable<Misfit> {
  for (const [key, field] of Object.entries(shape.keys)) {
    const entry = entryOf(tree, key);
    if (entry === undefined || (field.nullable === true && !isPresent(entry.value))) {
      if (entry === undefined && field.required === true) yield { kind: 'missing', key, at: tree.at, path };
    } else yield* misfitsOf(entry.value, field.shape, reader, [...path, key]);
  }
  for (const entry of tree.entries) {
    if (!Object.hasOwn(shape.keys, entry.key)) yield { kind: 'unknown', entry, shape, path };
  }
}

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
