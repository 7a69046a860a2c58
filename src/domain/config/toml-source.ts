import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Entry, Parsed, ScalarTree, Tree } from '../../model/tree.ts';
import { type Lines, linesOf } from '../text.ts';

/** Reads a TOML document: tables and dotted keys become nested maps, `[[tables]]` become lists, each with its place. */
export function readToml(path: string, text: string): Parsed {
  const lines = linesOf(path, text);
  try {
    const root = draftMap(0, text.length);
    for (const node of parseTOML(text).body[0].body) {
      if (node.type === 'TOMLKeyValue') assign(root, node);
      else fill(tableOf(root, node), node.body);
    }
    return { ok: true, tree: frozen(root, lines) };
  } catch (error) {
    if (error instanceof ParseError) return unparsable(`${error.message}.`, placeOf(error, text), lines);
    // Tens of thousands of nested brackets exhaust the stack.
    if (error instanceof RangeError) return unparsable('It is nested too deeply.', 0, lines);
    throw error;
  }
}

/** A value that is missing at the end of a line is reported at the beginning of the next one. */
function placeOf({ index, message }: ParseError, text: string): number {
  return message.startsWith('Unspecified') ? text.slice(0, index).trimEnd().length : index;
}

function unparsable(message: string, offset: number, lines: Lines): Parsed {
  return { ok: false, problem: { message, at: lines.at(offset, offset) } };
}

/** A table may be continued further down, so that maps and lists of tables are only drafts until all is read. */
type Draft = DraftMap | DraftList | { readonly kind: 'value'; readonly node: Value; readonly end: number };
type Value = AST.TOMLValue | AST.TOMLArray;

interface DraftMap {
  readonly kind: 'map';
  readonly members: Map<string, { readonly key: AST.TOMLBare | AST.TOMLQuoted; draft: Draft }>;
  readonly start: number;
  end: number;
}

interface DraftList {
  readonly kind: 'tables';
  readonly items: DraftMap[];
  readonly start: number;
  end: number;
}

function draftMap(start: number, end: number): DraftMap {
  return { kind: 'map', members: new Map(), start, end };
}

function fill(map: DraftMap, pairs: readonly AST.TOMLKeyValue[]): void {
  for (const pair of pairs) assign(map, pair);
}

/** The map that a table header opens, or opens again. */
function tableOf(root: DraftMap, node: AST.TOMLTable): DraftMap {
  const [start, end] = node.range;
  const keys = node.key.keys;
  const last = keys.at(-1);
  if (node.kind !== 'array' || last === undefined) return descend(root, keys, start, end);
  const parent = descend(root, keys.slice(0, -1), start, end);
  const item = draftMap(start, end);
  const known = parent.members.get(nameOf(last))?.draft;
  if (known?.kind === 'tables') {
    known.items.push(item);
    known.end = end;
  } else {
    parent.members.set(nameOf(last), {
      key: last,
      draft: { kind: 'tables', items: [item], start, end },
    });
  }
  return item;
}

/** The map behind some keys; it and its parents reach up to `end` now. Through a list, the way goes by its last item. */
function descend(from: DraftMap, keys: AST.TOMLKey['keys'], start: number, end: number): DraftMap {
  let map = from;
  for (const key of keys) {
    let draft = map.members.get(nameOf(key))?.draft;
    if (draft?.kind === 'tables') {
      draft.end = end;
      draft = draft.items.at(-1);
    }
    const next = draft?.kind === 'map' ? draft : draftMap(start, end);
    if (next !== draft) map.members.set(nameOf(key), { key, draft: next });
    next.end = Math.max(next.end, end);
    map = next;
  }
  return map;
}

function assign(map: DraftMap, { key, value, range }: AST.TOMLKeyValue): void {
  const last = key.keys.at(-1);
  if (last === undefined) return;
  descend(map, key.keys.slice(0, -1), range[0], range[1]).members.set(nameOf(last), {
    key: last,
    draft: draftOf(value),
  });
}

function draftOf(node: AST.TOMLContentNode): Draft {
  if (node.type !== 'TOMLInlineTable') return { kind: 'value', node, end: node.range[1] };
  const map = draftMap(node.range[0], node.range[1]);
  fill(map, node.body);
  return map;
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function frozen(draft: Draft, lines: Lines): Tree {
  if (draft.kind === 'value') return treeOf(draft.node, lines);
  const at = lines.at(draft.start, draft.end);
  if (draft.kind === 'tables') return { kind: 'list', items: draft.items.map((item) => frozen(item, lines)), at };
  const entries: Entry[] = [];
  for (const [name, { key, draft: member }] of draft.members) {
    const [start, end] = key.range;
    const value = frozen(member, lines);
    entries.push({
      key: name,
      keyAt: lines.at(start, end),
      value,
      at: lines.at(start, Math.max(end, member.end)),
    });
  }
  return { kind: 'map', entries, at };
}

function treeOf(node: Value, lines: Lines): Tree {
  const at = lines.at(node.range[0], node.range[1]);
  if (node.type === 'TOMLValue') return scalarOf(node, at);
  return {
    kind: 'list',
    items: node.elements.map((element) => frozen(draftOf(element), lines)),
    at,
  };
}

function scalarOf(node: AST.TOMLValue, at: ScalarTree['at']): ScalarTree {
  const scalar = { kind: 'scalar', quoted: false, at } as const;
  switch (node.kind) {
    case 'string':
      return { ...scalar, text: node.value, type: 'string', quoted: true };
    case 'integer':
    case 'float':
      return { ...scalar, text: node.number, type: 'number' };
    case 'boolean':
      return { ...scalar, text: String(node.value), type: 'boolean' };
    default:
      return { ...scalar, text: node.datetime, type: 'string' };
  }
}
