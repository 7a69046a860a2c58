import { expect, it } from 'vitest';
import { incident } from './stand-ins/cloudwatch-logs/playlist.ts';
import { GROUP, played, tailed } from './support/log-stand-in.ts';

/** `LOG_EVENTS=1000000` is the whole proof, and takes minutes where others work, too. */
const COUNT = Number(process.env['LOG_EVENTS'] ?? 100_000);

it('prints each of many events once and in order, where 30 % of the calls fail and lines come late, twice and on', async () => {
  const now = Date.now();
  const events = incident({
    group: GROUP,
    count: COUNT,
    from: now - 2 * 3_600_000,
    to: now + 10_000,
    latest: 8000,
    perStream: Math.ceil(COUNT / 300),
    messages: ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 200 OK', 'INFO tides.tools find_tide # took 12 ms'],
  });
  const standIn = await played({
    events,
    throttled: 0.1,
    failing: 0.1,
    reset: 0.1,
    stale: 0.02,
    empty: 0.1,
    repeated: 0.01,
  });
  const seen = new Uint8Array(COUNT);
  let printed = 0;
  let early = 0;
  let newest = 0;
  const enough = new AbortController();
  const { code } = await tailed(standIn, ['tides', '--json', '--since', '3h'], {
    io: {
      out(text) {
        for (const [, time, number, rest] of text.matchAll(/"id":"39(\d{15})(\d{39})"([^\n]*)\n/g)) {
          seen[Number(number)] = (seen[Number(number)] ?? 0) + 1;
          printed += 1;
          // What is older than a line before it says that it is late.
          if (Number(time) < newest && !(rest ?? '').includes('"late":true')) early += 1;
          newest = Math.max(newest, Number(time));
        }
        if (printed >= COUNT) setTimeout(() => enough.abort(), 3000);
      },
      interruption: () => enough.signal,
    },
  });
  const { refused = 0, FilterLogEvents = 0 } = standIn.counts;
  const share = `${refused} of ${FilterLogEvents} calls refused`;
  expect({ printed, unseen: seen.filter((times) => times === 0).length, early }, share).toEqual({
    printed: COUNT,
    unseen: 0,
    early: 0,
  });
  expect(seen.every((times) => times === 1)).toBe(true);
  expect(refused / FilterLogEvents).toBeGreaterThan(0.15);
  expect(code).toBe(0);
}, 600_000);
