import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printOf } from '../src/domain/logs/id-set.ts';
import type { LogDoor } from '../src/logs/port.ts';
import { columnsOf, eventsIn } from '../src/logs/thread/columns.ts';
import { dismiss, distantDoor } from '../src/logs/thread/distant.ts';
import type { LogEvent } from '../src/model/logs.ts';
import type { ThreadLine } from '../src/model/thread.ts';
import { incident } from './stand-ins/cloudwatch-logs/playlist.ts';
import type { StandIn } from './stand-ins/cloudwatch-logs/serve.ts';
import { environmentFor, GROUP, played } from './support/log-stand-in.ts';
import { askingHere } from './support/thread-line.ts';

describe('columns', () => {
  const event = fc.record({
    id: fc.string(),
    group: fc.constant('g'),
    stream: fc.constantFrom('a', 'b', '…'),
    time: fc.nat(),
    ingested: fc.nat(),
    message: fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
  });

  it('give the events again that they were made of, as another thread gets them', () => {
    const glance = (message: string): number => message.length % 5;
    fc.assert(
      fc.property(fc.array(event), fc.boolean(), fc.boolean(), (events, withIds, isSeen) => {
        const columns = columnsOf(events, { withIds, ...(isSeen ? { glance } : {}) });
        expect(eventsIn(structuredClone(columns))).toEqual(
          events.map((one) => ({
            ...one,
            id: withIds ? one.id : undefined,
            print: printOf(one.id),
            seen: isSeen ? glance(one.message) : undefined,
          })),
        );
      }),
    );
  });
});

describe('a door that another thread opens', () => {
  const lines: ThreadLine[] = [];
  afterEach(() => {
    for (const line of lines.splice(0)) dismiss(line);
    vi.unstubAllEnvs();
  });

  function opened(standIn: Pick<StandIn, 'url'>): LogDoor {
    const environment = environmentFor(standIn);
    // The SDK looks there by itself.
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const line = askingHere();
    lines.push(line);
    return distantDoor(line, { profile: undefined, region: undefined, environment, withIds: true }).door;
  }

  const from = Date.now() - 3_600_000;
  const events = incident({
    group: GROUP,
    count: 12_000,
    from,
    to: Date.now() - 60_000,
    latest: 0,
    perStream: 3000,
    messages: ['INFO took # ms', 'WARN tide # is “high”', `${'long '.repeat(40)}#`],
  });

  it('answers several questions at once, each with its own pages', async () => {
    const door = opened(await played({ events }));
    const whole = async (streams: readonly string[] | undefined): Promise<readonly LogEvent[]> => {
      const out: LogEvent[] = [];
      let next: string | undefined;
      do {
        const question = { group: GROUP, from, ...(streams === undefined ? {} : { streams }) };
        const page = await door.filterEvents({ ...question, ...(next === undefined ? {} : { next }) });
        for await (const part of page.parts) out.push(...part);
        ({ next } = page);
      } while (next !== undefined);
      return out;
    };
    const first = events[0]?.stream ?? '';
    const [all, some, groups, streams] = await Promise.all([
      whole(undefined),
      whole([first]),
      door.describeGroups('/aws/'),
      door.describeStreams(GROUP),
    ]);
    expect(all.map(({ id, message }) => [id, message])).toEqual(events.map(({ id, message }) => [id, message]));
    expect(some.map(({ id }) => id)).toEqual(events.filter(({ stream }) => stream === first).map(({ id }) => id));
    expect(groups.groups.map(({ name }) => name)).toEqual([GROUP]);
    expect(streams.streams).toContain(first);
  });

  it('says why it is refused', async () => {
    const door = opened(await played({ events: [], denied: ['logs:DescribeLogGroups'] }));
    await expect(door.describeGroups('/aws/')).rejects.toMatchObject({
      kind: 'denied',
      action: 'logs:DescribeLogGroups',
    });
    await expect(door.filterEvents({ group: '/nowhere', from })).rejects.toMatchObject({ kind: 'absent' });
  });

  it('fails what waits, and what is asked later, when that thread breaks down', async () => {
    let lose: (error: Error) => void = () => undefined;
    const line: ThreadLine = {
      say: () => undefined,
      hear: (_, lost) => (lose = lost ?? lose),
    };
    const { door } = distantDoor(line, { profile: undefined, region: undefined, environment: {}, withIds: true });
    const waiting = door.filterEvents({ group: GROUP, from });
    lose(new Error('out of memory'));
    await expect(waiting).rejects.toThrow('out of memory');
    await expect(door.describeStreams(GROUP)).rejects.toThrow('out of memory');
  });
});
