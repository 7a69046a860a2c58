import type { Edit } from '../../model/change.ts';
import type { DependencyFile, Ecosystem, Requirement } from '../../model/dependency.ts';
import { headOf } from '../text.ts';
import type { Build } from './build.ts';
import { shellWord } from './requirement-edit.ts';
import { isConstraints } from './requirements-source.ts';

/** A package that a build is to install, too. */
export interface Wanted {
  readonly name: string;
  /** Empty for "any". */
  readonly specifier: string;
}

/** A requirement that is added, and the file that gets it. */
export interface Addition {
  readonly path: string;
  readonly edits: readonly Edit[];
}

/**
 * Asks for one more package in the first file that a build reads, else behind what the Dockerfile installs.
 * `undefined`: a lock file decides what is installed, or nothing takes it.
 */
export function addition(build: Build, ecosystem: Ecosystem, wanted: Wanted): Addition | undefined {
  if (build.locks.length > 0) return undefined;
  for (const file of build.files) {
    const edits = additionTo(file, wanted);
    if (edits !== undefined) return { path: file.path, edits };
  }
  const [first, ...others] = build.requirements.filter(({ word }) => build.files.length === 0 || word !== undefined);
  const last = others.at(-1) ?? first;
  const edit = last === undefined ? undefined : beside(last, ecosystem, wanted);
  return last === undefined || edit === undefined ? undefined : { path: last.at.path, edits: [edit] };
}

/** Asks for one more package in a file. */
function additionTo(file: DependencyFile, { name, specifier }: Wanted): readonly Edit[] | undefined {
  const { path, kind, room, requirements } = file;
  if (room !== undefined) {
    // What a script writes is no document there.
    if (room.at.path !== path) return undefined;
    const value = room.form === 'item' ? name + specifier : specifier || '*';
    return [{ kind: 'set', at: room.at, path: [...room.path, room.form === 'item' ? '-' : name], value }];
  }
  // With one hash, pip asks for the hashes of all.
  if (kind !== 'requirements' || isConstraints(path) || requirements.some(({ options }) => options === 'hashes'))
    return undefined;
  const last = requirements.at(-1);
  const put = name + specifier;
  if (last === undefined || last.at.path === path) return [{ kind: 'append', at: headOf(path), put }];
  // A line of a notebook is a string of JSON; where options end, is not known.
  if (last.at.path.endsWith('.ipynb') || last.options !== undefined) return undefined;
  return [{ kind: 'line', at: last.at, where: 'after', put }];
}

/** One more word of the command, or one more line of the file that the Dockerfile writes. */
function beside(
  { at, word, options }: Requirement,
  ecosystem: Ecosystem,
  { name, specifier }: Wanted,
): Edit | undefined {
  const text = name + (ecosystem === 'npm' && specifier !== '' ? '@' : '') + specifier;
  if (word === undefined) return options === undefined ? { kind: 'line', at, where: 'after', put: text } : undefined;
  const end = { ...at, range: { start: at.range.end, end: at.range.end } };
  return { kind: 'replace', at: end, put: word === 'json' ? `", "${text}` : ` ${shellWord(text)}` };
}
