import type { ImportSite, Server } from '../../model/server.ts';
import { specifierFor } from './new-requirement.ts';
import { type Asked, distributionsOf, installedWith } from './python-packages.ts';
import { ancestorsOf, folderOf } from '../paths.ts';
import { canonical, chosenOf, wantedIn } from './resolve-version.ts';
import type { ServerBuild } from './server-build.ts';

/** An import that nothing in the build provides. */
export interface MissingImport {
  readonly site: ImportSite;
  /** What it is called in the package index. */
  readonly distribution: string;
  /** What is to be asked for: below the next major version, where that is known. */
  readonly specifier: string;
  /** What is installed that looks as if it would do. */
  readonly instead?: string;
}

/**
 * The imports of a server that its build does not install, each package once. `undefined`: what the build installs is
 * not known well enough to say.
 */
export function missingImports(
  server: Server,
  built: ServerBuild,
  files: readonly string[],
): readonly MissingImport[] | undefined {
  if (!built.closed) return undefined;
  const installed = built.ecosystem === 'pypi' ? installedByPython(built) : installedByNpm(built);
  if (installed === undefined) return undefined;
  const missing = new Map<string, MissingImport>();
  for (const site of server.imports) {
    const [distribution, ...others] =
      built.ecosystem === 'pypi' ? (distributionsOf(site.module) ?? []) : sdkPackageOf(site.module);
    if (distribution === undefined || missing.has(distribution) || !isCertain(site)) continue;
    if ([distribution, ...others].some((name) => installed.has(name)) || isOwn(site, files)) continue;
    missing.set(distribution, describe(site, distribution, installed, server, built));
  }
  return [...missing.values()];
}

/** An indented import stands in a `try`, an `if TYPE_CHECKING` or a function: it may never run. */
function isCertain({ at }: ImportSite): boolean {
  return at.range.start.column === 1;
}

/** A module of the project that has the name of a package. */
function isOwn({ module, at }: ImportSite, files: readonly string[]): boolean {
  const top = module.split('.')[0] ?? module;
  return ancestorsOf(folderOf(at.path)).some((folder) => {
    const path = folder === '' ? top : `${folder}/${top}`;
    return files.some((file) => file === `${path}.py` || file.startsWith(`${path}/`));
  });
}

function describe(
  site: ImportSite,
  distribution: string,
  installed: ReadonlySet<string>,
  { imports }: Server,
  built: ServerBuild,
): MissingImport {
  const specifier = built.ecosystem === 'pypi' ? specifierFor(distribution, imports, built) : '';
  const renamed = distribution === 'httpx' && installed.has('mcp');
  return { site, distribution, specifier, ...(renamed ? { instead: '`mcp` 2 brings `httpx2` in its place' } : {}) };
}

function installedByPython({ build, scope }: ServerBuild): ReadonlySet<string> | undefined {
  const all = wantedIn(build, 'pypi');
  // Mostly the very list of which it is known already what is chosen.
  const wanted = all.some(({ constraint }) => constraint === true)
    ? all.filter(({ constraint }) => constraint !== true)
    : all;
  if (wanted.some(({ elsewhere }) => elsewhere !== undefined)) return undefined;
  const locked = build.locks.flatMap(({ names = [] }) => names);
  if (build.locks.length > 0 && locked.length === 0) return undefined;
  const choices = chosenOf(wanted) ?? [];
  const asked = wanted.map(({ name, extras = [] }): Asked => {
    const version = choices.find((choice) => choice.name === canonical(name))?.version;
    return { name: canonical(name), extras, ...(version === undefined ? {} : { version }) };
  });
  // What the toolkit's own Dockerfile adds when observability is on, as it is by default.
  const added: readonly Asked[] =
    scope.packagedBy === 'toolkit' ? [{ name: 'aws-opentelemetry-distro', extras: [] }] : [];
  const unlocked = locked.length === 0 ? asked : asked.filter(({ name }) => !locked.includes(name));
  const mcp = choices.find(({ name }) => name === 'mcp')?.version;
  const installed = installedWith([...unlocked, ...added], mcp);
  // An extra or a group may be installed: `pip install .[server]`.
  const optional = build.requirements.filter(({ development }) => development).map(({ name }) => name);
  return installed === undefined ? undefined : new Set([...installed, ...locked, ...optional]);
}

/** Without a lock file any package may bring the SDK in. */
function installedByNpm({ build }: ServerBuild): ReadonlySet<string> | undefined {
  if (build.locks.length === 0) return undefined;
  return new Set(
    [...build.requirements, ...build.locks.flatMap(({ requirements }) => requirements)].map(({ name }) => name),
  );
}

function sdkPackageOf(module: string): readonly string[] {
  const name = /^(@modelcontextprotocol\/[^/]+|fastmcp)(\/|$)/.exec(module)?.[1];
  return name === undefined ? [] : [name];
}
