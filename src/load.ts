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
  readonly modules: { readonly [path: string]: () => unknown };
}

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
export function loadProgram(environment: { readonly [name: string]: string | undefined }): Program {
  const own = (): string => join(cacheFolder(environment), 'bytecode');
  const { program, loaded } = run((name) => readOwn(own(), name) ?? readKept(BESIDE, name));
  return {
    main: program.main,
    keep: () => {
      const covers = covered(program, loaded);
      const poor = loaded.filter(({ kept }) => !covers.every((word) => kept?.covers.includes(word)));
      if (poor.length > 0 && canKeep(own())) for (const each of poor) keep(own(), each, covers);
    },
  };
}

/**
 * For the build: runs the program as `use` does, and keeps the bytecode of what ran.
 * @public build.mjs calls it in dist/
 */
export async function keepBytecode(use: (program: Pick<Program, 'main'>) => Promise<void>): Promise<void> {
  const { program, loaded } = run(() => undefined);
  await use(program);
  for (const each of loaded) keep(BESIDE, each, covered(program, loaded));
}

// Before anything is compiled, or asked for by what it was compiled with.
setFlags();

const MAIN = 'main.script';

/** A script of the bundle that this run has loaded. */
interface Loaded {
  readonly name: string;
  /** Of its bytecode. */
  readonly keptAs: string;
  readonly script: Script;
  /** The bytecode with which it was loaded. */
  readonly kept: Kept | undefined;
}

/** Runs the main script, and the others when it asks for them. */
function run(find: (name: string) => Kept | undefined): { program: Exports; loaded: readonly Loaded[] } {
  const loaded: Loaded[] = [];
  const scripts = new Map<string, unknown>();
  const load = (name: string): unknown => {
    const one = compile(name, find);
    loaded.push(one);
    return exportsOf(one, requireFrom);
  };
  /** Modules of the main script (`main:src/cli.ts`), other scripts (`./fix.script`), and Node's own. */
  function requireFrom(id: string): unknown {
    if (id.startsWith('main:')) return program.modules[id.slice('main:'.length)]?.();
    if (!id.endsWith('.script')) return process.getBuiltinModule(id);
    if (!scripts.has(id)) scripts.set(id, load(id.slice('./'.length)));
    return scripts.get(id);
  }
  // The entry of the main script exports just this.
  const program = load(MAIN) as Exports;
  return { program, loaded };
}

function compile(name: string, find: (keptAs: string) => Kept | undefined): Loaded {
  const filename = join(BESIDE, name);
  const source = readFileSync(filename);
  const keptAs = keptName(name, source);
  const kept = find(keptAs);
  const script = new Script(source.toString('latin1'), {
    filename,
    ...(kept === undefined ? {} : { cachedData: kept.bytecode }),
  });
  return { name, keptAs, script, kept: script.cachedDataRejected === true ? undefined : kept };
}

/** A script is one function expression with the parameters of a CommonJS module. */
function exportsOf({ script, name }: Loaded, require: (id: string) => unknown): unknown {
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, join(BESIDE, name), BESIDE);
  return module.exports;
}

/** What this run did, in words: each script and each parser calls functions of the others that nothing else calls. */
function covered({ languagesInUse }: Exports, loaded: readonly Loaded[]): readonly string[] {
  return [...loaded.map(({ name }) => name), ...languagesInUse()];
}

function keep(folder: string, { keptAs, script, kept }: Loaded, covers: readonly string[]): void {
  const all = [...new Set([...(kept?.covers ?? []), ...covers])];
  writeKept(folder, keptAs, { bytecode: script.createCachedData(), covers: all });
}
