import type { Launch, Server } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { newestAllowed } from '../dependency/releases.ts';
import { pinned } from '../dependency/requirement-edit.ts';
import type { Part } from '../edit/parts.ts';
import { PACKAGE_OF } from './python-line.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { compareRelease, judgeConstructorKeyword, pythonSdkLines } from './python-sdks.ts';

/** Versions of the same major number that do what is asked, and how the newest of them behaves. */
export interface Upgrade {
  readonly specifier: string;
  readonly newest: PythonSdkLine;
}

/**
 * The versions from the first one on that does what is asked, imports beside the packages of today, serves `/mcp` without
 * a redirect and has no guard that cannot be left out.
 */
export function upgradeOf(line: PythonSdkLine, does: (line: PythonSdkLine) => boolean): Upgrade | undefined {
  const major = Number(line.from.split('.')[0]);
  const later = pythonSdkLines[line.package].filter(
    ({ from }) => Number(from.split('.')[0]) === major && compareRelease(from, line.from) > 0,
  );
  const isGood = (one: PythonSdkLine): boolean =>
    does(one) &&
    one.slashRedirect === 'from-slash' &&
    one.hostGuard !== 'always' &&
    one.breaksWith.every(({ today }) => !today);
  const first = later.find(isGood);
  const newest = later.at(-1);
  return first === undefined || newest === undefined || !isGood(newest)
    ? undefined
    : { specifier: `>=${first.from},<${major + 1}`, newest };
}

/** What it takes that a build installs those versions; `undefined`: a lock file or another package decides. */
export function upgradePart(server: Server, { specifier, newest }: Upgrade): Part | undefined {
  if (isHeldBack(server, newest)) return undefined;
  const edits = pinned('pypi', server.version, specifier);
  const name = PACKAGE_OF[server.library] ?? server.library;
  return edits && { edits, safety: 'review', says: { verb: 'require', what: `\`${name}${specifier}\``, where: '' } };
}

/** Whether the build asks for versions of `mcp` that the other version of `fastmcp` does not work with. */
function isHeldBack({ packages = {} }: Server, { package: name, dependsOn }: PythonSdkLine): boolean {
  const beside = packages['mcp'];
  if (name !== 'fastmcp' || beside === undefined || beside.kind === 'unknown') return false;
  const asked = beside.asked?.map((one) => one.specifier) ?? [];
  const specifiers = [...asked, dependsOn].filter((one) => one !== '');
  return asked.length > 0 && newestAllowed('pypi', 'mcp', specifiers) === undefined;
}

/** Whether another version complains of nothing that is said to the constructor, but for what this one does, too. */
export function suitsConstructor({ construction }: Server, now: PythonSdkLine, then: PythonSdkLine): boolean {
  return construction.arguments.every(({ name }) => {
    const status = name === undefined ? 'accepted' : judgeConstructorKeyword(then, name).status;
    return status === 'accepted' || (name !== undefined && status === judgeConstructorKeyword(now, name).status);
  });
}

/** A way of starting as it is in another version: what nothing gives has the defaults of that one. */
export function launchIn(launch: Launch, { construction }: Server, { defaults, hostGuard }: PythonSdkLine): Launch {
  const told = construction.arguments.some(({ name }) => name === 'host' || name === 'transport_security');
  const guards = !told && hostGuard.endsWith('-host-loopback');
  return {
    ...launch,
    host: launch.how === 'run' ? withDefault(launch.host, defaults.host) : launch.host,
    path: withDefault(launch.path, defaults.path ?? '/mcp'),
    stateless: withDefault(launch.stateless, defaults.stateless),
    hostGuard: withDefault(launch.hostGuard, guards),
  };
}

function withDefault<T>(setting: Setting<T>, value: T): Setting<T> {
  return setting.kind === 'default' ? { ...setting, value } : setting;
}
