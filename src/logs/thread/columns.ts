import { printOf } from '../../domain/logs/id-set.ts';
import type { LogEvent } from '../../model/logs.ts';

/**
 * Events of one group on their way from one thread to the other: a few lists are copied in a fraction of the time that as
 * many objects take.
 */
export interface Columns {
  readonly group: string;
  /** Absent where nobody wants to see them. */
  readonly ids: readonly string[] | undefined;
  readonly messages: readonly string[];
  readonly streams: readonly string[];
  /** Of each event, which of the streams it is of, and what a glance at it told. */
  readonly small: Uint32Array;
  /** Of each event, when it happened, when it was taken in, and the print of its id. */
  readonly large: Float64Array;
  /** Whether a glance was taken. */
  readonly isSeen: boolean;
}

/** What is to be known of events. */
export interface Wanted {
  readonly withIds: boolean;
  readonly glance?: (message: string) => number;
}

/** Makes columns of events that are all of one group and have ids. What can be told of one by itself is told here. */
export function columnsOf(events: readonly LogEvent[], { withIds, glance }: Wanted): Columns {
  const small = new Uint32Array(2 * events.length);
  const large = new Float64Array(3 * events.length);
  const streams: string[] = [];
  let place = -1;
  let index = 0;
  for (const { id = '', stream, time, ingested, message } of events) {
    // Mostly it is that of the event before.
    if (stream !== streams[place]) {
      place = streams.indexOf(stream);
      if (place < 0) place = streams.push(stream) - 1;
    }
    small[2 * index] = place;
    if (glance !== undefined) small[2 * index + 1] = glance(message);
    large[3 * index] = time;
    large[3 * index + 1] = ingested;
    large[3 * index + 2] = printOf(id);
    index += 1;
  }
  return {
    group: events[0]?.group ?? '',
    ids: withIds ? events.map(({ id = '' }) => id) : undefined,
    messages: events.map(({ message }) => message),
    streams,
    small,
    large,
    isSeen: glance !== undefined,
  };
}

/** The events again. */
export function eventsIn({ group, ids, messages, streams, small, large, isSeen }: Columns): readonly LogEvent[] {
  return messages.map((message, index) => ({
    id: ids?.[index],
    print: large[3 * index + 2] ?? 0,
    group,
    stream: streams[small[2 * index] ?? 0] ?? '',
    time: large[3 * index] ?? 0,
    ingested: large[3 * index + 1] ?? 0,
    message,
    seen: isSeen ? small[2 * index + 1] : undefined,
  }));
}
