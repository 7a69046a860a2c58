import type { ScalarTree } from '../../model/tree.ts';
import type { Lines } from '../text.ts';

/** A document's text, for the places inside its strings. */
export interface SourceText {
  readonly text: string;
  readonly lines: Lines;
}

/**
 * Where the content of a string begins, without its quotes; `undefined` when it is written with escapes, so that
 * offsets into the content mean nothing in the text.
 */
export function contentStart({ text, lines }: SourceText, { text: content, at }: ScalarTree): number | undefined {
  const start = lines.offset(at.range.start);
  const raw = text.slice(start, lines.offset(at.range.end));
  for (const quotes of [0, 1, 3]) {
    if (raw.length === content.length + 2 * quotes && raw.startsWith(content, quotes)) return start + quotes;
  }
  return undefined;
}
