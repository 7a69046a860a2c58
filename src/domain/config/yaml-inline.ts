import type { Place } from '../../model/location.ts';
import type { Entry, Tree } from '../../model/tree.ts';
import { plainType } from './yaml-scalars.ts';

/** Where a stretch of one line stands in its file. */
export type PlaceOn = (from: number, to: number) => Place;

const QUOTED = /^(?:'[^']*'|"[^"\\]*")$/;
/** What most values are: plain wherever it stands. */
const WORD = /^[\w/.][\w/.-]*$/;
/** Plain text that stays plain to the end of its line. */
const PLAIN = /^[\w/.$~(<](?:[^:#]|:(?=[^ ])|(?<! )#)*$/;
/** A tag of CloudFormation, such as `!Ref`, and the blanks behind it. */
const TAG = /^(![A-Z]\w*)(?: +|$)/;

/** The tag with which a value begins, and how far it reaches; nothing of it where there is none. */
export function tagOn(text: string): { readonly length: number; readonly tag?: string } {
  const [head, tag] = TAG.exec(text) ?? [];
  return head === undefined || tag === undefined ? { length: 0 } : { length: head.length, tag };
}

/** The value that fills the rest of a line, from an offset on; `undefined` where it is not plain enough to be sure of. */
export function inlineOf(content: string, start: number, at: PlaceOn): Tree | undefined {
  const { length, ...tag } = tagOn(content.slice(start));
  const from = start + length;
  const text = content.slice(from);
  if (text.startsWith('[') || text.startsWith('{')) {
    const flow: Flow = { content, next: from, at };
    const tree = flowOf(flow, tag, 0);
    return flow.next === content.length ? tree : undefined;
  }
  return scalarOf(text, at(from, content.length), PLAIN, tag);
}

function scalarOf(text: string, at: Place, plain: RegExp, tag: { readonly tag?: string }): Tree | undefined {
  const common = { kind: 'scalar', at, ...tag } as const;
  const type = tag.tag === undefined ? plainType(text) : 'string';
  if (WORD.test(text)) return { ...common, text, type, quoted: false };
  if (QUOTED.test(text)) return { ...common, text: text.slice(1, -1), type: 'string', quoted: true };
  if (!plain.test(text)) return undefined;
  return { ...common, text, type, quoted: false };
}

/** How far a list or a map on one line is read. */
interface Flow {
  readonly content: string;
  next: number;
  readonly at: PlaceOn;
}

const DEEPEST = 8;
/** Plain text between brackets, where more characters have a meaning. */
const FLOW_PLAIN = /^[\w/.$](?:[\w/.$*() -]|:(?=[\w/*]))*$/;
const FLOW_WORD = /'[^']*'|"[^"\\]*"|[^,[\]{}'"]+/y;
const FLOW_KEY = /([A-Za-z_](?:[\w./-]|:(?=[\w:])){0,99}): +/y;
const BLANKS = / */y;

/** `[a, b]` or `{ a: b }` at the place that is to be read next. */
function flowOf(flow: Flow, tag: { readonly tag?: string }, depth: number): Tree | undefined {
  if (depth > DEEPEST) return undefined;
  const start = flow.next;
  const isMap = flow.content[start] === '{';
  const close = isMap ? '}' : ']';
  const entries: Entry[] = [];
  const items: Tree[] = [];
  flow.next++;
  skip(flow, BLANKS);
  while (flow.content[flow.next] !== close) {
    const read = isMap ? entryOf(flow, entries, depth) : itemOf(flow, items, depth);
    skip(flow, BLANKS);
    if (!read || !(flow.content[flow.next] === close || skip(flow, /, *(?![\]}])/y) !== undefined)) return undefined;
  }
  flow.next++;
  const at = flow.at(start, flow.next);
  return isMap ? { kind: 'map', entries, at, ...tag } : { kind: 'list', items, at, ...tag };
}

function entryOf(flow: Flow, entries: Entry[], depth: number): boolean {
  const start = flow.next;
  const key = skip(flow, FLOW_KEY)?.[1];
  const value = key === undefined ? undefined : valueOf(flow, depth);
  if (key === undefined || value === undefined) return false;
  const keyAt = flow.at(start, start + key.length);
  entries.push({ key, keyAt, value, at: { ...keyAt, range: { start: keyAt.range.start, end: value.at.range.end } } });
  return true;
}

function itemOf(flow: Flow, items: Tree[], depth: number): boolean {
  const item = valueOf(flow, depth);
  if (item !== undefined) items.push(item);
  return item !== undefined;
}

function valueOf(flow: Flow, depth: number): Tree | undefined {
  const { length, ...tag } = tagOn(flow.content.slice(flow.next));
  flow.next += length;
  if (/[[{]/.test(flow.content[flow.next] ?? '')) return flowOf(flow, tag, depth + 1);
  const start = flow.next;
  const text = skip(flow, FLOW_WORD)?.[0].trimEnd() ?? '';
  return scalarOf(text, flow.at(start, start + text.length), FLOW_PLAIN, tag);
}

/** Goes on behind what a pattern finds at the very place. */
function skip(flow: Flow, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = flow.next;
  const found = pattern.exec(flow.content) ?? undefined;
  if (found !== undefined) flow.next = pattern.lastIndex;
  return found;
}
