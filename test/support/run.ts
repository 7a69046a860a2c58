import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { main } from '../../src/cli.ts';

/** What the program said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the program in this process, without a terminal and with a scrubbed environment. Without `piped` nobody pipes
 * anything into it.
 */
export async function run(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  piped?: string,
): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: { out: false, err: false },
    ...(piped === undefined ? {} : { piped: () => Promise.resolve(piped) }),
    environment,
  });
  return { code, out, err };
}

const made: string[] = [];

/** A folder with these files, removed when the tests of the file are over. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
