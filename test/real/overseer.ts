import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenersOn } from '../../src/rehearse/listeners.ts';
import type { Overseen, Task } from './oversee.ts';

// A program of its own, so that it can stand among processes of its own: it runs the doctor, interrupts it where that is
// wanted, and tells what is left when the doctor has ended.

async function main(): Promise<void> {
  const task = await readTask();
  const began = Date.now();
  const [program, ...words] = task.command;
  const child = spawn(program, words, { env: task.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (task.interrupt) void interruptOnce(() => child.kill('SIGINT'));
  const code = await ended;
  const overseen: Overseen = { code, out, err, tookMs: Date.now() - began, left: others(), listens: listening() };
  process.stdout.write(JSON.stringify(overseen), () => process.exit());
}

function readTask(): Promise<Task> {
  return new Promise((resolve) => {
    let line = '';
    process.stdin.setEncoding('utf8').on('data', (text: string) => {
      line += text;
      // What the one who starts this program writes, and nobody else.
      if (line.endsWith('\n')) resolve(JSON.parse(line) as Task);
    });
    process.stdin.on('end', () => process.exit());
  });
}

/** Who listens where the contract wants a server. */
function listening(): readonly string[] {
  return (listenersOn(8000) ?? []).map(({ address, port }) => `${address}:${port}`);
}

/** As soon as the server listens, the play is under way. */
async function interruptOnce(interrupt: () => void): Promise<void> {
  while (listening().length === 0) await sleep(10);
  interrupt();
}

/** The commands of all other processes of this namespace that have not ended. */
function others(): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return command === '' ? [] : [command];
    } catch {
      return [];
    }
  });
}

await main();
