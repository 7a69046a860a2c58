import type { LogEvent } from '../../model/logs.ts';
import type { Looker, Mark } from '../symptom/log-line.ts';
import type { Activity } from './activity.ts';
import type { BareRequests } from './bare-requests.ts';
import type { Tally } from './causes.ts';
import { isAtLeast, type Level } from './level.ts';
import { ERROR, UNSAFE } from './seen.ts';
import { passes, type Sieve } from './sieve.ts';
import { type Told, toldBy } from './telemetry.ts';
import { assembler, type Entry } from './traceback.ts';

/** An entry, understood. */
export interface Line {
  readonly entry: Entry;
  readonly told: Told;
  readonly level: Level | undefined;
  /** What it shows; `nth`: for the how-manieth time in this run. */
  readonly mark?: Mark;
  readonly nth?: number;
  /** Newer lines were told before it. */
  readonly late: boolean;
  /** Its text can be shown as it is. */
  readonly isHarmless: boolean;
}

export interface ReaderOptions {
  readonly looker: Looker;
  readonly tally: Tally;
  readonly activity: Activity;
  readonly bare: BareRequests;
  readonly sieve: Sieve;
  /** What does not belong to the run at all: it is neither shown nor counted. */
  readonly isOutside: (event: LogEvent) => boolean;
}

/** Turns events into lines: keeps tracebacks together, finds causes, counts, and leaves out what is not wanted. */
export interface Reader {
  take(events: readonly LogEvent[], shown: number): readonly Line[];
  /** A reading is over. `all`: nothing more will come. */
  pause(all: boolean): readonly Line[];
}

/** A longer text is searched for causes in its end, where a traceback names the error. */
const SEARCHED = 32_768;

/** A reader at the beginning of a log. */
export function readerOf(options: ReaderOptions): Reader {
  const { take, isWaiting, pause } = assembler();
  const { glance } = options.looker;
  const understood = (entry: Entry, shown: number): Line | undefined => {
    const raw = entry.length === 1 ? entry[0].message : entry.map(({ message }) => message).join('\n');
    return lineOf({ entry, raw, seen: glance(raw), shown }, options);
  };
  let newest = Number.NEGATIVE_INFINITY;
  return {
    take(events, shown) {
      newest = shown;
      const lines: Line[] = [];
      for (const event of events) {
        if (options.isOutside(event)) continue;
        const { message: raw } = event;
        const seen = event.seen ?? glance(raw);
        if ((seen & ERROR) === 0 && !isWaiting()) {
          const line = lineOf({ entry: [event], raw, seen, shown }, options);
          if (line !== undefined) lines.push(line);
        } else lines.push(...take(event).flatMap((entry) => understood(entry, shown) ?? []));
      }
      return lines;
    },
    pause: (all) => pause(all).flatMap((entry) => understood(entry, newest) ?? []),
  };
}

interface Reading {
  readonly entry: Entry;
  /** All of its text, and what a glance at that tells. */
  readonly raw: string;
  readonly seen: number;
  readonly shown: number;
}

function lineOf(
  { entry, raw, seen, shown }: Reading,
  { looker, tally, activity, bare, sieve }: ReaderOptions,
): Line | undefined {
  const [{ time, stream }] = entry;
  const told = entry.length === 1 ? toldBy(raw, seen) : { text: raw, level: 'error' as const };
  // A span names no fault, and its text is made of its members.
  const found = told.span ? undefined : looker.markOf(raw.length > SEARCHED ? raw.slice(-SEARCHED) : raw, seen);
  const nth = found === undefined ? undefined : tally.add(found, time);
  count(activity, told, time);
  bare.add(told);
  const { text, level } = told;
  if (!passes({ text, raw, stream, level, marked: found !== undefined }, sieve)) return undefined;
  // Of a document its body is shown, with all escapes undone; without any, that is made of parts of the whole.
  const isHarmless = (seen & UNSAFE) === 0 && (text === raw || !raw.includes('\\'));
  const line = { entry, told, level, late: time < shown, isHarmless };
  return found === undefined || nth === undefined ? line : { ...line, mark: found, nth };
}

/** A span repeats what an access log says of the same request, so that it counts for none. */
function count(activity: Activity, { access, level, span }: Told, time: number): void {
  if (span) return;
  if (access !== undefined) {
    activity.add('requests', time);
    if (access.status >= 500) activity.add('5xx', time);
    else if (access.status >= 400) activity.add('4xx', time);
  } else if (isAtLeast(level, 'error')) activity.add('errors', time);
}
