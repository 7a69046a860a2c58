import { spawn } from 'node:child_process';

/** How a program ended, and all that it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end; one that cannot be started ends with the code of a shell that does not find it. */
export function ran(command: string, words: readonly string[], folder?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], ...(folder && { cwd: folder }) });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', ({ message }) => resolve({ code: 127, output: message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
