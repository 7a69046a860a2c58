import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../real/cache.ts';
import { ran } from '../real/program.ts';
import { findPython, findUv } from '../real/python.ts';
import { Unavailable, unreachable } from '../real/unavailable.ts';

/** The hash-pinned lists of this folder: the emulators, and programs that tests hold ours against (`aws`, `cfn-lint`). */
export type Packages = 'requirements.txt' | 'tools.txt';

let outage: Unavailable | undefined;

/** The folder of the programs of a list, installed once into the cache for each content that the list has had. */
export async function programsOf(list: Packages): Promise<string> {
  // Whoever waited for a registry in vain once does not wait again.
  if (outage !== undefined) throw outage;
  try {
    const file = join(import.meta.dirname, list);
    const python = await findPython();
    const hash = createHash('sha256').update(python.version).update(readFileSync(file)).digest('hex').slice(0, 20);
    const folder = await cachedFolder(`emulators/${hash}`, (unfinished) => install(unfinished, file, python.path));
    return join(folder, 'bin');
  } catch (error) {
    if (error instanceof Unavailable) outage = error;
    throw error;
  }
}

async function install(folder: string, file: string, python: string): Promise<void> {
  if (process.platform === 'win32') throw new Unavailable('the emulators run on POSIX systems only');
  const uv = await findUv();
  // It is moved to its place when it is whole, so its programs must not name the place.
  const made = await ran(uv, ['venv', '--allow-existing', '--relocatable', '--python', python, folder]);
  if (made.code !== 0) throw new Error(`no virtual environment: ${made.output}`);
  const words = [
    'pip',
    'install',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--python',
    join(folder, 'bin/python'),
  ];
  const installed = await ran(uv, [...words, '-r', file]);
  if (installed.code !== 0) throw unreachable(installed.output);
}
