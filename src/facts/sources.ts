import type { Place } from '../model/location.ts';
import type { Server } from '../model/server.ts';
import type { Language, World } from '../model/world.ts';
import { type BuildConfig, sourceOfBuilt } from '../domain/javascript/javascript-built.ts';
import { readJavaScriptModule } from '../domain/javascript/javascript-module.ts';
import { javaScriptFileOf, localJavaScriptImportsOf } from '../domain/javascript/javascript-imports.ts';
import { mentionsJavaScriptServer, settleJavaScriptServers } from '../domain/javascript/javascript-servers.ts';
import type { JavaScriptModule } from '../domain/javascript/javascript-syntax.ts';
import type { Started } from '../domain/image/command-line.ts';
import { startedByConfig } from '../domain/python/fastmcp-config.ts';
import { baseOf } from '../domain/paths.ts';
import { localImportsOf, mentionsServer, type PythonModule, readPythonModule } from '../domain/python/python-module.ts';
import { type PythonStart, settlePythonServers } from '../domain/python/python-servers.ts';
import type { Surroundings } from '../domain/server/surroundings.ts';

/** The source files that hold servers, and all that those import; parsed once, asked often. */
export interface Sources {
  /** Files that mention a server library. */
  paths(): readonly string[];
  /** Pieces of a file that mention a server and cannot be parsed. */
  brokenIn(path: string): readonly Place[];
  /** Every file that was loaded. */
  loaded(): readonly string[];
  /** The project's own modules that a loaded file imports. */
  importsOf(path: string): readonly string[];
  /** Loads further files and what they import. */
  load(paths: readonly string[]): Promise<void>;
  /** The servers that a file starts, itself or through what it imports, when this is around it. */
  settle(path: string, surroundings: Surroundings, start: PythonStart): readonly Server[];
  /** The source of a built file. */
  sourceOf(path: string): string | undefined;
  /** What a command runs that names a `fastmcp.json`. */
  configuredBy(path: string, command: Started): Started | undefined;
}

type Module =
  | { readonly language: 'python'; readonly module: PythonModule }
  | { readonly language: 'javascript'; readonly module: JavaScriptModule };

const PYTHON = /\.py$/;
const JAVASCRIPT = /\.[cm]?[jt]sx?$/;

/** Reads every source of the project, parses those that mention a server, and what they import. */
export async function openSources(files: readonly string[], world: World): Promise<Sources> {
  const all = new Set(files);
  const modules = new Map<string, Module | undefined>();
  const exists = (path: string): boolean => all.has(path);
  const builds = await buildConfigs(files, world);
  const configs = await fastmcpConfigs(files, world);
  const code = files.filter((name) => PYTHON.test(name) || (JAVASCRIPT.test(name) && !name.endsWith('.d.ts')));
  const mentioning: string[] = [];
  for (const path of code) {
    const text = await world.read(path);
    if (text.ok && (PYTHON.test(path) ? mentionsServer(text.text) : mentionsJavaScriptServer(text.text)))
      mentioning.push(path);
  }

  const imports = new Map<string, readonly string[]>();
  const importsOf = (path: string): readonly string[] => imports.get(path) ?? [];
  const load = async (paths: readonly string[]): Promise<void> => {
    const queue = [...paths];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (modules.has(path) || !all.has(path)) continue;
      const module = await parse(path, world);
      const imported = localImports(module, exists);
      modules.set(path, module);
      imports.set(path, imported);
      queue.push(...imported);
    }
  };
  await load(mentioning);
  const importing = await importersOf(mentioning, code, world);
  await load(importing);
  const known = new Set(mentioning);
  const leading = importing.filter((path) => importsOf(path).some((name) => known.has(name)));

  return {
    paths: () => [...mentioning, ...leading],
    brokenIn(path) {
      const found = modules.get(path);
      return found?.language === 'python' ? found.module.broken : [];
    },
    loaded: () => [...modules.keys()],
    importsOf,
    load,
    settle: (path, surroundings, start) => settle(path, modules, exists, surroundings, start),
    sourceOf: (path) => sourceOfBuilt(path, builds, exists),
    configuredBy: (path, command) => {
      const text = configs.get(path);
      return text === undefined ? undefined : startedByConfig(path, text, command);
    },
  };
}

/** Files that may import one of these modules, by a glance at their import lines: a server is often started elsewhere. */
async function importersOf(
  modules: readonly string[],
  code: readonly string[],
  world: World,
): Promise<readonly string[]> {
  if (modules.length === 0) return [];
  const names = new Set(
    modules.map((path) => baseOf(path.replace(/\/(__init__|index)\.\w+$/, '')).replace(/\.\w+$/, '')),
  );
  const known = new Set(modules);
  const found: string[] = [];
  for (const path of code) {
    if (known.has(path)) continue;
    const text = await world.read(path);
    const lines = text.ok ? text.text.matchAll(/^[ \t]*(?:import|from|export|const|let|var)\b[^\n]*/gm) : [];
    for (const [line] of lines) {
      if (!line.split(/[^\w-]+/).some((word) => names.has(word))) continue;
      found.push(path);
      break;
    }
  }
  return found;
}

/** What each file said when it was last parsed: mending looks again and again at a project of which little has changed. */
const parsed = new Map<string, { readonly text: string; readonly module: Module }>();

async function parse(path: string, world: World): Promise<Module | undefined> {
  const file = await world.read(path);
  if (!file.ok) return undefined;
  const before = parsed.get(path);
  if (before?.text === file.text) return before.module;
  const module = await readModule(path, file.text, world);
  parsed.set(path, { text: file.text, module });
  return module;
}

async function readModule(path: string, text: string, world: World): Promise<Module> {
  const parser = await world.parser(languageOf(path));
  return PYTHON.test(path)
    ? { language: 'python', module: parser.read(text, (root) => readPythonModule(path, text, root)) }
    : { language: 'javascript', module: parser.read(text, (root) => readJavaScriptModule(path, text, root)) };
}

function languageOf(path: string): Language {
  if (PYTHON.test(path)) return 'python';
  if (path.endsWith('.tsx') || path.endsWith('.jsx')) return 'tsx';
  return /\.[cm]?ts$/.test(path) ? 'typescript' : 'javascript';
}

function localImports(module: Module | undefined, exists: (path: string) => boolean): readonly string[] {
  if (module === undefined) return [];
  return module.language === 'python'
    ? localImportsOf(module.module, exists)
    : localJavaScriptImportsOf(module.module, exists);
}

function settle(
  path: string,
  modules: ReadonlyMap<string, Module | undefined>,
  exists: (path: string) => boolean,
  surroundings: Surroundings,
  start: PythonStart,
): readonly Server[] {
  const found = modules.get(path);
  if (found === undefined) return [];
  if (found.language === 'python') {
    const at = (name: string): PythonModule | undefined => {
      const other = modules.get(name);
      return other?.language === 'python' ? other.module : undefined;
    };
    return settlePythonServers(found.module, at, surroundings, start);
  }
  const resolve = (from: string, specifier: string): JavaScriptModule | undefined => {
    const other = modules.get(javaScriptFileOf(from, specifier, exists) ?? '');
    return other?.language === 'javascript' ? other.module : undefined;
  };
  return settleJavaScriptServers(found.module, resolve, surroundings);
}

/** The texts of the files that `fastmcp run` can be pointed at. */
async function fastmcpConfigs(files: readonly string[], world: World): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of files.filter((name) => /(?:^|[.-])fastmcp\.json$/.test(baseOf(name)))) {
    const text = await world.glance(path);
    if (text.ok) texts.set(path, text.text);
  }
  return texts;
}

/** Files that say where built files come from. */
async function buildConfigs(files: readonly string[], world: World): Promise<readonly BuildConfig[]> {
  const configs: BuildConfig[] = [];
  for (const path of files.filter((name) => /^(tsconfig.*|package)\.json$/.test(baseOf(name)))) {
    const text = await world.glance(path);
    if (text.ok) configs.push({ path, text: text.text });
  }
  return configs;
}
