import type { Requirement } from '../../model/dependency.ts';
import type { Install } from '../../model/image.ts';
import type { Located } from '../../model/location.ts';
import type { Words } from './command-wrappers.ts';
import { readRequirementLine } from '../dependency/requirement-line.ts';
import { placeInside } from './shell-words.ts';

/** What an install command is told on its line. */
export interface Arguments {
  readonly packages: readonly Located<string>[];
  /** `-r` and `-c`. */
  readonly files: readonly string[];
  /** Folders that are installed as projects: `.`, `-e ./server`. */
  readonly folders: readonly string[];
  /** It takes newer releases than the lock file has. */
  readonly upgrades: boolean;
}

/** Options whose value is the next word and says nothing about what is installed. */
const VALUED = new Set(
  (
    '-i --index-url --extra-index-url --index --default-index -f --find-links -t --target --prefix --root --python -p ' +
    '--platform --only-binary --no-binary --cache-dir --timeout --default-timeout --retries --trusted-host --proxy ' +
    '--python-version --implementation --abi --progress-bar --log --group --extra --upgrade-strategy -o --output-file ' +
    '--python-platform --resolution --exclude-newer --config-settings --use-feature --report --src --link-mode ' +
    '--with --without --only -E --extras --registry --filter --omit --no-group --only-group --package --prerelease'
  ).split(' '),
);

/** Sorts the words behind an install verb. */
export function argumentsOf(tool: Install['tool'], words: Words): Arguments {
  const packages: Located<string>[] = [];
  const files: string[] = [];
  const folders: string[] = [];
  let upgrades = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const [, option = word.value, value] =
      /^(--[\w-]+)=(.*)$/s.exec(word.value) ?? /^(-[rce])(.+)$/s.exec(word.value) ?? [];
    if (isPython(tool) && /^(?:-r|--requirements?|-c|--constraints?)$/.test(option)) {
      files.push(value ?? words[(index += 1)]?.value ?? '');
    } else if (isPython(tool) && /^(?:-e|--editable)$/.test(option)) {
      folders.push(withoutExtras(value ?? words[(index += 1)]?.value ?? '.'));
    } else if (VALUED.has(option)) {
      if (value === undefined) index += 1;
    } else if (word.value.startsWith('-')) {
      upgrades ||= tool === 'uv' && /^(?:-U|--upgrade)$/.test(word.value);
    } else if (isPython(tool) && isFolder(word.value)) {
      folders.push(withoutExtras(word.value));
    } else {
      packages.push(word);
    }
  }
  return { packages, files: files.filter((file) => file !== '' && !file.includes('$')), folders, upgrades };
}

function isPython(tool: Install['tool']): boolean {
  return tool !== 'npm' && tool !== 'pnpm' && tool !== 'yarn';
}

function isFolder(word: string): boolean {
  return /^\.{1,2}(?:\/|\[|$)|^\//.test(word) && !/\.(?:whl|zip|gz|tgz)$/.test(word);
}

function withoutExtras(word: string): string {
  return word.replace(/\[.*$/s, '');
}

/** A word as its file has it; without a way of writing, it is computed or quoted in parts. */
export interface PackageWord extends Located<string> {
  readonly written?: Requirement['word'];
}

/** A package named on a `pip` line; `undefined` for an archive, a URL or text that the shell computes. */
export function pipRequirement(word: PackageWord): Requirement | undefined {
  const read = /[$`*]|^\w+(?:\+\w+)?:\/\//.test(word.value) ? undefined : readRequirementLine(word.value);
  if (read === undefined) return undefined;
  const { name, extras, specifier, specifierSpan, url, marker } = read;
  return {
    name,
    specifier,
    at: word.at,
    development: false,
    ...standing(word, ...specifierSpan),
    ...(extras.length === 0 ? {} : { extras }),
    ...(marker === undefined ? {} : { marker }),
    ...(url === undefined ? {} : { elsewhere: url }),
  };
}

/** A package named on an `npm` line: `name`, `name@range`, `@scope/name@range`. */
export function npmRequirement(word: PackageWord): Requirement | undefined {
  const [whole, name = '', specifier] = /^(@[\w.-]+\/[\w.-]+|\w[\w.-]*)(?:@(.+))?$/s.exec(word.value) ?? [];
  if (whole === undefined) return undefined;
  const from = specifier === undefined ? name.length : name.length + 1;
  const requirement = { name, at: word.at, development: false, ...standing(word, from, word.value.length) };
  if (specifier?.includes('$') === true) return { ...requirement, specifier: '', elsewhere: specifier };
  return { ...requirement, specifier: specifier ?? '' };
}

/** Places inside a word that is written otherwise than it reads mean nothing. */
function standing(word: PackageWord, start: number, end: number): Pick<Requirement, 'word' | 'specifierAt'> {
  return word.written === undefined ? {} : { word: word.written, specifierAt: placeInside(word)(start, end) };
}
