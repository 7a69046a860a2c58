import type { Agent } from '../../model/agent.ts';
import type { Dependencies } from '../../model/dependency.ts';
import type { Dockerfile } from '../../model/image.ts';
import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import { startedBy, type Started } from '../image/command-line.ts';
import { splitShell } from '../image/shell-words.ts';
import { findEntry, findModule, type FileIndex } from '../locate.ts';
import { folderOf, joinPath } from '../paths.ts';
import type { Surroundings } from './surroundings.ts';

/** The file of the project that runs first, and how. */
export interface StartFile {
  readonly path: string | undefined;
  readonly started: Surroundings['started'];
  /** The words behind the program; absent: nothing says. */
  readonly argv?: readonly Located<string>[];
  /** Variables that the command line itself sets. */
  readonly environment: readonly NamedValue[];
  /** What the container's command was understood as. */
  readonly program?: Started;
  /** The function that a console script calls. */
  readonly entryFunction?: string;
  readonly because: string;
}

/** What is needed to find files that a command line names. */
export interface StartIndex {
  readonly index: FileIndex;
  readonly dependencies: Dependencies;
  /** The source of a built file: `dist/index.js` comes from `src/index.ts`. */
  sourceOf(path: string): string | undefined;
  /** What a command runs that names a `fastmcp.json` instead of a source file. */
  configuredBy(path: string, command: Started): Started | undefined;
}

/** What an agent's container or tool starts: the image's command where it leads to a file, else the manifest's entry. */
export function startFileOf(agent: Agent, dockerfile: Dockerfile | undefined, around: StartIndex): StartFile {
  const byImage = dockerfile === undefined ? undefined : startFileOfImage(dockerfile, agent.folder, around);
  if (byImage?.path !== undefined) return byImage;
  if (agent.entry !== undefined) {
    const { path, because } = agent.entry;
    // Both tools start `python -m module` or the file itself, without further words.
    return { path: around.sourceOf(path) ?? path, started: 'as-program', argv: [], environment: [], because };
  }
  return byImage ?? { path: undefined, started: 'unclear', environment: [], because: '' };
}

/** What a container of this image starts, as a file of the project. */
export function startFileOfImage(dockerfile: Dockerfile, folder: string, around: StartIndex): StartFile | undefined {
  const command = dockerfile.starts;
  if (command === undefined) return undefined;
  const started = startedBy(command.argv, dockerfile.workdir?.value ?? '/');
  if (started === undefined) return undefined;
  const program: Started = { ...started, instruction: command.at };
  const folders = foldersOf(dockerfile, folder, program);
  return locate(program, folders, around, `the command of ${dockerfile.path}`, 0);
}

/** Where a path of the container may lie in the project: the build context, what is copied, and the usual `src`. */
function foldersOf(dockerfile: Dockerfile, folder: string, program: Started): readonly string[] {
  const beside = folderOf(dockerfile.path);
  const copied = dockerfile.copies
    .flatMap(({ from }) => from)
    .flatMap((source) => [joinPath(beside, source), joinPath(folder, source), joinPath('', source)]);
  const bases = [beside, folder, ...copied.filter((path) => path !== undefined), '', joinPath(beside, 'src') ?? beside];
  const inner =
    program.folder === undefined || program.folder.startsWith('/')
      ? []
      : bases.map((base) => joinPath(base, program.folder ?? ''));
  return [...new Set([...inner.filter((path) => path !== undefined), ...bases])];
}

function locate(
  program: Started,
  folders: readonly string[],
  around: StartIndex,
  because: string,
  depth: number,
): StartFile | undefined {
  const found = (path: string | undefined, started: Surroundings['started']): StartFile => ({
    path,
    started,
    argv: program.argv,
    environment: program.environment ?? [],
    program,
    because,
  });
  switch (program.kind) {
    case 'python-script':
      return found(fileIn(program.target, folders, around), 'as-program');
    case 'python-module':
      return found(findModule(program.target, folders, around.index), 'as-program');
    case 'uvicorn':
    case 'gunicorn':
      return found(findModule(program.target, folders, around.index), 'imported');
    case 'fastmcp-run':
      if (program.target.endsWith('.json')) {
        const inner = around.configuredBy(fileIn(program.target, folders, around) ?? '', program);
        return inner === undefined || inner.target.endsWith('.json')
          ? undefined
          : locate(inner, ['', ...folders], around, because, depth);
      }
      return found(fileIn(program.target, folders, around), 'imported');
    case 'mcp-run':
      return found(fileIn(program.target, folders, around), 'imported');
    case 'node':
      return found(fileIn(program.target, folders, around), 'as-program');
    case 'npm-script':
      return depth > 3 ? undefined : behindScript(program, folders, around, because, depth);
    case 'console-script':
      return { ...found(undefined, 'imported'), ...behindConsole(program.target, folders, around) };
    case 'other':
      return undefined;
  }
}

function fileIn(target: string, folders: readonly string[], { index, sourceOf }: StartIndex): string | undefined {
  for (const folder of folders) {
    const path = findEntry(target, folder, index)?.path ?? builtIn(target, folder, sourceOf);
    if (path !== undefined) return sourceOf(path) ?? path;
  }
  return undefined;
}

/** A built file is not in the project, and git ignores it; its source is. */
function builtIn(target: string, folder: string, sourceOf: StartIndex['sourceOf']): string | undefined {
  const relative = target.replace(/^\/(app|usr\/src\/app|workspace|code|opt\/app)\//, '');
  const path = relative.startsWith('/') ? undefined : joinPath(folder, relative);
  return path === undefined ? undefined : sourceOf(path);
}

/** `npm start`: what the script of the nearest package.json runs. */
function behindScript(
  { target }: Started,
  folders: readonly string[],
  around: StartIndex,
  because: string,
  depth: number,
): StartFile | undefined {
  for (const folder of folders) {
    const file = around.dependencies.files.find(
      ({ kind, path }) => kind === 'package-json' && folderOf(path) === folder,
    );
    const script = file?.scripts.find(({ name }) => name === target);
    if (script === undefined) continue;
    const words = splitShell(script.target.value, () => script.target.at);
    const program = startedBy(words, '/');
    return program === undefined ? undefined : locate(program, [folder, ...folders], around, because, depth + 1);
  }
  return undefined;
}

/** A command that a package installs: `[project.scripts]` names its module and function. */
function behindConsole(
  target: string,
  folders: readonly string[],
  { index, dependencies }: StartIndex,
): Pick<StartFile, 'path' | 'entryFunction'> | undefined {
  for (const { kind, path, scripts } of dependencies.files) {
    const script = kind === 'pyproject' ? scripts.find(({ name }) => name === target) : undefined;
    if (script === undefined) continue;
    const [module = '', entryFunction] = script.target.value.split(':');
    const home = folderOf(path);
    const file = findModule(module.trim(), [home, home === '' ? 'src' : `${home}/src`, ...folders], index);
    return { path: file, ...(entryFunction === undefined ? {} : { entryFunction: entryFunction.trim() }) };
  }
  return undefined;
}
