import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity } from '../src/domain/logs/activity.ts';
import { bareRequests } from '../src/domain/logs/bare-requests.ts';
import { tally } from '../src/domain/logs/causes.ts';
import { idSet, printOf } from '../src/domain/logs/id-set.ts';
import { readerOf } from '../src/domain/logs/reader.ts';
import { ERROR, PHRASE, REQUEST, UNSAFE } from '../src/domain/logs/seen.ts';
import { glanceBy, glanceFor } from '../src/domain/symptom/glance.ts';
import { toldBy } from '../src/domain/logs/telemetry.ts';
import { assembler } from '../src/domain/logs/traceback.ts';
import { lookerOf } from '../src/domain/symptom/log-line.ts';
import { phrasesOf } from '../src/domain/symptom/match.ts';
import { HOLE, searchFor } from '../src/domain/symptom/phrases.ts';
import { symptoms } from '../src/domain/symptom/table.ts';
import { pageReader } from '../src/logs/event-page.ts';
import type { LogEvent } from '../src/model/logs.ts';
import { safeText } from '../src/report/safe-text.ts';

interface Wire {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  readonly eventId: string;
}

function read(text: string): { readonly events: readonly LogEvent[]; readonly next?: string; readonly parts: number } {
  let left = 1;
  const page = pageReader()('g', Buffer.from(text), () => (left -= 1));
  const parts = [...page.parts];
  expect(left).toBe(0);
  return { events: parts.flat(), parts: parts.length, ...(page.next === undefined ? {} : { next: page.next }) };
}

function expected(events: readonly Wire[]): readonly LogEvent[] {
  return events.map(({ logStreamName, timestamp, message, ingestionTime, eventId }) => ({
    id: eventId,
    group: 'g',
    stream: logStreamName,
    time: timestamp,
    ingested: ingestionTime,
    message,
  }));
}

/** What looks like the bounds of an event, as far as a text can. */
const TRAPS = [
  '},{"',
  '},{"logStreamName":"',
  '}],"',
  '"}],"nextToken":"x"}',
  '"events":[{"',
  '\\',
  '\\"',
  '\n',
  '…',
  '潮',
  '💧',
];

const message = fc
  .array(fc.oneof(fc.constantFrom(...TRAPS), fc.string({ maxLength: 40 })), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(''));

const wires = fc.array(message, { minLength: 5, maxLength: 40 }).map((messages): readonly Wire[] => {
  // Enough of them for several parts.
  const times = Math.ceil(800_000 / (messages.join('').length + 150 * messages.length));
  return Array.from({ length: times }, () => messages)
    .flat()
    .map((text, number) => ({
      logStreamName: `2026/11/26/[runtime-logs]${number % 3}`,
      timestamp: 1_795_600_000_000 + number,
      message: text,
      ingestionTime: 1_795_600_000_500 + number,
      eventId: `39${number}`,
    }));
});

describe('a page', () => {
  it('is read part by part as it is read whole, whatever the messages are', () => {
    fc.assert(
      fc.property(wires, fc.boolean(), fc.boolean(), (events, hasNext, isFirst) => {
        const next = hasNext ? { nextToken: 'to "},{"a" be continued' } : {};
        const rest = { searchedLogStreams: [], ...next };
        const answer = read(JSON.stringify(isFirst ? { ...rest, events } : { events, ...rest }));
        expect(answer.events).toEqual(expected(events));
        expect(answer.next).toBe(next.nextToken);
      }),
      { numRuns: 30 },
    );
  });

  const events = Array.from({ length: 4000 }, (_, number) => ({
    logStreamName: 'otel-rt-logs',
    timestamp: 1_795_600_000_000 + number,
    message: `line ${number} ${'.'.repeat(80)}`,
    ingestionTime: 1_795_600_000_000,
    eventId: String(number),
  }));

  it('of the service comes in several parts', () => {
    expect(read(JSON.stringify({ events, searchedLogStreams: [] })).parts).toBeGreaterThan(3);
  });

  const streams = events.map(({ logStreamName }) => ({ logStreamName, searchedCompletely: true }));

  it.each([
    ['with blanks, as an emulator writes it', JSON.stringify({ events, nextToken: 'n' }, undefined, 1)],
    [
      'with a list of many streams behind the events',
      JSON.stringify({ events, searchedLogStreams: streams, nextToken: 'n' }),
    ],
    [
      'with a list of many streams before the events',
      JSON.stringify({ searchedLogStreams: streams, events, nextToken: 'n' }),
    ],
    [
      'with other members first',
      JSON.stringify({ events: events.map(({ eventId, ...rest }) => ({ eventId, ...rest })), nextToken: 'n' }),
    ],
    ['with an end of line at the end', `${JSON.stringify({ events, nextToken: 'n' })}\n`],
  ])('%s is read, too', (_, text) => {
    const answer = read(text);
    expect(answer.events).toEqual(expected(events));
    expect(answer.next).toBe('n');
  });

  it.each(['{}', '{"events":[]}', '{"events":[],"nextToken":""}', '{"events":[],"nextToken":null}'])(
    '%s is empty',
    (text) => {
      expect(read(text)).toEqual({ events: [], parts: 1 });
    },
  );
});

describe('a set of ids', () => {
  it('tells the new from the known', () => {
    const set = idSet();
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.nat(300).map((number) => `39${String(number).padStart(54, '0')}`),
          ),
        ),
        (ids) => {
          set.clear();
          const known = new Set<string>();
          for (const id of ids) {
            expect(set.add(printOf(id))).toBe(!known.has(id));
            known.add(id);
            expect(set.size()).toBe(known.size);
          }
        },
      ),
    );
  });

  it('tells a million ids as CloudWatch Logs makes them apart', () => {
    const set = idSet();
    let fresh = 0;
    for (let number = 0; number < 1_000_000; number++)
      if (
        set.add(
          printOf(
            `39${String(1_795_600_000_000 + (number >> 3)).padStart(15, '0')}${String(number).padStart(39, '0')}`,
          ),
        )
      )
        fresh += 1;
    expect(fresh).toBe(1_000_000);
  });
});

describe('a glance', () => {
  const phrases = [...new Set(symptoms.flatMap(({ seen }) => seen.flatMap(phrasesOf)))];
  const glance = glanceBy(glanceFor(phrases, ['secret']));
  const search = searchFor(phrases);

  it('misses no phrase that the search finds', () => {
    const noise = fc.string({ maxLength: 30 });
    const worded = fc
      .constantFrom(...phrases)
      .chain((phrase) =>
        fc
          .tuple(noise, noise, noise)
          .map(([before, hole, after]) => `${before}${phrase.replaceAll(HOLE, hole)}${after}`),
      );
    const isMissed = (line: string): boolean => {
      let found = false;
      search(line, () => (found = true));
      return found && (glance(line) & PHRASE) === 0;
    };
    const property = fc.property(worded, (text) => !isMissed(text) && !isMissed(text.toUpperCase()));
    expect(fc.check(property, { numRuns: 3000 })).toMatchObject({ failed: false, numRuns: 3000 });
  });

  it('leaves what it cannot read to others', () => {
    for (const text of ['\u001B[31m', 'a\\nb', 'a &lt; b', 'a\u00A0b', 'tide’s'])
      expect(glance(text) & PHRASE, text).toBe(PHRASE);
    for (const text of ['\u001B[31m', 'a\u0007', 'a\rb', 'tide’s', 'a Secret', 'a se-cret'.replace('-', '')])
      expect(glance(text) & UNSAFE, text).toBe(UNSAFE);
    expect(glance('INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 200 OK')).toBe(REQUEST);
    expect(glance('INFO:     Started server process [1]')).toBe(0);
  });

  it('misses no error, no traceback and no request', () => {
    const words = fc.constantFrom(
      'ValueError: ',
      'Exception',
      'Traceback (most recent call last):',
      'POST /mcp 200 3 ms',
      '"DELETE /mcp HTTP/1.1" 405',
      'WARN',
      ' ERROR ',
      'Err',
      'HTTP',
      '/',
    );
    const text = fc
      .array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 })
      .map((pieces) => pieces.join(''));
    const property = fc.property(text, (line) => {
      const seen = glance(line);
      expect(toldBy(line, seen)).toEqual(toldBy(line));
      const event = { group: 'g', stream: 's', time: 0, ingested: 0, message: line };
      expect((seen & ERROR) !== 0 || assembler().take(event).length === 1).toBe(true);
    });
    expect(fc.check(property, { numRuns: 5000 })).toMatchObject({ failed: false, numRuns: 5000 });
  });

  it('takes nothing for harmless that is shown otherwise', () => {
    const looker = lookerOf(symptoms);
    const words = fc.constantFrom(
      'token=',
      'Bearer ',
      'eyJhbGciOi',
      'AKIA',
      'api_key: ',
      'pass',
      'word',
      '\u001B[2J',
      '\r',
      'ms ',
    );
    const text = fc
      .array(fc.oneof(words, fc.string({ maxLength: 12 })), { maxLength: 8 })
      .map((pieces) => pieces.join(''));
    const property = fc.property(text, (line) => (looker.glance(line) & UNSAFE) !== 0 || safeText(line) === line);
    expect(fc.check(property, { numRuns: 3000 })).toMatchObject({ failed: false, numRuns: 3000 });
  });

  it('takes no document for harmless whose text is shown otherwise', () => {
    const reader = readerOf({
      looker: lookerOf(symptoms),
      tally: tally(),
      activity: activity(),
      bare: bareRequests(),
      sieve: { grep: [], exclude: [], ids: [] },
      isOutside: () => false,
    });
    const piece = fc.constantFrom(
      'tide ',
      'tok',
      'en=',
      'to\u006ben=',
      'abc',
      '\u001B[2J',
      '\\',
      ' ',
      '/',
      '€',
      '"',
      '1',
    );
    const word = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    const name = fc.constantFrom('body', 'message', 'msg', 'event', 'level', 'name', 'spanId', 'kind', 'err', 'stack');
    const { document } = fc.letrec<{ readonly document: unknown; readonly value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, word, fc.integer(), tie('document')),
      document: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
    }));
    let harmless = 0;
    const property = fc.property(document, fc.boolean(), (value, isSpaced) => {
      const text = JSON.stringify(value, undefined, isSpaced ? 1 : 0);
      // JSON of others escapes what need not be, too.
      const written = text.replaceAll('k', isSpaced ? String.raw`\u006b` : 'k');
      const lines = reader.take([{ group: 'g', stream: 's', time: 1, ingested: 1, message: written }], 0);
      const shown = lines.filter(({ isHarmless }) => isHarmless).map(({ told }) => told.text);
      harmless += shown.filter((one) => one !== written).length;
      return shown.every((one) => safeText(one) === one);
    });
    expect(fc.check(property, { numRuns: 5000 })).toMatchObject({ failed: false, numRuns: 5000 });
    expect(harmless).toBeGreaterThan(100);
  });
});
