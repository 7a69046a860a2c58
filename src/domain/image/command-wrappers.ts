import type { Located } from '../../model/location.ts';
import type { NamedValue } from '../../model/value.ts';
import { joinPath } from '../paths.ts';

export type Words = readonly Located<string>[];

/** Where a command stands: the image's working directory, the folder it has changed to, the variables set on the way. */
export interface Position {
  readonly workdir: string;
  /** Relative to `workdir`, or absolute. */
  readonly folder: string;
  readonly environment: readonly NamedValue[];
  /** How many `sh -c` surround it. */
  readonly depth: number;
}

/** A command without its outermost wrapper; `script` is text that a shell is to read. */
export interface Unwrapped {
  readonly words: Words;
  readonly position: Position;
  readonly script?: Located<string>;
}

/** Wrappers that only stand before the command: their options with a value, and how many plain words are their own. */
const PLAIN: ReadonlyMap<string, { readonly valued: string; readonly own?: number }> = new Map([
  ['exec', { valued: '-a' }],
  ['nohup', { valued: '' }],
  ['nice', { valued: '-n' }],
  ['stdbuf', { valued: '-i -o -e' }],
  ['timeout', { valued: '-k -s', own: 1 }],
  ['tini', { valued: '-p -e' }],
  ['tini-static', { valued: '-p -e' }],
  ['dumb-init', { valued: '-r --rewrite' }],
  ['catatonit', { valued: '' }],
  ['sudo', { valued: '-u -g' }],
  ['gosu', { valued: '', own: 1 }],
  ['su-exec', { valued: '', own: 1 }],
  ['opentelemetry-instrument', { valued: '--traces_exporter --metrics_exporter --logs_exporter --service_name' }],
  ['ddtrace-run', { valued: '' }],
  ['newrelic-admin', { valued: '', own: 1 }],
  ['npx', { valued: '-p --package -c' }],
  ['bunx', { valued: '-p --package' }],
  ['uvx', { valued: '--from --with --python -p --index-url --index --with-requirements' }],
  ['ts-node-dev', { valued: '-P --project -r' }],
]);

const UV_VALUED =
  '--with --python -p --directory --project --env-file --extra --group --package --index-url --cache-dir ' +
  '--with-requirements --with-editable --only-group --no-group --index --config-file';

/** Programs whose `run` (or the like) starts the rest of the line in an environment of theirs. */
const RUNNERS: ReadonlyMap<string, { readonly verbs: string; readonly valued: string }> = new Map([
  ['uv', { verbs: 'run', valued: UV_VALUED }],
  ['poetry', { verbs: 'run', valued: '-C --directory -P --project' }],
  ['pipenv', { verbs: 'run', valued: '' }],
  ['pdm', { verbs: 'run', valued: '-p --project' }],
  ['hatch', { verbs: 'run', valued: '-e --env' }],
  ['rye', { verbs: 'run', valued: '' }],
  ['pixi', { verbs: 'run', valued: '-e --environment' }],
  ['conda', { verbs: 'run', valued: '-n --name -p --prefix' }],
  ['micromamba', { verbs: 'run', valued: '-n -p' }],
  ['dotenv', { verbs: 'run', valued: '-f --file' }],
  ['doppler', { verbs: 'run', valued: '-p -c' }],
  ['npm', { verbs: 'exec x', valued: '--prefix -p --package' }],
  ['pnpm', { verbs: 'exec dlx', valued: '--filter -F -C --dir' }],
  ['yarn', { verbs: 'exec dlx', valued: '--cwd' }],
]);

/** Takes the outermost wrapper off; `undefined` when there is none that is known. */
export function unwrap(words: Words, position: Position): Unwrapped | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  const assigned = assignments(words);
  if (assigned.length > 0) return { words: words.slice(assigned.length), position: withVariables(position, assigned) };
  const name = programName(first.value);
  if (name === 'env') return unwrapEnv(words.slice(1), position);
  if (/^(?:ba|da|z|a)?sh$/.test(name)) return unwrapShell(words, position);
  const plain = PLAIN.get(name);
  if (plain !== undefined) {
    const rest = afterOptions(words.slice(1), plain.valued.split(' ')).slice(plain.own ?? 0);
    return rest.length === 0 ? undefined : { words: rest, position };
  }
  return unwrapRunner(name, words, position);
}

/** The name a program is called by: `/usr/local/bin/python3.12` is `python3.12`. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** The words behind leading options, where an option in `valued` owns the word behind it. `--` ends the options. */
export function afterOptions(words: Words, valued: readonly string[]): Words {
  let index = 0;
  while (index < words.length) {
    const word = words[index]?.value ?? '';
    if (word === '--') return words.slice(index + 1);
    if (!word.startsWith('-')) break;
    index += valued.includes(word) ? 2 : 1;
  }
  return words.slice(index);
}

/** The value of an option, written `--name value` or `--name=value`. */
export function optionOf(words: Words, ...names: readonly string[]): Located<string> | undefined {
  for (const [index, word] of words.entries()) {
    if (names.includes(word.value)) return words[index + 1];
    const name = names.find((candidate) => candidate.startsWith('--') && word.value.startsWith(`${candidate}=`));
    if (name !== undefined) return { value: word.value.slice(name.length + 1), at: word.at };
  }
  return undefined;
}

/** A path of the command line, relative to the working directory when it lies below it, else absolute. */
export function pathIn({ workdir, folder }: Position, written: string): string {
  if (written.startsWith('$') || written.startsWith('~')) return written;
  const base = written.startsWith('/') ? '' : folder.startsWith('/') ? folder : undefined;
  if (base === undefined) {
    const inside = joinPath(folder, written);
    if (inside !== undefined) return inside;
    return pathIn({ workdir, folder: '', environment: [], depth: 0 }, `${workdir}/${folder}/${written}`);
  }
  const absolute = `/${joinPath('', `${base}/${written}`) ?? ''}`;
  const home = `/${joinPath('', workdir) ?? ''}`;
  if (absolute === home) return '';
  return home !== '/' && absolute.startsWith(`${home}/`) ? absolute.slice(home.length + 1) : absolute;
}

function unwrapEnv(words: Words, position: Position): Unwrapped | undefined {
  const script = optionOf(words, '-S', '--split-string');
  if (script !== undefined) return { words: [], position, script };
  const rest = afterOptions(words, ['-u', '-C']);
  const assigned = assignments(rest);
  return { words: rest.slice(assigned.length), position: withVariables(position, assigned) };
}

/** `sh -c "…"`; a shell that reads a file is not a wrapper that can be seen through here. */
function unwrapShell(words: Words, position: Position): Unwrapped | undefined {
  const flag = words.findIndex(({ value }, index) => index > 0 && /^-[a-z]*c$/.test(value));
  const script = words[flag + 1];
  const options = words.slice(1, flag).every(({ value }) => /^[-+]/.test(value) || value === 'pipefail');
  return flag === -1 || script === undefined || !options ? undefined : { words: [], position, script };
}

function unwrapRunner(name: string, words: Words, position: Position): Unwrapped | undefined {
  const runner = RUNNERS.get(name);
  if (runner === undefined) return undefined;
  const valued = runner.valued.split(' ');
  const behindName = afterOptions(words.slice(1), valued);
  const verb = name === 'uv' && behindName[0]?.value === 'tool' ? behindName.slice(1) : behindName;
  if (!runner.verbs.split(' ').includes(verb[0]?.value ?? '')) return undefined;
  const rest = afterOptions(verb.slice(1), valued);
  const options = words.slice(1, words.length - rest.length);
  const folder = name === 'uv' || name === 'poetry' ? optionOf(options, '--directory', '-C') : undefined;
  const inside = folder === undefined ? position : { ...position, folder: pathIn(position, folder.value) };
  const python = name === 'uv' ? pythonOfUv(options, rest) : undefined;
  if (python !== undefined) return { words: python, position: inside };
  return rest.length === 0 ? undefined : { words: rest, position: inside };
}

/** `uv run -m module` and `uv run file.py`, as the Python command that they are. */
function pythonOfUv(options: Words, rest: Words): Words | undefined {
  const [first] = rest;
  const last = options.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const python = { value: 'python', at: first.at };
  if (last.value === '-m' || last.value === '--module') return [python, { value: '-m', at: last.at }, ...rest];
  return first.value.endsWith('.py') ? [python, ...rest] : undefined;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

function assignments(words: Words): Words {
  const end = words.findIndex(({ value }) => !ASSIGNMENT.test(value));
  return end === -1 ? words : words.slice(0, end);
}

function withVariables(position: Position, assigned: Words): Position {
  return { ...position, environment: [...position.environment, ...assigned.flatMap(variableOf)] };
}

/** `NAME=value` of a command line; a value that the shell computes is set and not to be read. */
export function variableOf({ value: word, at }: Located<string>): readonly NamedValue[] {
  const [, name, value] = ASSIGNMENT.exec(word) ?? [];
  if (name === undefined || value === undefined) return [];
  return [{ name, value: /[$`]/.test(value) ? undefined : value, at, from: 'the command line' }];
}
