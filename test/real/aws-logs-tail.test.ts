import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { incident } from '../stand-ins/cloudwatch-logs/playlist.ts';
import type { StandIn } from '../stand-ins/cloudwatch-logs/serve.ts';
import { environmentFor, GROUP, played, tailed } from '../support/log-stand-in.ts';

/** Version 2 of the AWS CLI has `logs tail`; the version 1 that PyPI has does not. */
const aws = ['aws', '/usr/bin/aws', '/usr/local/bin/aws'].find((path) => {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return typeof stdout === 'string' && stdout.startsWith('aws-cli/2');
});

const SECONDS = 45;

interface Counted {
  readonly lost: number;
  readonly repeated: number;
}

/** How many of the lines `line <number>` are missing in an output, and how many stand in it twice. */
function countedIn(output: string, count: number): Counted {
  const times = new Map<number, number>();
  for (const [, number] of output.matchAll(/\bline (\d+) end/g))
    times.set(Number(number), (times.get(Number(number)) ?? 0) + 1);
  return { lost: count - times.size, repeated: [...times.values()].filter((number) => number > 1).length };
}

async function followedByAws(program: string, standIn: StandIn, more: readonly string[] = []): Promise<string> {
  const argv = ['logs', 'tail', GROUP, '--follow', '--since', '5m', '--endpoint-url', standIn.url, ...more];
  const child = spawn(program, argv, {
    env: { PATH: process.env['PATH'], ...environmentFor(standIn), AWS_DEFAULT_REGION: 'us-east-1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  await after(SECONDS * 1000);
  child.kill('SIGINT');
  return output;
}

describe.skipIf(aws === undefined)('the schedule that both follow', () => {
  it('is told whole by ours; `aws logs tail` loses what comes late', async () => {
    const now = Date.now();
    const count = 4000;
    const play = {
      events: incident({
        group: GROUP,
        count,
        from: now - 60_000,
        to: now + 20_000,
        latest: 12_000,
        perStream: 200,
        messages: ['line # end'],
      }),
      pageSize: 500,
      throttled: 0.05,
      failing: 0.05,
      reset: 0.05,
      empty: 0.1,
    };
    const [one, other] = await Promise.all([played(play), played(play)]);
    const [theirs, { out }] = await Promise.all([
      followedByAws(aws ?? '', one),
      tailed(other, [GROUP, '--since', '5m', '--json'], { stop: { afterMs: SECONDS * 1000 } }),
    ]);
    const lost = { ours: countedIn(out, count), theirs: countedIn(theirs, count) };
    const shown = ({ lost: gone, repeated }: Counted): string => `${gone} lost, ${repeated} twice`;
    process.stderr.write(
      `\nOf ${count} lines, up to 12 s late: logs tail: ${shown(lost.ours)}; aws logs tail: ${shown(lost.theirs)}\n`,
    );
    expect(lost.ours).toEqual({ lost: 0, repeated: 0 });
    // It did follow: what it loses is what came late.
    expect(lost.theirs.lost).toBeLessThan(count / 2);
    expect(lost.theirs.lost).toBeGreaterThan(0);
  }, 120_000);

  it('goes on in the streams of the next day with ours; what the toolkit has people type stays in those of the day before', async () => {
    const now = Date.now();
    const count = 1200;
    // Half of the streams bear the name of one day, and the rest that of the next one, whatever day it is here.
    const events = incident({
      group: GROUP,
      count,
      from: now - 20_000,
      to: now + 20_000,
      latest: 0,
      perStream: 50,
      messages: ['line # end'],
    }).map((event, number) => ({
      ...event,
      stream: event.stream.replace(/^[\d/]+/, number < count / 2 ? '2026/11/25/' : '2026/11/26/'),
    }));
    const [one, other] = await Promise.all([played({ events }), played({ events })]);
    const [theirs, { out }] = await Promise.all([
      followedByAws(aws ?? '', one, ['--log-stream-name-prefix', '2026/11/25/[runtime-logs]']),
      tailed(other, [GROUP, '--since', '5m', '--json', '--stream', '[runtime-logs]'], {
        stop: { afterMs: SECONDS * 1000 },
      }),
    ]);
    const lost = { ours: countedIn(out, count), theirs: countedIn(theirs, count) };
    process.stderr.write(
      `\nOf ${count} lines around midnight: logs tail: ${lost.ours.lost} lost; aws logs tail with the prefix of the day: ${lost.theirs.lost} lost\n`,
    );
    expect(lost.ours).toEqual({ lost: 0, repeated: 0 });
    // It did follow the first day.
    expect(lost.theirs.lost).toBeLessThan(count);
    expect(lost.theirs.lost).toBeGreaterThanOrEqual(count / 2);
  }, 120_000);
});
