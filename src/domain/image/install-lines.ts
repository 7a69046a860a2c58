import type { Copy, CreatedFile, Install } from '../../model/image.ts';
import { afterOptions, programName, unwrap, type Words } from './command-wrappers.ts';
import type { Instruction } from './dockerfile-source.ts';
import { substitute, type Variables } from './dockerfile-variables.ts';
import { contextPathsOf, imagePath } from './image-copies.ts';
import { type Arguments, argumentsOf } from './install-arguments.ts';
import { createdRequirements, type DockerfileSource, namedRequirements } from './install-requirements.ts';
import { optional } from '../manifest/optional.ts';
import { baseOf, joinPath } from '../paths.ts';
import { mayMakeFiles } from './run-effects.ts';
import { mountsOf } from './run-mounts.ts';
import { commandsOf, splitShell } from './shell-words.ts';
import { linesOf } from '../text.ts';

/** What is in the image when a `RUN` runs. */
export interface Surface {
  readonly workdir: string;
  readonly copies: readonly Copy[];
  readonly creates: readonly CreatedFile[];
  readonly variables: Variables;
  /** Some command before may have made files, a lock file among them. */
  readonly makesFiles: boolean;
}

/** The commands of a `RUN` that install packages. */
export function installsOf(run: Instruction, before: Surface, source: DockerfileSource): readonly Install[] {
  const surface = { ...before, copies: [...before.copies, ...mountsOf(run, before.workdir)] };
  const installs: Install[] = [];
  let { workdir, makesFiles } = surface;
  for (const words of commandsIn(run, source)) {
    if (words[0]?.value === 'cd') workdir = imagePath(workdir, words[1]?.value ?? '/').replace(/(?<=.)\/$/, '');
    const install = installOf(words, { ...surface, workdir, makesFiles }, source);
    if (install !== undefined) installs.push(install);
    makesFiles ||= mayMakeFiles(words);
  }
  return installs;
}

/** The commands of a `RUN`, each without its redirections. */
export function commandsIn(run: Instruction, source: DockerfileSource): readonly Words[] {
  return commandsOf(wordsOf(run, source)).map(({ words }) => words);
}

/** A heredoc that is not the input of another program is the script itself. */
function wordsOf({ text, placeOf, exec, heredocs }: Instruction, source: DockerfileSource): Words {
  const [script] = heredocs;
  if (script === undefined || /^(?:cat|tee)\b/.test(text)) return exec ?? splitShell(text, placeOf);
  const lines = linesOf(source.path, source.text);
  return splitShell(script.text, (start, end) => lines.at(script.start + start, script.start + end));
}

interface Recipe {
  readonly tool: Install['tool'];
  readonly words: Words;
  /** Files that the tool reads without being told, the lock file first; none: it installs what it is told. */
  readonly implied: readonly string[];
  /** It does not make a lock file that is missing. */
  readonly strict: boolean;
}

function installOf(line: Words, surface: Surface, source: DockerfileSource): Install | undefined {
  const recipe = recipeOf(
    withoutWrappers(line.map((word) => ({ ...word, value: substitute(word.value, surface.variables) ?? word.value }))),
  );
  const [first] = line;
  const last = line.at(-1);
  if (recipe === undefined || first === undefined || last === undefined) return undefined;
  const at = { ...first.at, range: { start: first.at.range.start, end: last.at.range.end } };
  const told = argumentsOf(recipe.tool, recipe.words);
  const named = told.files.flatMap((file) => filesAt(imagePath(surface.workdir, file), surface, file));
  const implied = recipe.implied.flatMap((file) => filesAt(imagePath(surface.workdir, file), surface));
  const [lock] = recipe.implied;
  const hasLock = lock !== undefined && implied.some((file) => isLock(recipe, file));
  return {
    tool: recipe.tool,
    at,
    files: [...new Set([...named, ...implied, ...projectFiles(told, surface)])],
    requirements: [
      ...namedRequirements(recipe.tool, told.packages, source),
      ...createdRequirements(told, surface, source),
    ],
    locked: hasLock && !told.upgrades,
    ...(lock !== undefined && recipe.strict && !surface.makesFiles
      ? { wantsLock: lock, ...optional('manifest', manifestOf(recipe, surface)) }
      : {}),
    project: told.folders.length > 0 || recipe.implied.length > 0,
  };
}

/** The project file of a tool, and what brings it into the image. */
function manifestOf({ implied }: Recipe, { copies, workdir }: Surface): Install['manifest'] {
  const path = imagePath(workdir, implied[1] ?? '');
  for (const copy of copies.toReversed()) {
    const [file] = contextPathsOf([copy], path);
    if (file !== undefined) return { path: file, copy };
  }
  return undefined;
}

function withoutWrappers(line: Words): Words {
  let words: Words = line.slice(line.findIndex(({ value }) => !/^(?:then|else|do|\{|!|time)$/.test(value)));
  const position = { workdir: '/', folder: '', environment: [], depth: 0 };
  for (let layer = 0; layer < 4; layer++) {
    const inner = unwrap(words, position);
    if (inner === undefined || inner.script !== undefined) break;
    words = inner.words;
  }
  return words;
}

/** The lock files and the project files of each tool, in the order in which they decide. */
const IMPLIED: { readonly [T in Install['tool']]: readonly string[] } = {
  pip: [],
  uv: ['uv.lock', 'pyproject.toml'],
  poetry: ['poetry.lock', 'pyproject.toml'],
  pipenv: ['Pipfile.lock', 'Pipfile'],
  pdm: ['pdm.lock', 'pyproject.toml'],
  npm: ['package-lock.json', 'package.json'],
  pnpm: ['pnpm-lock.yaml', 'package.json'],
  yarn: ['yarn.lock', 'package.json'],
};

function isLock({ implied }: Recipe, file: string): boolean {
  return implied[0] !== undefined && baseOf(file) === implied[0];
}

const VERBS: { readonly [name: string]: RegExp } = {
  poetry: /^(?:install|sync)$/,
  pipenv: /^(?:install|sync)$/,
  pdm: /^(?:install|sync)$/,
  npm: /^(?:ci|i|install|add|clean-install)$/,
  pnpm: /^(?:i|install|add)$/,
  yarn: /^(?:install|add)$/,
};

function recipeOf(words: Words): Recipe | undefined {
  const name = programName(words[0]?.value ?? '');
  if (/^python[\d.]*$/.test(name) && words[1]?.value === '-m') return recipeOf(words.slice(2));
  if (/^pip[\d.]*$/.test(name)) return pipRecipe('pip', words.slice(1));
  if (name === 'uv') return uvRecipe(words.slice(1));
  switch (name) {
    case 'poetry':
    case 'pipenv':
    case 'pdm':
    case 'npm':
    case 'pnpm':
    case 'yarn': {
      const [verb, ...rest] = afterOptions(words.slice(1), ['--prefix', '-C', '--dir', '--cwd', '-d', '--directory']);
      if (verb === undefined && name !== 'yarn') return undefined;
      if (verb !== undefined && VERBS[name]?.test(verb.value) !== true) return undefined;
      const global = words.some(({ value }) => value === '-g' || value === '--global') || verb?.value === 'global';
      return {
        tool: name,
        words: rest,
        implied: global ? [] : IMPLIED[name],
        strict: isStrict(name, verb?.value, rest),
      };
    }
    default:
      return undefined;
  }
}

/** Commands that stop without their lock file, as their manuals say (verified 2026-11-23). */
function isStrict(tool: Install['tool'], verb: string | undefined, words: Words): boolean {
  const has = (...options: readonly string[]): boolean => words.some(({ value }) => options.includes(value));
  switch (tool) {
    case 'uv':
      return verb === 'sync' && has('--frozen', '--locked');
    case 'npm':
      return verb === 'ci' || verb === 'clean-install';
    case 'pnpm':
      return has('--frozen-lockfile');
    case 'pipenv':
      return verb === 'sync' || has('--deploy');
    default:
      return false;
  }
}

function pipRecipe(tool: 'pip' | 'uv', words: Words): Recipe | undefined {
  const [verb, ...rest] = afterOptions(words, ['--python', '--cache-dir', '--proxy']);
  if (verb?.value === 'sync' && tool === 'uv')
    return {
      tool,
      words: rest.flatMap((word) => (word.value.startsWith('-') ? [word] : [{ value: '-r', at: word.at }, word])),
      implied: [],
      strict: false,
    };
  return verb?.value === 'install' ? { tool, words: rest, implied: [], strict: false } : undefined;
}

function uvRecipe(words: Words): Recipe | undefined {
  const [verb, ...rest] = afterOptions(words, ['--directory', '--project', '--cache-dir', '--python']);
  if (verb?.value === 'pip') return pipRecipe('uv', rest);
  return verb?.value === 'sync' || verb?.value === 'add'
    ? { tool: 'uv', words: rest, implied: IMPLIED.uv, strict: isStrict('uv', verb.value, rest) }
    : undefined;
}

/** The files of the build context that a path of the image is; a named one that nothing brings keeps its name. */
function filesAt(path: string, { copies, creates }: Surface, named?: string): readonly string[] {
  if (creates.some(({ to }) => to === path)) return [];
  const [file] = contextPathsOf(copies, path);
  if (file !== undefined) return [file];
  if (named === undefined) return [];
  return [named.startsWith('/') ? baseOf(named) : (joinPath('', named) ?? baseOf(named))];
}

function projectFiles({ folders }: Arguments, surface: Surface): readonly string[] {
  return folders.flatMap((folder) => {
    const path = imagePath(surface.workdir, folder).replace(/\/$/, '');
    return ['pyproject.toml', 'setup.cfg', 'setup.py']
      .flatMap((name) => filesAt(`${path}/${name}`, surface))
      .slice(0, 1);
  });
}
