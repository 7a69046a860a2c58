import type { TextChange } from '../../model/change.ts';
import { linesOf } from '../text.ts';

/** A stretch of a text, by offsets, and what stands there afterwards. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** What an edit comes to in a given text, or why it cannot be made there: the end of a sentence after "because". */
export type Realised =
  | { readonly ok: true; readonly splices: readonly Splice[] }
  | { readonly ok: false; readonly because: string };

export function realised(...splices: readonly Splice[]): Realised {
  return { ok: true, splices };
}

export function refused(because: string): Realised {
  return { ok: false, because };
}

/** Whether two stretches cannot both be replaced: they share text, or both insert at one point. */
export function clash(a: Splice, b: Splice): boolean {
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}

/** The text after the splices, which do not clash. */
export function splice(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, put } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(from, start) + put;
    from = end;
  }
  return result + text.slice(from);
}

/** The splices as changes that can be kept, shown, compared and turned round. */
export function changesOf(path: string, text: string, splices: readonly Splice[]): readonly TextChange[] {
  const lines = linesOf(path, text);
  return splices
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, put }) => ({
      kind: 'text',
      path,
      range: lines.at(start, end).range,
      expect: text.slice(start, end),
      put,
    }));
}

/** The line break that a text uses, by its first one. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  // A negative start would be taken for the very beginning, where a line break may stand.
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the line break that ends the line of an offset, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next === -1) return text.length;
  return next > offset && text[next - 1] === '\r' ? next - 1 : next;
}

/** The blanks at the beginning of the line of an offset. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '';
}

/** The stretch with its whole line and line break, where nothing but blanks stands beside it. */
export function wholeLines(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (text.slice(from, start).trim() !== '' || text.slice(end, to).trim() !== '') return { start, end };
  if (to === text.length) return { start: from === 0 ? 0 : lineEnd(text, lineStart(text, from - 1)), end: to };
  return { start: from, end: to + (text[to] === '\r' ? 2 : 1) };
}

/** Lines that go, with one of the blank lines above and below them; at the end of the text, with the one above. */
export function withBlankLine(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  if (end === text.length && !text.endsWith('\n'))
    return { start: text.slice(0, start).search(/(?:\r?\n[ \t]*)*$/), end };
  if (!isBlankAbove(text, start)) return { start, end };
  if (end < text.length) return { start, end: end + lineBreakAt(text, end) };
  return { start: text.slice(0, start).search(/[ \t]*\r?\n$/), end };
}

/** Whether the line above the line of an offset is blank. */
export function isBlankAbove(text: string, offset: number): boolean {
  return /\n[ \t]*\r?\n$/.test(text.slice(Math.max(0, lineStart(text, offset) - 200), lineStart(text, offset)));
}

/** The length of the blank line that begins at an offset; 0 when none does. */
function lineBreakAt(text: string, offset: number): number {
  return /^[ \t]*\r?\n/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
}
