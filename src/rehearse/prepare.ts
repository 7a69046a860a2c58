import { delimiter, dirname, join, resolve } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { StartPlan } from '../model/rehearsal.ts';
import { cacheFolder } from '../world/cache.ts';
import { nodeProject } from './node-project.ts';
import type { Command } from './process.ts';
import { runProgram } from './programs.ts';
import { pythonEnvironment } from './python-environment.ts';

/** What the call says of the interpreter and of what is installed. */
export interface Preparation {
  readonly root: string;
  /** The Python to use; absent: `python3` of the path. */
  readonly python?: string | undefined;
  /** Whether what the project asks for is installed first, in the user's cache; else the interpreter is taken as it is. */
  readonly install: boolean;
  /** The environment of the doctor itself, from which only what a program needs to run is handed on. */
  readonly environment: { readonly [name: string]: string | undefined };
  readonly onStep?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A command that can be started, and what runs it. */
export interface Prepared extends Command {
  readonly interpreter: string;
}

/** Makes the command of a plan one that can be started on this machine: what it needs is installed outside the project. */
export async function prepare(plan: StartPlan, preparation: Preparation): Promise<Prepared> {
  return plan.language === 'python' ? preparePython(plan, preparation) : prepareNode(plan, preparation);
}

async function preparePython(plan: StartPlan, preparation: Preparation): Promise<Prepared> {
  const { root, install, onStep, signal } = preparation;
  const python = preparation.python ?? 'python3';
  const cache = cacheFolder(preparation.environment);
  const bin = install ? await pythonEnvironment({ root, cache, python, plan, onStep, signal }) : undefined;
  const runner = bin === undefined ? python : join(bin, 'python');
  const [program = '', ...words] = plan.command;
  const environment = environmentOf(plan, preparation, bin ?? besideOf(preparation.python));
  const argv = program === 'python' ? [runner, ...words] : scriptWords(program, words, runner, bin);
  return { argv, folder: join(root, plan.folder), environment, interpreter: await versionOf(runner) };
}

/** The folder of an interpreter that is named by its place: the programs of its packages are there, too. */
function besideOf(python: string | undefined): string | undefined {
  return python !== undefined && dirname(python) !== '.' ? resolve(dirname(python)) : undefined;
}

/** Programs of an environment are run by its interpreter, since their first lines name the place they were made in. */
function scriptWords(
  program: string,
  words: readonly string[],
  runner: string,
  bin: string | undefined,
): readonly string[] {
  return bin === undefined ? [program, ...words] : [runner, join(bin, program), ...words];
}

async function prepareNode(plan: StartPlan, preparation: Preparation): Promise<Prepared> {
  const { root, install, onStep, signal } = preparation;
  const environment = environmentOf(plan, preparation, undefined);
  const cache = cacheFolder(preparation.environment);
  const folder = install
    ? await nodeProject({ root, cache, plan, environment, onStep, signal })
    : join(root, plan.folder);
  const [program = '', ...words] = plan.command;
  const runner = program === 'node' ? process.execPath : program;
  return { argv: [runner, ...words], folder, environment, interpreter: `Node.js ${process.versions.node}` };
}

function environmentOf(
  plan: StartPlan,
  { environment }: Preparation,
  bin: string | undefined,
): { readonly [name: string]: string } {
  const kept = handedOn(environment);
  const path = bin === undefined ? {} : { PATH: `${bin}${delimiter}${kept['PATH'] ?? ''}` };
  return { ...kept, ...path, ...plan.environment };
}

/** What programs need to find others and their own files; no credentials, no settings of the shell. */
const HANDED_ON =
  /^(?:PATH|HOME|USER|LANG|LC_\w+|XDG_CACHE_HOME|TMPDIR|TEMP|TMP|SystemRoot|ComSpec|PATHEXT|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS)$/;

/** Of an environment, what the programs of a project may see. */
export function handedOn(environment: Preparation['environment']): { readonly [name: string]: string } {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && HANDED_ON.test(name) ? [[name, value] as const] : [],
  );
  // Without the first, Python keeps its last words in a buffer when it is killed; the second keeps the project clean.
  return { ...Object.fromEntries(kept), PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
}

async function versionOf(runner: string): Promise<string> {
  const { code, output } = await runProgram(runner, ['--version']);
  if (code !== 0) throw new Failure(`\`${runner}\` cannot be started.`, 'Name another interpreter with `--python`.');
  return output.trim();
}
