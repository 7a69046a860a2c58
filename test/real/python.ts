import { join } from 'node:path';
import { cachedFolder } from './cache.ts';
import { Unavailable, unreachable } from './unavailable.ts';
import { ran } from './program.ts';

/** The interpreter that environments are made with. */
export interface Python {
  readonly path: string;
  readonly version: string;
}

/** Where no `uv` is installed, this one is, so that what it decides does not change from day to day. */
const UV = '0.13.9';

let python: Promise<Python> | undefined;
let uv: Promise<string> | undefined;

/** The Python of this machine: 3.10 or newer, as the servers need it. */
export function findPython(): Promise<Python> {
  return (python ??= lookForPython());
}

async function lookForPython(): Promise<Python> {
  const script = 'import sys, venv, ensurepip; print(sys.executable); print(".".join(map(str, sys.version_info[:3])))';
  const { code, output } = await ran('python3', ['-c', script]);
  const [path = '', version = ''] = output.trim().split('\n');
  if (code !== 0) throw new Unavailable(`python3 with venv is not installed: ${output.trim()}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 10)) throw new Unavailable(`python3 is ${version}, and servers need 3.10`);
  return { path, version };
}

/** The `uv` of this machine, or one in a virtual environment of its own. */
export function findUv(): Promise<string> {
  return (uv ??= lookForUv());
}

async function lookForUv(): Promise<string> {
  if ((await ran('uv', ['--version'])).code === 0) return 'uv';
  const { path, version } = await findPython();
  const folder = await cachedFolder(`tools/uv-${UV}-python-${version}`, async (unfinished) => {
    // The program itself needs no interpreter, so it may move with its folder.
    const made = await ran(path, ['-m', 'venv', unfinished]);
    if (made.code !== 0) throw new Unavailable(`no virtual environment can be made: ${made.output.trim()}`);
    const installed = await ran(join(unfinished, 'bin', 'pip'), ['install', '--quiet', `uv==${UV}`]);
    if (installed.code !== 0) throw unreachable(installed.output);
  });
  return join(folder, 'bin', 'uv');
}
