import type { Node } from 'web-tree-sitter';
import type { Span } from './items.ts';
import { spanOf } from './members.ts';
import { lineEnd, lineStart, type Splice, splice, wholeLines, withBlankLine } from './splice.ts';

/** A text of JavaScript and its tree. */
export interface Source {
  readonly text: string;
  readonly root: Node;
}

/**
 * The lines of a statement, with the comments right above it and behind it; `undefined` when other code shares them.
 * `alone`: without the comments above.
 */
export function linesOfStatement({ text }: Source, statement: Node, alone = false): Span | undefined {
  const own = spanOf(statement);
  const behind = text.slice(own.end, lineEnd(text, own.end));
  if (!/^[;\s]*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/.test(behind)) return undefined;
  let { start } = own;
  if (text.slice(lineStart(text, start), start).trim() !== '') return undefined;
  for (let above = statement.previousSibling; above?.type === 'comment'; above = above.previousSibling) {
    if (alone) break;
    const isNext = /^[ \t]*\r?\n[ \t]*$/.test(text.slice(above.endIndex, start));
    if (!isNext || text.slice(lineStart(text, above.startIndex), above.startIndex).trim() !== '') break;
    start = above.startIndex;
  }
  return { start: lineStart(text, start), end: lineEnd(text, own.end) };
}

/** Takes lines out, and one of the blank lines around them. */
export function cutLines(text: string, { start, end }: Span): Splice {
  const lines = wholeLines(text, start, end);
  const opens = /[{[(]\s*$/.test(text.slice(0, lines.start)) || text.slice(0, lines.start).trim() === '';
  const blank = opens ? (/^(?:[ \t]*\r?\n)+/.exec(text.slice(lines.end))?.[0].length ?? 0) : 0;
  return { ...(blank > 0 ? { start: lines.start, end: lines.end + blank } : withBlankLine(text, lines)), put: '' };
}

/** Code with changes made to it and with another indent; what is inside of strings stays as it is. */
export function carved(
  source: Source,
  span: Span,
  indent: { readonly from: string; readonly to: string },
  changes: readonly Splice[] = [],
): string {
  const { text } = source;
  const { from, to } = indent;
  const moved: Splice[] = [...changes];
  for (
    let at = lineStart(text, span.start);
    at < span.end;
    at = lineEnd(text, at) + (text[lineEnd(text, at)] === '\r' ? 2 : 1)
  ) {
    const isBlank = text.slice(at, lineEnd(text, at)).trim() === '';
    const isGone = changes.some(({ start, end }) => start <= at && lineEnd(text, at) < end);
    if (at < span.start || isBlank || isGone || !text.startsWith(from, at) || isInString(source, at)) continue;
    moved.push({ start: at, end: at + from.length, put: to });
  }
  const shifted = moved.map((one) => ({ ...one, start: one.start - span.start, end: one.end - span.start }));
  return splice(text.slice(span.start, span.end), shifted);
}

function isInString({ root }: Source, offset: number): boolean {
  for (let node = root.descendantForIndex(offset, offset); node !== null; node = node.parent) {
    if (node.type === 'template_substitution' && node.startIndex < offset) return false;
    if ((node.type === 'template_string' || node.type === 'string') && node.startIndex < offset) return true;
  }
  return false;
}
