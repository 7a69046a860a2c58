import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree } from '../../model/tree.ts';
import { flowStyleOf, unitOf } from './document-layout.ts';
import { type Child, type EditedDocument, isWithin, ownChildren, spanOf } from './document-parts.ts';
import { quotedAs } from '../config/yaml-writer.ts';
import { addItems, type Bracketed, dropItems } from './items.ts';
import { flowMember, flowText, spreadText } from './json-text.ts';
import { indentOf, lineStart, type Realised, realised, refused } from './splice.ts';

/** Adds an entry to a map in braces. */
export function addToFlow(document: EditedDocument, map: MapTree, key: string, value: Json): Realised {
  const style = flowStyleOf(document, map);
  return add(document, map, value, (written) => flowMember(key, written, style));
}

/** Adds an item to a list in brackets. */
export function appendToFlow(document: EditedDocument, list: ListTree, value: Json): Realised {
  return add(document, list, value, (written) => written);
}

/** Writes another value in the place of one. */
export function replaceInFlow(document: EditedDocument, part: MapTree | ListTree, child: Child, value: Json): Realised {
  const { text } = document;
  const { start, end } = valueSpan(document, child);
  const style = flowStyleOf(document, part);
  // A key alone in braces, `{ a }`, has no colon either.
  const lead = start < end ? '' : text[start - 1] === ':' ? ' ' : text[start - 1] === ' ' ? '' : ': ';
  const spread = isSpread(text, spanOf(document, child).start, spanOf(document, part).start);
  const old = text.slice(start, end);
  if (typeof value === 'string' && document.language === 'yaml' && start < end)
    return realised({ start, end, put: quotedAs(old, value) ?? flowText(value, { ...style, quotedTexts: false }) });
  const put = spread ? spreadText(value, indentOf(text, start), unitOf(document)) : flowText(value, style);
  return realised({ start, end, put: lead + put });
}

/** Takes one entry or item away. */
export function dropFromFlow(document: EditedDocument, part: MapTree | ListTree, { index }: Child): Realised {
  const list = bracketedOf(document, part);
  const position = ownChildren(document, part).findIndex((child) => child.index === index);
  return realised(...dropItems(document.text, list, new Set([position])));
}

/** Moves entries of a map in braces below a new key, which takes the place of the first of them. */
export function nestInFlow(document: EditedDocument, map: MapTree, keys: readonly string[], under: string): Realised {
  const { text } = document;
  const list = bracketedOf(document, map);
  const moved = ownChildren(document, map).flatMap(({ key }, index) =>
    key !== undefined && keys.includes(key) ? [index] : [],
  );
  const [head, tail] = [list.items[moved[0] ?? -1], list.items[moved.at(-1) ?? -1]];
  if (head === undefined || tail === undefined) return refused('none of the entries is there');
  const style = flowStyleOf(document, map);
  const spread = isSpread(text, head.start, list.open);
  const unit = unitOf(document);
  const indent = spread ? indentOf(text, head.start) : '';
  const nest = (entries: string): string =>
    flowMember(
      under,
      spread ? `{\n${indent}${unit}${entries}\n${indent}}` : `{${style.pad}${entries}${style.pad}}`,
      style,
    );
  const raw = (start: number, end: number): string =>
    text.slice(start, end).replaceAll('\n', `\n${spread ? unit : ''}`);
  // Neighbours move as they are, with what stands between them.
  if ((moved.at(-1) ?? 0) - (moved[0] ?? 0) === moved.length - 1)
    return realised({ start: head.start, end: tail.end, put: nest(raw(head.start, tail.end)) });
  if (document.language === 'yaml' && moved.some((index) => hasComment(text, list, index)))
    return refused('a comment stands among the entries');
  const comma = spread ? `,\n${indent}${unit}` : style.comma;
  const entries = moved.flatMap((index) => list.items[index] ?? []).map(({ start, end }) => raw(start, end));
  return realised({ ...head, put: nest(entries.join(comma)) }, ...dropItems(text, list, new Set(moved.slice(1))));
}

/** Whether a comment stands between an item and the next. */
function hasComment(text: string, { items, close }: Bracketed, index: number): boolean {
  return text.slice(items[index]?.end ?? close, items[index + 1]?.start ?? close).includes('#');
}

function add(
  document: EditedDocument,
  part: MapTree | ListTree,
  value: Json,
  write: (written: string) => string,
): Realised {
  const { text } = document;
  const list = bracketedOf(document, part);
  const last = list.items.at(-1);
  const from = last?.start ?? list.open;
  const isWide = last === undefined ? isMultiline(document) : isSpread(text, from, list.open);
  const inline = write(flowText(value, flowStyleOf(document, part)));
  if (last === undefined && isWide) {
    const unit = unitOf(document);
    const outer = indentOf(text, list.open);
    const put = `\n${outer}${unit}${write(spreadText(value, outer + unit, unit))}\n${outer}`;
    return realised({ start: list.open, end: list.close, put });
  }
  if (!isWide) return realised(...addItems(text, list, [inline]));
  const lead = text.slice(lineStart(text, from), from);
  return realised(...addItems(text, list, [write(spreadText(value, lead, unitOf(document)))]));
}

/** A JSON document on more than one line; YAML writes its braces on one. */
function isMultiline({ text, language }: EditedDocument): boolean {
  return language === 'json' && text.trim().includes('\n');
}

/** Whether something in brackets has a line of its own. */
function isSpread(text: string, start: number, open: number): boolean {
  return text.slice(lineStart(text, start), start).trim() === '' && lineStart(text, start) > open;
}

function valueSpan(document: EditedDocument, child: Child): { readonly start: number; readonly end: number } {
  if (isWithin(document, child.value, child)) return spanOf(document, child.value);
  // An alias: the value is written elsewhere, and the entry ends with its name.
  const { end } = spanOf(document, child);
  const name = /\*[^\s,\]}]*$/.exec(document.text.slice(0, end))?.[0].length ?? 0;
  return { start: end - name, end };
}

/** What stands between the brackets of a map or list. */
export function bracketedOf(document: EditedDocument, part: MapTree | ListTree): Bracketed {
  const { start, end } = spanOf(document, part);
  const { comma, pad } = flowStyleOf(document, part);
  return {
    comma,
    pad: part.kind === 'map' ? pad : '',
    open: start + 1,
    close: end - 1,
    items: ownChildren(document, part).map((child) => spanOf(document, child)),
    comment: document.language === 'json' ? undefined : '#',
  };
}
