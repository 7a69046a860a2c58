import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';
import { ran } from './program.ts';
import { findPython, findUv, type Python } from './python.ts';
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

/** The environment that a build on that day installs; kept in the cache, one for all builds that come to the same. */
export async function build(pins: Pins): Promise<Built> {
  try {
    if (process.platform !== 'linux') throw new Unavailable('what a server listens on is read as Linux tells it');
    if (outage !== undefined) throw outage;
    const python = await findPython();
    const packages = await resolved(pins, python);
    const folder = await cachedFolder(`environments/${hashOf([python, packages])}`, (unfinished) =>
      install(unfinished, packages, python),
    );
    return { ok: true, environment: { bin: join(folder, 'bin'), versions: new Map(packages.map(pairOf)) } };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, because: error.message };
    // Whoever waited for a registry in vain once does not wait again.
    if (error instanceof Unavailable) outage = error;
    throw error;
  }
}

let outage: Unavailable | undefined;

const RESOLVED = 'resolved.txt';

/** Every package with its version, `mcp==1.9.0`, as the installer would choose them on that day. */
async function resolved({ requirements, before }: Pins, python: Python): Promise<readonly string[]> {
  const lines = [...new Set(requirements)].toSorted();
  const folder = await cachedFolder(`resolutions/${hashOf([python, lines, before])}`, async (unfinished) => {
    const wanted = join(unfinished, 'wanted.txt');
    writeFileSync(wanted, lines.map((line) => `${line}\n`).join(''));
    const words = ['--no-header', '--no-annotate', '--python', python.path, '--exclude-newer', `${before}T00:00:00Z`];
    const decided = await ran(await findUv(), ['pip', 'compile', ...words, wanted, '-o', join(unfinished, RESOLVED)]);
    if (decided.code !== 0) throw isVerdict(decided.output) ? new Refused(decided.output) : unreachable(decided.output);
  });
  const text = readFileSync(join(folder, RESOLVED), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}

async function install(folder: string, packages: readonly string[], python: Python): Promise<void> {
  const uv = await findUv();
  // It is moved to its place when it is whole, so its programs must not name the place.
  const made = await ran(uv, ['venv', '--allow-existing', '--relocatable', '--python', python.path, folder]);
  if (made.code !== 0) throw new Error(`no virtual environment: ${made.output}`);
  if (packages.length === 0) return;
  const words = ['pip', 'install', '--no-deps', '--python', join(folder, 'bin', 'python')];
  const installed = await ran(uv, [...words, ...packages]);
  if (installed.code !== 0) throw unreachable(installed.output);
}

/** uv says so when it saw all releases, and none will do. */
function isVerdict(output: string): boolean {
  return (
    /No solution found|was not found in the package registry/.test(output) && !output.includes('network was disabled')
  );
}

function pairOf(line: string): readonly [name: string, version: string] {
  const [name = '', version = ''] = line.split(/==|\s/);
  return [name.toLowerCase().replaceAll(/[-_.]+/g, '-'), version];
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}
