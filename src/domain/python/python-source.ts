import type { Node } from 'web-tree-sitter';
import type { Place } from '../../model/location.ts';
import type { Scalar } from '../../model/value.ts';
import { unescapePython } from './python-strings.ts';
import type { Lines } from '../text.ts';

/** An expression as plain data: what was written, and where. `text` is cut short where it is long. */
export type Expression = Shape & { readonly text: string; readonly at: Place };

type Shape =
  | { readonly kind: 'literal'; readonly value: Scalar }
  /** An f-string, or neighbouring strings of which one is an f-string. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'subscript'; readonly of: Expression; readonly index: Expression }
  | Call
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'plus'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'dict'; readonly entries: readonly DictEntry[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'walrus'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'other'; readonly because: string };

/** `key: value`, or `**value` when there is no key. */
interface DictEntry {
  readonly key?: Expression;
  readonly value: Expression;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argued[];
  /** The parser met an error inside: an absent argument may be hidden in it. */
  readonly broken: boolean;
}

/** One argument of a call. `splat`: `*value` or `**value`. */
export interface Argued {
  readonly name?: string;
  readonly splat?: 'list' | 'dict';
  readonly value: Expression;
  readonly at: Place;
}

/** The text that a tree was made from, for turning nodes into data. */
export interface Source {
  readonly text: string;
  readonly lines: Lines;
  /** Nothing in it is an error: no node needs to be asked, and each question to the parser costs. */
  readonly isWhole: boolean;
  /** How deep the reading stands in nested brackets and blocks: nonsense can nest deeper than a program may recurse. */
  readonly nesting: { depth: number };
}

export const DEEPEST = 120;

/** The longest piece of source that is kept as text. */
const LONGEST = 160;
/** Lists and dictionaries with more items are data, not settings. */
const MOST_ITEMS = 200;

/** The place of a node. */
export function placeOf(node: Node, { lines }: Source): Place {
  return lines.at(node.startIndex, node.endIndex);
}

/** What is written at a node. */
export function textAt(node: Node, { text }: Source): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** What is written at a node, on one line and not too long; and its place. */
export function writtenAt(node: Node, source: Source): Written {
  const { startIndex, endIndex } = node;
  return onOneLine(source.text.slice(startIndex, endIndex), source.lines.at(startIndex, endIndex));
}

interface Written {
  readonly text: string;
  readonly at: Place;
}

function onOneLine(whole: string, at: Place): Written {
  const text = /\s/.test(whole) ? whole.replaceAll(/\s+/g, ' ') : whole;
  return { text: text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text, at };
}

/** The place of a node that an expression was made of: that of the expression, unless brackets were left out. */
export function placeAround(type: string, { at }: Expression, node: Node, source: Source): Place {
  return BARED.has(type) ? placeOf(node, source) : at;
}

const BARED = new Set(['parenthesized_expression', 'await']);

/** Turns an expression into data. What cannot matter, or cannot be understood, becomes `other`. */
export function expressionOf(node: Node, source: Source): Expression {
  const { inner, type } = bare(node, source);
  // Each question to the parser costs, and the text of a node answers most of them.
  const { startIndex, endIndex } = inner;
  const whole = source.text.slice(startIndex, endIndex);
  source.nesting.depth += 1;
  const shape: Shape =
    source.nesting.depth > DEEPEST
      ? { kind: 'other', because: 'it is nested too deeply' }
      : shapeOf(inner, type, source, whole);
  source.nesting.depth -= 1;
  return { ...shape, ...onOneLine(whole, source.lines.at(startIndex, endIndex)) };
}

/** Without brackets, `await`, and comments. */
function bare(node: Node, source: Source): { readonly inner: Node; readonly type: string } {
  let inner = node;
  let { type } = node;
  while (BARED.has(type)) {
    const next = parts(inner, source)[0];
    if (next === undefined) break;
    inner = next;
    ({ type } = next);
  }
  return { inner, type };
}

function shapeOf(node: Node, type: string, source: Source, whole: string): Shape {
  if (!source.isWhole && (node.isError || node.isMissing)) return { kind: 'other', because: 'it has a syntax error' };
  const read = READERS[type];
  return read === undefined ? { kind: 'other', because: 'it is computed' } : read(node, source, whole);
}

/** `whole`: what is written at the node. */
const READERS: { readonly [type: string]: (node: Node, source: Source, whole: string) => Shape } = {
  identifier: (_node, _source, name) => ({ kind: 'name', name }),
  true: () => ({ kind: 'literal', value: true }),
  false: () => ({ kind: 'literal', value: false }),
  none: () => ({ kind: 'literal', value: null }),
  integer: numberOf,
  float: numberOf,
  string: (node, source, whole) => simpleString(whole) ?? stringOf([node], source),
  concatenated_string: (node, source) =>
    stringOf(
      parts(node, source).filter(({ type }) => type === 'string'),
      source,
    ),
  attribute: (node, source) => ({
    kind: 'attribute',
    of: field(node, 'object', source),
    name: nameIn(node, 'attribute', source),
  }),
  subscript: (node, source) => ({
    kind: 'subscript',
    of: field(node, 'value', source),
    index: field(node, 'subscript', source),
  }),
  call: callOf,
  conditional_expression: choiceOf,
  boolean_operator: (node, source) => ({
    kind: node.childForFieldName('operator')?.type === 'and' ? 'and' : 'or',
    left: field(node, 'left', source),
    right: field(node, 'right', source),
  }),
  not_operator: (node, source) => ({ kind: 'not', of: field(node, 'argument', source) }),
  comparison_operator: comparisonOf,
  binary_operator: (node, source) =>
    node.childForFieldName('operator')?.type === '+'
      ? { kind: 'plus', left: field(node, 'left', source), right: field(node, 'right', source) }
      : { kind: 'other', because: 'it is computed' },
  unary_operator: negativeOf,
  dictionary: dictOf,
  list: listOf,
  tuple: listOf,
  expression_list: listOf,
  set: listOf,
  named_expression: (node, source) => ({
    kind: 'walrus',
    name: nameIn(node, 'name', source),
    value: field(node, 'value', source),
  }),
};

function field(node: Node, name: string, source: Source): Expression {
  const child = node.childForFieldName(name);
  if (child !== null) return expressionOf(child, source);
  return { kind: 'other', because: 'it has a syntax error', ...writtenAt(node, source) };
}

/** The text of the child that names something. */
function nameIn(node: Node, name: string, source: Source): string {
  const child = node.childForFieldName(name);
  return child === null ? '' : textAt(child, source);
}

function numberOf(_node: Node, _source: Source, whole: string): Shape {
  const value = Number(whole.replaceAll('_', ''));
  return Number.isNaN(value) ? { kind: 'other', because: 'it is computed' } : { kind: 'literal', value };
}

function negativeOf(node: Node, source: Source): Shape {
  const argument = field(node, 'argument', source);
  const isNumber = argument.kind === 'literal' && typeof argument.value === 'number';
  if (!isNumber || node.childForFieldName('operator')?.type !== '-')
    return { kind: 'other', because: 'it is computed' };
  return { kind: 'literal', value: -Number(argument.value) };
}

/** A string in which nothing stands for anything else, as most are: its text says it all. */
function simpleString(whole: string): Shape | undefined {
  const found = /^[fru]?(?:"([^"\\{}\n]*)"|'([^'\\{}\n]*)')$/i.exec(whole);
  return found === null ? undefined : { kind: 'literal', value: found[1] ?? found[2] ?? '' };
}

/** One string, or several side by side, which Python joins. */
function stringOf(pieces: readonly Node[], source: Source): Shape {
  const found: (string | Expression)[] = [];
  for (const piece of pieces) {
    const prefix =
      /^[a-zA-Z]*/.exec(source.text.slice(piece.startIndex, piece.startIndex + 4))?.[0].toLowerCase() ?? '';
    if (prefix.includes('b')) return { kind: 'other', because: 'it is bytes' };
    for (const child of parts(piece, source)) {
      const { type } = child;
      if (type === 'string_content')
        found.push(unescapePython(source.text.slice(child.startIndex, child.endIndex), prefix));
      if (type === 'interpolation') found.push(field(child, 'expression', source));
      if (!source.isWhole && child.isError) return { kind: 'other', because: 'it has a syntax error' };
    }
  }
  if (found.every((part) => typeof part === 'string')) return { kind: 'literal', value: found.join('') };
  return { kind: 'template', parts: found };
}

function choiceOf(node: Node, source: Source): Shape {
  const [whenTrue, test, otherwise] = parts(node, source);
  if (whenTrue === undefined || test === undefined || otherwise === undefined)
    return { kind: 'other', because: 'it has a syntax error' };
  return {
    kind: 'choice',
    test: expressionOf(test, source),
    whenTrue: expressionOf(whenTrue, source),
    otherwise: expressionOf(otherwise, source),
  };
}

/** `a == b`; chains such as `1 < x < 9` are not followed. */
function comparisonOf(node: Node, source: Source): Shape {
  const [left, right, third] = parts(node, source);
  if (left === undefined || right === undefined || third !== undefined)
    return { kind: 'other', because: 'it is computed' };
  const operator = source.text
    .slice(left.endIndex, right.startIndex)
    .replaceAll(/[()\\]/g, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ');
  return { kind: 'compare', operator, left: expressionOf(left, source), right: expressionOf(right, source) };
}

function dictOf(node: Node, source: Source): Shape {
  const children = parts(node, source);
  if (children.length > MOST_ITEMS) return { kind: 'other', because: 'it is a large table' };
  const entries = children.flatMap((child): readonly DictEntry[] => {
    const { type } = child;
    if (type === 'pair') return [{ key: field(child, 'key', source), value: field(child, 'value', source) }];
    const spread = type === 'dictionary_splat' ? parts(child, source)[0] : undefined;
    return spread === undefined ? [] : [{ value: expressionOf(spread, source) }];
  });
  return entries.length === children.length
    ? { kind: 'dict', entries }
    : { kind: 'other', because: 'it has a syntax error' };
}

function listOf(node: Node, source: Source): Shape {
  const children = parts(node, source);
  if (children.length > MOST_ITEMS) return { kind: 'other', because: 'it is a long list' };
  return { kind: 'list', items: children.map((child) => expressionOf(child, source)) };
}

function callOf(node: Node, source: Source): Shape {
  const list = node.childForFieldName('arguments');
  const isList = list?.type === 'argument_list';
  const written = list === null || !isList ? [] : parts(list, source);
  const broken =
    !source.isWhole &&
    node.hasError &&
    [...written, ...(list?.children ?? [])].some(
      ({ hasError, isError, isMissing }) => hasError || isError || isMissing,
    );
  const whole = source.isWhole ? written : written.filter(({ isError }) => !isError);
  return {
    kind: 'call',
    callee: field(node, 'function', source),
    arguments: whole.map((argument) => argumentOf(argument, source)),
    broken: broken || (list !== null && !isList),
  };
}

function argumentOf(node: Node, source: Source): Argued {
  const { type } = node;
  if (type === 'keyword_argument')
    return { name: nameIn(node, 'name', source), value: field(node, 'value', source), at: placeOf(node, source) };
  const splat = type === 'dictionary_splat' ? 'dict' : type === 'list_splat' ? 'list' : undefined;
  const inner = splat === undefined ? undefined : parts(node, source)[0];
  if (splat !== undefined && inner !== undefined)
    return { splat, value: expressionOf(inner, source), at: placeOf(node, source) };
  const value = expressionOf(node, source);
  return { value, at: placeAround(type, value, node, source) };
}

/** The children that mean something. */
export function parts(node: Node, { text }: Source): readonly Node[] {
  return node.namedChildren.filter((child) => {
    const first = text[child.startIndex];
    if (first !== '#' && first !== '\\') return true;
    const { type } = child;
    return type !== 'comment' && type !== 'line_continuation';
  });
}
