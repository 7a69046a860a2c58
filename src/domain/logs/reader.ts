import type { LogEvent } from '../../model/logs.ts';
import type { Look, Mark } from '../symptom/log-line.ts';
import type { Activity } from './activity.ts';
import type { BareRequests } from './bare-requests.ts';
import type { Tally } from './causes.ts';
import { isAtLeast, type Level } from './level.ts';
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
  readonly look: (text: string) => Look;
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
  const { take, pause } = assembler();
  const understood = (entries: readonly Entry[], shown: number): readonly Line[] =>
    entries.flatMap((entry) => lineOf(entry, shown, options) ?? []);
  let newest = Number.NEGATIVE_INFINITY;
  return {
    take(events, shown) {
      newest = shown;
      const lines: Line[] = [];
      for (const event of events) {
        if (options.isOutside(event)) continue;
        for (const entry of take(event)) {
          const line = lineOf(entry, shown, options);
          if (line !== undefined) lines.push(line);
        }
      }
      return lines;
    },
    pause: (all) => understood(pause(all), newest),
  };
}

/** A span names no fault, and its text is made of its members. */
const SPAN: Look = { isHarmless: false };

function lineOf(entry: Entry, shown: number, { look, tally, activity, bare, sieve }: ReaderOptions): Line | undefined {
  const [{ time, stream, message }] = entry;
  const raw = entry.length === 1 ? message : entry.map((event) => event.message).join('\n');
  const told = entry.length === 1 ? toldBy(message) : { text: raw, level: 'error' as const };
  const { mark: found, isHarmless } = told.span ? SPAN : look(raw.length > SEARCHED ? raw.slice(-SEARCHED) : raw);
  const nth = found === undefined ? undefined : tally.add(found, time);
  count(activity, told, time);
  bare.add(told);
  const { text, level } = told;
  if (!passes({ text, raw, stream, level, marked: found !== undefined }, sieve)) return undefined;
  // Of a document its body is shown, with all escapes undone.
  const asIs = isHarmless && text === raw && raw.length <= SEARCHED;
  const line = { entry, told, level, late: time < shown, isHarmless: asIs };
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
