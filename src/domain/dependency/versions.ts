import { compare as comparePep440, explain } from '@renovatebot/pep440';
import compareSemver from 'semver/functions/compare.js';
import satisfiesSemver from 'semver/functions/satisfies.js';
import validSemver from 'semver/functions/valid.js';
import validSemverRange from 'semver/ranges/valid.js';
import type { Ecosystem } from '../../model/dependency.ts';
import { remembered } from '../remembered.ts';

/** Which of two versions is newer: negative, zero or positive. What is no version is older than all that are. */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): number {
  if (ecosystem === 'npm') return compareNpm(a, b);
  const [one, two] = [releaseOf(a), releaseOf(b)];
  return one !== undefined && two !== undefined ? compareReleases(one, two) : comparePython(a, b);
}

/** Whether a version fulfils every specifier; `undefined` when one of them cannot be understood. */
export function satisfies(
  ecosystem: Ecosystem,
  version: string,
  specifiers: string | readonly string[],
): boolean | undefined {
  const list = typeof specifiers === 'string' ? [specifiers] : specifiers;
  return ecosystem === 'npm' ? satisfiesNpm(version, list) : satisfiesPython(version, list);
}

/** The versions that every specifier allows, as pip and npm choose: pre-releases only where one is named. */
export function intersect(
  ecosystem: Ecosystem,
  versions: readonly string[],
  specifiers: readonly string[],
): readonly string[] {
  return versions.filter((version) => satisfies(ecosystem, version, specifiers) === true);
}

/** The newest of some versions that every specifier allows. */
export function newestOf(
  ecosystem: Ecosystem,
  versions: readonly string[],
  specifiers: readonly string[],
): string | undefined {
  let newest: string | undefined;
  for (const version of intersect(ecosystem, versions, specifiers)) {
    if (newest === undefined || compareVersions(ecosystem, version, newest) > 0) newest = version;
  }
  return newest;
}

/** The version that a specifier names as the only one: `1.2.3` of `==1.2.3`, of npm's `1.2.3`. */
export function exactVersion(ecosystem: Ecosystem, specifier: string): string | undefined {
  if (ecosystem === 'npm') return validSemver(specifier.replace(/^[=v\s]+/, '')) ?? undefined;
  const [clause, ...others] = clausesOf(specifier) ?? [];
  if (clause === undefined || others.length > 0) return undefined;
  return /^={2,3}$/.test(clause.operator) && !clause.wildcard ? clause.version : undefined;
}

/** Whether a specifier ends somewhere: a newer major cannot come in by itself. */
export function hasUpperBound(ecosystem: Ecosystem, specifier: string): boolean {
  if (satisfies(ecosystem, '99999.0.0', specifier) === true) return false;
  return ecosystem === 'npm' ? !isNpmTag(specifier) : (clausesOf(specifier)?.length ?? 0) > 0;
}

/** Whether a specifier can be understood at all. */
export function isSpecifier(ecosystem: Ecosystem, specifier: string): boolean {
  return ecosystem === 'npm' ? npmRange(specifier) !== undefined : clausesOf(specifier) !== undefined;
}

interface Clause {
  readonly operator: string;
  readonly version: string;
  readonly wildcard: boolean;
}

const clausesOf = remembered(readClauses);

function readClauses(specifier: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const part of specifier.split(',')) {
    if (part.trim() === '') continue;
    const [, operator, version, star] = /^\s*(~=|===|==|!=|<=|>=|<|>)\s*([^\s*]+?)(\.\*)?\s*$/.exec(part) ?? [];
    if (operator === undefined || version === undefined) return undefined;
    const wildcard = star !== undefined;
    if (operator !== '===' && explainPython(version) === undefined) return undefined;
    if (wildcard && operator !== '==' && operator !== '!=') return undefined;
    clauses.push({ operator, version, wildcard });
  }
  return clauses;
}

function satisfiesPython(version: string, specifiers: readonly string[]): boolean | undefined {
  const clauses: Clause[] = [];
  for (const specifier of specifiers) {
    const read = clausesOf(specifier);
    if (read === undefined) return undefined;
    clauses.push(...read);
  }
  const candidate = explainPython(version);
  if (candidate === undefined) return false;
  if (candidate.pre && !clauses.some((clause) => clause.operator !== '!=' && explainPython(clause.version)?.pre))
    return false;
  return clauses.every((clause) => allows(clause, version, candidate));
}

/** PEP 440, "Version specifiers". */
function allows({ operator, version, wildcard }: Clause, candidate: string, parts: PythonVersion): boolean {
  const bound = explainPython(version);
  if (bound === undefined) return candidate === version;
  const difference = compareVersions('pypi', parts.public, version);
  const sameRelease = () => compareReleases(parts.release, bound.release) === 0 && parts.epoch === bound.epoch;
  switch (operator) {
    case '===':
      return candidate === version;
    case '==':
      return wildcard
        ? startsWith(parts, bound)
        : (bound.local === undefined ? difference : compareVersions('pypi', candidate, version)) === 0;
    case '!=':
      return wildcard ? !startsWith(parts, bound) : difference !== 0;
    case '~=':
      return (
        difference >= 0 &&
        bound.release.length > 1 &&
        startsWith(parts, { ...bound, release: bound.release.slice(0, -1) })
      );
    case '>=':
      return difference >= 0;
    case '<=':
      return difference <= 0;
    case '<':
      return difference < 0 && !(parts.pre && !bound.pre && sameRelease());
    default:
      return difference > 0 && !(parts.post && !bound.post && sameRelease());
  }
}

function startsWith(parts: PythonVersion, prefix: PythonVersion): boolean {
  return (
    parts.epoch === prefix.epoch && prefix.release.every((number, index) => (parts.release[index] ?? 0) === number)
  );
}

interface PythonVersion {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly public: string;
  readonly pre: boolean;
  readonly post: boolean;
  readonly local: string | undefined;
}

const explainPython = remembered(readVersion);

function readVersion(version: string): PythonVersion | undefined {
  const release = releaseOf(version);
  if (release !== undefined) return { epoch: 0, release, public: version, pre: false, post: false, local: undefined };
  const parts = explain(version.trim());
  if (parts === null) return undefined;
  return {
    epoch: parts.epoch,
    release: parts.release,
    public: parts.public,
    pre: parts.is_prerelease || parts.is_devrelease,
    post: parts.is_postrelease,
    local: parts.local ?? undefined,
  };
}

/** The numbers of a plain version such as `1.23.1`: the common case, for which no parser has to be asked. */
function releaseOf(version: string): readonly number[] | undefined {
  return /^\d{1,9}(\.\d{1,9})*$/.test(version) ? version.split('.').map(Number) : undefined;
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePython(a: string, b: string): number {
  const [one, two] = [explainPython(a) !== undefined, explainPython(b) !== undefined];
  return one && two ? comparePep440(a.trim(), b.trim()) : Number(one) - Number(two);
}

function compareNpm(a: string, b: string): number {
  const [one, two] = [validSemver(a), validSemver(b)];
  if (one === null || two === null) return Number(one !== null) - Number(two !== null);
  return compareSemver(one, two);
}

function satisfiesNpm(version: string, specifiers: readonly string[]): boolean | undefined {
  const ranges = specifiers.map(npmRange);
  if (ranges.includes(undefined)) return undefined;
  return ranges.every((range) => range !== undefined && satisfiesSemver(version, range));
}

function isNpmTag(specifier: string): boolean {
  return /^(latest|\*|x)?$/i.test(specifier.trim());
}

/** `undefined`: not a range, such as a tag other than `latest`, or a URL. */
function npmRange(specifier: string): string | undefined {
  return isNpmTag(specifier) ? '*' : (validSemverRange(specifier) ?? undefined);
}
