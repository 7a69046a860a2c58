import { toldBy } from '../domain/logs/telemetry.ts';
import type { Found } from '../logs/sources.ts';
import type { FollowOptions } from '../logs/follow.ts';
import { follow } from '../logs/follow.ts';
import { Failure } from '../model/failure.ts';
import type { LogEvent } from '../model/logs.ts';

/** Where the lines of one call are. */
export interface Surroundings {
  readonly since: number;
  readonly until: number;
  readonly isOutside: (event: LogEvent) => boolean;
  readonly find: () => Promise<readonly Found[]>;
}

/** So long before the first line that holds the id, and after the last one. */
const MARGIN_MS = 5000;
const MOST_HITS = 1000;

/**
 * Looks for the lines that hold an id, and tells where the rest of that call is: in the same streams, shortly before and
 * after, unless a line says that it belongs to another trace.
 */
export async function surroundingsOf(
  id: string,
  options: Omit<FollowOptions, 'sink' | 'pattern' | 'following'>,
): Promise<Surroundings> {
  const hits: LogEvent[] = [];
  const traces = new Set<string>();
  await follow({
    ...options,
    following: false,
    pattern: `"${id.replaceAll('"', '')}"`,
    sink: {
      take(events) {
        // An emulator may not know patterns.
        for (const event of events) if (event.message.includes(id) && hits.length < MOST_HITS) hits.push(event);
      },
      pause: () => undefined,
    },
  });
  const [first] = hits;
  if (first === undefined)
    throw new Failure(
      `No line holds \`${id}\`.`,
      'Lines appear some ten seconds after they were written; `--since` looks further back.',
    );
  for (const { message } of hits) {
    const { traceId } = toldBy(message);
    if (traceId !== undefined) traces.add(traceId);
  }
  const times = hits.map(({ time }) => time);
  const streams = new Set(hits.map(keyOf));
  return {
    since: Math.min(...times) - MARGIN_MS,
    until: Math.max(...times) + MARGIN_MS,
    find: () => Promise.resolve([...new Set(hits.map(({ group }) => group))].map((group) => ({ group }))),
    isOutside: (event) => {
      const { traceId } = toldBy(event.message);
      if (traceId !== undefined && traces.size > 0) return !traces.has(traceId);
      return !streams.has(keyOf(event));
    },
  };
}

function keyOf({ group, stream }: LogEvent): string {
  return `${group}\n${stream}`;
}
