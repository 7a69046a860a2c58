import type { Place } from '../../model/location.ts';
import type { Tree } from '../../model/tree.ts';
import { linesOf } from '../text.ts';
import { partsOf } from './tree.ts';

/**
 * The first tab at which PyYAML stops although the YAML specification allows it: between a key and its value, or at the
 * end of a line. Tabs in quoted texts, in blocks and in comments are taken.
 * https://github.com/yaml/pyyaml/blob/6.0.2/lib/yaml/scanner.py (verified by running 6.0.3, 2026-11-23)
 */
export function strayTab(path: string, text: string, tree: Tree): Place | undefined {
  if (!text.includes('\t')) return undefined;
  const lines = linesOf(path, text);
  const quoted = [...partsOf(tree)].flatMap((part) =>
    part.kind === 'scalar' && part.quoted
      ? [[lines.offset(part.at.range.start), lines.offset(part.at.range.end)] as const]
      : [],
  );
  const isQuoted = (offset: number): boolean => quoted.some(([start, end]) => start <= offset && offset < end);
  for (let tab = text.indexOf('\t'); tab !== -1; tab = text.indexOf('\t', tab + 1)) {
    const before = text.slice(text.lastIndexOf('\n', tab) + 1, tab);
    if (!isQuoted(tab) && !isComment(before) && before.trim() !== '') return lines.at(tab, tab + 1);
  }
  return undefined;
}

/** A hash inside quotes is rare enough on a line with a tab to be taken for a comment: silence rather than a false word. */
function isComment(before: string): boolean {
  return /(^|\s)#/.test(before);
}
