import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree } from '../../model/tree.ts';
import { tagIn, yamlLines, yamlStyleOf } from '../config/yaml-writer.ts';
import { type Child, type EditedDocument, ownChildren } from './document-parts.ts';
import type { Span } from './items.ts';
import { unitOf } from './json-text.ts';
import {
  isBlankAbove,
  lineEnd,
  lineStart,
  type Realised,
  realised,
  refused,
  type Splice,
  withBlankLine,
} from './splice.ts';

/** Adds an entry below the last one of a block map; behind a blank line where there is one between the others. */
export function addToBlock(document: EditedDocument, map: MapTree, key: string, value: Json): Realised {
  const children = ownChildren(document, map);
  const last = children.at(-1);
  if (last === undefined) return refused('the map has no entry of its own');
  const indent = ' '.repeat(last.at.range.start.column - 1);
  const { text } = document;
  const at = lineEnd(text, spanOf(document, last).end);
  const put = writeLines({ [key]: value }, text).map((line) => `\n${indent}${line}`);
  const apart =
    children.length > 1 && children.slice(1).every((child) => isBlankAbove(text, spanOf(document, child).start));
  return realised({ start: at, end: at, put: `${apart ? '\n' : ''}${put.join('')}` });
}

/** Adds an item below the last one of a block list. */
export function appendToBlock(document: EditedDocument, list: ListTree, value: Json): Realised {
  const last = ownChildren(document, list).at(-1);
  const dash = last === undefined ? undefined : dashOf(document, last);
  if (last === undefined || dash === undefined) return refused('the list has no item whose dash is to be seen');
  const { text } = document;
  const at = lineEnd(text, spanOf(document, last).end);
  const indent = ' '.repeat(dash - lineStart(text, dash));
  const lines = writeLines(value, text).map((line, index) => `\n${indent}${index === 0 ? '- ' : '  '}${line}`);
  return realised({ start: at, end: at, put: lines.join('') });
}

/** Writes another value in the place of one; a scalar keeps its quotes. */
export function replaceInBlock(document: EditedDocument, child: Child, value: Json): Realised {
  const { text, lines } = document;
  const { start, end } = spanOf(document, { at: child.value.at });
  const written = writeLines(value, text);
  const simple = isSimple(value);
  if (child.value.kind === 'scalar' && child.value.tag === undefined && simple && start < end)
    return realised({ start, end, put: likeBefore(text.slice(start, end), value, written[0] ?? '') });
  if (child.keyAt === undefined) return refused('an item of a list is not replaced as a whole');
  const colon = text.indexOf(':', lines.offset(child.keyAt.range.end)) + 1;
  if (simple) return realised({ start: colon, end: Math.max(colon, end), put: ` ${written.join('\n')}` });
  const indent = ' '.repeat(child.at.range.start.column - 1) + unitOf(text);
  const from = start === end ? lineEnd(text, colon) : colon;
  return realised({ start: from, end: Math.max(from, end), put: written.map((line) => `\n${indent}${line}`).join('') });
}

/** Takes one entry or item away, with its lines. */
export function dropFromBlock(document: EditedDocument, part: MapTree | ListTree, child: Child): Realised {
  const siblings = ownChildren(document, part);
  if (siblings.length === 1) return refused('nothing else would be left beside it');
  const { text } = document;
  const span = spanOf(document, child);
  const start = part.kind === 'list' ? dashOf(document, child) : span.start;
  if (start === undefined) return refused('the dash of the item is not to be seen');
  if (text.slice(lineStart(text, start), start).trim() === '') {
    return realised({ ...withBlankLine(text, wholeTo(text, start, span.end)), put: '' });
  }
  const next = siblings[siblings.findIndex(({ index }) => index === child.index) + 1];
  if (next === undefined) return refused('it shares its line with what stays');
  return realised({ start, end: spanOf(document, next).start, put: '' });
}

/** Moves entries of a block map below a new key, which takes the place of the first of them. */
export function nestInBlock(document: EditedDocument, map: MapTree, keys: readonly string[], under: string): Realised {
  const { text } = document;
  const runs = runsOf(document, map, keys);
  const [first, ...others] = runs;
  if (first === undefined) return refused('none of the entries is there');
  const indent = ' '.repeat(first.column - 1);
  const unit = unitOf(text);
  const raw = runs.map(({ start, end }) => text.slice(start, end).replaceAll(/\n(?=[^\r\n])/g, `\n${unit}`));
  const put = `${under}:\n${raw.map((entry) => `${indent}${unit}${entry}`).join('\n')}`;
  const gone = others.map(({ start, end }): Splice => ({ ...wholeTo(text, start, end), put: '' }));
  return realised({ start: first.start, end: first.end, put }, ...gone);
}

/** Neighbouring entries among those named, with what stands between them and the comment behind the last. */
function runsOf(
  document: EditedDocument,
  map: MapTree,
  keys: readonly string[],
): readonly (Span & { readonly column: number })[] {
  const { text } = document;
  const runs: { start: number; end: number; column: number; last: number }[] = [];
  for (const child of ownChildren(document, map)) {
    if (child.key === undefined || !keys.includes(child.key)) continue;
    const { start, end: valueEnd } = spanOf(document, child);
    const end = lineEnd(text, valueEnd);
    const run = runs.at(-1);
    if (run !== undefined && run.last === child.index - 1) [run.end, run.last] = [end, child.index];
    else runs.push({ start, end, column: child.at.range.start.column, last: child.index });
  }
  return runs;
}

function writeLines(value: Json, text: string): readonly string[] {
  return yamlLines(value, yamlStyleOf(text, unitOf(text).length));
}

function isSimple(value: Json): boolean {
  const tagged = tagIn(value);
  if (tagged !== undefined) return isSimple(tagged.value);
  return value === null || typeof value !== 'object' || Object.keys(value).length === 0;
}

function likeBefore(before: string, value: Json, plain: string): string {
  if (typeof value !== 'string') return plain;
  if (before.startsWith('"')) return JSON.stringify(value);
  return before.startsWith("'") ? `'${value.replaceAll("'", "''")}'` : plain;
}

/** The offset of the dash before an item, when nothing but blanks stands between. */
function dashOf(document: EditedDocument, child: Child): number | undefined {
  const { text } = document;
  const { start } = spanOf(document, child);
  const lead = /(-[ \t]+)(?:[&!][^\s]+[ \t]+)*$/.exec(text.slice(lineStart(text, start), start));
  return lead === null ? undefined : start - lead[0].length;
}

function spanOf({ lines }: EditedDocument, { at }: Pick<Child, 'at'>): Span {
  return { start: lines.offset(at.range.start), end: lines.offset(at.range.end) };
}

/** From the beginning of the first line to the beginning of the line after the last. */
function wholeTo(text: string, start: number, end: number): Span {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (to < text.length) return { start: from, end: to + (text[to] === '\r' ? 2 : 1) };
  return { start: from === 0 ? 0 : lineEnd(text, lineStart(text, from - 1)), end: to };
}
