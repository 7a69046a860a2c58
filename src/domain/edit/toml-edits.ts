import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree, Tree } from '../../model/tree.ts';
import { type Child, type EditedDocument, ownChildren } from './document-parts.ts';
import { bracketedOf } from './flow-edits.ts';
import { addItems } from './items.ts';
import { indentOf, lineEnd, lineStart, type Realised, realised, refused } from './splice.ts';

/** Adds an entry to a table: in braces beside the others, else on a line below the last one of its own. */
export function addToToml(document: EditedDocument, map: MapTree, key: string, value: Json): Realised {
  const { text, lines } = document;
  const start = lines.offset(map.at.range.start);
  const last = lastLine(document, map);
  const put = tomlText(value, quoteOf(document, last?.value));
  if (put === undefined) return refused('the table that it belongs to is not there');
  const entry = `${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}${last === undefined ? ' = ' : signOf(document, last)}${put}`;
  if (text[start] === '{') return realised(...addItems(text, bracketedOf(document, map), [entry]));
  if (last === undefined && text[start] !== '[') return refused('the table has no line of its own');
  const from = last === undefined ? start : lines.offset(last.value.at.range.end);
  const indent = last === undefined ? '' : indentOf(text, lines.offset(last.at.range.start));
  return realised({ start: lineEnd(text, from), end: lineEnd(text, from), put: `\n${indent}${entry}` });
}

/** Adds an item to an array. */
export function appendToToml(document: EditedDocument, list: ListTree, value: Json): Realised {
  const { text, lines } = document;
  if (list.items.some(({ kind, at }) => kind === 'map' && text[lines.offset(at.range.start)] === '['))
    return refused('it is an array of tables');
  const put = tomlText(value, quoteOf(document, list.items.at(-1)));
  return put === undefined
    ? refused('a table is not written into an array')
    : realised(...addItems(text, bracketedOf(document, list), [put]));
}

/** Writes another value in the place of one; a string keeps its quotes. */
export function replaceInToml(document: EditedDocument, { value: before }: Child, value: Json): Realised {
  const put = tomlText(value, quoteOf(document, before));
  if (put === undefined || before.kind !== 'scalar') return refused('a table is not replaced as a whole');
  return realised({ ...spanOf(document, before), put });
}

/** The last entry that is written as a line of this very table: not the header of a table below it. */
function lastLine(document: EditedDocument, map: MapTree): Child | undefined {
  const { text, lines } = document;
  const inBraces = text[lines.offset(map.at.range.start)] === '{';
  const own = ownChildren(document, map).filter(({ at: { range } }) => {
    const start = lines.offset(range.start);
    return inBraces || text.slice(lineStart(text, start), start).trim() === '';
  });
  return own.toSorted((a, b) => lines.offset(a.at.range.end) - lines.offset(b.at.range.end)).at(-1);
}

/** ` = ` or `=`, whichever a neighbour has; what aligns one value with others is its own. */
function signOf({ text, lines }: EditedDocument, { keyAt, value }: Child): string {
  if (keyAt === undefined) return ' = ';
  const sign = text.slice(lines.offset(keyAt.range.end), lines.offset(value.at.range.start));
  return sign === '=' ? sign : ' = ';
}

function quoteOf(document: EditedDocument, neighbour: Tree | undefined): "'" | '"' {
  if (neighbour?.kind !== 'scalar') return '"';
  return document.text[spanOf(document, neighbour).start] === "'" ? "'" : '"';
}

function spanOf({ lines }: EditedDocument, { at }: Tree): { readonly start: number; readonly end: number } {
  return { start: lines.offset(at.range.start), end: lines.offset(at.range.end) };
}

/** A value on one line; `undefined` for what needs a table or does not exist in TOML. */
function tomlText(value: Json, quote: "'" | '"'): string | undefined {
  if (typeof value === 'string')
    return quote === "'" && !/['\p{Cc}]/u.test(value) ? `'${value}'` : JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => tomlText(item, quote));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  return value === null || typeof value === 'object' ? undefined : String(value);
}
