import type { Line, Reader } from '../domain/logs/reader.ts';
import type { Sink } from '../logs/follow.ts';
import type { Io } from './command.ts';

export interface TailOutput {
  readonly reader: Reader;
  readonly draw: (line: Line) => string;
  readonly io: Io;
  /** Of what was there before the run, only so many lines are shown. */
  readonly lines: number | undefined;
  /** Nothing is shown. */
  readonly silent: boolean;
  readonly following: boolean;
  /** Nobody reads any more. */
  readonly abandon: () => void;
}

/** What was told so far. */
export interface Told {
  lines: number;
  late: number;
  readonly groups: Set<string>;
}

const AT_ONCE = 500;

/** Writes lines as they come; what was there before the run may be cut to its end. */
export function outputSink({ reader, draw, io, lines, silent, following, abandon }: TailOutput, told: Told): Sink {
  let held: Line[] | undefined = lines === undefined || silent ? undefined : [];
  const write = async (ready: readonly Line[]): Promise<void> => {
    if (silent || ready.length === 0) return;
    if (held !== undefined) {
      held.push(...ready);
      if (held.length > 2 * (lines ?? 0) + 1000) held = held.slice(-(lines ?? 0) || held.length);
      return;
    }
    let text = '';
    for (const line of ready) text += draw(line);
    io.out(text);
    if (io.isAbandoned?.() === true) abandon();
    await io.drained?.();
  };
  return {
    async take(events, shown) {
      told.lines += events.length;
      for (const { group, time } of events) {
        told.groups.add(group);
        if (time < shown) told.late += 1;
      }
      // A page at a time would leave a heap of what is written already.
      for (let start = 0; start < events.length; start += AT_ONCE)
        await write(reader.take(events.slice(start, start + AT_ONCE), shown));
    },
    async pause(first) {
      await write(reader.pause(first && !following));
      if (!first || held === undefined) return;
      const last = lines === 0 ? [] : held.slice(-(lines ?? 0));
      held = undefined;
      await write(last);
    },
  };
}
