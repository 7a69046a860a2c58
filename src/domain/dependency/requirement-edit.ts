import type { Edit } from '../../model/change.ts';
import type { Ecosystem, Requirement, ResolvedVersion } from '../../model/dependency.ts';
import type { Place } from '../../model/location.ts';
import { newestAllowed } from './releases.ts';

/**
 * Lets a requirement ask for exactly these versions: `>=1.28,<2`, of npm `^1.32.2`. Extras, markers, quotes and comments
 * stay. `undefined`: it cannot be done where it stands, or hashes hold it.
 */
export function respecified(
  ecosystem: Ecosystem,
  requirement: Requirement,
  specifier: string,
): readonly Edit[] | undefined {
  const { specifierAt, specifier: before } = requirement;
  if (specifierAt === undefined || !isFree(requirement)) return undefined;
  const sign = ecosystem === 'npm' && requirement.word !== undefined && before === '' ? '@' : '';
  return written(requirement, specifierAt, sign + specifier);
}

/** Adds a bound to what a Python requirement asks for already: `<3`. */
export function bounded(requirement: Requirement, bound: string): readonly Edit[] | undefined {
  const { specifierAt, specifier } = requirement;
  if (specifier === '') return respecified('pypi', requirement, bound);
  if (specifierAt === undefined || !isFree(requirement)) return undefined;
  return written(requirement, endOf(specifierAt), `,${bound}`);
}

/**
 * Lets a build install one of these versions of a package: whatever asks for others, asks for them. `undefined`: a lock
 * file or another package decides, or a place cannot be edited.
 */
export function pinned(ecosystem: Ecosystem, version: ResolvedVersion, specifier: string): readonly Edit[] | undefined {
  const asked = version.kind === 'unknown' ? [] : (version.asked ?? []);
  const against = asked.filter(
    (one) =>
      newestAllowed(
        ecosystem,
        one.name,
        [one.specifier, specifier].filter((part) => part !== ''),
      ) === undefined,
  );
  const first = asked.filter(({ constraint }) => constraint !== true).slice(0, 1);
  const changed = (against.length > 0 && first.length > 0 ? against : first).map((one) =>
    respecified(ecosystem, one, specifier),
  );
  return changed.length === 0 || changed.includes(undefined) ? undefined : changed.flatMap((edits) => edits ?? []);
}

function isFree({ elsewhere, options }: Requirement): boolean {
  return elsewhere === undefined && options !== 'hashes';
}

/** A word of a command line that becomes `text`. */
export function shellWord(text: string): string {
  return needsQuotes(text) ? `"${text}"` : text;
}

/** A shell takes `<`, `>`, `*` and blanks for something else. */
function needsQuotes(text: string): boolean {
  return !/^[\w.@/^~=!+,-]*$/.test(text);
}

function written({ word, at }: Requirement, place: Place, put: string): readonly Edit[] {
  if (word !== 'bare' || !needsQuotes(put)) return [{ kind: 'replace', at: place, put }];
  return [
    { kind: 'replace', at: startOf(at), put: '"' },
    { kind: 'replace', at: place, put: `${put}"` },
  ];
}

function startOf(at: Place): Place {
  return { ...at, range: { start: at.range.start, end: at.range.start } };
}

function endOf(at: Place): Place {
  return { ...at, range: { start: at.range.end, end: at.range.end } };
}
