import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attend, callWitness } from './attend.ts';
import type { Attempt } from './attempt.ts';
import { initialize } from './initialize.ts';

describe.skipIf(process.platform !== 'linux')('a witness', () => {
  it('tells a server that hears everybody from one that hears itself', async () => {
    const [open, closed] = await Promise.all([attend(server('0.0.0.0')), attend(server('127.0.0.1'))]);
    expect(open).toMatchObject({ listens: ['0.0.0.0:8000'], answers: [{ status: 501 }] });
    expect(closed).toMatchObject({ listens: ['127.0.0.1:8000'], answers: [{ none: 'ECONNREFUSED' }] });
  });

  it('tells how a program ended and what it said', async () => {
    const seen = await attend(shell('echo out; echo err >&2; exit 3'));
    expect(seen).toMatchObject({ listens: [], answers: [], ended: { code: 3, signal: null } });
    expect(seen.output).toBe('out\nerr\n');
    expect((await attend({ ...shell(''), command: ['no-such-program'] })).ended?.code).toBe(127);
  });

  it('gives up on a program that never listens', async () => {
    const seen = await attend({ ...shell('sleep 1000'), patience: 300 });
    expect(seen).toMatchObject({ listens: [], answers: [] });
    expect(seen.ended).toBeUndefined();
  });

  it('leaves nothing behind', async () => {
    const marker = markerOf('left');
    await attend({ ...shell(`sleep ${marker} & sleep ${marker}`), patience: 300 });
    expect(await leftOf(marker)).toEqual([]);
  });

  it('leaves nothing behind when the one who called it dies', async () => {
    const marker = markerOf('died');
    const child = await callWitness(shell(`sleep ${marker} & sleep ${marker}`));
    await expect.poll(() => processesWith(marker), { timeout: 20_000 }).not.toEqual([]);
    // The kernel closes the pipes of a dead process.
    child.stdin.destroy();
    expect(await leftOf(marker)).toEqual([]);
  });
});

function server(address: string): Attempt {
  return { ...shell(`exec python3 -m http.server --bind ${address} 8000`), requests: [initialize] };
}

function shell(script: string): Attempt {
  const environment = { PATH: process.env['PATH'] ?? '', PYTHONUNBUFFERED: '1' };
  return { command: ['sh', '-c', script], folder: tmpdir(), environment, requests: [], patience: 30_000 };
}

/** Seconds that nobody else sleeps. */
function markerOf(name: string): string {
  return `1000.${process.pid}${[...name].map((letter) => letter.charCodeAt(0)).join('')}`;
}

/** The processes that are still there after a while. */
async function leftOf(marker: string): Promise<readonly string[]> {
  for (let tries = 0; tries < 100 && processesWith(marker).length > 0; tries++) await sleep(50);
  return processesWith(marker);
}

function processesWith(marker: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(marker));
}

function commandOf(pid: string): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    // A shell holds the whole script in its own words.
    return command.startsWith('sleep') ? command : '';
  } catch {
    return '';
  }
}
