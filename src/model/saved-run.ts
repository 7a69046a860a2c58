import type { Json } from './json.ts';

/** What a run saw, in a file: enough to report it again on another machine, where nothing of the project is. */
export interface SavedRun {
  readonly format: 'agentcore-doctor run';
  readonly schemaVersion: 1;
  /** What saved it. */
  readonly tool: { readonly name: string; readonly version: string };
  /** `doctor`, `rehearse`, …: the command that reports it. */
  readonly command: string;
  /** The folder, as it was named on the command line. */
  readonly root: string;
  /** What that command keeps, without secrets; `{ "$shared": 3 }` stands for a part. */
  readonly content: Json;
  /** The parts that stand in several places. */
  readonly shared: readonly Json[];
}

/** One line of a file of the project, secrets blotted out. */
export interface KeptLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}
