import { describe, expect, it } from 'vitest';
import { dice, incident, type Played } from './stand-ins/cloudwatch-logs/playlist.ts';
import { GROUP, played, tailed } from './support/log-stand-in.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Said {
  readonly text: string;
  readonly agoMs?: number;
  readonly stream?: string;
  readonly group?: string;
}

/** Events that are there already, in order. */
function said(lines: readonly Said[], now = Date.now()): readonly Played[] {
  return lines.map(
    ({ text, agoMs = 5000 - 10, stream = '2026/11/25/[runtime-logs]7d1c0000', group = GROUP }, number) => ({
      id: `e${number}`,
      group,
      stream,
      time: now - agoMs + number,
      visible: now - agoMs + number,
      message: text,
    }),
  );
}

function messagesIn(out: string): readonly string[] {
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => String((JSON.parse(line) as { message: unknown }).message));
}

describe('logs tail', () => {
  it('tells the lines of a runtime by its name, its id, its ARN and its log group', async () => {
    const standIn = await played({ events: said([{ text: 'one' }, { text: 'two' }]) });
    for (const what of [
      'tides',
      'tides-AbCdEf1234',
      'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/tides-AbCdEf1234',
      `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}:*`,
      GROUP,
    ]) {
      const { code, out } = await tailed(standIn, [what, '--no-follow', '--json']);
      expect(messagesIn(out), what).toEqual(['one', 'two']);
      expect(code).toBe(0);
    }
  });

  it('reads all endpoints of a runtime and its vended logs, each line with where it is from, or one of them', async () => {
    const beta = GROUP.replace('DEFAULT', 'beta');
    const vended = '/aws/vendedlogs/bedrock-agentcore/runtime/APPLICATION_LOGS/tides-AbCdEf1234';
    const events = said([
      { text: 'one' },
      { text: 'two', group: beta },
      { text: 'three', group: vended },
      { text: 'foreign', group: '/aws/bedrock-agentcore/runtimes/tidesgate-AbCdEf1234-DEFAULT' },
    ]);
    const standIn = await played({ events });
    const all = await tailed(standIn, ['tides', '--no-follow', '--timestamps', 'none']);
    expect(all.out).toBe('DEFAULT 7d1c00 one\nbeta 7d1c00 two\ntides-AbCdEf1234 7d1c00 three\n');
    const one = await tailed(standIn, ['tides', '--no-follow', '--json', '--endpoint', 'beta']);
    expect(messagesIn(one.out)).toContain('two');
    expect(messagesIn(one.out)).not.toContain('one');
  });

  it('keeps the lines of a traceback together and names the cause once, then counts it', async () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>',
      '    from mcp.server.fastmcp import FastMCP',
      "ModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x, where FastMCP was renamed to MCPServer",
    ];
    const other = { text: 'INFO: another microVM', stream: 'x/[runtime-logs]aaaa1111' };
    const lines = [...traceback, ...traceback].flatMap((text) => [{ text }, other]);
    const standIn = await played({ events: said(lines) });
    const { out } = await tailed(standIn, ['tides', '--no-follow', '--timestamps', 'none']);
    const block = (mark: string): string => `7d1c00 ${traceback.join('\n       ')}${mark}\n`;
    expect(out).toContain('\n       ^ error[sdk-import-broken] ');
    expect(out).toContain(block('  [sdk-import-broken ×2]'));
    expect(out.match(/another microVM/g)).toHaveLength(8);
  });

  it('shows a record of OpenTelemetry by its body, its level and its trace, and a span in short', async () => {
    const record = {
      resource: { attributes: { 'service.name': 'tides.DEFAULT' } },
      severityText: 'WARN',
      body: 'The tide is late',
      attributes: { 'session.id': 'session-0123456789' },
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    };
    const span = {
      name: 'POST /mcp',
      kind: 'SERVER',
      spanId: 'b7ad6b7169203331',
      durationNano: 41_900_000,
      attributes: { 'http.response.status_code': 200 },
    };
    const events = said([
      { text: JSON.stringify(record), stream: 'otel-rt-logs' },
      { text: JSON.stringify(span), stream: 'spans' },
    ]);
    const standIn = await played({ events });
    const { out } = await tailed(standIn, ['tides', '--no-follow', '--timestamps', 'none']);
    expect(out).toBe('otel   WARN The tide is late  trace=0af76519\nspans  span POST /mcp, 200, 42 ms\n');
    const fields = ['tides', '--no-follow', '--timestamps', 'none', '--fields', 'body,attributes.session.id'];
    expect((await tailed(standIn, fields)).out.split('\n')[0]).toBe(
      'otel   body=The tide is late  attributes.session.id=session-0123456789',
    );
    const session = await tailed(standIn, ['tides', '--no-follow', '--json', '--session', 'session-0123456789']);
    expect(messagesIn(session.out)).toEqual([JSON.stringify(record)]);
  });

  it('shows what is asked for: levels, patterns, streams, and the last lines', async () => {
    const standIn = await played({
      events: said([
        { text: 'DEBUG one' },
        { text: 'INFO two, with 3,4 in it' },
        { text: 'ERROR three' },
        { text: 'INFO:     127.0.0.1:4 - "POST /other HTTP/1.1" 503 Service Unavailable' },
        { text: 'INFO five', stream: 'otel-rt-logs' },
      ]),
    });
    const shown = async (...argv: readonly string[]): Promise<readonly string[]> =>
      messagesIn((await tailed(standIn, ['tides', '--no-follow', '--json', ...argv])).out).map((text) =>
        text.slice(0, 8),
      );
    expect(await shown('--level', 'error')).toEqual(['ERROR th', 'INFO:   ']);
    expect(await shown('--grep', 'one', '--grep', String.raw`\d,\d`)).toEqual(['DEBUG on', 'INFO two']);
    expect(await shown('--exclude', 'info')).toEqual(['DEBUG on', 'ERROR th']);
    expect(await shown('--exclude', 'INFO')).toEqual(['DEBUG on', 'ERROR th']);
    expect(await shown('--stream', 'runtime-logs', '-n', '2')).toEqual(['ERROR th', 'INFO:   ']);
    expect(await shown('--stream', '*/[runtime-logs]*', '--level', 'debug')).toHaveLength(4);
    expect(await shown('-n', '0')).toEqual([]);
    expect(await shown('--filter-pattern', '"three"')).toEqual(['ERROR th']);
  });

  it('says at once what is not there, not allowed or not to be understood, and what to do', async () => {
    const standIn = await played({ events: said([{ text: 'one' }]) });
    const absent = await tailed(standIn, ['harbours', '--no-follow']);
    expect(absent.code).toBe(3);
    expect(absent.err).toContain('There is no log group of `harbours` in `us-east-1`. AgentCore makes it at the first');
    const stream = await tailed(standIn, ['tides', '--no-follow', '--stream', 'nothing']);
    expect(stream.code).toBe(3);
    expect(stream.err).toContain('The last of 1 are `2026/11/25/[runtime-logs]7d1c0000`.');
    const denied = await played({ events: said([{ text: 'one' }]), denied: ['logs:FilterLogEvents'] });
    const refused = await tailed(denied, ['tides', '--no-follow']);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain(`may not call \`logs:FilterLogEvents\` on \`${GROUP}\``);
    for (const argv of [
      ['--since', 'soon'],
      ['--grep', '('],
      ['-n', 'x'],
      ['--overlap', 'y'],
      ['--until', '1h'],
    ]) {
      const wrong = await tailed(standIn, ['tides', ...argv]);
      expect(wrong.code).toBe(2);
      expect(wrong.err).toContain(argv[0] === '-n' ? '`-n x`' : `\`${argv[0] ?? ''}`);
    }
  });

  it('reads a group whose name is known where groups cannot be listed', async () => {
    const standIn = await played({ events: said([{ text: 'one' }]), denied: ['logs:DescribeLogGroups'] });
    const { out } = await tailed(standIn, ['tides-AbCdEf1234', '--no-follow', '--json']);
    expect(messagesIn(out)).toEqual(['one']);
    const named = await tailed(standIn, ['tides', '--no-follow']);
    expect(named.code).toBe(3);
    expect(named.err).toContain('Allow `logs:DescribeLogGroups`');
  });

  it('ranks causes with their times and shows what happened by the minute', async () => {
    const refusal = 'INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 421 Misdirected Request';
    const crash = 'INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 500 Internal Server Error';
    const events = said([
      ...Array.from({ length: 3 }, () => ({ text: refusal, agoMs: 3 * MINUTE })),
      { text: crash, agoMs: MINUTE },
      { text: 'ERROR the rest', agoMs: MINUTE },
    ]);
    const standIn = await played({ events });
    const { code, out } = await tailed(standIn, ['tides', '--diagnose']);
    expect(code).toBe(1);
    expect(out).toContain('[host-guard]');
    expect(out).toMatch(/requests \|█ ▃ *\| +4, 3 at most/);
    expect(out).toMatch(/4xx +\|█ +\| +3/);
    expect(out).toMatch(/5xx +\| +█ *\| +1/);
    expect(out).toContain('agentcore-doctor explain host-guard');
    const json = await tailed(standIn, ['tides', '--diagnose', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      summary: { lines: 5, causes: [{ check: 'host-guard', count: 3 }, {}] },
    });
  });

  it('shows the lines around a failed call, of its streams and its trace', async () => {
    const id = '1f0c2a9e-55aa';
    const far = { text: 'long before', agoMs: 2 * MINUTE };
    const traced = (traceId: string, body: string): string => JSON.stringify({ body, traceId, severityText: 'INFO' });
    const standIn = await played({
      events: said([
        far,
        { text: 'just before' },
        { text: `${id} failed` },
        { text: traced('aaaa000011112222', `about ${id}`), stream: 'otel-rt-logs' },
        { text: traced('aaaa000011112222', 'the same trace'), stream: 'otel-rt-logs' },
        { text: traced('bbbb000011112222', 'another trace'), stream: 'otel-rt-logs' },
        { text: 'another microVM', stream: 'x/[runtime-logs]other' },
        { text: 'just after' },
      ]),
    });
    const { out } = await tailed(standIn, ['tides', '--around', id, '--timestamps', 'none']);
    expect(out.split('\n').map((line) => line.slice(7))).toEqual([
      'just before',
      `${id} failed`,
      `INFO about ${id}  trace=aaaa0000`,
      'INFO the same trace  trace=aaaa0000',
      'just after',
      '',
    ]);
    const none = await tailed(standIn, ['tides', '--around', 'nowhere']);
    expect(none.code).toBe(2);
    expect(none.err).toContain('No line holds `nowhere`.');
  });

  it('lets no log write to the terminal what is no text, and shows no token', async () => {
    const standIn = await played({
      events: said([
        { text: 'a\u001B[2J\u001B]0;title\u0007b\u0008\u202Ec' },
        { text: 'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl' },
      ]),
    });
    const { out } = await tailed(standIn, ['tides', '--no-follow', '--timestamps', 'none']);
    expect(out).toBe('7d1c00 ab??c\n7d1c00 Authorization: (hidden)\n');
  });

  it('goes on until Ctrl-C, takes up a group that appears, and ends with all that came', async () => {
    const now = Date.now();
    const events = incident({
      group: GROUP,
      count: 400,
      from: now - 2000,
      to: now + 5000,
      latest: 2000,
      perStream: 50,
      messages: ['line #'],
    });
    const standIn = await played({ events, born: { [GROUP]: now + 1500 }, pageSize: 70, repeated: 0.1, empty: 0.2 });
    const { out, err } = await tailed(standIn, [GROUP, '--json'], {
      stop: { when: (text) => text.split('\n').length > 400 },
    });
    expect(err).toContain(`There is no log group \`${GROUP}\``);
    expect(err).toContain('is there now');
    expect(messagesIn(out).toSorted()).toEqual(events.map(({ message }) => message).toSorted());
  });

  it('ends when its reader went away', async () => {
    const now = Date.now();
    const events = incident({
      group: GROUP,
      count: 4000,
      from: now - 2000,
      to: now + 60_000,
      latest: 100,
      perStream: 50,
      messages: ['line #'],
    });
    const standIn = await played({ events });
    let written = 0;
    const { code } = await tailed(standIn, ['tides'], {
      io: { out: () => void (written += 1), isAbandoned: () => written > 1 },
    });
    expect(written).toBe(2);
    expect(code).toBe(0);
  });
});

describe('logs tail --live', () => {
  it('tells each line once, makes up for what a session left out, and goes on when it ends', async () => {
    const now = Date.now();
    const roll = dice(5);
    const events = incident({
      group: GROUP,
      count: 600,
      from: now - 1000,
      to: now + 6000,
      latest: 500,
      perStream: 100,
      // Lines that are alike, within the same millisecond.
      messages: ['the same', 'the same', 'line #'],
    }).map((event) => ({ ...event, time: event.time - (event.time % (roll() < 0.5 ? 100 : 1)) }));
    const standIn = await played({ events, sampled: 0.2, sessionMs: 2500 });
    const { out, err } = await tailed(standIn, ['tides', '--live', '--json'], { stop: { afterMs: 9000 } });
    expect(err).toContain('Live Tail is on for 1 log group. AWS bills it by the minute.');
    expect(err).toContain('more came in than Live Tail hands out');
    expect(err).toContain('The session of Live Tail ended');
    expect(messagesIn(out).toSorted()).toEqual(events.map(({ message }) => message).toSorted());
  });

  it('goes on without where it is not allowed', async () => {
    const standIn = await played({ events: said([{ text: 'one' }]), denied: ['logs:StartLiveTail'] });
    const { out, err } = await tailed(standIn, ['tides', '--live', '--json'], {
      stop: { when: (text, told) => text !== '' && told.includes('Live Tail') },
    });
    expect(messagesIn(out)).toEqual(['one']);
    expect(err).toContain('Live Tail cannot be had');
  });
});
