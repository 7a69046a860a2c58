import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { follow, type FollowOptions } from '../src/logs/follow.ts';
import { insist } from '../src/logs/insist.ts';
import type { LogEvent, LogNotice } from '../src/model/logs.ts';
import { logWorld, type Planned, type Schedule } from './support/log-world.ts';
import { virtualClock } from './support/virtual-clock.ts';

const MINUTE = 60_000;
const OVERLAP = 2 * MINUTE;
/** Ten minutes before midnight, UTC. */
const START = Date.UTC(2026, 10, 25, 23, 50);

const CALM: Omit<Schedule, 'events'> = {
  pageSize: 10,
  latencyMs: 100,
  throttled: 0,
  reset: 0,
  stale: 0,
  empty: 0,
  repeated: 0,
  born: {},
};

/** Numbers that are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function planned(number: number, time: number, delay = 0, group = 'g', stream = 's'): Planned {
  const at = Math.round(time);
  return {
    id: `e${number}`,
    group,
    stream,
    time: at,
    ingested: at + delay,
    visible: at + delay,
    message: `m${number}`,
  };
}

interface Told {
  readonly batches: readonly (readonly LogEvent[])[];
  readonly ids: readonly string[];
  readonly notices: readonly LogNotice[];
  readonly late: number;
}

/** Follows a schedule for so many minutes of virtual time. */
async function followed(
  schedule: Schedule,
  minutes: number,
  { seed = 1, byStream = false, nap, ...changed }: Partial<FollowOptions> & Followed = {},
): Promise<Told> {
  const clock = virtualClock(START, dice(seed));
  if (nap !== undefined) clock.suspend(nap.at, nap.ms);
  const over = new AbortController();
  const batches: (readonly LogEvent[])[] = [];
  const notices: LogNotice[] = [];
  let late = 0;
  const door = logWorld(schedule, clock);
  const work = follow({
    door,
    clock,
    since: START - 5 * MINUTE,
    following: true,
    overlap: OVERLAP,
    signal: over.signal,
    tell: (notice) => notices.push(notice),
    async find(insistence) {
      const page = await insist(() => door.describeGroups(''), insistence);
      const groups = (page?.groups ?? []).map(({ name }) => name);
      if (!byStream) return groups.map((group) => ({ group }));
      return Promise.all(
        groups.map(async (group) => {
          const streams = (await insist(() => door.describeStreams(group), insistence))?.streams ?? [];
          return { group, streams };
        }),
      );
    },
    sink: {
      take(events, shown) {
        batches.push(events);
        late += events.filter(({ time }) => time < shown).length;
      },
      pause: () => undefined,
    },
    ...changed,
  });
  const ending = clock.sleep(minutes * MINUTE, over.signal).then(() => over.abort());
  await clock.run(Promise.all([work, ending]), (minutes + 600) * MINUTE);
  return { batches, notices, late, ids: batches.flat().map(({ id }) => id ?? '') };
}

interface Followed {
  readonly seed?: number;
  readonly byStream?: boolean;
  readonly nap?: { readonly at: number; readonly ms: number };
}

describe('following a log', () => {
  it('tells each event once and in order, through every page', async () => {
    const events = Array.from({ length: 95 }, (_, number) => planned(number, START - 4 * MINUTE + number * 1000));
    const { ids, late } = await followed({ ...CALM, events }, 2);
    expect(ids).toEqual(events.map(({ id }) => id));
    expect(late).toBe(0);
  });

  it('waits for a group that appears later, and goes on over midnight', async () => {
    const events = Array.from({ length: 60 }, (_, number) => planned(number, START + number * 20_000));
    const { ids, notices } = await followed({ ...CALM, events, born: { g: START + 90_000 } }, 25);
    expect(ids.toSorted(byNumber)).toEqual(events.map(({ id }) => id));
    expect(notices).toContainEqual({ kind: 'found', group: 'g' });
  });

  it('tells what appears late, and says so', async () => {
    const events = [planned(0, START + 10_000), planned(1, START + 5000, 100_000), planned(2, START + 60_000)];
    const { ids, late } = await followed({ ...CALM, events }, 5);
    expect(ids).toEqual(['e0', 'e2', 'e1']);
    expect(late).toBe(1);
  });

  it('goes on where it was after the machine slept, and says which gap it closed', async () => {
    const events = Array.from({ length: 120 }, (_, number) => planned(number, START + number * 30_000));
    const { ids, notices } = await followed({ ...CALM, events }, 70, {
      nap: { at: START + 5 * MINUTE, ms: 40 * MINUTE },
    });
    expect(ids.toSorted(byNumber)).toEqual(events.map(({ id }) => id));
    const gap = notices.find(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ lines: 81 });
  });

  it('goes on where it was after an outage, and says that there is one', async () => {
    const events = Array.from({ length: 120 }, (_, number) => planned(number, START + number * 10_000));
    const outage = { from: START + 3 * MINUTE, to: START + 13 * MINUTE };
    const { ids, notices } = await followed({ ...CALM, events, outage }, 25);
    expect(ids.toSorted(byNumber)).toEqual(events.map(({ id }) => id));
    expect(notices.map(({ kind }) => kind)).toEqual(['trouble', 'gap']);
  });

  it('asks for more than 100 streams in several questions', async () => {
    const events = Array.from({ length: 250 }, (_, number) =>
      planned(number, START + number * 1000, 0, 'g', `2026/11/25/[runtime-logs]${number}`),
    );
    const { ids } = await followed({ ...CALM, events, pageSize: 1000 }, 10, { byStream: true });
    expect(ids.toSorted(byNumber)).toEqual(events.map(({ id }) => id));
  });

  it('ends by itself where nothing more can come', async () => {
    const events = Array.from({ length: 30 }, (_, number) => planned(number, START - MINUTE + number));
    const { ids } = await followed({ ...CALM, events }, 60, { following: false });
    expect(ids).toHaveLength(30);
  });

  it('gives up a call that is refused again and again, where it is not to follow', async () => {
    const schedule = { ...CALM, events: [planned(0, START)], throttled: 1 };
    await expect(followed(schedule, 600, { following: false })).rejects.toThrow('Rate exceeded');
  });

  it('loses nothing and repeats nothing, whatever the schedule', async () => {
    const share = fc.double({ min: 0, max: 0.4, noNaN: true });
    const event = fc.record({
      at: fc.integer({ min: -4 * MINUTE, max: 15 * MINUTE }),
      delay: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: OVERLAP })),
      group: fc.constantFrom('g', 'g', 'h'),
      stream: fc.nat(3),
    });
    const schedules = fc.record({
      events: fc.array(event, { maxLength: 60, minLength: 1, size: 'max' }),
      pageSize: fc.integer({ min: 3, max: 40 }),
      latencyMs: fc.integer({ min: 1, max: 3000 }),
      throttled: share,
      reset: fc.double({ min: 0, max: 0.2, noNaN: true }),
      stale: fc.double({ min: 0, max: 0.1, noNaN: true }),
      empty: fc.double({ min: 0, max: 0.5, noNaN: true }),
      repeated: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.3, noNaN: true })),
      seed: fc.nat(),
      byStream: fc.boolean(),
      born: fc.integer({ min: 0, max: 5 * MINUTE }),
      nap: fc.option(fc.integer({ min: 0, max: 12 * MINUTE }), { nil: undefined }),
    });
    let told = 0;
    await fc.assert(
      fc.asyncProperty(schedules, async ({ events: drawn, seed, byStream, born, nap, ...rest }) => {
        // Equal times occur: everything is stamped on the tenth of a second.
        const events = drawn.map(({ at, delay, group, stream }, number) =>
          planned(number, START + Math.round(at / 100) * 100, delay, group, `stream-${stream}`),
        );
        const schedule = { ...rest, events, born: { h: START + born } };
        const napping = nap === undefined ? {} : { nap: { at: START + nap, ms: 20 * MINUTE } };
        const { ids, batches } = await followed(schedule, 45, {
          seed,
          byStream,
          ...napping,
          // Pages that come twice ask for a memory; without them, as little as possible is kept.
          ...(rest.repeated > 0 ? {} : { remembered: 0 }),
        });
        told += ids.length;
        expect(ids.toSorted(byNumber)).toEqual(events.map(({ id }) => id));
        for (const batch of batches)
          expect(batch.map(({ time }) => time)).toEqual(batch.map(({ time }) => time).toSorted((a, b) => a - b));
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 60), endOnFailure: true },
    );
    expect(told).toBeGreaterThan(1000);
  });
});

function byNumber(a: string, b: string): number {
  return Number(a.slice(1)) - Number(b.slice(1));
}
