import { spawn } from 'node:child_process';

/** How a program ended, and all that it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

export interface RunOptions {
  readonly folder?: string;
  readonly environment?: { readonly [name: string]: string };
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end; one that cannot be started ends with 127, as a shell says it. */
export function runProgram(
  program: string,
  words: readonly string[],
  { folder, environment, signal }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(folder === undefined ? {} : { cwd: folder }),
      ...(environment === undefined ? {} : { env: environment }),
      ...(signal === undefined ? {} : { signal }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', ({ message }) => {
      // An interruption is nobody's failure.
      if (signal?.aborted === true) reject(signal.reason);
      else resolve({ code: 127, output: `${output}${message}` });
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}

const LAST_LINES = 12;

/** How what an installer wrote ends, indented to stand below a sentence: that is where it says what went wrong. */
export function endOf(output: string): string {
  return output.trim().split('\n').slice(-LAST_LINES).join('\n  ');
}
