import type { ParsingCure } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import { readJson, toleratedIn } from '../config/json-source.ts';
import { readYaml } from '../config/yaml-source.ts';
import { strayTabs } from '../config/yaml-tabs.ts';
import { linesOf } from '../text.ts';
import { meaningOf } from './document-meaning.ts';
import { lineEnd, splice, type Splice, wholeLines } from './splice.ts';
import { inSequence } from './splice-sequence.ts';

/** A manifest is small; more is not worth several readings. */
const LARGEST = 200_000;

/** What makes a YAML document parse whose only fault is its tabs, where all ways of reading them agree. */
export function cureOfYaml(path: string, text: string): ParsingCure | undefined {
  if (!text.includes('\t') || text.length > LARGEST) return undefined;
  const ways = widthsFor(text).flatMap((width) => withoutTabs(path, text, width) ?? []);
  const [first, ...others] = ways;
  if (first === undefined || others.some(({ meaning }) => meaning !== first.meaning)) return undefined;
  return cureWith(path, text, 'tabs', first.splices);
}

/** What makes a JSON document parse that holds comments, or a comma before a closing bracket. */
export function cureOfJson(path: string, text: string): ParsingCure | undefined {
  const { comments, commas } = text.length > LARGEST ? { comments: [], commas: [] } : toleratedIn(text);
  if (comments.length + commas.length === 0) return undefined;
  const gone = comments.map(({ start, end }) => withoutComment(text, start, end));
  const splices = [...gone, ...commas.map((at) => ({ start: at, end: at + 1, put: '' }))];
  const parses = readJson(path, splice(text, splices)).ok;
  return parses ? cureWith(path, text, comments.length > 0 ? 'comments' : 'comma', splices) : undefined;
}

function cureWith(path: string, text: string, of: ParsingCure['of'], splices: readonly Splice[]): ParsingCure {
  const lines = linesOf(path, text);
  return { of, replaced: splices.map(({ start, end, put }) => ({ value: put, at: lines.at(start, end) })) };
}

/** The indent of the document first, so that what is written looks like it; then every other width. */
function widthsFor(text: string): readonly number[] {
  const own = /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
  return [...new Set([own, 2, 4, 8, 1, 3, 5, 6, 7])].filter((width) => width <= 8);
}

function withoutTabs(
  path: string,
  text: string,
  width: number,
): { readonly splices: readonly Splice[]; readonly meaning: string } | undefined {
  const indents = [...text.matchAll(/^[ \t]*\t[ \t]*(?=[^ \t\r\n])/gm)].map(({ index, 0: blanks }) => ({
    start: index,
    end: index + blanks.length,
    put: blanks.replaceAll('\t', ' '.repeat(width)),
  }));
  const indented = splice(text, indents);
  const first = treeOf(path, indented);
  if (first === undefined) return undefined;
  const strays = strayTabs(path, indented, first).map(({ start, end }) => ({
    start,
    end,
    put: lineEnd(indented, start) === end ? '' : ' ',
  }));
  const clean = treeOf(path, splice(indented, strays));
  const meaning = clean === undefined ? undefined : JSON.stringify(meaningOf(clean));
  if (meaning === undefined || meaning !== JSON.stringify(meaningOf(first))) return undefined;
  return { splices: inSequence(text, indents, strays), meaning };
}

function treeOf(path: string, text: string): Tree | undefined {
  const parsed = readYaml(path, text);
  return parsed.ok ? parsed.tree : undefined;
}

/** A comment goes with its line, or with the blanks before it. */
function withoutComment(text: string, start: number, end: number): Splice {
  const line = wholeLines(text, start, end);
  if (line.start !== start || line.end !== end) return { ...line, put: '' };
  const blanks = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: lineEnd(text, end) === end ? start - blanks : start, end, put: '' };
}
