import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { StartPlan } from '../model/rehearsal.ts';
import { keptFolder } from './kept-folder.ts';
import { endOf, runProgram } from './programs.ts';

/** What an environment is made from. */
export interface PythonWish {
  readonly root: string;
  readonly cache: string;
  /** The interpreter that it is made with. */
  readonly python: string;
  readonly plan: StartPlan;
  readonly onStep?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A virtual environment with what the project's own files ask for, in the user's cache, found again by their content.
 * Its folder of programs. Throws a `Failure` with the installer's words when it cannot be made.
 */
export async function pythonEnvironment(wish: PythonWish): Promise<string> {
  const { plan, python, cache, root } = wish;
  const version = await runProgram(python, ['-c', 'import sys; print(sys.version)']);
  if (version.code !== 0)
    throw new Failure(`\`${python}\` is no Python: ${version.output.trim()}`, 'Name another one with `--python`.');
  const contents = plan.installs.map((path) => [path, readFileSync(join(root, path), 'utf8')]);
  const hash = createHash('sha256').update(
    JSON.stringify([version.output, contents, plan.packages, installsProject(plan)]),
  );
  const folder = await keptFolder(join(cache, 'python', hash.digest('hex').slice(0, 20)), (unfinished) =>
    fill(unfinished, wish),
  );
  return join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
}

/** A console script exists only once the project itself is installed. */
function installsProject({ command, language }: StartPlan): boolean {
  return language === 'python' && !['python', 'fastmcp', 'mcp'].includes(command[0] ?? '');
}

async function fill(folder: string, wish: PythonWish): Promise<void> {
  const { plan, python, onStep, signal } = wish;
  const uv = (await runProgram('uv', ['--version'])).code === 0;
  onStep?.('making a virtual environment');
  // It is moved when it is whole, so uv's programs must not name their place; those of venv are run by their interpreter.
  const made = uv
    ? await runProgram('uv', ['venv', '--allow-existing', '--relocatable', '--python', python, folder], { signal })
    : await runProgram(python, ['-m', 'venv', folder], { signal });
  demand(made, 'A virtual environment cannot be made');
  const wanted = await wantedOf(folder, wish, uv);
  if (wanted.length === 0) return;
  onStep?.(`installing ${[...plan.installs, ...plan.packages].join(', ')}`);
  const interpreter = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
  const installed = uv
    ? await runProgram('uv', ['pip', 'install', '--python', interpreter, ...wanted], { signal, folder: wish.root })
    : await runProgram(interpreter, ['-m', 'pip', 'install', '--quiet', ...wanted], { signal, folder: wish.root });
  demand(installed, 'The dependencies of the project cannot be installed');
}

function demand({ code, output }: { readonly code: number | null; readonly output: string }, what: string): void {
  if (code === 0) return;
  throw new Failure(
    `${what}:\n  ${endOf(output)}`,
    'Name an interpreter that has them with `--python … --no-install`.',
  );
}

/** The words for the installer: files with `-r`, projects by their folder, packages by name. */
export async function wantedOf(
  folder: string,
  wish: Pick<PythonWish, 'plan' | 'root'>,
  uv: boolean,
): Promise<readonly string[]> {
  const { plan, root } = wish;
  const words: string[] = [];
  const has = (pattern: RegExp): boolean => plan.installs.some((path) => pattern.test(basename(path)));
  for (const path of plan.installs) {
    const name = basename(path);
    if (/\.(?:txt|in)$/.test(name)) words.push(/constraints/.test(name) ? '-c' : '-r', join(root, path));
    else if (name === 'uv.lock' && uv) words.push('-r', await exported(folder, join(root, dirname(path))));
    else if (name === 'pyproject.toml' && !(has(/^uv\.lock$/) && uv))
      words.push(...(uv ? ['-r', join(root, path)] : [copied(folder, join(root, dirname(path)))]));
  }
  if (installsProject(plan)) words.push(copied(folder, join(root, plan.folder)));
  return [...words, ...plan.packages];
}

/** What a lock file says, as requirements; nothing of the project is changed. */
async function exported(folder: string, project: string): Promise<string> {
  const file = join(folder, 'locked.txt');
  const { code, output } = await runProgram('uv', [
    'export',
    '--project',
    project,
    '--frozen',
    '--no-dev',
    '--no-emit-project',
    '--no-hashes',
    '--quiet',
  ]);
  demand({ code, output }, 'The lock file cannot be read');
  writeFileSync(file, output);
  return file;
}

const LEFT_BEHIND = /^(?:\.git|\.venv|venv|node_modules|__pycache__|\.mypy_cache|\.ruff_cache)$/;

/** Building a project leaves files beside its sources, so that happens in a copy. */
function copied(folder: string, project: string): string {
  const copy = join(folder, 'project');
  cpSync(project, copy, { recursive: true, filter: (path) => !LEFT_BEHIND.test(basename(path)) });
  return copy;
}
