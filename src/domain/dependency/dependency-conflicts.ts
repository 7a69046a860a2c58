import type { Dependencies, Requirement, ResolvedVersion } from '../../model/dependency.ts';
import type { Place } from '../../model/location.ts';
import { candidatesOf, chooseTogether } from './co-installed.ts';
import { installedWith } from './python-packages.ts';
import type { Breakage, PythonSdk } from '../python/python-sdk-line.ts';
import { lineOf, pythonSdkLines } from '../python/python-sdks.ts';
import { boundsOf, newestAllowed } from './releases.ts';
import { canonical, resolveVersion, wantedIn, wishesOf } from './resolve-version.ts';
import type { ServerBuild } from './server-build.ts';
import { compareVersions, satisfies } from './versions.ts';
import { rememberedBy } from '../remembered.ts';

/** Packages of one build that do not go together. */
export type Conflict =
  /** No releases of the two fit: the installation stops. */
  | { readonly kind: 'apart'; readonly one: Requirement; readonly other: Requirement; readonly needs: Needs }
  /** They install, and the first does not import with the second. */
  | {
      readonly kind: 'broken';
      readonly name: PythonSdk;
      readonly version: string;
      readonly from: string;
      readonly at: Place;
      readonly beside: string;
      readonly besideVersion: string;
      readonly breakage: Breakage;
      /** The first later version of the first that breaks with nothing. */
      readonly fixedIn: string | undefined;
      /** Whether the second version is written down or sure to be chosen. */
      readonly sure: boolean;
    };

/** What a version of the one asks of the other. */
interface Needs {
  readonly version: string;
  readonly specifier: string;
}

/** What in a Python build does not go together. `undefined`: too little is known about what it installs. */
export function conflictsOf(built: ServerBuild, dependencies: Dependencies): readonly Conflict[] | undefined {
  if (built.ecosystem !== 'pypi' || built.build.requirements.length + built.build.locks.length === 0) return undefined;
  const apart = built.build.locks.length === 0 ? apartIn(wantedIn(built.build, 'pypi')) : undefined;
  return apart === undefined ? brokenIn(built, dependencies) : [apart];
}

/** The first two requirements of one file that exclude each other; each `RUN` line installs for itself. */
function apartIn(wanted: readonly Requirement[]): Conflict | undefined {
  const named = wanted.filter(({ constraint }) => constraint !== true);
  for (const one of named) {
    for (const other of wanted) {
      if (one.at.path !== other.at.path || canonical(one.name) === canonical(other.name)) continue;
      const needs = needsAgainst(one, other);
      if (needs !== undefined) return { kind: 'apart', one, other, needs };
    }
  }
  return undefined;
}

/** What every allowed release of the one asks of the other, when no allowed release of that fulfils it. */
const needsAgainst = rememberedBy(
  // The agents of one project mostly ask for the same packages.
  (...both: readonly [Requirement, Requirement]) =>
    JSON.stringify(both.map(({ name, specifier, extras }) => [name, specifier, extras])),
  findNeeds,
);

function findNeeds(one: Requirement, other: Requirement): Needs | undefined {
  const [wish] = wishesOf([one]);
  const [against] = wishesOf([{ ...other, constraint: false }]);
  if (
    wish === undefined ||
    against === undefined ||
    candidatesOf(wish).length === 0 ||
    candidatesOf(against).length === 0
  )
    return undefined;
  if (chooseTogether([wish, against]) !== undefined) return undefined;
  const [newest = ''] = candidatesOf(wish);
  const bound = boundsOf(wish.name, newest, wish.extras).find(({ on }) => on === against.name);
  return bound === undefined ? undefined : { version: newest, specifier: bound.specifier };
}

function brokenIn(built: ServerBuild, dependencies: Dependencies): readonly Conflict[] {
  const versionOf = (name: string): ResolvedVersion => resolveVersion(dependencies, built.scope, 'pypi', name);
  return (['fastmcp', 'mcp'] as const).flatMap((name): readonly Conflict[] => {
    const version = versionOf(name);
    if (version.kind === 'unknown' || version.at === undefined) return [];
    const { at, from } = version;
    return (lineOf(name, version.version)?.breaksWith ?? []).flatMap((breakage) => {
      const beside = besideIn(built, versionOf(breakage.package), breakage);
      if (beside === undefined || satisfies('pypi', beside.version, breakage.specifier) !== false) return [];
      return [
        {
          kind: 'broken',
          name,
          version: version.version,
          from,
          at,
          beside: breakage.package,
          besideVersion: beside.version,
          breakage,
          fixedIn: pythonSdkLines[name].find(
            (line) => line.breaksWith.length === 0 && compareVersions('pypi', line.from, version.version) > 0,
          )?.from,
          sure: beside.sure,
        },
      ];
    });
  });
}

/** The version of the other package; where no file names it, the newest, unless a lock decides. */
function besideIn(
  built: ServerBuild,
  version: ResolvedVersion,
  breakage: Breakage,
): { readonly version: string; readonly sure: boolean } | undefined {
  if (version.kind === 'exact') return { version: version.version, sure: true };
  // A package that is not known may hold it back.
  const asked = wantedIn(built.build, 'pypi').map(({ name, extras = [] }) => ({ name: canonical(name), extras }));
  const sure = built.closed && installedWith(asked) !== undefined;
  if (version.kind === 'newest') return { version: version.version, sure };
  if (built.build.locks.length > 0 || !breakage.today || version.at !== undefined) return undefined;
  const newest = newestAllowed('pypi', breakage.package, []);
  return newest === undefined ? undefined : { version: newest, sure };
}
