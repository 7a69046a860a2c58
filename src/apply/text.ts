import { clash, splice, type Splice } from '../domain/edit/splice.ts';
import { linesOf } from '../domain/text.ts';
import type { TextChange } from '../model/change.ts';
import { Failure } from '../model/failure.ts';

/**
 * The text after the changes, which were all described for this very text. Throws a `Failure` when one of them does not
 * find what it expects, or when two of them overlap.
 */
export function applyText(text: string, changes: readonly TextChange[]): string {
  const splices = changes.map((change) => spliceOf(change, text));
  for (const [index, one] of splices.entries()) {
    if (splices.slice(0, index).some((other) => one.start !== one.end && clash(one, other)))
      throw new Failure('Two changes want the same text.');
  }
  return splice(text, splices);
}

/** The changes that take these back, described for the text that they leave behind. */
export function invertText(text: string, changes: readonly TextChange[]): readonly TextChange[] {
  const after = applyText(text, changes);
  const [path] = changes.map((change) => change.path);
  if (path === undefined) return [];
  const lines = linesOf(path, after);
  let moved = 0;
  return changes
    .map((change) => ({ ...spliceOf(change, text), change }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, change: { expect, put } }) => {
      const from = start + moved;
      moved += put.length - expect.length;
      return { kind: 'text', path, range: lines.at(from, from + put.length).range, expect: put, put: expect };
    });
}

function spliceOf({ path, range, expect, put }: TextChange, text: string): Splice {
  const lines = linesOf(path, text);
  const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
  if (text.slice(start, end) !== expect)
    throw new Failure(`\`${path}\` does not hold what was expected at line ${range.start.line}.`);
  return { start, end, put };
}
