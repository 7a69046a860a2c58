import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressIn, AS_DEPLOYED, ask } from './ask.ts';
import type { Answer, Attempt, Seen } from './attempt.ts';
import { listeningOf } from './listening.ts';

// A program of its own, so that it can stand in a network namespace: it reads an attempt, makes it, prints what it saw.
// Whoever started it holds its input open; when that ends, all that it started ends with it.

const OUTPUT_KEPT = 100_000;

async function main(): Promise<void> {
  const attempt = await readAttempt();
  await turn();
  const seen = await witness(attempt);
  process.stdout.write(JSON.stringify(seen), () => process.exit());
}

function readAttempt(): Promise<Attempt> {
  return new Promise((resolve) => {
    let line = '';
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (text: string) => {
      line += text;
      // What the one who starts this program writes, and nobody else.
      if (line.endsWith('\n')) resolve(JSON.parse(line) as Attempt);
    });
    process.stdin.on('end', () => process.exit());
  });
}

/** Port 8000 is there once in each network namespace, as is this name; the kernel takes it back however one ends. */
async function turn(): Promise<void> {
  for (;;) {
    const server = createServer().unref();
    const got = await new Promise<boolean>((resolve) => {
      server.on('error', () => resolve(false));
      server.listen('\0agentcore-doctor-port-8000', () => resolve(true));
    });
    if (got) return;
    await sleep(100);
  }
}

async function witness(attempt: Attempt): Promise<Seen> {
  const [program, ...words] = attempt.command;
  const child = spawn(program, words, {
    cwd: attempt.folder,
    env: attempt.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  process.on('exit', () => endGroup(child));
  const life = follow(child);
  const started = Date.now();
  const listens = await firstListens(child, life, started + attempt.patience);
  const after = Date.now() - started;
  const answers = listens.length === 0 ? [] : await askAll(attempt, listens);
  const { ended } = life;
  endGroup(child);
  // The next one in this network finds the port free.
  while (listens.length > 0 && listeningOf(child.pid ?? 0).length > 0) await sleep(20);
  return {
    listens,
    ...(listens.length === 0 ? {} : { after }),
    ...(ended === undefined ? {} : { ended }),
    answers,
    output: life.output,
  };
}

async function askAll({ requests, asks }: Attempt, listens: readonly string[]): Promise<readonly Answer[]> {
  const address = asks === 'wherever-it-listens' ? addressIn(listens[0] ?? '') : AS_DEPLOYED;
  const answers: Answer[] = [];
  const moved = new Map<string, string>();
  for (const [index, wanted] of requests.entries()) {
    const answer = await ask({ ...wanted, path: moved.get(wanted.path) ?? wanted.path }, address);
    const target = asks === 'wherever-it-listens' && !moved.has(wanted.path) ? movedTo(answer) : undefined;
    if (target !== undefined) moved.set(wanted.path, target);
    // The first answer is what it is; what is asked later is asked where it leads.
    answers.push(index > 0 && target !== undefined ? await ask({ ...wanted, path: target }, address) : answer);
  }
  return answers;
}

/** The path that a redirect leads to. */
function movedTo(answer: Answer | undefined): string | undefined {
  if (answer === undefined || !('status' in answer) || ![307, 308].includes(answer.status)) return undefined;
  const { location } = answer.headers;
  return typeof location === 'string' ? new URL(location, 'http://127.0.0.1').pathname : undefined;
}

interface Life {
  output: string;
  ended?: { readonly code: number | null; readonly signal: string | null };
}

function follow(child: ChildProcess): Life {
  const life: Life = { output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      if (life.output.length < OUTPUT_KEPT) life.output += text;
    });
  }
  child.on('error', ({ message }) => {
    life.output += message;
    life.ended = { code: 127, signal: null };
  });
  child.on('close', (code, signal) => (life.ended ??= { code, signal }));
  return life;
}

/** Its addresses: those there when port 8000 is among them, or half a second after the first one came. */
async function firstListens({ pid = 0 }: ChildProcess, life: Life, deadline: number): Promise<readonly string[]> {
  let settled = deadline;
  for (;;) {
    const listens = listeningOf(pid);
    if (listens.length > 0) settled = Math.min(settled, Date.now() + 500);
    const done = listens.some((address) => address.endsWith(':8000')) || Date.now() >= settled;
    if (done || life.ended !== undefined) return listens;
    await sleep(20);
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

await main();
