import type { MapTree } from '../../model/tree.ts';
import { yamlScalar } from '../config/yaml-writer.ts';
import { unitOf, yamlStyleOf } from './document-layout.ts';
import { type EditedDocument, ownChildren, spanOf } from './document-parts.ts';
import type { Span } from './items.ts';
import { lineEnd, type Realised, realised, refused, type Splice, wholeLines } from './splice.ts';

/** Moves entries of a block map below a new key, which takes the place of the first of them. */
export function nestInBlock(document: EditedDocument, map: MapTree, keys: readonly string[], under: string): Realised {
  const { text } = document;
  const runs = runsOf(document, map, keys);
  const [first, ...others] = runs;
  if (first === undefined) return refused('none of the entries is there');
  const indent = ' '.repeat(first.column - 1);
  const unit = unitOf(document);
  const raw = runs.map(({ start, end }) => text.slice(start, end).replaceAll(/\n(?=[^\r\n])/g, `\n${unit}`));
  const put = `${yamlScalar(under, yamlStyleOf(document))}:\n${raw.map((entry) => `${indent}${unit}${entry}`).join('\n')}`;
  const gone = others.map(({ start, end }): Splice => ({ ...wholeLines(text, start, end), put: '' }));
  return realised({ start: first.start, end: first.end, put }, ...gone);
}

/** Neighbouring entries among those named, with what stands between them and the comment behind the last. */
function runsOf(
  document: EditedDocument,
  map: MapTree,
  keys: readonly string[],
): readonly (Span & { readonly column: number })[] {
  const { text } = document;
  const runs: { start: number; end: number; column: number; last: number }[] = [];
  for (const child of ownChildren(document, map)) {
    if (child.key === undefined || !keys.includes(child.key)) continue;
    const { start, end: valueEnd } = spanOf(document, child);
    const end = lineEnd(text, valueEnd);
    const run = runs.at(-1);
    if (run !== undefined && run.last === child.index - 1) [run.end, run.last] = [end, child.index];
    else runs.push({ start, end, column: child.at.range.start.column, last: child.index });
  }
  return runs;
}
