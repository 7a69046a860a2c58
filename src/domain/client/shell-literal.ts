import type { Literal, Quotes } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import { linesOf } from '../text.ts';
import { exactly, type Word } from './client-commands.ts';

/** Where a text stands in a word as it is, once, and the quotes around it there. */
export function literalIn(word: Word, part: string, script: string): Literal | undefined {
  const { source } = sourceOf(exactly(word), script);
  const index = source.indexOf(part);
  if (part === '' || index === -1 || source.includes(part, index + 1)) return undefined;
  return { at: exactly(word), quotes: quotesBefore(source, index) };
}

/** The places of the parts of what stands in `$(…)` inside a word; `undefined` when it is not written there as it is. */
export function placesIn(
  place: Place,
  inner: string,
  script: string,
): ((start: number, end: number) => Place) | undefined {
  const { source, start: from } = sourceOf(place, script);
  const index = source.indexOf(inner);
  if (index === -1 || source.includes(inner, index + 1)) return undefined;
  const lines = linesOf(place.path, script);
  return (start, end) => lines.at(from + index + start, from + index + end);
}

function sourceOf({ path, range }: Place, script: string): { readonly source: string; readonly start: number } {
  const lines = linesOf(path, script);
  const start = lines.offset(range.start);
  return { source: script.slice(start, lines.offset(range.end)), start };
}

/** The quotes that are open at an offset of a word. */
function quotesBefore(source: string, offset: number): Quotes {
  let open: Quotes = '';
  for (let index = 0; index < offset; index++) {
    const char = source[index];
    if (char === '\\' && open !== "'") index += 1;
    else if (open === '' && (char === '"' || char === "'")) open = char;
    else if (char === open) open = '';
  }
  return open;
}
