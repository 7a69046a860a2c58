import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incident } from './stand-ins/cloudwatch-logs/playlist.ts';
import { GROUP, played, tailed } from './support/log-stand-in.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;

/** How far the clock of this process, which is the stand-in's too, is ahead of the machine's. */
let ahead = 0;

beforeEach(() => {
  ahead = 0;
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
});

afterEach(() => {
  vi.restoreAllMocks();
});

interface Document {
  readonly timestamp: string;
  readonly stream: string;
  readonly message: string;
}

function documentsIn(out: string): readonly Document[] {
  // Each line is a document of ours.
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Document);
}

describe('logs tail over midnight, UTC', () => {
  it.each([
    ['all streams', []],
    ['streams by their name, which begins with the day', ['--stream', '*[runtime-logs]*']],
  ])(
    'goes on in the streams of the new day: %s',
    async (_, argv) => {
      // Four seconds before it.
      ahead = DAY - (Date.now() % DAY) - 4 * SECOND;
      const now = Date.now();
      const events = incident({
        group: GROUP,
        count: 1200,
        from: now - 4 * SECOND,
        to: now + 12 * SECOND,
        latest: 2 * SECOND,
        // A microVM writes for a second.
        perStream: 25,
        messages: ['line #'],
      });
      const standIn = await played({ events, pageSize: 200, throttled: 0.1, reset: 0.1, empty: 0.1, repeated: 0.02 });
      const { out, err } = await tailed(standIn, ['tides', '--json', ...argv], {
        stop: { when: (text) => text.split('\n').length > events.length },
      });
      const told = documentsIn(out);
      expect(told.map(({ message }) => message).toSorted()).toEqual(events.map(({ message }) => message).toSorted());
      expect(new Set(told.map(({ timestamp }) => timestamp.slice(0, 10))).size).toBe(2);
      expect(new Set(told.map(({ stream }) => stream.slice(0, 10))).size).toBe(2);
      expect(new Set(told.map(({ stream }) => stream)).size).toBe(new Set(events.map(({ stream }) => stream)).size);
      expect(err).toBe('');
    },
    60_000,
  );

  it('says which day it is', async () => {
    ahead = DAY - (Date.now() % DAY) + 5 * SECOND;
    const now = Date.now();
    const events = incident({
      group: GROUP,
      count: 10,
      from: now - 10 * SECOND,
      to: now,
      latest: 0,
      perStream: 2,
      messages: ['line #'],
    });
    const { out } = await tailed(await played({ events }), ['tides', '--no-follow', '--utc']);
    const days = [...out.matchAll(/^-- (\d{4}-\d\d-\d\d) --$/gm)].map(([, day = '']) => Date.parse(day));
    expect(days).toHaveLength(2);
    expect((days[1] ?? 0) - (days[0] ?? 0)).toBe(DAY);
  });
});

describe('logs tail on a machine that sleeps', () => {
  it.each([
    ['', []],
    [', with Live Tail', ['--live']],
  ])(
    'goes on where it was, and says which gap it closed%s',
    async (_, argv) => {
      const now = Date.now();
      const asleep = 40 * MINUTE;
      const events = incident({
        group: GROUP,
        count: 3000,
        from: now - MINUTE,
        to: now + asleep + 5 * SECOND,
        latest: 10 * SECOND,
        perStream: 100,
        messages: ['line #'],
      });
      const standIn = await played({ events, pageSize: 500 });
      let isAsleep = false;
      const { out, err } = await tailed(standIn, ['tides', '--json', ...argv], {
        stop: {
          when(text) {
            // The lid is closed a while after the first lines: when it is opened, no time has passed for timers.
            if (!isAsleep) setTimeout(() => (ahead = asleep), 3 * SECOND);
            isAsleep = true;
            return text.split('\n').length > events.length;
          },
        },
      });
      expect(
        documentsIn(out)
          .map(({ message }) => message)
          .toSorted(),
      ).toEqual(events.map(({ message }) => message).toSorted());
      expect(err).toMatch(
        /Nothing was read between \d\d:\d\d:\d\d and \d\d:\d\d:\d\d; the gap is closed, with 2\d{3} lines\./,
      );
    },
    90_000,
  );
});
