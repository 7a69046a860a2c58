import { afterEach } from 'vitest';
import type { Io } from '../../src/commands/command.ts';
import { main } from '../../src/cli.ts';
import { type Play, type StandIn, startCloudWatchLogs } from '../stand-ins/cloudwatch-logs/serve.ts';
import type { Ended } from './run.ts';
import { askingHere } from './thread-line.ts';

export const GROUP = '/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT';

const open: StandIn[] = [];

/** Plays CloudWatch Logs until the test is over. */
export async function played(play: Play): Promise<StandIn> {
  const standIn = await startCloudWatchLogs(play);
  open.push(standIn);
  return standIn;
}

afterEach(async () => {
  for (const standIn of open.splice(0)) await standIn.close();
});

/** How an AWS client of any kind finds the stand-in; nothing else of the machine's own set-up is seen. */
export function environmentFor({ url }: Pick<StandIn, 'url'>): { readonly [name: string]: string } {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export interface Tailing {
  /** Ctrl-C, after so many milliseconds or when enough is seen. */
  readonly stop?: { readonly afterMs: number } | { readonly when: (out: string, err: string) => boolean };
  readonly io?: Partial<Io>;
}

/** Runs `logs tail` in this process against the stand-in; its two ends speak to each other as those of two threads do. */
export async function tailed(
  standIn: Pick<StandIn, 'url'>,
  argv: readonly string[],
  { stop, io: changed }: Tailing = {},
): Promise<Ended> {
  const environment = environmentFor(standIn);
  const over = new AbortController();
  const before = { ...process.env };
  // The SDK looks there by itself.
  Object.assign(process.env, environment);
  let out = '';
  let err = '';
  const look = (): void => {
    if (stop !== undefined && 'when' in stop && stop.when(out, err)) over.abort();
  };
  const timer = stop !== undefined && 'afterMs' in stop ? setTimeout(() => over.abort(), stop.afterMs) : undefined;
  try {
    const code = await main(['logs', 'tail', ...argv], {
      out: (text) => {
        out += text;
        look();
      },
      err: (text) => {
        err += text;
        look();
      },
      isTerminal: { out: false, err: false },
      interruption: () => over.signal,
      environment,
      startAsking: askingHere,
      ...changed,
    });
    return { code, out, err };
  } finally {
    clearTimeout(timer);
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
