import { spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { blotted } from '../domain/rehearsal/output.ts';

/** A server that was started, with all the processes that it started in turn. */
export interface Running {
  /** The number of its process group. */
  readonly group: number;
  /** The end of its output, line by line, without secrets. */
  readonly output: () => readonly string[];
  /** How it ended; absent while it runs. */
  readonly exit: () => Exit | undefined;
  /** Milliseconds since it was started. */
  readonly age: () => number;
  /** Ends it and all that it started: politely, then by force. */
  readonly stop: () => Promise<void>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly afterMs: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: { readonly [name: string]: string };
}

const KEPT_LINES = 400;
const LONGEST_LINE = 2000;
/** AgentCore sends SIGTERM and does not wait long. */
const GRACE_MS = 2000;

/** Starts a server in a process group of its own, with its output kept and no input. */
export async function startServer({ argv: [program = '', ...words], folder, environment }: Command): Promise<Running> {
  const began = performance.now();
  const age = (): number => Math.round(performance.now() - began);
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = keepLines(child);
  let exit: Exit | undefined;
  const over = new Promise<void>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      exit ??= { code, signal, afterMs: age() };
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      lines.push(error.message);
      end(null, null);
    });
  });
  const group = child.pid ?? 0;
  // Whatever way this process goes, the other one goes along.
  const onExit = (): void => kill(group, 'SIGKILL');
  process.once('exit', onExit);
  return {
    group,
    output: () => lines.map(blotted),
    exit: () => exit,
    age,
    async stop() {
      process.removeListener('exit', onExit);
      if (exit === undefined) kill(group, 'SIGTERM');
      await Promise.race([over, new Promise((resolve) => void setTimeout(resolve, GRACE_MS).unref())]);
      kill(group, 'SIGKILL');
      await over;
    },
  };
}

/** Signals a whole process group; that it is gone already is what was wanted. */
function kill(group: number, signal: NodeJS.Signals): void {
  if (group <= 0) return;
  try {
    process.kill(-group, signal);
  } catch {
    // No such group any more.
  }
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split(/\r?\n/);
      rest = (parts.pop() ?? '').slice(-LONGEST_LINE);
      lines.push(...parts.map((line) => line.slice(0, LONGEST_LINE)));
      lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
    });
    stream?.on('end', () => {
      if (rest !== '') lines.push(rest);
    });
  }
  return lines;
}
