import type { ImportSite } from '../../model/server.ts';
import type { PythonSdk } from '../python/python-sdk-line.ts';
import { goneImport, lineOf } from '../python/python-sdks.ts';
import { chooseTogether } from './co-installed.ts';
import { releasesOf } from './releases.ts';
import { wantedIn, wishesOf } from './resolve-version.ts';
import type { ServerBuild } from './server-build.ts';

/**
 * The versions to ask for of a Python package that a build lacks: of an SDK the newest major that has the imports of the
 * server and goes with the rest; of others anything below the next major; empty where the releases are not known.
 */
export function specifierFor(name: string, imports: readonly ImportSite[], { build }: ServerBuild): string {
  const newest = releasesOf('pypi', name).at(-1);
  if (newest === undefined) return '';
  if (name !== 'mcp' && name !== 'fastmcp') return `<${majorOf(newest) + 1}`;
  const wishes = wishesOf(wantedIn(build, 'pypi'));
  for (let major = majorOf(newest); major > 0; major--) {
    const last = releasesOf('pypi', name).findLast((version) => majorOf(version) === major);
    if (last === undefined || imports.some((site) => lacksImport(name, last, site))) continue;
    const specifier = `>=${lowest(name, last)},<${major + 1}`;
    if (chooseTogether([...wishes, { name, specifiers: [specifier], extras: [] }]) !== undefined) return specifier;
  }
  return '';
}

/** Whether a version of an SDK lacks what a module that is loaded in any case imports. */
export function lacksImport(sdk: PythonSdk, version: string, { module, name, when }: ImportSite): boolean {
  const line = when === 'optional' || when === 'typing' ? undefined : lineOf(sdk, version);
  return line !== undefined && goneImport(line, module, name) !== undefined;
}

/** The minor version that is current; of `mcp` 1, which is closed, the one that all advice names. */
function lowest(name: string, version: string): string {
  return name === 'mcp' && majorOf(version) === 1 ? '1.28' : version.split('.').slice(0, 2).join('.');
}

function majorOf(version: string): number {
  return Number(/\d+/.exec(version)?.[0] ?? 0);
}
