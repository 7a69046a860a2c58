#!/usr/bin/env node
import { join } from 'node:path';
import { loadProgram } from './load.ts';
import { isTerminal, openOutput } from './output.ts';
import type { ThreadLine } from './model/thread.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);
const out = openOutput(1);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  // Nothing else is loaded for this: people and scripts ask it often.
  out.write(`${version}\n`);
} else {
  const err = openOutput(2);
  const isTyped = isTerminal(0);
  const io = {
    out: out.write,
    err: err.write,
    isAbandoned: out.isAbandoned,
    drained: out.drained,
    isTerminal: { out: out.isTerminal, err: err.isTerminal },
    width: out.width,
    ...(isTyped && err.isTerminal ? { ask, askSecret } : {}),
    interruption,
    startAsking,
    ...(isTyped ? {} : { piped: readPiped }),
    environment: process.env,
  };
  process.once('exit', () => {
    if (out.isAbandoned()) process.exitCode = 0;
  });
  const program = loadProgram(process.env);
  void program.main(argv, io).then((code) => (process.exitCode = finish(code, program.keep)));
}

/** By the time of the last event all is written; a run that came to nothing ran little that is worth keeping. */
function finish(code: number, keep: () => void): number {
  if (code !== 2) process.once('exit', keep);
  return wasInterrupted ? 130 : code;
}

/** One question at the terminal. Ctrl-C ends the program there and then, as it does anywhere else. */
async function ask(question: string, output: NodeJS.WritableStream = process.stderr): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const gone = new AbortController();
  terminal.once('SIGINT', () => {
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  // Ctrl-D says nothing more, which is no.
  terminal.once('close', () => gone.abort());
  try {
    return await terminal.question(question, { signal: gone.signal });
  } catch {
    process.stderr.write('\n');
    return '';
  } finally {
    terminal.close();
  }
}

/** The same without a trace of what is typed. */
async function askSecret(question: string): Promise<string> {
  const { Writable } = await import('node:stream');
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return ask('', nowhere).finally(() => process.stderr.write('\n'));
}

/** Starts the thread that asks AWS; it ends by itself when it is told to. */
function startAsking(): ThreadLine {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(join(import.meta.dirname, 'asking-thread.cjs'), {
    // It reads and forgets: with more room for that it is no faster.
    resourceLimits: { maxYoungGenerationSizeMb: 12 },
  });
  // It may break down before anybody listens.
  const lost = new Promise<Error>((resolve) => worker.once('error', resolve));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have one, workers have none
    say: (message) => worker.postMessage(message),
    hear(heard, broken) {
      worker.on('message', heard);
      if (broken !== undefined) void lost.then(broken);
    },
  };
}

let wasInterrupted = false;

/** From the first call on, Ctrl-C no longer ends the program by itself. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    wasInterrupted = true;
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, end);
  return controller.signal;
}

/** All that is piped in; more than so many characters are not waited for. */
async function readPiped(most: number): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > most) break;
  }
  return text;
}
