import type { Edit, Fix } from '../../model/change.ts';
import type { Dependencies, Requirement } from '../../model/dependency.ts';
import type { Server } from '../../model/server.ts';
import { chooseTogether, type Choice, type Wish } from './co-installed.ts';
import type { Conflict } from './dependency-conflicts.ts';
import { renewalAfter } from './lock-beside.ts';
import { lacksImport } from './new-requirement.ts';
import { newestAllowed, releasesOf } from './releases.ts';
import { addition } from './requirement-addition.ts';
import { bounded, respecified } from './requirement-edit.ts';
import { canonical, resolveVersion, wantedIn, wishesOf } from './resolve-version.ts';
import type { ServerBuild } from './server-build.ts';
import { exactVersion } from './versions.ts';

/** One way to make packages go together: other versions of one of them. */
interface Way {
  readonly name: string;
  readonly title: string;
  readonly specifier: string;
  readonly edits: readonly Edit[] | undefined;
  /** The requirement that the specifier takes the place of; absent: it is one more. */
  readonly instead?: Requirement;
}

/** The ways to end a conflict that leave a build which installs, and an SDK that has what the server imports. */
export function conflictFixes(
  conflict: Conflict,
  server: Server,
  built: ServerBuild,
  dependencies: Dependencies,
): Fix | undefined {
  if (built.build.locks.length > 0) return undefined;
  const wanted = wantedIn(built.build, 'pypi');
  const ways = conflict.kind === 'apart' ? waysApart(conflict) : waysBroken(conflict, built, dependencies);
  const [first, ...others] = ways.flatMap((way): readonly Fix[] => {
    const choices = chooseTogether(wishesAfter(wanted, way));
    if (way.edits === undefined || choices === undefined || breaksImport(choices, server)) return [];
    return [
      {
        name: `change-${way.name}`,
        title: way.title + renewalAfter(way.edits, dependencies),
        safety: 'review',
        edits: way.edits,
      },
    ];
  });
  if (first === undefined || others.length === 0) return first;
  return { ...first, alternatives: others };
}

function wishesAfter(wanted: readonly Requirement[], { name, specifier, instead }: Way): readonly Wish[] {
  if (instead === undefined) return [...wishesOf(wanted), { name, specifiers: [specifier], extras: [] }];
  return wishesOf(wanted.map((one) => (one.at === instead.at ? { ...one, specifier } : one)));
}

function breaksImport(choices: readonly Choice[], { imports }: Server): boolean {
  return choices.some(
    ({ name, version }) =>
      (name === 'mcp' || name === 'fastmcp') && imports.some((site) => lacksImport(name, version, site)),
  );
}

/** Either the second follows the first, or the first goes back to a release that goes with the second. */
function waysApart({ one, other, needs }: Extract<Conflict, { kind: 'apart' }>): readonly Way[] {
  const follow = change(other, needs.specifier, `Write \`${other.name}${needs.specifier}\`, as \`${one.name}\` does`);
  const release = releasesOf('pypi', canonical(one.name)).findLast(
    (version) =>
      chooseTogether([
        ...wishesOf([{ ...one, specifier: `==${version}` }]),
        ...wishesOf([{ ...other, constraint: false }]),
      ]) !== undefined,
  );
  if (release === undefined) return [follow];
  const specifier = likeBefore(one, release);
  return [
    follow,
    change(one, specifier, `Write \`${one.name}${specifier}\`, which goes with \`${other.name}${other.specifier}\``),
  ];
}

function change(requirement: Requirement, specifier: string, title: string): Way {
  const edits = respecified('pypi', requirement, specifier);
  return { name: requirement.name, title, specifier, edits, instead: requirement };
}

/** Either what breaks the package is held back, or the package is one that it does not break. */
function waysBroken(
  { name, beside, breakage, fixedIn }: Extract<Conflict, { kind: 'broken' }>,
  built: ServerBuild,
  dependencies: Dependencies,
): readonly Way[] {
  const askedOf = (one: string): readonly Requirement[] => {
    const version = resolveVersion(dependencies, built.scope, 'pypi', one);
    return (version.kind === 'unknown' ? [] : (version.asked ?? [])).filter(({ constraint }) => constraint !== true);
  };
  const [own] = askedOf(name);
  const hold = held(beside, breakage.specifier, askedOf(beside)[0], built);
  if (own === undefined || fixedIn === undefined) return [hold];
  const specifier = likeBefore(own, fixedIn);
  return [hold, change(own, specifier, `Write \`${own.name}${specifier}\``)];
}

function held(name: string, bound: string, asked: Requirement | undefined, built: ServerBuild): Way {
  if (asked === undefined) {
    const added = addition(built.build, 'pypi', { name, specifier: bound });
    return { name, title: `Add \`${name}${bound}\``, specifier: bound, edits: added?.edits };
  }
  const keeps =
    newestAllowed(
      'pypi',
      name,
      [asked.specifier, bound].filter((part) => part !== ''),
    ) !== undefined;
  if (!keeps) return change(asked, bound, `Write \`${name}${bound}\``);
  const specifier = [asked.specifier, bound].filter((part) => part !== '').join(',');
  return {
    name,
    title: `Add the bound \`${bound}\` to \`${name}\``,
    specifier,
    edits: bounded(asked, bound),
    instead: asked,
  };
}

/** A pin stays a pin; a range begins at the release and ends below the next major version. */
function likeBefore({ specifier }: Requirement, release: string): string {
  if (exactVersion('pypi', specifier) !== undefined) return `==${release}`;
  return `>=${release},<${Number(/\d+/.exec(release)?.[0] ?? 0) + 1}`;
}
