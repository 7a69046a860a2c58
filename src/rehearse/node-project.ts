import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { StartPlan } from '../model/rehearsal.ts';
import { keptFolder } from './kept-folder.ts';
import { endOf, runProgram } from './programs.ts';

export interface NodeWish {
  readonly root: string;
  readonly cache: string;
  readonly plan: StartPlan;
  readonly environment: { readonly [name: string]: string };
  readonly onStep?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The folder in which a Node.js project can be started: its own where its packages are installed and what is started is
 * built; else a copy in the user's cache in which both is done by the project's own scripts.
 */
export async function nodeProject(wish: NodeWish): Promise<string> {
  const { root, plan } = wish;
  const home = join(root, plan.folder);
  const project = packageFolder(home, root);
  if (project === undefined) return home;
  const startable = !isBuilt(plan) || existsSync(join(home, plan.command[1] ?? ''));
  if (startable && (existsSync(join(project, 'node_modules')) || hasNoPackages(project))) return home;
  const copy = await keptFolder(join(wish.cache, 'node', hashOf(project)), (unfinished) =>
    fill(unfinished, project, wish),
  );
  return join(copy, relative(project, home));
}

/** The folder of the package that a folder is in, not above the root. */
export function packageFolder(home: string, root: string): string | undefined {
  for (let folder = home; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === root || dirname(folder) === folder) return undefined;
  }
}

function hasNoPackages(project: string): boolean {
  const text = readFileSync(join(project, 'package.json'), 'utf8');
  return !/"(?:dependencies|devDependencies|optionalDependencies)"/.test(text);
}

/** `node dist/index.js`: a file that a build writes. */
function isBuilt({ command }: StartPlan): boolean {
  return command[0] === 'node' && /(?:^|\/)(?:dist|build|out|lib)\//.test(command[1] ?? '');
}

const LEFT_BEHIND = /^(?:\.git|node_modules|\.venv|venv)$/;

/** By the content of the whole project: what is built from it is kept with it. */
function hashOf(project: string): string {
  const hash = createHash('sha256').update(process.version);
  const files = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(project, path)
          .split(sep)
          .some((part) => LEFT_BEHIND.test(part)),
    )
    .toSorted();
  for (const path of files) hash.update(`${relative(project, path)}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 20);
}

async function fill(folder: string, project: string, wish: NodeWish): Promise<void> {
  const { onStep, environment, signal } = wish;
  cpSync(project, folder, { recursive: true, filter: (path) => !LEFT_BEHIND.test(basename(path)) });
  onStep?.('installing packages with npm');
  const locked = existsSync(join(folder, 'package-lock.json'));
  await npm([locked ? 'ci' : 'install', '--no-audit', '--no-fund'], 'The packages of the project cannot be installed');
  if (!isBuilt(wish.plan)) return;
  onStep?.('building the project');
  await npm(['run', 'build'], 'The project cannot be built');

  async function npm(words: readonly string[], failure: string): Promise<void> {
    const { code, output } = await runProgram('npm', words, { folder, environment, signal });
    if (code === 0) return;
    throw new Failure(`${failure}:\n  ${endOf(output)}`);
  }
}
