import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { main } from './cli.ts';

/** What the main script exports: the program, and those of its modules that other scripts use, too. */
interface Program {
  readonly main: typeof main;
  readonly modules: { readonly [path: string]: () => unknown };
}

const CACHE = join(import.meta.dirname, 'main.cache');

/**
 * Loads the bundled program with the bytecode that the build kept. Compiling takes half of a run's time, and Node 20
 * keeps no bytecode of its own; another version of Node refuses the file, and compiles.
 */
export function loadProgram(): Program {
  return run(compile(MAIN, readCache()));
}

/**
 * For the build: runs the program as `use` does, and keeps the bytecode of what ran.
 * @public build.mjs calls it in dist/
 */
export async function keepBytecode(use: (program: Program) => Promise<void>): Promise<void> {
  const script = compile(MAIN, undefined);
  await use(run(script));
  writeFileSync(CACHE, script.createCachedData());
}

/**
 * V8 is set up for a program that is over in the twinkling of an eye; each figure is of Node 20.20. The bytecode is
 * refused where other flags hold, so the build sets the same ones.
 */
for (const flag of [
  // It would go on optimising the WebAssembly of the parsers after the report is written, and Node waits for that
  // before it exits: 100 ms, for nothing.
  '--liftoff-only',
  // Most of the patterns are tried on a few short texts: translating one into machine code costs more than it saves
  // before it has been used often. 10 ms.
  '--regexp-tier-up-ticks=50',
  '--no-regexp-peephole-optimization',
  // Optimising starts at twice the usual time: what it makes seldom runs long enough to pay for it. 6 ms of CPU time,
  // and a fifth of what a run over a thousand agents takes.
  '--interrupt-budget=132000',
])
  setFlagsFromString(flag);

const MAIN = 'main.script';

function compile(name: string, cachedData: Buffer | undefined): Script {
  const filename = join(import.meta.dirname, name);
  return new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}

/** Sets V8 up, and runs the main script. */
function run(script: Script): Program {
  // The entry of the main script exports just this.
  const program = exportsOf(script, MAIN, requireFrom) as Program;
  const scripts = new Map<string, unknown>();
  /** Modules of the main script (`main:src/cli.ts`), other scripts (`./fix.script`), and Node's own. */
  function requireFrom(id: string): unknown {
    if (id.startsWith('main:')) return program.modules[id.slice('main:'.length)]?.();
    if (!id.endsWith('.script')) return process.getBuiltinModule(id);
    if (!scripts.has(id)) scripts.set(id, exportsOf(compile(id, undefined), id, requireFrom));
    return scripts.get(id);
  }
  return program;
}

/** A script is one function expression with the parameters of a CommonJS module. */
function exportsOf(script: Script, name: string, require: (id: string) => unknown): unknown {
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, join(import.meta.dirname, name), import.meta.dirname);
  return module.exports;
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(CACHE);
  } catch {
    return undefined; // The build could not keep any: everything works, a little later.
  }
}
