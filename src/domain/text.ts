import type { Place, Position, Range } from '../model/location.ts';

/** Turns offsets into a text (UTF-16 code units) into places, and back. */
export interface Lines {
  at(start: number, end: number): Place;
  offset(position: Position): number;
  /** One line without its line break; 1-based. */
  line(number: number): string;
}

/** Indexes a text once; each question after that is a binary search. */
export function linesOf(path: string, text: string): Lines {
  const starts = lineStarts(text);
  const position = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lastAtOrBefore(starts, clamped);
    return { line: line + 1, column: clamped - (starts[line] ?? 0) + 1 };
  };
  const offset = ({ line, column }: Position): number =>
    Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  return {
    at: (start, end) => ({
      kind: 'file',
      path,
      range: { start: position(start), end: position(Math.max(start, end)) },
    }),
    offset,
    line: (number) =>
      text.slice(starts[number - 1] ?? text.length, starts[number] ?? text.length).replace(/\r?\n$|\r$/, ''),
  };
}

/** Whether a range lies inside a text: both ends exist, and the start is not behind the end. */
export function isInside(range: Range, text: string): boolean {
  const starts = lineStarts(text);
  const exists = ({ line, column }: Position): boolean => {
    const start = starts[line - 1];
    if (start === undefined || column < 1) return false;
    return start + column - 1 <= (starts[line] ?? text.length);
  };
  const { start, end } = range;
  return (
    exists(start) && exists(end) && (start.line < end.line || (start.line === end.line && start.column <= end.column))
  );
}

/** Whether two places are the same stretch of the same file. */
export function isSamePlace(a: Place, b: Place): boolean {
  const same = (one: Position, other: Position): boolean => one.line === other.line && one.column === other.column;
  return a.path === b.path && same(a.range.start, b.range.start) && same(a.range.end, b.range.end);
}

/** Whether a place lies within another one. */
export function isWithin(inner: Place, outer: Place): boolean {
  const isBefore = (a: Position, b: Position): boolean =>
    a.line < b.line || (a.line === b.line && a.column <= b.column);
  return (
    inner.path === outer.path &&
    isBefore(outer.range.start, inner.range.start) &&
    isBefore(inner.range.end, outer.range.end)
  );
}

/** The very beginning of a file: for what is missing in it as a whole. */
export function headOf(path: string): Place {
  const head = { line: 1, column: 1 };
  return { kind: 'file', path, range: { start: head, end: head } };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
