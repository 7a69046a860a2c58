import type { Played } from './playlist.ts';

/** What is asked of FilterLogEvents, as it comes over the wire. */
export interface Asked {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** One page: the events as JSON texts, ready to be joined. */
export interface Page {
  readonly events: readonly string[];
  readonly next: string | undefined;
}

export interface Paging {
  readonly pageSize: number;
  /** A page that came back full names no next one, as one emulator has it. */
  readonly withoutTokens: boolean;
}

/** A page holds 1 MB: the messages, and so many bytes for each. */
const MOST_BYTES = 1_048_576;
const OVERHEAD = 26;

/**
 * A shelf of events, ordered by time and then by when they were taken in; finds a page of them in no time. A page of
 * what is all there already is put together once, so that a benchmark measures who asks and not who answers.
 */
export function shelf(events: readonly Played[]): (asked: Asked, now: number, paging: Paging) => Page {
  const ordered = events.toSorted((a, b) => a.time - b.time || a.visible - b.visible);
  const complete = events.reduce((latest, { visible }) => Math.max(latest, visible), 0);
  const known = new Map<string, Page>();
  return (asked, now, paging) => {
    const from =
      asked.nextToken === undefined ? firstAt(ordered, asked.startTime ?? 0) : Number.parseInt(asked.nextToken, 10);
    if (now < complete) return pageFrom(ordered, from, asked, now, paging);
    const key = keyOf(asked, paging);
    const page = known.get(key) ?? pageFrom(ordered, from, asked, now, paging);
    known.set(key, page);
    return page;
  };
}

function pageFrom(
  ordered: readonly Played[],
  from: number,
  asked: Asked,
  now: number,
  { pageSize, withoutTokens }: Paging,
): Page {
  const most = Math.min(pageSize, asked.limit ?? 10_000);
  const wanted = wantedBy(asked);
  const page: string[] = [];
  let bytes = 0;
  for (let index = from; index < ordered.length; index++) {
    const event = ordered[index];
    if (event === undefined || event.time > (asked.endTime ?? Number.POSITIVE_INFINITY)) break;
    if (event.visible > now || !wanted(event)) continue;
    bytes += event.message.length + OVERHEAD;
    if (page.length === most || (bytes > MOST_BYTES && page.length > 0))
      return { events: page, next: withoutTokens ? undefined : tokenOf(index, asked) };
    page.push(jsonOf(event));
  }
  return { events: page, next: undefined };
}

/** All that a page depends on. */
function keyOf(asked: Asked, paging: Paging): string {
  const { startTime, endTime, nextToken, limit, filterPattern, logStreamNames, logStreamNamePrefix } = asked;
  return JSON.stringify([
    [startTime, endTime, nextToken, limit, filterPattern],
    [logStreamNames, logStreamNamePrefix, paging],
  ]);
}

function tokenOf(index: number, { startTime }: Asked): string {
  return `${index}@${startTime ?? 0}`;
}

/** A token is good for the question that it was given for, and for no other one. */
export function isForeign({ nextToken, startTime }: Asked): boolean {
  return nextToken !== undefined && !nextToken.endsWith(`@${startTime ?? 0}`);
}

function wantedBy({ logStreamNames, logStreamNamePrefix, filterPattern }: Asked): (event: Played) => boolean {
  const names = logStreamNames === undefined ? undefined : new Set(logStreamNames);
  // Of the pattern language, one quoted term is understood.
  const term = filterPattern === undefined ? undefined : filterPattern.replaceAll('"', '');
  return ({ stream, message }) =>
    (names === undefined || names.has(stream)) &&
    (logStreamNamePrefix === undefined || stream.startsWith(logStreamNamePrefix)) &&
    (term === undefined || message.includes(term));
}

function firstAt(ordered: readonly Played[], time: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function jsonOf({ id, stream, time, visible, message }: Played): string {
  return JSON.stringify({ logStreamName: stream, timestamp: time, message, ingestionTime: visible, eventId: id });
}
