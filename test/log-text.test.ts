import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity } from '../src/domain/logs/activity.ts';
import { accessIn } from '../src/domain/logs/access.ts';
import { valueIn } from '../src/domain/logs/fields.ts';
import { groupTag, isGroupOf, logTargetOf } from '../src/domain/logs/groups.ts';
import { levelNamed, levelOf } from '../src/domain/logs/level.ts';
import { memoryOf } from '../src/domain/logs/memory.ts';
import { patternIn } from '../src/domain/logs/sieve.ts';
import { isStreamNamed, streamTag } from '../src/domain/logs/stream-name.ts';
import { lengthIn, timeIn } from '../src/domain/logs/time-expression.ts';
import { toldBy } from '../src/domain/logs/telemetry.ts';
import { assembler } from '../src/domain/logs/traceback.ts';
import { isoOf, timeOfWall, UTC, wallOf, type Zone } from '../src/domain/logs/zone.ts';
import type { LogEvent } from '../src/model/logs.ts';
import { safeText } from '../src/report/safe-text.ts';

/** Vienna, in the year of the tests: summer time from 29 March to 25 October, 01:00 UTC. */
const VIENNA: Zone = (time) => (time >= Date.UTC(2026, 2, 29, 1) && time < Date.UTC(2026, 9, 25, 1) ? 120 : 60);
const NOW = Date.UTC(2026, 10, 25, 12, 30);

describe('a time as people write it', () => {
  it.each([
    ['1h30m', '2026-11-25T11:00:00.000Z'],
    ['45s', '2026-11-25T12:29:15.000Z'],
    ['2d ago', '2026-11-23T12:30:00.000Z'],
    ['1.5h', '2026-11-25T11:00:00.000Z'],
    ['now', '2026-11-25T12:30:00.000Z'],
    ['13:10', '2026-11-25T12:10:00.000Z'],
    ['14:00', '2026-11-24T13:00:00.000Z'],
    ['9:05:07', '2026-11-25T08:05:07.000Z'],
    ['today', '2026-11-24T23:00:00.000Z'],
    ['yesterday', '2026-11-23T23:00:00.000Z'],
    ['yesterday 13:10', '2026-11-24T12:10:00.000Z'],
    ['2026-11-25', '2026-11-24T23:00:00.000Z'],
    ['2026-07-01 12:00', '2026-07-01T10:00:00.000Z'],
    ['2026-11-25T13:10Z', '2026-11-25T13:10:00.000Z'],
    ['2026-11-25T13:10:02.5+02:00', '2026-11-25T11:10:02.500Z'],
    ['1795609800', '2026-11-25T12:30:00.000Z'],
    ['1795609800123', '2026-11-25T12:30:00.123Z'],
  ])('%s', (text, expected) => {
    expect(new Date(timeIn(text, NOW, VIENNA) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each(['', 'soon', '25:00', '12', '1h30', '2026-13-01', '2026-11-25T99:00', 'h', '5 apples'])(
    'is not `%s`',
    (text) => {
      expect(timeIn(text, NOW, VIENNA)).toBeUndefined();
    },
  );

  it('has lengths of several units', () => {
    expect(lengthIn('1d2h3m4s')).toBe(((24 + 2) * 3600 + 3 * 60 + 4) * 1000);
    expect(lengthIn('5h30')).toBeUndefined();
  });

  it('is the time that clocks of the zone show, but for the hour that they skip', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), (time) => {
        const { date, time: clock } = wallOf(time, VIENNA);
        const back = timeOfWall(Date.parse(`${date}T${clock}Z`), VIENNA);
        // The hour that is there twice may be either.
        expect([0, 3_600_000]).toContain(Math.abs(back - time));
        expect(Date.parse(isoOf(time, VIENNA))).toBe(time);
      }),
    );
    expect(isoOf(NOW, () => -210)).toBe('2026-11-25T09:00:00.000-03:30');
    expect(isoOf(NOW, UTC)).toBe('2026-11-25T12:30:00.000Z');
  });
});

describe('a level', () => {
  it.each([
    ['INFO:     Started server process [1]', 'info'],
    ['[11/25/26 18:49:34] WARNING  Invalid Host header', 'warn'],
    ['2026-11-25T18:49:34.120Z ERROR tides failed', 'error'],
    ['2026-11-25 18:49:34,120 [tides] CRITICAL down', 'fatal'],
    ['[ERROR] tides failed', 'error'],
    ['Traceback (most recent call last):', 'error'],
    ['botocore.exceptions.NoRegionError: You must specify a region.', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['Error: Cannot find module', 'error'],
    ['no level in this information', undefined],
    ['the error was found and mended', undefined],
    ['errors: 0', undefined],
    ['POST /mcp 200 3.1 ms - 19', undefined],
  ])('%s', (line, level) => {
    expect(levelOf(line)).toBe(level);
  });

  it('has a number in pino, and a word elsewhere', () => {
    expect([10, 20, 30, 40, 50, 60].map(levelNamed)).toEqual(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
    expect(levelNamed('Warning')).toBe('warn');
    expect(levelNamed('loud')).toBeUndefined();
  });
});

describe('a message', () => {
  it.each([
    'WARN late',
    'warning: late',
    '[warn] late',
    '\t[WARN] late',
    '\u00A0warn late',
    '2026-11-25 18:49:31 warn late',
  ])('tells its level at its head: %j', (line) => {
    expect(toldBy(line).level).toBe('warn');
  });

  it('of an access log tells the request and is as grave as the answer', () => {
    expect(accessIn('INFO:     127.0.0.1:4 - "POST /mcp HTTP/1.1" 404 Not Found')).toEqual({
      method: 'POST',
      path: '/mcp',
      status: 404,
    });
    expect(accessIn('POST /mcp 500 3.1 ms - -')?.status).toBe(500);
    // What the server asks of others is no request to it.
    expect(
      accessIn('INFO:httpx:HTTP Request: GET https://api.example/v1 "HTTP/1.1 500 Internal Server Error"'),
    ).toBeUndefined();
    expect(toldBy('INFO:     127.0.0.1:4 - "POST /mcp HTTP/1.1" 503 Service Unavailable').level).toBe('error');
  });

  it('of any logger that writes JSON is shown by its text', () => {
    expect(toldBy('{"level":40,"msg":"late","time":1}')).toMatchObject({ text: 'late', level: 'warn' });
    expect(toldBy('{"level":"error","message":"late","err":{"stack":"Error: late\\n    at x"}}')).toMatchObject({
      text: 'late\nError: late\n    at x',
      level: 'error',
    });
    expect(
      toldBy('{"level":30,"req":{"method":"POST","url":"/mcp"},"res":{"statusCode":503},"msg":"done"}'),
    ).toMatchObject({
      level: 'error',
      access: { status: 503 },
    });
    expect(toldBy('{"body":{"stringValue":"late"},"severityNumber":17,"traceId":"0af7651916cd43dd"}')).toMatchObject({
      text: 'late',
      level: 'error',
      traceId: '0af7651916cd43dd',
    });
    expect(toldBy('{"jsonrpc":"2.0","id":1}').text).toBe('{"jsonrpc":"2.0","id":1}');
    expect(toldBy('{not json').text).toBe('{not json');
  });

  it('never stops the reading, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (message) => {
        expect(typeof toldBy(message).text).toBe('string');
        // oxlint-disable-next-line no-control-regex -- they are what is looked for
        expect(safeText(message)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
      }),
    );
  });

  it('gives the value at a path, also where names have dots', () => {
    const document = { attributes: { 'session.id': 'a', session: { name: 'b' } }, 'a.b': { c: 1 }, list: [{ x: 2 }] };
    expect(valueIn(document, 'attributes.session.id')).toBe('a');
    expect(valueIn(document, 'attributes.session.name')).toBe('b');
    expect(valueIn(document, 'a.b.c')).toBe(1);
    expect(valueIn(document, 'list.0.x')).toBe(2);
    expect(valueIn(document, 'attributes.nothing')).toBeUndefined();
    expect(valueIn(document, 'constructor')).toBeUndefined();
  });
});

describe('lines that belong together', () => {
  function entriesOf(lines: readonly (string | readonly [stream: string, text: string])[]): readonly string[] {
    const { take, pause } = assembler();
    const events = lines.map((line, time): LogEvent => {
      const [stream, message] = typeof line === 'string' ? ['a', line] : line;
      return { group: 'g', stream, time, ingested: time, message };
    });
    const entries = [...events.flatMap((event) => take(event)), ...pause(true)];
    return entries.map((entry) => entry.map(({ message }) => message).join('|'));
  }

  it('are a traceback of Python, with those that it is chained to', () => {
    expect(
      entriesOf([
        'before',
        'Traceback (most recent call last):',
        '  File "a.py", line 1, in f',
        '    raise KeyError(1)',
        ['b', 'in between'],
        'KeyError: 1',
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        'Traceback (most recent call last):',
        '  File "a.py", line 3, in g',
        'ValueError: 2',
        'after',
      ]),
    ).toEqual([
      'before',
      'in between',
      'Traceback (most recent call last):|  File "a.py", line 1, in f|    raise KeyError(1)|KeyError: 1||During handling of the above exception, another exception occurred:||Traceback (most recent call last):|  File "a.py", line 3, in g|ValueError: 2',
      'after',
    ]);
  });

  it('are an error of Node with its stack, and two tracebacks are two', () => {
    expect(
      entriesOf([
        'TypeError: x',
        '    at f (a.js:1:2)',
        '    at g',
        '  [cause]: 1',
        '}',
        'TypeError: y',
        '    at h',
        'on',
      ]),
    ).toEqual(['TypeError: x|    at f (a.js:1:2)|    at g|  [cause]: 1|}', 'TypeError: y|    at h', 'on']);
    const one = ['Traceback (most recent call last):', '  File "a.py", line 1', 'KeyError: 1'];
    expect(entriesOf([...one, ...one])).toEqual([one.join('|'), one.join('|')]);
    expect(entriesOf(['Traceback (most recent call last):', '2026-11-25 INFO on'])).toHaveLength(2);
  });

  it('are not waited for without end', () => {
    const { take, pause } = assembler();
    expect(
      take({ group: 'g', stream: 's', time: 1, ingested: 1, message: 'Traceback (most recent call last):' }),
    ).toEqual([]);
    expect(pause(false)).toEqual([]);
    expect(pause(false)).toHaveLength(1);
    expect(pause(false)).toEqual([]);
  });

  it('lose and repeat no event', () => {
    const line = fc.tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom(
        'Traceback (most recent call last):',
        '  File "x"',
        'KeyError: 1',
        '',
        'Error: x',
        '    at f',
        'line',
      ),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const out = entriesOf(lines).flatMap((entry) => entry.split('|'));
        expect(out.toSorted()).toEqual(lines.map(([, text]) => text).toSorted());
      }),
    );
  });
});

describe('names of groups and streams', () => {
  it('tell whose they are', () => {
    const runtime = logTargetOf('tides');
    const own = '/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT';
    expect(isGroupOf(own, runtime, undefined)).toBe(true);
    expect(isGroupOf(own, runtime, 'beta')).toBe(false);
    expect(isGroupOf('/aws/bedrock-agentcore/runtimes/tides-two-AbCdEf1234-DEFAULT', runtime, undefined)).toBe(false);
    expect(isGroupOf(own, logTargetOf('tides-AbCdEf1234'), 'DEFAULT')).toBe(true);
    const arn = logTargetOf(
      'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/tides-AbCdEf1234/runtime-endpoint/beta',
    );
    expect(arn).toEqual({ kind: 'runtime', id: 'tides-AbCdEf1234', exact: true, region: 'eu-west-1' });
    expect(groupTag(own)).toBe('DEFAULT');
  });

  it('are short where they are shown', () => {
    expect(streamTag('2026/11/25/[runtime-logs]7d1c4c5e-9a5b')).toBe('7d1c4c');
    expect(streamTag('2026/11/25/[runtime-logs-session01]7d1c')).toBe('sessio');
    expect(streamTag('otel-rt-logs')).toBe('otel');
    expect(isStreamNamed('2026/11/25/[runtime-logs]7d1c', '[runtime-logs')).toBe(true);
    expect(isStreamNamed('2026/11/25/[runtime-logs]7d1c', '2026/*/[runtime-logs]*')).toBe(true);
    expect(isStreamNamed('otel-rt-logs', 'otel*x')).toBe(false);
  });
});

describe('what is counted', () => {
  it('is kept in steps that fit, with nothing lost', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 10, max: 150 }), (times, columns) => {
        const counts = activity();
        for (const minute of times) counts.add('requests', NOW + minute * 60_000);
        const chart = counts.chart(columns);
        const row = chart?.rows.find(({ what }) => what === 'requests')?.counts ?? [];
        expect(row.length).toBeLessThanOrEqual(columns);
        expect(row.reduce((sum, number) => sum + number, 0)).toBe(times.length);
        expect(chart?.from).toBeLessThanOrEqual(NOW + Math.min(...times) * 60_000);
        expect(chart?.to).toBeGreaterThan(NOW + Math.max(...times) * 60_000);
      }),
    );
  });

  it('takes a bounded amount of room', () => {
    const counts = activity();
    for (let minute = 0; minute < 50_000; minute++) counts.add('errors', minute * 60_000);
    const row = counts.chart(100_000)?.rows[1]?.counts ?? [];
    expect(row.length).toBeLessThanOrEqual(10_081);
    expect(row.reduce((sum, number) => sum + number, 0)).toBe(50_000);
  });
});

describe('the memory of events', () => {
  it('holds lines of Live Tail and of readings against each other, in any order', () => {
    const kinds = fc.array(fc.tuple(fc.nat(3), fc.nat(5)), { maxLength: 40 });
    fc.assert(
      fc.property(
        kinds,
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.infiniteStream(fc.nat(1)),
        (drawn, sampled, order) => {
          const events = drawn.map(([text, time], number): LogEvent & { readonly id: string } => ({
            id: `e${number}`,
            group: 'g',
            stream: 's',
            time,
            ingested: time,
            message: `m${text}`,
          }));
          const swept = [...events];
          const live = events
            .filter((_, index) => sampled[index] !== true)
            .map(({ group, stream, time, ingested, message }): LogEvent => ({
              group,
              stream,
              time,
              ingested,
              message,
            }));
          const memory = memoryOf(true, 0);
          let told = 0;
          while (swept.length + live.length > 0) {
            const turn = order.next().value === 0 ? swept : live;
            const event = turn.shift() ?? (swept.length > 0 ? swept.shift() : live.shift());
            if (event !== undefined && memory.admit(event)) told += 1;
          }
          expect(told).toBe(events.length);
        },
      ),
    );
  });
});

it('a pattern minds capitals only where it has any', () => {
  expect(patternIn('error')?.test('ERROR')).toBe(true);
  expect(patternIn('Error')?.test('ERROR')).toBe(false);
  expect(patternIn(String.raw`\Serror`)?.test('xERROR')).toBe(true);
  expect(patternIn('(')).toBeUndefined();
});
