import type { ResolvedVersion } from '../../model/dependency.ts';
import type { CommandLine, ImportSite, Server } from '../../model/server.ts';
import type { Started } from '../image/command-line.ts';
import { programName } from '../image/command-wrappers.ts';
import { callSiteOf, valueOf } from './python-callsite.ts';
import { startCommand } from './python-commands.ts';
import type { Case } from './python-case.ts';
import { launchOf, mountsOf } from './python-launch.ts';
import { folderOf } from '../paths.ts';
import { lineOfServer, PACKAGE_OF } from './python-line.ts';
import { importsOf, localImportsOf, type PythonModule } from './python-module.ts';
import type { FunctionDefinition, PythonImport } from './python-statements.ts';
import type { Draft, Frame, Imported, Instance, Walk } from './python-things.ts';
import { openWalk, runModule } from './python-walk.ts';
import { invoke } from './python-functions.ts';
import type { Surroundings } from '../server/surroundings.ts';

export { readPythonModule } from './python-module.ts';

/** How the program around a module is started, beside what `Surroundings` says. */
export interface PythonStart {
  /** What the container runs, when it is known. */
  readonly command?: Started;
  /** The function that a console script calls: `main` of `server = "pkg.server:main"`. */
  readonly entryFunction?: string;
}

/** The modules of the project that were read, by path. */
export type PythonModules = (path: string) => PythonModule | undefined;

/** Commands that import a module and take an object out of it: its `__main__` block does not run. */
const IMPORTING = new Set<Started['kind']>(['uvicorn', 'gunicorn', 'fastmcp-run', 'mcp-run', 'console-script']);

/**
 * The servers that a module builds, and those of its imported modules that it starts, with the settings that hold.
 * `part` and `because` are left for the caller to fill in.
 */
export function settlePythonServers(
  module: PythonModule,
  modules: PythonModules,
  surroundings: Surroundings,
  start: PythonStart = {},
): readonly Server[] {
  const imported =
    surroundings.started === 'imported' || (start.command !== undefined && IMPORTING.has(start.command.kind));
  // When nothing says how a file is started, it is taken for a program: that is what `if __name__ == "__main__"` is for.
  const walk = openWalk(
    (path) => (path === module.path ? module : modules(path)),
    surroundings,
    imported ? undefined : module.path,
  );
  const frame = runModule(module, walk);
  callEntry(start.entryFunction, frame, walk);
  if (start.command !== undefined) startCommand(start.command, frame, walk);
  callOrphans(module, surroundings, walk);
  const drafts = walk.drafts.filter(
    (draft) => !draft.absorbed && (draft.path === module.path || draft.starts.some(({ reached }) => reached !== 'no')),
  );
  return drafts.flatMap((draft) => serverOf(draft, start, walk));
}

function callEntry(name: string | undefined, frame: Frame, walk: Walk): void {
  const [first = '', ...rest] = name?.split('.') ?? [];
  const entry = frame.bindings.get(first);
  if (name === undefined || entry === undefined || rest.length > 0) return;
  walk.call(
    entry,
    {
      expression: {
        kind: 'call',
        callee: nowhere(frame),
        arguments: [],
        broken: false,
        text: `${name}()`,
        at: nowhere(frame).at,
      },
      arguments: [],
      open: false,
    },
    walk,
  );
}

function nowhere({ module: { path } }: Frame): {
  readonly kind: 'name';
  readonly name: string;
  readonly text: string;
  readonly at: Server['construction']['at'];
} {
  const head = { line: 1, column: 1 };
  return { kind: 'name', name: '', text: '', at: { kind: 'file', path, range: { start: head, end: head } } };
}

/** Functions that nothing was seen to call: what they start is started perhaps, or, in a program, not at all. */
function callOrphans(module: PythonModule, { started }: Surroundings, walk: Walk): void {
  for (const { thing, owner } of walk.definitions.slice()) {
    const { definition, frame } = thing;
    if (frame.module.path !== module.path || walk.called.has(definition) || !definition.mayStart) continue;
    const sure = started === 'as-program' && !walk.escaped.has(definition);
    const free = owner === undefined && thing.frame.parent === undefined && definition.parameters.every(isOptional);
    walk.reach = {
      level: sure ? 'no' : 'unclear',
      conditions: [`the call of \`${definition.name}\``],
      ...(free ? { uncalled: { name: definition.name, async: definition.async } } : {}),
    };
    const self = owner === undefined ? undefined : ({ kind: 'instance', of: owner, attributes: new Map() } as const);
    if (self !== undefined && definition.name !== '__init__') initialise(self, walk);
    invoke(self === undefined ? thing : { ...thing, self }, [], true, walk);
  }
}

function isOptional(parameter: FunctionDefinition['parameters'][number]): boolean {
  return parameter.kind !== 'normal' || parameter.default !== undefined;
}

function initialise(self: Instance, walk: Walk): void {
  const init = self.of.attributes.get('__init__');
  if (init?.kind === 'function') invoke({ ...init, self }, [], true, walk);
}

function serverOf(draft: Draft, start: PythonStart, walk: Walk): readonly Server[] {
  if (draft.imported === undefined) return [];
  const version = versionOf(draft, walk.surroundings);
  const imported = siteOf(draft.imported);
  const line = lineOfServer({ library: draft.library, version, className: draft.className, imported });
  const cases = draft.starts.map((begin): Case => ({ draft, begin, line, version, walk }));
  const reading = modulesAround(draft, walk);
  return [
    {
      path: draft.path,
      language: 'python',
      library: draft.library,
      version,
      packages: Object.fromEntries(['mcp', 'fastmcp'].map((name) => [name, walk.surroundings.versionOf('pypi', name)])),
      ...searchedOf(draft, start, walk),
      ...(draft.handedOver ? { handedOver: true } : {}),
      ...(isStartable(draft, walk) ? { startable: true } : {}),
      imported,
      imports: reading.flatMap((module) =>
        importsOf(module)
          .filter(({ level }) => level === 0)
          .map((one) => ({ ...siteOf({ ...one, path: module.path }), ...usesOf(one, module) })),
      ),
      className: draft.className,
      ...(draft.variable === undefined ? {} : { variable: draft.variable }),
      construction: callSiteOf(draft.call),
      adjustments: draft.adjustments.map(({ name, thing, at, text, statement }) => ({
        name,
        value: valueOf(thing, { kind: 'other', because: '', text, at }),
        at,
        ...(statement === undefined ? {} : { statement }),
      })),
      launches: cases.map((one) => launchOf(one, commandOf(start))),
      part: 'unsure',
      because: '',
      asksClient: reading.flatMap(({ requests }) => requests),
      authentication: draft.authentication,
      mounts: mountsOf(draft, cases),
      peculiarities: [],
    },
  ];
}

/** The words of the command, where it is one that the container runs. */
function commandOf({ command }: PythonStart): CommandLine | undefined {
  const first = command?.words?.[0];
  if (command?.words === undefined || first === undefined) return undefined;
  const { words, instruction } = command;
  return { program: programName(first.value), words, ...(instruction === undefined ? {} : { instruction }) };
}

function isStartable({ path, variable }: Draft, { main, modules }: Walk): boolean {
  const reads = modules(path)?.reads;
  return main === path && variable !== undefined && reads !== undefined && Object.hasOwn(reads, variable);
}

/** Python looks beside a script first; `-m` and `uvicorn` look where the dotted name begins. */
function searchedOf({ path }: Draft, { command }: PythonStart, { main }: Walk): { readonly searched?: string } {
  if (command === undefined) return { searched: folderOf(main ?? path) };
  if (command.kind === 'python-script' || command.kind === 'fastmcp-run' || command.kind === 'mcp-run')
    return { searched: folderOf(main ?? path) };
  if (command.kind !== 'python-module' && command.kind !== 'uvicorn' && command.kind !== 'gunicorn') return {};
  const relative = command.target.replaceAll('.', '/');
  const stem = (main ?? path).replace(/(?:\/__(?:init|main)__)?\.py$/, '');
  if (stem === relative) return { searched: '' };
  return stem.endsWith(`/${relative}`) ? { searched: stem.slice(0, -relative.length - 1) } : {};
}

/** The package may be installed under the name of its core: `fastmcp-slim`, from 3.3.0. */
function versionOf({ library }: Draft, surroundings: Surroundings): ResolvedVersion {
  const name = PACKAGE_OF[library] ?? library;
  const version = surroundings.versionOf('pypi', name);
  if (library !== 'fastmcp' || version.kind === 'exact') return version;
  const slim = surroundings.versionOf('pypi', 'fastmcp-slim');
  return slim.kind === 'exact' ||
    (slim.kind === 'newest' && slim.at !== undefined && (version.kind === 'unknown' || version.at === undefined))
    ? slim
    : version;
}

function siteOf({ module, name, alias, at, when }: Imported): ImportSite {
  return {
    module,
    name: name ?? '',
    ...(alias === undefined ? {} : { alias }),
    at,
    ...(when === 'always' ? {} : { when }),
  };
}

/** Where the module reads a name that it has from an SDK. */
function usesOf({ module, name, alias }: PythonImport, { reads }: PythonModule): Pick<ImportSite, 'uses'> {
  const bound = alias ?? name ?? module.split('.')[0] ?? '';
  return /^(?:mcp|fastmcp)(?:\.|$)/.test(module) && Object.hasOwn(reads, bound) ? { uses: reads[bound] ?? [] } : {};
}

/** The module of a server and every module of the project that it imports, step by step. */
function modulesAround(draft: Draft, walk: Walk): readonly PythonModule[] {
  const seen = new Map<string, PythonModule>();
  const waiting = [draft.path];
  for (let path = waiting.pop(); path !== undefined && seen.size < 400; path = waiting.pop()) {
    const module = seen.has(path) ? undefined : walk.modules(path);
    if (module === undefined) continue;
    seen.set(path, module);
    waiting.push(...localImportsOf(module, (candidate) => walk.modules(candidate) !== undefined));
  }
  return [...seen.values()];
}
