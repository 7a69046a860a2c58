import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { main } from './cli.ts';

/** What the bundle exports. */
interface Program {
  readonly main: typeof main;
}

const FILE = join(import.meta.dirname, 'main.script');
const CACHE = join(import.meta.dirname, 'main.cache');

/**
 * Loads the bundled program with the bytecode that the build kept. Compiling takes half of a run's time, and Node 20
 * keeps no bytecode of its own; another version of Node refuses the file, and compiles.
 */
export function loadProgram(): Program {
  return run(compile(readCache()));
}

/**
 * For the build: runs the program as `use` does, and keeps the bytecode of what ran.
 * @public build.mjs calls it in dist/
 */
export async function keepBytecode(use: (program: Program) => Promise<void>): Promise<void> {
  const script = compile(undefined);
  await use(run(script));
  writeFileSync(CACHE, script.createCachedData());
}

/**
 * V8 is set up for a program that is over in the twinkling of an eye; each figure is of Node 20.20. The bytecode is
 * refused where other flags hold, so the build sets the same ones.
 */
const FLAGS = [
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
];

function compile(cachedData: Buffer | undefined): Script {
  for (const flag of FLAGS) setFlagsFromString(flag);
  return new Script(readFileSync(FILE, 'latin1'), {
    filename: FILE,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}

/** The file is one function expression with the parameters of a CommonJS module, and needs nothing but Node's own. */
function run(script: Script): Program {
  const exported: Partial<Program> = {};
  const module = { exports: exported };
  script.runInThisContext()(exported, process.getBuiltinModule, module, FILE, import.meta.dirname);
  // The bundle's entry is src/cli.ts, which exports `main`.
  return module.exports as Program;
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(CACHE);
  } catch {
    return undefined; // The build could not keep any: everything works, a little later.
  }
}
