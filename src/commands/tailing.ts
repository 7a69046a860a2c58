import { activity } from '../domain/logs/activity.ts';
import { bareRequests } from '../domain/logs/bare-requests.ts';
import { tally } from '../domain/logs/causes.ts';
import { type Reader, readerOf } from '../domain/logs/reader.ts';
import type { Looker } from '../domain/symptom/log-line.ts';
import { systemClock } from '../logs/clock.ts';
import { type Finder, finderOf, sureGroup } from '../logs/find.ts';
import { follow, type FollowEnd, type FollowOptions, type Sink } from '../logs/follow.ts';
import { withHeadStart } from '../logs/head-start.ts';
import { liveTail } from '../logs/live.ts';
import { type LiveDoor, type LogDoor, LogRefusal } from '../logs/port.ts';
import { dismiss } from '../logs/thread/distant.ts';
import type { LogNotice } from '../model/logs.ts';
import type { Paint } from '../model/report.ts';
import type { ThreadLine } from '../model/thread.ts';
import { jsonWriter } from '../report/log-json.ts';
import { lineDrawer } from '../report/log-line.ts';
import { describeNotice } from '../report/log-notice.ts';
import { chartColumns, describeSummary, jsonSummary, type LogSummary } from '../report/log-summary.ts';
import { holdRoom } from '../v8-flags.ts';
import { surroundingsOf } from './around.ts';
import type { Given, Io } from './command.ts';
import { paintFor } from './paint.ts';
import { openTailDoor, type TailDoor } from './tail-door.ts';
import { outputSink, type Told } from './tail-output.ts';
import { type TailPlan, tailPlanOf } from './tail-plan.ts';
import { refusedWith } from './tail-refusal.ts';

/**
 * Runs `logs tail`. The exit code: 1 where `--diagnose` finds a cause, 3 where nothing could be read. `asking`: another
 * thread, which asks AWS and reads what it answers while this one shows what came before; it is dismissed at the end.
 */
export async function tailLogs(given: Given, io: Io, asking?: ThreadLine): Promise<number> {
  let opened: TailDoor | undefined;
  try {
    const plan = await tailPlanOf(given, io, Date.now());
    const paint = await paintFor(io, given.flag('no-color'));
    opened = await openTailDoor(given, io, plan, asking);
    return await tail({ given, io, plan, paint, ...opened });
  } catch (error) {
    if (error instanceof LogRefusal) return refusedWith(error, io);
    throw error;
  } finally {
    opened?.close?.();
    if (asking !== undefined) dismiss(asking);
  }
}

interface Tail extends Omit<TailDoor, 'close'> {
  readonly given: Given;
  readonly io: Io;
  readonly plan: TailPlan;
  readonly paint: Paint;
}

async function tail({ given, io, plan, paint, door, live, prepare }: Tail): Promise<number> {
  const over = new AbortController();
  io.interruption?.().addEventListener('abort', () => over.abort(), { once: true });
  const tell = teller(plan, io, paint);
  const begun = startedAhead(given, plan, door);
  const finder = finderFor(given, plan, begun, tell);
  const base = {
    door: begun,
    clock: systemClock,
    find: finder.find,
    since: plan.since,
    overlap: plan.overlap,
    signal: over.signal,
    tell,
    ...(plan.until === undefined ? {} : { until: plan.until }),
  };
  const id = given.text('around');
  const { isOutside, ...around } = id === undefined ? { isOutside: nothing } : await surroundingsOf(id, base);
  const counts = { tally: tally(), activity: activity(), bare: bareRequests() };
  const looker = await loadLooker();
  prepare?.(looker.prepared);
  const reader = readerOf({ ...counts, looker, sieve: plan.sieve, isOutside });
  const told: Told = { lines: 0, late: 0, groups: new Set() };
  const output = {
    reader,
    io,
    draw: drawerFor(given, plan, paint, () => finder.count() > 1),
    lines: plan.lines,
    silent: given.flag('diagnose'),
    following: plan.following,
    abandon: () => over.abort(),
  };
  const end = await inLittleRoom(outputSink(output, told), (sink) =>
    follow({
      ...base,
      ...around,
      following: plan.following,
      sink,
      ...patternIn(given),
      ...(live !== undefined && plan.following ? { beside: besideWith(given, live, base, finder) } : {}),
    }),
  );
  flush(reader, output);
  const summary: LogSummary = {
    lines: told.lines,
    late: told.late,
    groups: [...told.groups],
    causes: counts.tally.ranked(),
    bare: counts.bare.count(),
    chart: counts.activity.chart(chartColumns(paint.width)),
  };
  summarise(summary, { given, io, plan, paint });
  return exitCodeFor(summary, end, given, plan);
}

const nothing = (): boolean => false;

/** From the first events on, by which all is loaded, the heap does not grow for what is forgotten at once. */
async function inLittleRoom<T>(sink: Sink, run: (sink: Sink) => Promise<T>): Promise<T> {
  let leave: (() => void) | undefined;
  try {
    return await run({
      ...sink,
      take(events, shown) {
        leave ??= holdRoom();
        return sink.take(events, shown);
      },
    });
  } finally {
    leave?.();
  }
}

/** The table is loaded here, so that nothing else waits for it. */
async function loadLooker(): Promise<Looker> {
  const { lookerOf } = await import('../domain/symptom/log-line.ts');
  const { symptoms } = await import('../domain/symptom/table.ts');
  return lookerOf(symptoms);
}

/** Where the name of the group can be told at once, it is asked for while others are looked for. */
function startedAhead(given: Given, plan: TailPlan, door: LogDoor): LogDoor {
  const group = sureGroup(plan.target, given.text('endpoint'));
  if (group === undefined || given.text('stream') !== undefined || given.text('around') !== undefined) return door;
  const { since, until } = plan;
  return withHeadStart(door, {
    group,
    from: since,
    ...(until === undefined ? {} : { to: until }),
    ...patternIn(given),
  });
}

function finderFor(given: Given, plan: TailPlan, door: LogDoor, tell: (notice: LogNotice) => void): Finder {
  const endpoint = given.text('endpoint');
  const stream = given.text('stream');
  return finderOf({
    door,
    target: plan.target,
    region: plan.region,
    tell,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(stream === undefined ? {} : { stream }),
  });
}

function patternIn(given: Given): { readonly pattern?: string } {
  const pattern = given.text('filter-pattern');
  return pattern === undefined ? {} : { pattern };
}

function besideWith(
  given: Given,
  door: LiveDoor,
  { clock, tell }: Pick<FollowOptions, 'clock' | 'tell'>,
  { arnsOf }: Finder,
): NonNullable<FollowOptions['beside']> {
  return (beside) => liveTail({ door, clock, tell, arnsOf, ...patternIn(given) }, beside);
}

/** What has to be said beside the lines goes to stderr, so that a pipe gets lines and nothing else. */
function teller({ zone }: TailPlan, io: Io, paint: Paint): (notice: LogNotice) => void {
  return (notice) => io.err(`${paint.faint(`-- ${describeNotice(notice, zone)}`)}\n`);
}

function drawerFor(
  given: Given,
  plan: TailPlan,
  paint: Paint,
  groups: () => boolean,
): Parameters<typeof outputSink>[0]['draw'] {
  const fields = given.list('fields');
  if (plan.json) return jsonWriter(fields);
  return lineDrawer({
    paint,
    zone: plan.zone,
    // The option's choices are these three.
    timestamps: given.text('timestamps') as 'time' | 'iso' | 'none',
    groups,
    highlight: plan.highlight,
    fields,
  });
}

/** What a traceback still kept when the run ended. */
function flush(
  reader: Reader,
  { io, draw, silent }: Pick<Parameters<typeof outputSink>[0], 'io' | 'draw' | 'silent'>,
): void {
  for (const line of reader.pause(true)) if (!silent) io.out(draw(line));
}

/** Shown where it was asked for, and to a person who has followed until now. */
function summarise(
  summary: LogSummary,
  { given, io, plan, paint }: Pick<Tail, 'given' | 'io' | 'plan' | 'paint'>,
): void {
  const isAsked = given.flag('summary') || given.flag('diagnose');
  if (plan.json) {
    if (isAsked) io.out(`${JSON.stringify(jsonSummary(summary))}\n`);
    return;
  }
  if (!isAsked && !(plan.following && io.isTerminal.out)) return;
  io.out(`${given.flag('diagnose') ? '' : '\n'}${describeSummary(summary, plan.zone, paint)}`);
}

function exitCodeFor({ causes }: LogSummary, { sources }: FollowEnd, given: Given, plan: TailPlan): number {
  if (!plan.following && sources === 0) return 3;
  return given.flag('diagnose') && causes.length > 0 ? 1 : 0;
}
