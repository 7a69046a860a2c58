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
  const [first] = strayTabs(path, text, tree);
  return first === undefined ? undefined : linesOf(path, text).at(first.tab, first.tab + 1);
}

/** Every stretch of blanks with such a tab in it, and the first tab of each. */
export function strayTabs(
  path: string,
  text: string,
  tree: Tree,
): readonly { readonly start: number; readonly end: number; readonly tab: number }[] {
  if (!text.includes('\t')) return [];
  const lines = linesOf(path, text);
  const quoted = [...partsOf(tree)].flatMap((part) =>
    part.kind === 'scalar' && part.quoted
      ? [[lines.offset(part.at.range.start), lines.offset(part.at.range.end)] as const]
      : [],
  );
  const isQuoted = (offset: number): boolean => quoted.some(([start, end]) => start <= offset && offset < end);
  return [...text.matchAll(/ *\t[ \t]*/g)].flatMap(({ index: start, 0: blanks }) => {
    const tab = start + blanks.indexOf('\t');
    const before = text.slice(text.lastIndexOf('\n', tab) + 1, tab);
    return !isQuoted(tab) && !isComment(before) && before.trim() !== ''
      ? [{ start, end: start + blanks.length, tab }]
      : [];
  });
}

/** A hash inside quotes is rare enough on a line with a tab to be taken for a comment: silence rather than a false word. */
function isComment(before: string): boolean {
  return /(^|\s)#/.test(before);
}
