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
  /** What stands between items of one line, when it is not a comma and a blank. */
  readonly comma?: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Adds items at the end, each on a line of its own where the last one has a line of its own. */
export function addItems(text: string, list: Bracketed, added: readonly string[]): readonly Splice[] {
  if (added.length === 0) return [];
  const last = list.items.at(-1);
  const { pad = '', comma: between = ', ' } = list;
  if (last === undefined) {
    const blank = text.slice(list.open, list.close).trim() === '';
    return [{ start: list.open, end: blank ? list.close : list.open, put: `${pad}${added.join(between)}${pad}` }];
  }
  const lead = text.slice(lineStart(text, last.start), last.start);
  const own = lead.trim() === '' && lineStart(text, last.start) > list.open;
  if (!own) return [{ start: last.end, end: last.end, put: added.map((item) => between + item).join('') }];
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
  if (hasComments(text, list)) return dropBetweenComments(text, list, dropped, last);
  if (last === undefined) return [{ start: list.open, end: list.close, put: '' }];
  const within = [...dropped].filter((index) => index < lastKept).map((index) => dropOne(text, list, index));
  // The comma behind the very last item, if any, becomes that of the last one that stays.
  return merged([...within, { start: last.end, end: list.items.at(-1)?.end ?? last.end }]);
}

function dropOne(text: string, list: Bracketed, index: number): Span {
  const item = list.items[index] ?? { start: 0, end: 0 };
  return ownLine(text, list, item) ?? { start: item.start, end: list.items[index + 1]?.start ?? item.end };
}

/** Each comment stays, but for those behind an item that has its own line. */
function dropBetweenComments(
  text: string,
  list: Bracketed,
  dropped: ReadonlySet<number>,
  last: Span | undefined,
): readonly Splice[] {
  const gone = [...dropped].flatMap((index) => dropCarefully(text, list, index));
  const comma = last === undefined ? undefined : commaAfter(text, last.end, list);
  const idle = dropped.has(list.items.length - 1) && commaAfter(text, list.items.at(-1)?.end ?? 0, list) === undefined;
  return merged(idle && comma !== undefined ? [...gone, { start: comma - 1, end: comma }] : gone);
}

function dropCarefully(text: string, list: Bracketed, index: number): readonly Span[] {
  const item = list.items[index] ?? { start: 0, end: 0 };
  const line = ownLine(text, list, item);
  if (line !== undefined) return [line];
  const comma = commaAfter(text, item.end, list);
  if (comma !== undefined && text.slice(item.end, comma - 1).trim() !== '')
    return [item, { start: comma - 1, end: comma }];
  const end = comma ?? item.end;
  const behind = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (!/^[ \t]*(?:\r?\n|\)|\]|\})/.test(text.slice(end))) return [{ start: item.start, end: end + behind }];
  const before = /[ \t]*$/.exec(text.slice(list.open, item.start))?.[0].length ?? 0;
  return [{ start: item.start - before, end }];
}

/** The line of an item that has it for itself, with the comma and the comment behind it. */
function ownLine(text: string, list: Bracketed, item: Span): Span | undefined {
  const comma = commaAfter(text, item.end, list);
  if (comma !== undefined && text.slice(item.end, comma - 1).trim() !== '') return undefined;
  const end = endOfLine(text, comma ?? item.end, list);
  const from = lineStart(text, item.start);
  const alone = text.slice(from, item.start).trim() === '' && from > list.open && lineEnd(text, end) === end;
  return alone ? { start: from - (text[from - 2] === '\r' ? 2 : 1), end } : undefined;
}

function hasComments(text: string, { open, close, items, comment }: Bracketed): boolean {
  if (comment === undefined) return false;
  const starts = [open, ...items.map(({ end }) => end)];
  const between = starts.map((start, index) => text.slice(start, items[index]?.start ?? close));
  return between.some((gap) => gap.includes(comment) || (comment === '//' && gap.includes('/*')));
}

/** Stretches that share text become one. */
function merged(spans: readonly Span[]): readonly Splice[] {
  const result: { start: number; end: number; put: string }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end, put: '' });
  }
  return result.filter(({ start, end }) => start < end);
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
