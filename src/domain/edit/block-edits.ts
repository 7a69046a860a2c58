import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree } from '../../model/tree.ts';
import { quotedAs, tagIn, yamlLines, yamlScalar } from '../config/yaml-writer.ts';
import { unitOf, yamlStyleOf } from './document-layout.ts';
import { type Child, type EditedDocument, holderOf, isWithin, ownChildren, spanOf } from './document-parts.ts';
import type { Span } from './items.ts';
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
  const column = last.at.range.start.column - 1;
  const at = endOfBlock(document, spanOf(document, last).end, column);
  const between = children.slice(1).map((child) => isBlankAbove(document.text, spanOf(document, child).start));
  const apart = between.length > 0 && !between.includes(false) ? '\n' : '';
  return realised({ start: at, end: at, put: apart + below(linesOf(document, { [key]: value }), ' '.repeat(column)) });
}

/** Adds an item below the last one of a block list. */
export function appendToBlock(document: EditedDocument, list: ListTree, value: Json): Realised {
  const { start, end } = spanOf(document, list);
  const column = start - lineStart(document.text, start);
  const at = endOfBlock(document, end, column);
  const [first = '', ...more] = linesOf(document, value);
  const item = [`- ${first}`, ...more.map((line) => (line === '' ? line : `  ${line}`))];
  return realised({ start: at, end: at, put: below(item, ' '.repeat(column)) });
}

/** Writes another value in the place of one; a scalar keeps its quotes, and an anchor and a comment stay. */
export function replaceInBlock(document: EditedDocument, child: Child, value: Json): Realised {
  return child.keyAt === undefined ? replaceItem(document, child, value) : replaceEntry(document, child, value);
}

/** Takes one entry or item away, with its lines. */
export function dropFromBlock(document: EditedDocument, part: MapTree | ListTree, child: Child): Realised {
  const siblings = ownChildren(document, part);
  if (siblings.length === 1) return emptied(document, part, child);
  const { text } = document;
  const { start: from, end } = spanOf(document, child);
  const start = part.kind === 'list' ? dashOf(document, child) : from;
  if (start === undefined) return refused('the dash of the item is not to be seen');
  if (text.slice(lineStart(text, start), start).trim() === '')
    return realised({ ...withBlankLine(text, wholeTo(text, start, end)), put: '' });
  // It stands behind the dash of an item: what comes next moves up, unless a comment stands between.
  const next = siblings[siblings.findIndex(({ index }) => index === child.index) + 1];
  if (next === undefined) return refused('it shares its line with what stays');
  const to = part.kind === 'list' ? dashOf(document, next) : spanOf(document, next).start;
  if (to === undefined) return refused('the dash of the item is not to be seen');
  const commented = text.slice(lineEnd(text, end), to).trim() !== '';
  return realised({ start, end: commented ? lineEnd(text, end) : to, put: '' });
}

/** The lines of a value as the document would write them. */
function linesOf(document: EditedDocument, value: Json): readonly string[] {
  return yamlLines(value, yamlStyleOf(document));
}

function below(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '\n' : `\n${indent}${line}`)).join('');
}

/** Where the line of an offset ends, or the last of the comments below it that belong to what is nested deeper. */
function endOfBlock({ text }: EditedDocument, offset: number, column: number): number {
  let end = lineEnd(text, offset);
  const comment = new RegExp(`\\r?\\n {${column + 1},}#[^\\n]*?(?=\\r?(?:\\n|$(?![^])))`, 'y');
  for (comment.lastIndex = end; comment.test(text); end = comment.lastIndex) continue;
  return end;
}

function replaceItem(document: EditedDocument, child: Child, value: Json): Realised {
  const { text } = document;
  const { start, end } = spanOf(document, child);
  const dash = dashOf(document, child);
  if (dash === undefined) return refused('the dash of the item is not to be seen');
  const isEmpty = start === end;
  const before = text.slice(start, end);
  if (isSimple(value) && !isEmpty) return realised({ start, end, put: scalarLike(document, before, value) });
  const column = isEmpty ? dash + 2 - lineStart(text, dash) : start - lineStart(text, start);
  const indent = ' '.repeat(column);
  const put = below(linesOf(document, value), indent).slice(1 + indent.length);
  return isEmpty ? realised({ start: dash + 1, end: dash + 1, put: ` ${put}` }) : realised({ start, end, put });
}

function replaceEntry(document: EditedDocument, child: Child, value: Json): Realised {
  const { text } = document;
  const { head, start, end, isBelow } = valueOf(document, child);
  const gone: readonly Splice[] = start === end ? [] : [{ start, end, put: '' }];
  if (isSimple(value)) {
    if (!isBelow && start < end)
      return realised({ start, end, put: scalarLike(document, text.slice(start, end), value) });
    return realised({ start: head, end: head, put: ` ${yamlScalar(value, yamlStyleOf(document))}` }, ...gone);
  }
  const flat = Array.isArray(value) && !yamlStyleOf(document).deepLists;
  const indent = ' '.repeat(child.at.range.start.column - 1) + (flat ? '' : unitOf(document));
  const put = below(linesOf(document, value), indent);
  const at = lineEnd(text, isBelow ? head : end);
  if (isBelow) return realised({ start: at, end: Math.max(at, end), put });
  if (start === end || at > end) return realised(...lessBlanks(text, head, gone), { start: at, end: at, put });
  return realised({ start: head, end, put });
}

/** Where the value of an entry stands, with its tag: behind the key and anchor that end at `head`, or `isBelow` them. */
function valueOf(document: EditedDocument, child: Child): Span & { readonly head: number; readonly isBelow: boolean } {
  const { text } = document;
  const keyEnd = child.keyAt === undefined ? 0 : spanOf(document, { at: child.keyAt }).end;
  const colon = text.indexOf(':', keyEnd) + 1;
  const end = Math.max(colon, spanOf(document, child).end);
  const own = isWithin(document, child.value, child) ? spanOf(document, child.value).start : colon;
  const props = /^(?:[ \t]+&[^\s]*)?/.exec(text.slice(colon, own < colon ? end : Math.max(own, colon)))?.[0] ?? '';
  const head = colon + props.length;
  const rest = text.slice(head, end);
  const start = head + (/^[ \t]*/.exec(rest)?.[0].length ?? 0);
  if (start >= end) return { head, start: head, end: head, isBelow: false };
  const isBelow = /^(?:#[^\n]*)?\r?\n/.test(text.slice(start, end));
  // A comment behind the last line of a block is a part of that block.
  return isBelow
    ? { head, start: lineEnd(text, head), end: lineEnd(text, end), isBelow }
    : { head, start, end, isBelow };
}

/** A value that goes takes the blanks before it along. */
function lessBlanks(text: string, head: number, gone: readonly Splice[]): readonly Splice[] {
  return gone.map((one) => (text.slice(head, one.start).trim() === '' ? { ...one, start: head } : one));
}

/** The last child goes: `key: {}` or `key: []` is left, with the comments that stood around it. */
function emptied(document: EditedDocument, part: MapTree | ListTree, child: Child): Realised {
  const { text } = document;
  const empty = part.kind === 'map' ? '{}' : '[]';
  const holder = holderOf(document, part);
  if (holder?.keyAt === undefined) {
    const { start, end } = spanOf(document, part);
    // Behind a key without a value the blank before a comment is counted, too.
    return realised({ start, end: start + text.slice(start, end).trimEnd().length, put: empty });
  }
  const { head, isBelow } = valueOf(document, holder);
  const start = part.kind === 'list' ? dashOf(document, child) : spanOf(document, child).start;
  if (!isBelow || start === undefined) return refused('it shares its line with what stays');
  const lines = wholeTo(text, start, spanOf(document, child).end);
  return realised({ start: head, end: head, put: ` ${empty}` }, { ...lines, put: '' });
}

function isSimple(value: Json): boolean {
  const tagged = tagIn(value);
  if (tagged !== undefined) return isSimple(tagged.value);
  return value === null || typeof value !== 'object' || Object.keys(value).length === 0;
}

/** A scalar in the quotes of the one before it. */
function scalarLike(document: EditedDocument, before: string, value: Json): string {
  return (typeof value === 'string' ? quotedAs(before, value) : undefined) ?? yamlScalar(value, yamlStyleOf(document));
}

/** The offset of the dash before an item, when nothing but blanks stands between. */
function dashOf(document: EditedDocument, child: Child): number | undefined {
  const { text } = document;
  const { start } = spanOf(document, child);
  const lead = /-[ \t]*(?:[&!][^\s]+[ \t]+)*$/.exec(text.slice(lineStart(text, start), start));
  return lead === null ? undefined : start - lead[0].length;
}

/** From the beginning of the first line to the beginning of the line after the last. */
function wholeTo(text: string, start: number, end: number): Span {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (to < text.length) return { start: from, end: to + (text[to] === '\r' ? 2 : 1) };
  return { start: from === 0 ? 0 : lineEnd(text, lineStart(text, from - 1)), end: to };
}
