import { memoryOf, type Memory } from '../domain/logs/memory.ts';
import { oldestAskedAgain } from '../domain/logs/window.ts';
import type { LogEvent, LogNotice } from '../model/logs.ts';
import type { Clock } from './clock.ts';
import { type Insistence } from './insist.ts';
import { merged } from './merge.ts';
import { nudgeBy, type Nudge } from './nudge.ts';
import { paceBy } from './pace.ts';
import { LogRefusal, type EventQuestion, type LogDoor } from './port.ts';
import { readEvents } from './read.ts';
import { type Extent, floorOf, type Found, type Froms, fromsAfter, type Track, withFound } from './sources.ts';

export interface FollowOptions {
  readonly door: LogDoor;
  readonly clock: Clock;
  /** Looks for groups and streams; asked at first, and again and again while following. */
  readonly find: (insistence: Insistence) => Promise<readonly Found[]>;
  readonly since: number;
  readonly until?: number;
  readonly following: boolean;
  /** How long after it happened an event may appear without being missed. */
  readonly overlap: number;
  readonly pattern?: string;
  /** How many events of a group are remembered in any case; absent: several pages. */
  readonly remembered?: number;
  /** Raised when the user has seen enough. */
  readonly signal: AbortSignal;
  readonly sink: Sink;
  readonly tell: (notice: LogNotice) => void;
  /** Brings events in beside the readings, and asks for a reading where some may be missing. */
  readonly beside?: (beside: Beside) => Promise<void>;
}

/** Where the events go to: each of them once. */
export interface Sink {
  /** Events of one reading, in order; those before `shown` come late: newer ones were told already. */
  take(events: readonly LogEvent[], shown: number): void | Promise<void>;
  /** A reading is over: what was there is told. `first`: it was the one of what happened before the run. */
  pause(first: boolean): void | Promise<void>;
}

/** What a source of events beside the readings works with. */
export interface Beside {
  /** Tells those events that are new. How many those were. */
  readonly admit: (events: readonly LogEvent[]) => Promise<number>;
  readonly wake: () => void;
  readonly groups: () => readonly string[];
  readonly signal: AbortSignal;
}

/** How a run ended. */
export interface FollowEnd {
  /** Everything that was asked for was read. */
  readonly complete: boolean;
  /** How many sources were there and could be read at the end. */
  readonly sources: number;
  readonly refused: readonly LogRefusal[];
}

const QUICK_OVERLAP_MS = 15_000;
const FULL_EVERY_MS = 30_000;
const FIND_EVERY_MS = 15_000;
const SHORTEST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 10_000;
/** Where events come by Live Tail, readings only look for what it left out. */
const LIVE_WAIT_MS = 30_000;
/** What is not followed is given up after so many refusals of one call. */
const MOST_TRIES = 14;
/** Nothing was asked for so long: that is a gap worth a word. */
const GAP_MS = 60_000;
const LAST_SWEEP_MS = 5000;
const REMEMBERED = 50_000;

/** Reads what is there, and then what comes, each event once, until there is no more to come or the signal is raised. */
export async function follow(options: FollowOptions): Promise<FollowEnd> {
  const run = beginning(options);
  const beside = options.beside?.(besideOf(run)).finally(() => {
    run.isLive = false;
    run.nudge.wake();
  });
  try {
    await look(run);
    await round(run, 'full');
    await options.sink.pause(true);
    while (isOpen(run)) await turn(run);
    if (beside !== undefined && options.following) await sweepAtTheEnd(run);
    const sources = run.tracks.filter(({ away }) => away === undefined).length;
    return { complete: !options.signal.aborted || options.following, sources, refused: run.refused };
  } finally {
    run.over.abort();
    await beside;
  }
}

interface Run {
  readonly options: FollowOptions;
  readonly insistence: Insistence;
  readonly nudge: Nudge;
  readonly over: AbortController;
  readonly memories: Map<string, Memory>;
  readonly refused: LogRefusal[];
  tracks: readonly Track[];
  /** Events come in beside the readings. */
  isLive: boolean;
  /** The newest time that was told. */
  shown: number;
  /** When the newest event was taken in, by the clock of the service. */
  newest: number | undefined;
  lookedAt: number;
  fullAt: number;
  readAt: number;
  wait: number;
}

function beginning(options: FollowOptions): Run {
  const { clock, signal, following } = options;
  const tell = tellingOnce(options);
  const tries = following ? {} : { tries: MOST_TRIES };
  return {
    options,
    insistence: { clock, signal, tell, pace: paceBy(clock), ...tries },
    nudge: nudgeBy(clock, signal),
    over: new AbortController(),
    memories: new Map(),
    refused: [],
    tracks: [],
    isLive: options.beside !== undefined,
    shown: Number.NEGATIVE_INFINITY,
    newest: undefined,
    lookedAt: Number.NEGATIVE_INFINITY,
    fullAt: Number.NEGATIVE_INFINITY,
    readAt: Number.NEGATIVE_INFINITY,
    wait: SHORTEST_WAIT_MS,
  };
}

/** Calls that are under way together fail together: that is said once. */
function tellingOnce({ tell, clock }: FollowOptions): FollowOptions['tell'] {
  let troubled = Number.NEGATIVE_INFINITY;
  return (notice) => {
    if (notice.kind === 'trouble') {
      if (clock.now() - troubled < GAP_MS) return;
      troubled = clock.now();
    }
    tell(notice);
  };
}

function isOpen({ options: { following, until, signal, clock } }: Run): boolean {
  return following && !signal.aborted && (until === undefined || clock.now() <= until + QUICK_OVERLAP_MS);
}

/** One wait, and the reading after it. */
async function turn(run: Run): Promise<void> {
  const { clock, signal, sink, tell } = run.options;
  const jitter = 0.9 + clock.chance() / 5;
  const woken = await run.nudge.wait((run.isLive ? LIVE_WAIT_MS : run.wait) * jitter);
  if (signal.aborted) return;
  const now = clock.now();
  const asleep = now - run.readAt;
  const isWaiting = !run.tracks.some(({ away }) => away === undefined);
  if (isWaiting || now - run.lookedAt >= FIND_EVERY_MS) await look(run);
  const isFull = woken || now - run.fullAt >= FULL_EVERY_MS || asleep >= GAP_MS;
  const from = run.readAt;
  const lines = await round(run, isFull ? 'full' : 'quick');
  run.wait = lines > 0 || isWaiting ? SHORTEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, run.wait * 1.5);
  if (asleep >= GAP_MS || run.readAt - now >= GAP_MS) tell({ kind: 'gap', from, to: run.readAt, lines });
  if (woken && lines > 0) tell({ kind: 'recovered', lines });
  await sink.pause(false);
}

/** What Live Tail left out to the last is looked for once more, though not for long: somebody waits for the end. */
async function sweepAtTheEnd(run: Run): Promise<void> {
  const { clock, sink, tell } = run.options;
  const limit = new AbortController();
  const insistence = { ...run.insistence, signal: limit.signal, tries: 4 };
  const lines = await Promise.race([
    round(run, 'full', insistence).catch(() => 0),
    clock.sleep(LAST_SWEEP_MS, limit.signal).then(() => 0),
  ]);
  limit.abort();
  if (lines > 0) tell({ kind: 'recovered', lines });
  await sink.pause(false);
}

/** Looks for what is to be read. */
async function look(run: Run): Promise<void> {
  const { find, clock, tell } = run.options;
  const isFirst = run.lookedAt === Number.NEGATIVE_INFINITY;
  run.lookedAt = clock.now();
  const known = new Set(run.tracks.map(({ source }) => source.group));
  const found = await find(run.insistence);
  run.tracks = withFound(run.tracks, found);
  if (isFirst) return;
  for (const { group } of found) if (!known.has(group)) tell({ kind: 'found', group });
}

/** One reading of all sources. How many lines were new. */
async function round(run: Run, extent: Extent, insistence = run.insistence): Promise<number> {
  const { clock, door, since, overlap } = run.options;
  const started = clock.now();
  const tracks = run.tracks.filter(({ away }) => away === undefined);
  const questions = tracks.map((track) => questionFor(run, track, extent));
  const readings = questions.map((question) => readEvents(door, question, insistence));
  const outcomes: (boolean | Error)[] = [];
  // A short reading leaves open what the last long one will ask for again.
  const left = extent === 'full' ? [] : run.tracks.filter(({ from }) => from !== undefined);
  const floor = floorOf(left, since);
  let lines = 0;
  for await (const events of merged(readings, (index, outcome) => (outcomes[index] = outcome))) {
    lines += await tellNew(run, events);
    const position = oldestAskedAgain(started, events.at(-1)?.time ?? since, overlap);
    for (const memory of run.memories.values()) memory.forget(Math.min(position, floor));
  }
  const ended = clock.now();
  for (const [index, track] of tracks.entries())
    settle(run, track, outcomes[index] ?? false, { started, ended, extent });
  if (extent === 'full') run.fullAt = started;
  run.readAt = ended;
  for (const [group, memory] of run.memories) {
    const own = run.tracks.filter(({ source }) => source.group === group);
    memory.forget(floorOf(own, since));
  }
  return lines;
}

function overlapsOf({ options: { overlap } }: Run): Froms {
  return { quick: Math.min(QUICK_OVERLAP_MS, overlap), full: overlap };
}

function questionFor(run: Run, track: Track, extent: Extent): EventQuestion {
  const { since, until, pattern } = run.options;
  return {
    ...track.source,
    from: track.from?.[extent] ?? since,
    ...(until === undefined ? {} : { to: until }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** What a reading of a source came to. */
function settle(
  run: Run,
  track: Track,
  outcome: boolean | Error,
  { started, ended, extent }: { readonly started: number; readonly ended: number; readonly extent: Extent },
): void {
  const froms = fromsAfter({ started, ended, newest: run.newest }, run.options.since, overlapsOf(run), track.from);
  if (outcome === true) {
    // What is read for the first time is read whole.
    const isFull = extent === 'full' || track.from === undefined;
    track.from = isFull ? froms : { quick: froms.quick, full: track.from?.full ?? froms.full };
    return;
  }
  if (outcome === false) return;
  if (!(outcome instanceof LogRefusal) || (outcome.kind !== 'absent' && outcome.kind !== 'denied')) throw outcome;
  const { group } = track.source;
  if (!run.refused.some((known) => known.kind === outcome.kind && known.message === outcome.message)) {
    run.refused.push(outcome);
    if (outcome.kind === 'denied') run.options.tell({ kind: 'denied', action: outcome.action, group });
    // What was not there from the beginning, who looked for it says.
    else if (track.from !== undefined) run.options.tell({ kind: 'gone', group });
  }
  track.away = outcome.kind;
  // Its events went with it; when it is there again, all it holds is newer.
  if (outcome.kind === 'absent' && run.memories.has(group)) track.from ??= froms;
}

/** Hands over what is new among events in order. How many those were. */
async function tellNew(run: Run, events: readonly LogEvent[]): Promise<number> {
  const { sink, clock } = run.options;
  const fresh = events.filter((event) => {
    if (run.newest === undefined || event.ingested > run.newest) run.newest = event.ingested;
    return memoryFor(run, event.group).admit(event);
  });
  if (fresh.length === 0) return 0;
  const { shown } = run;
  // What is stamped with a time to come makes nothing late.
  run.shown = Math.max(shown, Math.min(fresh.at(-1)?.time ?? shown, clock.now()));
  await sink.take(fresh, shown);
  return fresh.length;
}

function memoryFor({ memories, options }: Run, group: string): Memory {
  const known = memories.get(group);
  if (known !== undefined) return known;
  const made = memoryOf(options.beside !== undefined, options.remembered ?? REMEMBERED);
  memories.set(group, made);
  return made;
}

function besideOf(run: Run): Beside {
  const { options, nudge, over } = run;
  return {
    admit: (events) =>
      tellNew(
        run,
        events.toSorted((a, b) => a.time - b.time),
      ),
    wake: nudge.wake,
    groups: () => run.tracks.filter(({ away }) => away === undefined).map(({ source }) => source.group),
    signal: AbortSignal.any([options.signal, over.signal]),
  };
}
