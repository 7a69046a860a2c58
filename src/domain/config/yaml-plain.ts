import type { Place } from '../../model/location.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import { inlineOf, tagOn } from './yaml-inline.ts';
import { literalOf } from './yaml-literal.ts';

/** What stands on one line, without the blanks around it. */
interface Line {
  readonly number: number;
  readonly indent: number;
  readonly content: string;
  /** Blanks or a comment come behind it: the place of a value that is missing is then hard to tell. */
  readonly trailed: boolean;
}

interface Reader {
  readonly path: string;
  /** Every line as it stands. */
  readonly raw: readonly string[];
  /** Those that say something. */
  readonly lines: Line[];
  /** The line that is to be read next. */
  next: number;
}

/** Deeper nesting and longer texts are left to the parser, which has limits of its own. */
const DEEPEST = 40;
const LONGEST = 200_000;

const KEY = /^([A-Za-z0-9_](?:[\w./-]|:(?=[\w:])){0,99}):(?: +|$)/;
const ITEM = /^-(?: +|$)/;

/**
 * Reads the YAML that tools and the authors of templates write: maps and lists in blocks, on each line one value, literal
 * texts, the tags of CloudFormation; all in ASCII. It gives what `readYaml` gives, in a tenth of the time and without a
 * parser to load; for any other text `undefined`.
 */
export function readPlainYaml(path: string, text: string): Tree | undefined {
  if (text.length > LONGEST || /[^\n -~]/.test(text)) return undefined;
  const raw = text.split('\n');
  const reader: Reader = { path, raw, lines: linesOf(raw), next: 0 };
  const root = blockOf(reader, 0, 0);
  return reader.next < reader.lines.length ? undefined : root;
}

function linesOf(raw: readonly string[]): Line[] {
  const lines: Line[] = [];
  let isCommented = false;
  // From the end, because a comment belongs to what stands above it.
  for (let index = raw.length - 1; index >= 0; index--) {
    const line = raw[index] ?? '';
    const content = line.trim();
    if (content === '') continue;
    const isComment = content.startsWith('#');
    if (!isComment) {
      const indent = line.length - line.trimStart().length;
      lines.push({
        number: index + 1,
        indent,
        content,
        trailed: isCommented || indent + content.length < line.length,
      });
    }
    isCommented = isComment;
  }
  return lines.toReversed();
}

function blockOf(reader: Reader, indent: number, depth: number): Tree | undefined {
  const line = reader.lines[reader.next];
  if (line?.indent !== indent || depth > DEEPEST) return undefined;
  return ITEM.test(line.content) ? listOf(reader, indent, depth) : mapOf(reader, indent, depth);
}

function mapOf(reader: Reader, indent: number, depth: number): Tree | undefined {
  const entries: Entry[] = [];
  for (let line = reader.lines[reader.next]; line?.indent === indent; line = reader.lines[reader.next]) {
    const [head, key] = KEY.exec(line.content) ?? [];
    if (head === undefined || key === undefined) return undefined;
    reader.next++;
    const value = head === line.content ? below(reader, line, depth, true) : behind(reader, line, head.length, depth);
    if (value === undefined) return undefined;
    const keyAt = placeOf(reader, line, indent, indent + key.length);
    entries.push({ key, keyAt, value, at: spanning(keyAt, value.at) });
  }
  const [first, last] = [entries[0], entries.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { kind: 'map', entries, at: spanning(first.at, last.at) };
}

function listOf(reader: Reader, indent: number, depth: number): Tree | undefined {
  const items: Tree[] = [];
  let start: Place | undefined;
  for (let line = reader.lines[reader.next]; line?.indent === indent; line = reader.lines[reader.next]) {
    const [head] = ITEM.exec(line.content) ?? [];
    if (head === undefined) break;
    const item = itemOf(reader, line, head, depth);
    if (item === undefined) return undefined;
    start ??= placeOf(reader, line, indent, indent);
    items.push(item);
  }
  const last = items.at(-1);
  return start === undefined || last === undefined ? undefined : { kind: 'list', items, at: spanning(start, last.at) };
}

/** `- text`; `- key: value`, where a map begins that goes on below the key; `- - item`; or a block below a lone `-`. */
function itemOf(reader: Reader, line: Line, head: string, depth: number): Tree | undefined {
  const content = line.content.slice(head.length);
  if (KEY.test(content) || ITEM.test(content)) {
    const indent = line.indent + head.length;
    reader.lines[reader.next] = { ...line, indent, content };
    return blockOf(reader, indent, depth + 1);
  }
  reader.next++;
  return content === '' ? below(reader, line, depth, false) : behind(reader, line, head.length, depth);
}

/** What belongs to a line that ends in `:` or `-`. A list may stand right below its key, no further indented. */
function below(reader: Reader, line: Line, depth: number, isKey: boolean): Tree | undefined {
  const next = reader.lines[reader.next];
  if (next !== undefined && next.indent > line.indent) return blockOf(reader, next.indent, depth + 1);
  if (isKey && next?.indent === line.indent && ITEM.test(next.content)) return listOf(reader, next.indent, depth + 1);
  if (line.trailed) return undefined;
  const end = line.indent + line.content.length;
  return { kind: 'scalar', text: '', type: 'null', quoted: false, at: placeOf(reader, line, end, end) };
}

/** What stands behind a key or a `-` on the same line, or begins there. */
function behind(reader: Reader, line: Line, skipped: number, depth: number): Tree | undefined {
  const { length, ...tag } = tagOn(line.content.slice(skipped));
  const start = skipped + length;
  const opening = line.content.slice(start);
  if (opening === '') return taggedBlock(reader, line, depth, tag);
  if (!opening.startsWith('|')) {
    const at = (from: number, to: number): Place => placeOf(reader, line, line.indent + from, line.indent + to);
    return inlineOf(line.content, skipped, at);
  }
  const literal = literalOf(reader.raw, line.number, line.indent, opening);
  if (literal === undefined) return undefined;
  const { text, last, end } = literal;
  while ((reader.lines[reader.next]?.number ?? Infinity) <= last) reader.next++;
  const [first, until] = [placeOf(reader, line, line.indent + start, 0), placeOf(reader, { number: last }, 0, end)];
  return { kind: 'scalar', text, type: 'string', quoted: true, at: spanning(first, until), ...tag };
}

/** A tag by itself, with what it is the tag of below it. */
function taggedBlock(reader: Reader, line: Line, depth: number, tag: { readonly tag?: string }): Tree | undefined {
  const next = reader.lines[reader.next];
  if (next === undefined || next.indent <= line.indent) return undefined;
  const block = blockOf(reader, next.indent, depth + 1);
  return block === undefined ? undefined : { ...block, ...tag };
}

function placeOf({ path }: Reader, { number: line }: Pick<Line, 'number'>, from: number, to: number): Place {
  return { kind: 'file', path, range: { start: { line, column: from + 1 }, end: { line, column: to + 1 } } };
}

function spanning(first: Place, last: Place): Place {
  return { kind: 'file', path: first.path, range: { start: first.range.start, end: last.range.end } };
}
