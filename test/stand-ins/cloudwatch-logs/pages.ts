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

/** A shelf of events, ordered by time and then by when they were taken in; finds a page of them in no time. */
export function shelf(events: readonly Played[]): (asked: Asked, now: number, paging: Paging) => Page {
  const ordered = events.toSorted((a, b) => a.time - b.time || a.visible - b.visible);
  return (asked, now, { pageSize, withoutTokens }) => {
    const from = asked.nextToken === undefined ? firstAt(ordered, asked.startTime ?? 0) : Number(asked.nextToken);
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
        return { events: page, next: withoutTokens ? undefined : String(index) };
      page.push(jsonOf(event));
    }
    return { events: page, next: undefined };
  };
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
