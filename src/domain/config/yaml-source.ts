import {
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  parseDocument,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Place } from '../../model/location.ts';
import type { Entry, Parsed, ScalarTree, Tree, Unparsable } from '../../model/tree.ts';
import { type Lines, linesOf } from '../text.ts';
import { type Lexeme, nestingOf } from './yaml-nesting.ts';
import { plainType, taggedType } from './yaml-scalars.ts';

/** Deeper or larger than any configuration; beyond it a document is an attack or a mistake. */
const DEEPEST = 200;
const LARGEST = 500_000;

/**
 * Reads one YAML document, as PyYAML's safe loader sees it but with every place kept. Tags of any kind are allowed,
 * aliases and merge keys are resolved, of a repeated key every entry is kept. Never throws.
 */
export function readYaml(path: string, text: string, { forgiving = false }: YamlOptions = {}): Parsed {
  const reader: Reader = {
    text,
    lines: linesOf(path, text),
    anchors: new Map(),
    open: new Set(),
    size: { count: 0 },
    forgiving,
  };
  const tooDeep: Parsed = { ok: false, problem: { message: 'It is nested too deeply.', at: placeOf(reader, [0, 0]) } };
  if (nestingOf(text, lexemesOf) > 2 * DEEPEST) return tooDeep;
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
    const [error] = document.errors;
    if (error !== undefined)
      return { ok: false, problem: { message: sentenceOf(error.code, error.message), at: placeOf(reader, error.pos) } };
    return { ok: true, tree: treeOf(reader, document.contents ?? emptyOf(document), 0) };
  } catch (error) {
    if (isProblem(error)) return { ok: false, problem: error.problem };
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

function* lexemesOf(text: string): Iterable<Lexeme> {
  for (const token of new Lexer().lex(text)) yield { type: CST.tokenType(token), length: token.length };
}

export interface YamlOptions {
  /** Takes an alias without an anchor for the text that somebody meant: what is left after `***REMOVED***` is still of use. */
  readonly forgiving?: boolean;
}

interface Reader {
  readonly text: string;
  readonly lines: Lines;
  readonly anchors: Map<string, { readonly tree: Tree; readonly size: number; readonly height: number }>;
  /** Anchors whose node is being read: an alias to one of them is a circle. */
  readonly open: Set<string>;
  /** Nodes so far, those behind aliases counted each time. */
  readonly size: { count: number };
  readonly forgiving: boolean;
}

/** Thrown inside this file only: the way out of the recursion. */
interface Problem {
  readonly problem: Unparsable;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'problem' in error;
}

function refuse(reader: Reader, node: Node, message: string): never {
  const problem: Problem = { problem: { message, at: placeOf(reader, node.range ?? [0, 0]) } };
  throw problem;
}

function treeOf(reader: Reader, node: Node, depth: number): Tree {
  if (depth > DEEPEST) refuse(reader, node, 'It is nested too deeply.');
  if (++reader.size.count > LARGEST) refuse(reader, node, 'Its aliases unfold to more than anybody can read.');
  if (isAlias(node)) return aliased(reader, node, node.source, depth);
  const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
  if (anchor === undefined) return plainTreeOf(reader, node, depth);
  const before = reader.size.count;
  reader.open.add(anchor);
  const tree = plainTreeOf(reader, node, depth);
  reader.open.delete(anchor);
  reader.anchors.set(anchor, { tree, size: reader.size.count - before, height: heightOf(tree) });
  return tree;
}

function plainTreeOf(reader: Reader, node: Node, depth: number): Tree {
  const common = { at: placeOf(reader, node.range ?? [0, 0]), ...tagOf(node) };
  if (isMap(node)) {
    const { entries, last } = entriesOfMap(reader, node, depth);
    return { kind: 'map', entries, ...common, at: untilLast(reader, node, common.at, last?.at) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => treeOf(reader, item as Node, depth + 1)); // A parsed list holds nodes only.
    const last = node.items.at(-1);
    const at = isAlias(last) ? undefined : items.at(-1)?.at;
    return { kind: 'list', items, ...common, at: untilLast(reader, node, common.at, at) };
  }
  if (isScalar(node)) return scalarOf(node, common);
  return refuse(reader, node, 'It holds something that is neither a map, a list nor a value.');
}

/** The parser counts comments to a block that ends in an empty value; they belong to what comes next. */
function untilLast({ lines }: Reader, { flow }: YAMLMap | YAMLSeq, whole: Place, last: Place | undefined): Place {
  if (flow === true || last === undefined) return whole;
  return lines.at(lines.offset(whole.range.start), lines.offset(last.range.end));
}

function scalarOf(node: Scalar, common: { readonly at: Place; readonly tag?: string }): ScalarTree {
  const text = node.source ?? String(node.value ?? '');
  const quoted = node.type !== 'PLAIN' && node.type !== undefined;
  const plain = quoted || common.tag === '!' ? 'string' : plainType(text);
  const type = common.tag === undefined || common.tag === '!' ? plain : taggedType(common.tag);
  return { kind: 'scalar', text, type, quoted, ...common };
}

function aliased(reader: Reader, node: Node, name: string, depth: number): Tree {
  if (reader.open.has(name)) refuse(reader, node, `The alias \`*${name}\` stands inside what it names.`);
  const known = reader.anchors.get(name);
  if (known === undefined && reader.forgiving) {
    return {
      kind: 'scalar',
      text: `*${name}`,
      type: 'string',
      quoted: false,
      at: placeOf(reader, node.range ?? [0, 0]),
    };
  }
  if (known === undefined) {
    return refuse(
      reader,
      node,
      `The unquoted \`*\` of \`*${name}\` makes it an alias, and no anchor \`&${name}\` stands before it.`,
    );
  }
  reader.size.count += known.size;
  if (depth + known.height > DEEPEST) refuse(reader, node, 'Its aliases are nested too deeply.');
  return known.tree;
}

function heightOf(tree: Tree): number {
  if (tree.kind === 'scalar') return 0;
  const below = tree.kind === 'map' ? tree.entries.map(({ value }) => value) : tree.items;
  return below.reduce((height, child) => Math.max(height, heightOf(child) + 1), 0);
}

/** The entries of a map, those merged in behind its own, and the last one that is written. */
function entriesOfMap(
  reader: Reader,
  map: YAMLMap,
  depth: number,
): { readonly entries: readonly Entry[]; readonly last: Entry | undefined } {
  const own: Entry[] = [];
  const merged: Entry[] = [];
  let last: Entry | undefined;
  for (const pair of map.items) {
    const entry = entryOfPair(reader, pair, depth);
    last = entry;
    if (isMergeKey(pair)) merged.push(...mergedEntries(reader, pair, entry.value));
    else own.push(entry);
  }
  const known = new Set(own.map(({ key }) => key));
  return { entries: [...own, ...merged.filter(({ key }) => !known.has(key) && known.add(key))], last };
}

function entryOfPair(reader: Reader, { key, value }: Pair, depth: number): Entry {
  const keyNode = key as Node; // A parsed map has nodes as keys; an empty key is an empty scalar.
  const keyTree = treeOf(reader, keyNode, depth + 1);
  if (keyTree.kind !== 'scalar') return refuse(reader, keyNode, 'A map or a list stands where a key is expected.');
  const end = keyNode.range?.[1] ?? 0;
  const valueNode = value as Node | null; // `null` where a key stands alone: `{ a }`.
  if (valueNode === null) return { key: keyTree.text, keyAt: keyTree.at, value: nullAt(reader, end), at: keyTree.at };
  const tree = treeOf(reader, valueNode, depth + 1);
  const written = spanOf(reader, valueNode.range ?? [end, end])[1];
  const valueEnd = isAlias(valueNode) ? written : reader.lines.offset(tree.at.range.end);
  return {
    key: keyTree.text,
    keyAt: placeOf(reader, keyNode.range ?? [end, end]),
    value: tree,
    at: reader.lines.at(keyNode.range?.[0] ?? end, Math.max(end, valueEnd)),
  };
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && key.tag === undefined;
}

function mergedEntries(reader: Reader, { key }: Pair, value: Tree): readonly Entry[] {
  if (value.kind === 'map') return value.entries;
  if (value.kind === 'list' && value.items.every(({ kind }) => kind === 'map')) {
    return value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
  }
  return refuse(reader, key as Node, 'The merge key `<<` takes a map or a list of maps.'); // `isMergeKey` saw a scalar node.
}

function nullAt(reader: Reader, offset: number): Tree {
  return { kind: 'scalar', text: '', type: 'null', quoted: false, at: reader.lines.at(offset, offset) };
}

function emptyOf(document: Document): Node {
  return document.createNode('') as Node; // A string becomes a scalar node.
}

/** A tag as people write it: `!!str` for `tag:yaml.org,2002:str`. */
function tagOf(node: Node): { readonly tag?: string } {
  const tag = 'tag' in node && typeof node.tag === 'string' ? node.tag : undefined;
  return tag === undefined ? {} : { tag: tag.replace(/^tag:yaml\.org,2002:/, '!!') };
}

function placeOf(reader: Reader, range: readonly [number, number, ...number[]]): Place {
  const [start, end] = spanOf(reader, range);
  return reader.lines.at(start, end);
}

/** Without the line breaks and blanks behind it, which the parser counts to a block. */
function spanOf({ text }: Reader, [start, end]: readonly [number, number, ...number[]]): readonly [number, number] {
  const from = Math.min(start, text.length);
  let to = Math.min(Math.max(from, end), text.length);
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  return [from, to];
}

function sentenceOf(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'A tab stands where YAML takes spaces only.';
  if (code === 'MULTIPLE_DOCS') return 'It holds several documents, separated by `---`; one is expected.';
  if (code === 'RESOURCE_EXHAUSTION') return 'It is nested too deeply.';
  const first = message.split('\n')[0] ?? message;
  return `${first.replace(/[.:]$/, '')}.`;
}
