import type { Server } from '../model/server.ts';
import type { Started } from './command-line.ts';
import type { PythonModule } from './python-module.ts';
import type { Surroundings } from './surroundings.ts';

/** How the program around a module is started, beside what `Surroundings` says. */
export interface PythonStart {
  /** What the container runs, when it is known. */
  readonly command?: Started;
  /** The function that a console script calls: `main` of `server = "pkg.server:main"`. */
  readonly entryFunction?: string;
}

/** The modules of the project that were read, by path. */
export type PythonModules = (path: string) => PythonModule | undefined;

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
  void [module, modules, surroundings, start];
  return [];
}
