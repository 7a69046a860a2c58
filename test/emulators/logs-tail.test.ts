import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { GROUP, tailed } from '../support/log-stand-in.ts';
import { clientFor } from './aws.ts';
import { emulator } from './emulators.ts';
import type { Emulator } from './start.ts';

const STREAM = '2026/11/25/[runtime-logs]7d1c4c5e-9a5b-4f7e-8a11-0c51d6a3b1e2';

/** Writes to an emulator as a runtime does. */
function writer(to: Emulator): {
  readonly begin: (group: string, ...streams: readonly string[]) => Promise<void>;
  readonly write: (group: string, stream: string, messages: readonly string[]) => Promise<void>;
} {
  // The account and the region that `tailed` asks in.
  const client = new CloudWatchLogsClient({ ...clientFor(to, 'stand-in'), region: 'us-east-1' });
  return {
    async begin(logGroupName, ...streams) {
      await client.send(new CreateLogGroupCommand({ logGroupName }));
      for (const logStreamName of streams)
        await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    },
    async write(logGroupName, logStreamName, messages) {
      const now = Date.now();
      const logEvents = messages.map((message, number) => ({ timestamp: now - messages.length + number, message }));
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    },
  };
}

function messagesIn(out: string): readonly string[] {
  // Each line is a document of ours.
  return out.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as { message: string }).message));
}

describe.each(['ministack', 'moto'] as const)('%s', (name) => {
  it('is paged through, by name, by stream, and followed; each line once', async (test) => {
    const one = await emulator(test, name);
    const { begin, write } = writer(one);
    await begin(GROUP, STREAM, 'otel-rt-logs');
    const many = Array.from({ length: 9000 }, (_, number) => `line ${number}`);
    await write(GROUP, STREAM, many);
    await write(
      GROUP,
      STREAM,
      many.map((text) => `${text} again`),
    );
    await write(GROUP, 'otel-rt-logs', ['{"body":"of telemetry","severityText":"INFO","traceId":"0af7651916cd43dd"}']);

    const all = await tailed(one, ['tides', '--no-follow', '--json']);
    expect(all.err).toBe('');
    expect(new Set(messagesIn(all.out)).size).toBe(18_001);
    expect(messagesIn(all.out)).toHaveLength(18_001);
    const some = await tailed(one, ['tides', '--no-follow', '--json', '--stream', '[runtime-logs', '-n', '3']);
    expect(messagesIn(some.out)).toEqual(['line 8997 again', 'line 8998 again', 'line 8999 again']);

    const written = new Promise<void>((resolve) => setTimeout(resolve, 2500)).then(() =>
      write(GROUP, STREAM, ['while following']),
    );
    const followed = await tailed(one, [GROUP, '--json', '-n', '1'], {
      stop: { when: (out) => out.includes('while following') },
    });
    await written;
    expect(messagesIn(followed.out)).toHaveLength(2);
    expect(messagesIn(followed.out).at(-1)).toBe('while following');
  }, 40_000);

  it('is followed by Live Tail, each line once', async (test) => {
    const one = await emulator(test, name);
    const { begin, write } = writer(one);
    const group = GROUP.replace('tides', 'harbours');
    await begin(group, STREAM);
    await write(group, STREAM, ['before']);
    let round = 0;
    const writing = setInterval(() => void write(group, STREAM, [`live ${(round += 1)}`]), 1000);
    try {
      const { out, err } = await tailed(one, ['harbours', '--live', '--json'], {
        stop: { when: (text, told) => text.includes('live 4') && told.includes('Live Tail is on') },
      });
      const lines = messagesIn(out);
      expect(err).toContain('Live Tail is on');
      // What a session left out comes with the reading at the end.
      expect(lines).toEqual(expect.arrayContaining(['before', 'live 1', 'live 2', 'live 3', 'live 4']));
      expect(new Set(lines).size).toBe(lines.length);
    } finally {
      clearInterval(writing);
    }
  }, 40_000);

  it('says what is not there', async (test) => {
    const one = await emulator(test, name);
    const { code, err } = await tailed(one, ['nobody', '--no-follow']);
    expect(code).toBe(3);
    expect(err).toContain('There is no log group of `nobody`');
  });
});
