import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { main } from './cli.ts';
import { canKeep, type Kept, keptName, readKept, readOwn, writeKept } from './kept-bytecode.ts';
import { setFlags } from './v8-flags.ts';
import { cacheFolder } from './world/cache.ts';
import type { languagesInUse } from './world/syntax.ts';

/** What the main script exports: the program, and those of its modules that other scripts use, too. */
interface Exports {
  readonly main: typeof main;
  readonly languagesInUse: typeof languagesInUse;
  readonly modules: Modules;
}

type Modules = { readonly [path: string]: () => unknown };

/** The program, ready to run. */
export interface Program {
  readonly main: typeof main;
  /** Keeps the bytecode of what ran for the next run, if that profits from it. To be called when all is said. */
  readonly keep: () => void;
}

/** Where the build keeps bytecode. It is in no package: there it would be of use to one version of Node only. */
const BESIDE = import.meta.dirname;

/**
 * Loads the bundled program with the bytecode that an earlier run or the build kept. Compiling takes half of a run's
 * time, and Node 20 keeps no bytecode of its own.
 */
export function loadProgram(environment: Environment): Program {
  // Before anything is compiled, or asked for by what it was compiled with.
  setFlags();
  const own = ownFolder(environment);
  const { program, loaded } = run(finderIn(own));
  return { main: program.main, keep: () => keepPoor(own(), loaded, covered(program, loaded)) };
}

/**
 * One script of the bundle without the main one, for a thread of its own; `modules`: those of the main script that it
 * uses, too, as they are named there.
 */
export function loadApart(name: string, modules: Modules, environment: Environment): Apart {
  const own = ownFolder(environment);
  const { load, loaded } = loader(finderIn(own), () => modules);
  return { exports: load(name), keep: () => keepPoor(own(), loaded, namesOf(loaded)) };
}

/** A script by itself; `keep` as that of the program. */
export interface Apart {
  readonly exports: unknown;
  readonly keep: () => void;
}

type Environment = { readonly [name: string]: string | undefined };
type Find = (keptAs: string) => Kept | undefined;

function ownFolder(environment: Environment): () => string {
  return () => join(cacheFolder(environment), 'bytecode');
}

function finderIn(own: () => string): Find {
  return (keptAs) => readOwn(own(), keptAs) ?? readKept(BESIDE, keptAs);
}

/** Keeps what was loaded without the bytecode of all that this run did. */
function keepPoor(folder: string, loaded: readonly Loaded[], covers: readonly string[]): void {
  const poor = loaded.filter((one) => !covers.every((word) => one.covers?.includes(word)));
  if (poor.length > 0 && canKeep(folder)) for (const each of poor) keep(folder, each, covers);
}

/**
 * For the build: runs the program as `use` does, and keeps the bytecode of what ran.
 * @public build.mjs calls it in dist/
 */
export async function keepBytecode(use: (program: Pick<Program, 'main'>) => Promise<void>): Promise<void> {
  setFlags();
  const { program, loaded } = run(() => undefined);
  await use(program);
  for (const each of loaded) keep(BESIDE, each, covered(program, loaded));
}

const MAIN = 'main.script';

/** A script of the bundle that this run has loaded. */
interface Loaded {
  readonly name: string;
  /** Of its bytecode. */
  readonly keptAs: string;
  readonly script: Script;
  /** What the bytecode covers with which it was loaded. */
  readonly covers: readonly string[] | undefined;
}

/** Runs the main script, and the others when it asks for them. */
function run(find: Find): { program: Exports; loaded: readonly Loaded[] } {
  const { load, loaded } = loader(find, () => program.modules);
  // The entry of the main script exports just this.
  const program = load(MAIN) as Exports;
  return { program, loaded };
}

/** Loads scripts, and those that they ask for; `modules` gives those of the main script. */
function loader(
  find: Find,
  modules: () => Modules,
): { readonly load: (name: string) => unknown; readonly loaded: readonly Loaded[] } {
  const loaded: Loaded[] = [];
  const scripts = new Map<string, unknown>();
  const load = (name: string): unknown => {
    const one = compile(name, find);
    loaded.push(one);
    return exportsOf(one, requireFrom);
  };
  /** Modules of the main script (`main:src/cli.ts`), other scripts (`./fix.script`), and Node's own. */
  function requireFrom(id: string): unknown {
    if (id.startsWith('main:')) return modules()[id.slice('main:'.length)]?.();
    if (!id.endsWith('.script')) return process.getBuiltinModule(id);
    if (!scripts.has(id)) scripts.set(id, load(id.slice('./'.length)));
    return scripts.get(id);
  }
  return { load, loaded };
}

function compile(name: string, find: Find): Loaded {
  const filename = join(BESIDE, name);
  const source = readFileSync(filename);
  const keptAs = keptName(name, source);
  const kept = find(keptAs);
  const script = new Script(source.toString('latin1'), {
    filename,
    ...(kept === undefined ? {} : { cachedData: kept.bytecode }),
  });
  return { name, keptAs, script, covers: script.cachedDataRejected === true ? undefined : kept?.covers };
}

/** A script is one function expression with the parameters of a CommonJS module. */
function exportsOf({ script, name }: Loaded, require: (id: string) => unknown): unknown {
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, join(BESIDE, name), BESIDE);
  return module.exports;
}

/** What this run did, in words: each script and each parser calls functions of the others that nothing else calls. */
function covered({ languagesInUse }: Exports, loaded: readonly Loaded[]): readonly string[] {
  return [...namesOf(loaded), ...languagesInUse()];
}

function namesOf(loaded: readonly Loaded[]): readonly string[] {
  return loaded.map(({ name }) => name);
}

function keep(folder: string, { keptAs, script, covers: before = [] }: Loaded, covers: readonly string[]): void {
  const all = [...new Set([...before, ...covers])];
  writeKept(folder, keptAs, { bytecode: script.createCachedData(), covers: all });
}
