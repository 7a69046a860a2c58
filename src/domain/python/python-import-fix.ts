import type { Edit, Fix } from '../../model/change.ts';
import type { ResolvedVersion } from '../../model/dependency.ts';
import type { ImportSite, Server } from '../../model/server.ts';
import { pinned } from '../dependency/requirement-edit.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import { isSamePlace } from '../text.ts';
import { callsMigrated } from './python-call-migration.ts';
import { type Migration, migrationOf } from './python-migrations.ts';
import type { PythonSdk } from './python-sdk-line.ts';
import { compareRelease, goneImport, lineOf, pythonSdkLines } from './python-sdks.ts';

/** An import that fails in the version that a build installs. */
export interface BrokenImport {
  readonly site: ImportSite;
  readonly sdk: PythonSdk;
  readonly version: Exclude<ResolvedVersion, { kind: 'unknown' }>;
  /** The servers of the program. */
  readonly servers: readonly Server[];
}

/** The version that the code is written for, or the code for the version that is installed. */
export function importFix(broken: BrokenImport): Fix | undefined {
  const pin = pinPart(broken);
  const migration = migrationParts(broken);
  return oneOf([
    ...(pin === undefined ? [] : [{ ...fixOf([pin]), name: 'pin' }]),
    ...(migration === undefined ? [] : [{ ...fixOf(migration), name: 'migrate' }]),
  ]);
}

/** Versions in which every import of the program is there; `undefined`: there are none, or a lock file decides. */
function pinPart({ site, sdk, version, servers }: BrokenImport): Part | undefined {
  const range = rangeFor(site, sdk, version.version);
  const newest = range && pythonSdkLines[sdk].findLast(({ from }) => compareRelease(from, range.upper) < 0);
  if (range === undefined || newest === undefined) return undefined;
  const imports = servers.flatMap((server) => server.imports);
  if (imports.some(({ module, name }) => isOf(sdk, module) && goneImport(newest, module, name) !== undefined))
    return undefined;
  const specifier = boundsOf(range, version);
  const edits = pinned('pypi', version, specifier);
  return edits && { edits, safety: 'review', says: { verb: 'pin', what: `\`${sdk}${specifier}\``, where: '' } };
}

/** The versions nearest to the installed one that have what is imported: older ones, else newer ones. */
function rangeFor({ module, name }: ImportSite, sdk: PythonSdk, installed: string): Range | undefined {
  const having = pythonSdkLines[sdk].filter((line) => goneImport(line, module, name) === undefined);
  const older = having.findLast(({ from }) => compareRelease(from, installed) < 0);
  const line = older ?? having.find(({ from }) => compareRelease(from, installed) > 0);
  if (line === undefined) return undefined;
  const [major = 0, minor = 0] = line.from.split('.').map(Number);
  const upper = (older === undefined ? undefined : line.before) ?? `${major + 1}.0.0`;
  // The bounds that the README of the python-sdk, branch v1.x, asks for; seen 2026-11-22.
  if (sdk === 'mcp' && upper === '2.0.0') return { lower: '1.28', upper };
  return {
    lower: upper === `${major + 1}.0.0` && older !== undefined ? `${major}` : shortened(`${major}.${minor}.0`),
    upper,
  };
}

interface Range {
  readonly lower: string;
  readonly upper: string;
}

/** A lower bound that is there already stays when it is the higher one. */
function boundsOf({ lower, upper }: Range, version: BrokenImport['version']): string {
  const asked = version.kind === 'newest' ? /^>=\s*([\d.]+)$/.exec(version.specifier)?.[1] : undefined;
  const higher = asked !== undefined && compareRelease(asked, lower) > 0 && compareRelease(asked, upper) < 0;
  return `>=${higher ? asked : lower},<${shortened(upper)}`;
}

function shortened(version: string): string {
  return version.replace(/(?:\.0)+$/, '');
}

function isOf(sdk: PythonSdk, module: string): boolean {
  return module.split('.')[0] === sdk;
}

/** The whole import statement, what it brings in where that is used, and the calls of the servers made of it. */
function migrationParts({ site, sdk, version, servers }: BrokenImport): readonly Part[] | undefined {
  const line = lineOf(sdk, version.version);
  if (line === undefined) return undefined;
  const sites = new Map(
    servers
      .flatMap(({ imports }) => imports)
      .filter(({ at }) => isSamePlace(at, site.at))
      .map((one) => [one.name, one] as const),
  );
  const statement = [...sites.values()].map((one) => ({ one, migration: migrationOf(one, line) }));
  const module = statement.find(({ migration }) => migration !== undefined)?.migration?.module;
  if (module === undefined) return undefined;
  const stays = module[0] === module[1];
  const edits: Edit[] = stays ? [] : [{ kind: 'swap', at: site.at, from: module[0], to: module[1] }];
  for (const { one, migration } of statement) {
    if (migration === undefined && (!stays || goneImport(line, one.module, one.name) !== undefined)) return undefined;
    const renamed = migration === undefined ? [] : renamedEdits(one, migration.name);
    if (renamed === undefined) return undefined;
    edits.push(...renamed);
  }
  const calls = servers
    .filter(({ imported }) => isSamePlace(imported.at, site.at))
    .map((server) => callsMigrated(renamedServer(server, migrationOf(server.imported, line)), line));
  if (calls.includes(undefined)) return undefined;
  const target = migrationOf(site, line)?.name[1] ?? site.name;
  const what = `\`${target}\` from \`${site.module.replace(module[0], module[1])}\``;
  const imported: Part = { edits, safety: 'review', says: { verb: 'import', what, where: '' } };
  return [imported, ...calls.flatMap((parts) => parts ?? []), ...boundPart(sdk, version)];
}

/** The code has a major version then, and no later one may take its place. */
function boundPart(sdk: PythonSdk, version: BrokenImport['version']): readonly Part[] {
  if (version.kind !== 'newest' || /<|~=|==|\^/.test(version.specifier)) return [];
  const [major = 0] = version.version.split('.').map(Number);
  const specifier = boundsOf({ lower: `${major}`, upper: `${major + 1}.0.0` }, version);
  const edits = pinned('pypi', version, specifier);
  return edits === undefined
    ? []
    : [{ edits, safety: 'review', says: { verb: 'require', what: `\`${sdk}${specifier}\``, where: '' } }];
}

function renamedServer(server: Server, migration: Migration | undefined): Server {
  if (migration === undefined) return server;
  const { construction } = server;
  return { ...server, construction: { ...construction, callee: construction.callee.replace(...migration.name) } };
}

/** A name that is imported under another name of its own keeps that. */
function renamedEdits(
  { at, alias, uses }: ImportSite,
  [from, to]: readonly [string, string],
): readonly Edit[] | undefined {
  if (from === to) return [];
  const imported: Edit = { kind: 'swap', at, from, to };
  if (alias !== undefined) return [imported];
  return uses && [imported, ...uses.map((use): Edit => ({ kind: 'swap', at: use, from, to }))];
}
