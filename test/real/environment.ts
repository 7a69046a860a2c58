import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';
import { ran } from './program.ts';
import { findPython, findUv } from './python.ts';
import { Unavailable, unreachable } from './unavailable.ts';

/** What a build asks for, and the day on which it is made. */
export interface Pins {
  /** Lines of a requirements file. */
  readonly requirements: readonly string[];
  /** Releases of this day and later do not exist yet: `2026-11-24`. */
  readonly before: string;
}

/** A virtual environment with exactly those packages. */
export interface Environment {
  /** The folder of its programs. */
  readonly bin: string;
  /** Installed versions by normalised name. */
  readonly versions: ReadonlyMap<string, string>;
}

/** What became of a build: its environment, or what the installer said against it. */
export type Built =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly because: string };

/** No environment, and no fault of the machine's: what is asked for does not go together, or does not exist. */
class Refused extends Error {}

/** The environment that a build on that day installs; made once, and kept in the cache by the hash of its pins. */
export async function build(pins: Pins): Promise<Built> {
  try {
    if (process.platform !== 'linux') throw new Unavailable('what a server listens on is read as Linux tells it');
    if (outage !== undefined) throw outage;
    const python = await findPython();
    const requirements = [...new Set(pins.requirements)].toSorted();
    const hash = createHash('sha256').update(JSON.stringify([python, requirements, pins.before, 1]));
    const name = `environments/${hash.digest('hex').slice(0, 20)}`;
    const folder = await cachedFolder(name, (unfinished) => fill(unfinished, { ...pins, requirements }));
    return { ok: true, environment: { bin: join(folder, 'bin'), versions: versionsIn(folder) } };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, because: error.message };
    // Whoever waited for a registry in vain once does not wait again.
    if (error instanceof Unavailable) outage = error;
    throw error;
  }
}

let outage: Unavailable | undefined;

const FROZEN = 'installed.txt';

async function fill(folder: string, { requirements, before }: Pins): Promise<void> {
  const [uv, python] = await Promise.all([findUv(), findPython()]);
  const wanted = join(folder, 'wanted.txt');
  const bin = join(folder, 'bin', 'python');
  // It is moved to its place when it is whole, so its programs must not name the place.
  const made = await ran(uv, ['venv', '--allow-existing', '--relocatable', '--python', python.path, folder]);
  if (made.code !== 0) throw new Error(`no virtual environment: ${made.output}`);
  writeFileSync(wanted, requirements.map((line) => `${line}\n`).join(''));
  const installed = await ran(uv, [
    'pip',
    'install',
    '-p',
    bin,
    '--exclude-newer',
    `${before}T00:00:00Z`,
    '-r',
    wanted,
  ]);
  if (installed.code !== 0)
    throw isVerdict(installed.output) ? new Refused(installed.output) : unreachable(installed.output);
  const frozen = await ran(uv, ['pip', 'freeze', '-q', '-p', bin]);
  writeFileSync(join(folder, FROZEN), frozen.output);
}

/** uv says so when it saw all releases, and none will do. */
function isVerdict(output: string): boolean {
  return /No solution found|was not found in the package registry/.test(output);
}

function versionsIn(folder: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(folder, FROZEN), 'utf8').split('\n');
  const pairs = lines.map((line) => /^([\w.-]+)==(\S+)$/.exec(line));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[normalised(pair[1] ?? ''), pair[2] ?? '']])));
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
