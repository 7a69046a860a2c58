import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { listeningOf } from '../../real/listening.ts';
import { freePort } from '../../support/port.ts';
import { unpack } from './unpack.ts';

/** The server of a code artifact, as a process. */
export interface RunningBundle {
  /** Where it answers; absent: it does not. */
  readonly url: string | undefined;
  /** Whether it ended by itself while it was started. */
  readonly ended: boolean;
  readonly stop: () => Promise<void>;
}

export interface BundleOptions {
  readonly archive: Buffer;
  readonly entryPoint: readonly string[];
  readonly environment: { readonly [name: string]: string };
  /** How long it may take until it listens. */
  readonly limitMs: number;
  readonly onLine: (line: string) => void;
}

/**
 * Unpacks an archive and starts what it holds: a process of its own, which ends with this one. Documented: the first of
 * two words of an entry point is a wrapper. Other than on AWS: `PORT` says where to listen, since port 8000 of this
 * machine may be somebody else's; whatever it listens on is found.
 */
export async function startBundle(options: BundleOptions): Promise<RunningBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-bundle-'));
  unpack(options.archive, folder);
  const file = options.entryPoint.at(-1) ?? '';
  const interpreter = /\.[cm]?js$/.test(file) ? process.execPath : 'python3';
  const keeper = spawn('python3', [KEEPER, interpreter, file], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      KEEPER_FOLDER: folder,
      PYTHONPATH: folder,
      PYTHONUNBUFFERED: '1',
      PORT: String(await freePort()),
      ...options.environment,
    },
  });
  keeper.stdin.on('error', () => undefined);
  for (const input of [keeper.stdout, keeper.stderr]) createInterface({ input }).on('line', options.onLine);
  const url = await listening(keeper, options.limitMs);
  return { url, ended: keeper.exitCode !== null, stop: () => end(keeper) };
}

const KEEPER = resolve('test/emulators/keeper.py');

async function listening(keeper: ChildProcess, limitMs: number): Promise<string | undefined> {
  const limit = Date.now() + limitMs;
  while (keeper.exitCode === null && Date.now() < limit) {
    const [address] = keeper.pid === undefined ? [] : listeningOf(keeper.pid);
    if (address !== undefined) return `http://127.0.0.1:${address.split(':').at(-1)}/mcp`;
    await sleep(20);
  }
  return undefined;
}

async function end(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const ended = once(keeper, 'exit');
  keeper.stdin?.end();
  await ended;
}
