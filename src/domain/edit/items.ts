import { lineEnd, lineStart, type Splice } from './splice.ts';

/** Something between brackets with items between commas: arguments, a dict, an object, a flow map. */
export interface Bracketed {
  /** Behind the opening bracket. */
  readonly open: number;
  /** At the closing bracket. */
  readonly close: number;
  readonly items: readonly Span[];
  /** What begins a comment that runs to the end of its line. */
  readonly comment: '#' | '//' | undefined;
  /** A blank inside the brackets of what was empty: `{ a: 1 }`. */
  readonly pad?: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Adds items at the end, each on a line of its own where the last one has a line of its own. */
export function addItems(text: string, list: Bracketed, added: readonly string[]): readonly Splice[] {
  if (added.length === 0) return [];
  const last = list.items.at(-1);
  if (last === undefined) {
    const pad = list.pad ?? '';
    const blank = text.slice(list.open, list.close).trim() === '';
    return [{ start: list.open, end: blank ? list.close : list.open, put: `${pad}${added.join(', ')}${pad}` }];
  }
  const lead = text.slice(lineStart(text, last.start), last.start);
  const own = lead.trim() === '' && lineStart(text, last.start) > list.open;
  if (!own) return [{ start: last.end, end: last.end, put: added.map((item) => `, ${item}`).join('') }];
  const comma = commaAfter(text, last.end, list);
  const end = endOfLine(text, comma ?? last.end, list);
  const put = added.map((item) => `\n${lead}${item}`).join(',');
  if (comma !== undefined) return [{ start: end, end, put: `${put},` }];
  if (end === last.end) return [{ start: end, end, put: `,${put}` }];
  return [
    { start: last.end, end: last.end, put: ',' },
    { start: end, end, put },
  ];
}

/** Takes items out, each with one comma, and with its line where nothing else stands there. */
export function dropItems(text: string, list: Bracketed, dropped: ReadonlySet<number>): readonly Splice[] {
  if (dropped.size === 0) return [];
  const lastKept = list.items.findLastIndex((_, index) => !dropped.has(index));
  const last = list.items[lastKept];
  if (last === undefined) return [{ start: list.open, end: list.close, put: '' }];
  const splices = [...dropped].map((index) => dropOne(text, list, index, lastKept));
  const comma = commaAfter(text, last.end, list);
  const idle = lastKept < list.items.length - 1 && commaAfter(text, list.items.at(-1)?.end ?? 0, list) === undefined;
  if (!idle || comma === undefined || splices.some(({ start, end }) => start < comma && comma <= end)) return splices;
  return [...splices, { start: comma - 1, end: comma, put: '' }];
}

function dropOne(text: string, list: Bracketed, index: number, lastKept: number): Splice {
  const item = list.items[index] ?? { start: 0, end: 0 };
  const comma = commaAfter(text, item.end, list);
  const end = endOfLine(text, comma ?? item.end, list);
  const from = lineStart(text, item.start);
  const alone = text.slice(from, item.start).trim() === '' && from > list.open && lineEnd(text, end) === end;
  if (alone) return { start: from - (text[from - 2] === '\r' ? 2 : 1), end, put: '' };
  const next = list.items[index + 1];
  if (index < lastKept && next !== undefined) return { start: item.start, end: next.start, put: '' };
  return { start: list.items[index - 1]?.end ?? item.start, end: item.end, put: '' };
}

function commaAfter(text: string, offset: number, { close, comment }: Bracketed): number | undefined {
  for (let at = offset; at < close; at++) {
    if (text[at] === ',') return at + 1;
    if (comment === '//' && text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1;
    else if (comment !== undefined && text.startsWith(comment, at)) at = lineEnd(text, at);
  }
  return undefined;
}

/** The end of a comment that follows on the same line, or the offset itself. */
function endOfLine(text: string, offset: number, { comment, close }: Bracketed): number {
  const end = lineEnd(text, offset);
  const rest = text.slice(offset, end);
  if (end > close) return offset;
  if (rest.trim() === '') return offset + rest.length;
  return comment !== undefined && ONLY_COMMENTS[comment].test(rest) ? end : offset;
}

const ONLY_COMMENTS = { '#': /^\s*#/, '//': /^\s*(?:\/\*(?:(?!\*\/).)*\*\/\s*)*(?:\/\/.*)?$/ };
