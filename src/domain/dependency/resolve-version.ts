import type { Dependencies, DependencyFile, Ecosystem, Requirement, ResolvedVersion } from '../../model/dependency.ts';
import { type Build, buildOf, type BuildScope } from './build.ts';
import { chooseTogether, type Choice, type Wish } from './co-installed.ts';
import { newestAllowed } from './releases.ts';
import { exactVersion, isSpecifier, newestOf, satisfies } from './versions.ts';
import { listing } from '../words.ts';
import { rememberedBy, rememberedOf } from '../remembered.ts';

export type { BuildScope } from './build.ts';

/** The version of a package that a fresh build installs. */
export function resolveVersion(
  dependencies: Dependencies,
  scope: BuildScope,
  ecosystem: Ecosystem,
  name: string,
): ResolvedVersion {
  return resolverOf(scope, dependencies)(ecosystem, name);
}

/** Many ask about the same build; a scope belongs to one set of dependencies. */
const resolverOf = rememberedOf((scope: BuildScope, dependencies: Dependencies) =>
  rememberedBy(
    (ecosystem: Ecosystem, name: string) => `${ecosystem} ${name}`,
    (ecosystem, name) => resolve(dependencies, scope, ecosystem, name),
  ),
);

function resolve(dependencies: Dependencies, scope: BuildScope, ecosystem: Ecosystem, name: string): ResolvedVersion {
  const build = buildOf(dependencies, scope, ecosystem);
  const wanted = wantedIn(build, ecosystem);
  const own = wanted.filter((requirement) => canonical(requirement.name) === name);
  return (
    lockedIn(build.locks, own, scope.folder, ecosystem, name) ??
    elsewhere(own, name) ??
    pinned(own, ecosystem) ??
    newest(wanted, own, ecosystem, name)
  );
}

/** `fastmcp` is released as `fastmcp-slim`, too, since 3.3; what is imported has one name. */
export function canonical(name: string): string {
  return name === 'fastmcp-slim' ? 'fastmcp' : name;
}

/**
 * What a plain build asks for; a bundler takes npm packages from the development dependencies, too. Every package and
 * several checks ask for it; a build belongs to one ecosystem.
 */
export const wantedIn = rememberedOf((build: Build, ecosystem: Ecosystem): readonly Requirement[] =>
  build.requirements.filter(
    ({ development, marker }) => (!development || ecosystem === 'npm') && !isForOtherSystems(marker),
  ),
);

/** AgentCore runs Linux. */
function isForOtherSystems(marker: string | undefined): boolean {
  if (marker === undefined || /\bor\b/.test(marker)) return false;
  if (/\b(sys_platform|platform_system|os_name)\s*==\s*["'](?!linux|posix)/i.test(marker)) return true;
  return (
    /\b(sys_platform|platform_system|os_name)\s*!=\s*["'](linux|posix)/i.test(marker) ||
    /python_version\s*(<\s*["'](2|3\.(\d|10))|<=\s*["'](2|3\.\d)|==\s*["'](2|3\.\d))(\.[\d*]+)?["']/.test(marker)
  );
}

function lockedIn(
  locks: readonly DependencyFile[],
  own: readonly Requirement[],
  folder: string,
  ecosystem: Ecosystem,
  name: string,
): ResolvedVersion | undefined {
  for (const lock of locks) {
    const entries = lock.requirements.filter((entry) => canonical(entry.name) === name);
    const forFolder = entries.filter((entry) => entry.folder !== undefined && isIn(folder, entry.folder));
    const candidates = forFolder.length > 0 ? forFolder : entries;
    // A lock can hold one package twice: for another version of Python, or below another package.
    const fitting = candidates.filter((entry) =>
      own.every(({ specifier }) => satisfies(ecosystem, versionOf(entry), specifier) !== false),
    );
    const versions = [...new Set((fitting.length > 0 ? fitting : candidates).map(versionOf))];
    const version = newestOf(ecosystem, versions, []) ?? versions[0];
    const entry = candidates.find((candidate) => versionOf(candidate) === version);
    if (version === undefined || entry === undefined) continue;
    return { kind: 'exact', version, from: lock.path, at: entry.at };
  }
  return undefined;
}

function versionOf({ specifier }: Requirement): string {
  return specifier.replace(/^==/, '');
}

function isIn(folder: string, parent: string): boolean {
  return parent === '' || folder === parent || folder.startsWith(`${parent}/`);
}

function elsewhere(own: readonly Requirement[], name: string): ResolvedVersion | undefined {
  const requirement = own.find((candidate) => candidate.elsewhere !== undefined);
  if (requirement === undefined) return undefined;
  return { kind: 'unknown', because: `\`${name}\` comes from \`${requirement.elsewhere}\``, at: requirement.at };
}

function pinned(own: readonly Requirement[], ecosystem: Ecosystem): ResolvedVersion | undefined {
  for (const requirement of own) {
    const version = exactVersion(ecosystem, requirement.specifier);
    if (version === undefined) continue;
    return { kind: 'exact', version, from: sourceOf(requirement), at: requirement.at, asked: own };
  }
  return undefined;
}

function newest(
  wanted: readonly Requirement[],
  own: readonly Requirement[],
  ecosystem: Ecosystem,
  name: string,
): ResolvedVersion {
  const odd = own.find(({ specifier }) => !isSpecifier(ecosystem, specifier));
  if (odd !== undefined)
    return { kind: 'unknown', because: `\`${odd.specifier}\` is not a range of versions`, at: odd.at };
  const choices = (ecosystem === 'pypi' ? chosenOf(wanted) : undefined) ?? [];
  const specifiers = own.map(({ specifier }) => specifier).filter((specifier) => specifier !== '');
  const alone = newestAllowed(ecosystem, name, specifiers);
  const version = choices.find((choice) => choice.name === name)?.version ?? (namesIt(own) ? alone : undefined);
  if (version === undefined) return unresolved(own, name);
  const holding = version === alone ? undefined : holdersOf(choices, name, alone);
  const [first] = own.filter(({ constraint }) => constraint !== true);
  return {
    kind: 'newest',
    version,
    specifier: specifiers.join(','),
    from: first === undefined ? broughtInBy(choices, name) : sourceOf(first),
    ...(first === undefined ? {} : { at: first.at }),
    ...(holding === undefined ? {} : { heldBackBy: holding }),
    asked: own,
  };
}

function namesIt(own: readonly Requirement[]): boolean {
  return own.some(({ constraint }) => constraint !== true);
}

function unresolved(own: readonly Requirement[], name: string): ResolvedVersion {
  const named = own.find(({ constraint }) => constraint !== true);
  if (named === undefined) return { kind: 'unknown', because: `no file of the build names \`${name}\`` };
  return { kind: 'unknown', because: `no known release of \`${name}\` fits ${sourceOf(named)}`, at: named.at };
}

/** What is chosen where all of this is wanted. Every package of a build is asked for, and what goes with it. */
export const chosenOf = rememberedOf((wanted: readonly Requirement[]): readonly Choice[] | undefined =>
  chooseTogether(wishesOf(wanted)),
);

/** One wish for each package: what all files together ask of it. */
export function wishesOf(wanted: readonly Requirement[]): readonly Wish[] {
  const names = new Set(wanted.filter(({ constraint }) => constraint !== true).map(({ name }) => canonical(name)));
  return [...names].map((name) => {
    const own = wanted.filter((requirement) => canonical(requirement.name) === name);
    const specifiers = own.map(({ specifier }) => specifier).filter((specifier) => isSpecifier('pypi', specifier));
    return { name, specifiers, extras: own.flatMap(({ extras = [] }) => extras) };
  });
}

function holdersOf(choices: readonly Choice[], name: string, alone: string | undefined): string | undefined {
  const holders = choices.flatMap((choice) =>
    choice.bounds
      .filter(
        ({ on, specifier }) => on === name && alone !== undefined && satisfies('pypi', alone, specifier) === false,
      )
      .map(({ specifier }) => `\`${choice.name}\` ${choice.version} needs \`${name}${specifier}\``),
  );
  return holders.length === 0 ? undefined : listing(holders);
}

function broughtInBy(choices: readonly Choice[], name: string): string {
  const bringing = choices.filter(({ bounds }) => bounds.some(({ on }) => on === name));
  return `no file names a version of \`${name}\`; ${listing(bringing.map((choice) => `\`${choice.name}\` ${choice.version}`))} ${bringing.length === 1 ? 'brings' : 'bring'} it in`;
}

/** "`mcp>=1.0` in requirements.txt" */
function sourceOf(requirement: Requirement): string {
  return `${spelt(requirement)} in ${requirement.at.path}`;
}

/** "`mcp>=1.0`" */
export function spelt({ name, specifier, written, extras = [] }: Requirement): string {
  const extra = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  const asked = written ?? specifier;
  const spaced = /^([\w^*]|~(?!=))/.test(asked) ? ` ${asked}` : asked;
  return `\`${name}${extra}${spaced}\``;
}
