import type { Ecosystem } from '../../model/dependency.ts';
import { npmReleased } from './javascript-releases.ts';
import { released, type KnownDistribution } from './python-releases.ts';
import { lineOf, sdkBoundsOf } from '../python/python-sdks.ts';
import { newestOf } from './versions.ts';
import { rememberedBy } from '../remembered.ts';

/** The releases of a package, oldest first; none: they are not known. */
export function releasesOf(ecosystem: Ecosystem, name: string): readonly string[] {
  if (ecosystem === 'npm') return Object.hasOwn(npmReleased, name) ? (npmReleased[name] ?? []) : [];
  return isKnown(name) ? released[name] : [];
}

/** The newest release that every specifier allows; `undefined` when there is none, or none is known. */
export const newestAllowed = rememberedBy(
  // The same few questions are asked for every agent of a monorepo.
  (ecosystem: Ecosystem, name: string, specifiers: readonly string[]) => [ecosystem, name, ...specifiers].join('\n'),
  (ecosystem, name, specifiers) => newestOf(ecosystem, releasesOf(ecosystem, name), specifiers),
);

/** What a version of a package asks of another one. */
export interface Bound {
  readonly on: string;
  readonly specifier: string;
}

/** What a version of a Python package asks of the SDKs, as far as it decides which version of them is installed. */
export function boundsOf(name: string, version: string, extras: readonly string[]): readonly Bound[] {
  if (name === 'fastmcp') {
    const specifier = lineOf('fastmcp', version)?.dependsOn;
    return specifier === undefined ? [] : [{ on: 'mcp', specifier }];
  }
  // It has no bound of its own; what it brings in has.
  if (name === 'strands-agents-tools') return [{ on: 'strands-agents', specifier: '' }];
  return sdkBoundsOf(name, version, extras).map(({ on, specifier }) => ({
    on,
    specifier: specifier === '*' ? '' : specifier,
  }));
}

function isKnown(name: string): name is KnownDistribution {
  return Object.hasOwn(released, name);
}
