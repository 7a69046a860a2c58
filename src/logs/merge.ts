import type { LogEvent } from '../model/logs.ts';
import type { Reading } from './read.ts';

interface Lane {
  readonly reading: Reading;
  events: readonly LogEvent[];
  at: number;
}

/**
 * Several readings as one, oldest first; of equal times, what was taken in first. Holds one page of each. `ended` is
 * told about each reading with its outcome: whether it was read to its end, or what it threw.
 */
export async function* merged(
  readings: readonly Reading[],
  ended: (index: number, outcome: boolean | Error) => void,
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const lanes: Lane[] = readings.map((reading) => ({ reading, events: [], at: 0 }));
  const refill = async (lane: Lane, index: number): Promise<Lane | undefined> => {
    try {
      const { done, value } = await lane.reading.next();
      if (done !== true) return Object.assign(lane, { events: value, at: 0 });
      ended(index, value);
    } catch (error) {
      ended(index, error instanceof Error ? error : new Error(String(error)));
    }
    return undefined;
  };
  const all = new Map(lanes.map((lane, index) => [lane, index]));
  let open = lanes;
  for (;;) {
    const filled = await Promise.all(
      open.map((lane) => (lane.at < lane.events.length ? lane : refill(lane, all.get(lane) ?? 0))),
    );
    open = filled.flatMap((lane) => lane ?? []);
    if (open.length === 0) return;
    yield drained(open);
  }
}

/** What can be told in order before another page is needed. */
function drained(lanes: readonly Lane[]): readonly LogEvent[] {
  const [only] = lanes;
  if (only !== undefined && lanes.length === 1) {
    const rest = only.at === 0 ? only.events : only.events.slice(only.at);
    only.at = only.events.length;
    return rest;
  }
  const out: LogEvent[] = [];
  for (;;) {
    let first: Lane | undefined;
    let head: LogEvent | undefined;
    for (const lane of lanes) {
      const event = lane.events[lane.at];
      if (event === undefined) return out;
      if (head === undefined || isBefore(event, head)) [first, head] = [lane, event];
    }
    if (first === undefined || head === undefined) return out;
    out.push(head);
    first.at += 1;
  }
}

function isBefore(a: LogEvent, b: LogEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.ingested < b.ingested);
}
