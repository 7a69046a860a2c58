import type { Json } from '../../model/json.ts';
import type { ListTree, MapTree } from '../../model/tree.ts';
import { type Child, type EditedDocument, ownChildren } from './document-parts.ts';
import { addItems, type Bracketed, dropItems, type Span } from './items.ts';
import { flowKey, flowText, jsonText, unitOf } from './json-text.ts';
import { indentOf, lineStart, type Realised, realised, refused } from './splice.ts';

/** Adds an entry to a map in braces. */
export function addToFlow(document: EditedDocument, map: MapTree, key: string, value: Json): Realised {
  return add(document, map, (written) => `${keyText(document, key)}: ${written}`, value);
}

/** Adds an item to a list in brackets. */
export function appendToFlow(document: EditedDocument, list: ListTree, value: Json): Realised {
  return add(document, list, (written) => written, value);
}

/** Writes another value in the place of one. */
export function replaceInFlow(document: EditedDocument, { value: { at } }: Child, value: Json): Realised {
  const { text, lines } = document;
  const [start, end] = [lines.offset(at.range.start), lines.offset(at.range.end)];
  const wide = text.slice(start, end).includes('\n');
  const put = valueText(document, value, wide ? { indent: indentOf(text, start), unit: unitOf(text) } : undefined);
  return start === end ? refused('there is no value to replace') : realised({ start, end, put });
}

/** Takes one entry or item away. */
export function dropFromFlow(document: EditedDocument, part: MapTree | ListTree, { index }: Child): Realised {
  return realised(...dropItems(document.text, bracketedOf(document, part), new Set([index])));
}

/** Moves entries of a map in braces below a new key, which takes the place of the first of them. */
export function nestInFlow(document: EditedDocument, map: MapTree, keys: readonly string[], under: string): Realised {
  const { text } = document;
  const list = bracketedOf(document, map);
  const moved = ownChildren(document, map).filter(({ key }) => key !== undefined && keys.includes(key));
  const spans = moved.map(({ index }) => list.items[index]).filter((span) => span !== undefined);
  const [first, ...others] = spans;
  const [position] = moved;
  if (first === undefined || position === undefined) return refused('none of the entries is there');
  const own =
    text.slice(lineStart(text, first.start), first.start).trim() === '' && text.slice(0, first.start).includes('\n');
  const unit = unitOf(text);
  const indent = own ? indentOf(text, first.start) : '';
  const raw = spans.map((span) => deeper(text.slice(span.start, span.end), own ? unit : ''));
  const put = own
    ? `${keyText(document, under)}: {\n${raw.map((entry) => `${indent}${unit}${entry}`).join(',\n')}\n${indent}}`
    : `${keyText(document, under)}: { ${raw.join(', ')} }`;
  const dropped = new Set(moved.map(({ index }) => index).filter((index) => index !== position.index));
  return realised({ ...first, put }, ...(others.length === 0 ? [] : dropItems(text, list, dropped)));
}

function add(
  document: EditedDocument,
  part: MapTree | ListTree,
  write: (value: string) => string,
  value: Json,
): Realised {
  const { text } = document;
  const list = bracketedOf(document, part);
  const last = list.items.at(-1);
  const from = last?.start ?? list.open;
  const lead = text.slice(lineStart(text, from), from);
  const spread = last !== undefined && lead.trim() === '' && lineStart(text, from) > list.open;
  if (last !== undefined || document.language === 'yaml')
    return realised(
      ...addItems(text, list, [
        write(valueText(document, value, spread ? { indent: lead, unit: unitOf(text) } : undefined)),
      ]),
    );
  const unit = unitOf(text);
  const indent = indentOf(text, list.open) + unit;
  const put = `\n${indent}${write(jsonText(value, { indent, unit }))}\n${indentOf(text, list.open)}`;
  return realised({ start: list.open, end: list.close, put });
}

/** What stands between the brackets of a map or list. */
export function bracketedOf(document: EditedDocument, part: MapTree | ListTree): Bracketed {
  const { lines, language } = document;
  const offsets = ({ at }: Child): Span => ({ start: lines.offset(at.range.start), end: lines.offset(at.range.end) });
  return {
    open: lines.offset(part.at.range.start) + 1,
    close: lines.offset(part.at.range.end) - 1,
    items: ownChildren(document, part).map(offsets),
    comment: language === 'json' ? undefined : '#',
    pad: part.kind === 'map' ? ' ' : '',
  };
}

function keyText({ language }: EditedDocument, key: string): string {
  return language === 'yaml' ? flowKey(key) : JSON.stringify(key);
}

function valueText({ language }: EditedDocument, value: Json, layout?: Parameters<typeof jsonText>[1]): string {
  return language === 'yaml' ? flowText(value) : jsonText(value, layout);
}

function deeper(text: string, unit: string): string {
  return text.replaceAll('\n', `\n${unit}`);
}
