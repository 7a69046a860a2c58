#!/usr/bin/env node
import { Failure } from './model/failure.ts';
import { loadProgram } from './load.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  // Nothing else is loaded for this: people and scripts ask it often.
  process.stdout.write(`${version}\n`);
} else {
  // A reader that goes away (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exitCode = 0;
  });
  const io = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    isTerminal: { out: process.stdout.isTTY, err: process.stderr.isTTY },
    width: process.stdout.columns,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
    interruption,
    ...(process.stdin.isTTY ? {} : { piped: readPiped }),
    environment: process.env,
  };
  void loadProgram()
    .main(argv, io)
    .then((code) => (process.exitCode = wasInterrupted ? 130 : code));
}

/** One question at the terminal. Ctrl-C ends the program there and then, as it does anywhere else. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
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

let wasInterrupted = false;

/** From the first call on, Ctrl-C no longer ends the program by itself. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    wasInterrupted = true;
    controller.abort(new Failure('Interrupted.'));
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
