import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attend } from '../real/attend.ts';
import type { Seen } from '../real/attempt.ts';
import type { Cell } from './cell.ts';
import { type Comparison, compare } from './compare.ts';
import { type Fault, faultsIn } from './fault.ts';
import type { Installed } from './installed.ts';
import { commandOf, writeProject } from './project.ts';
import { questionsAt } from './questions.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** Imports of a large SDK take seconds on a busy machine. */
const PATIENCE = 90_000;

/** A cell, what was said of it, what was seen of it, and whether that is the same. */
export interface Examined {
  readonly cell: Cell;
  readonly verdict: Verdict;
  readonly seen: Seen;
  readonly faults: readonly Fault[];
  readonly comparison: Comparison;
}

/** Writes the project of a cell, asks the checks about it, starts it and asks the process. */
export async function examine(cell: Cell, installed: Installed): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-truth-'));
  try {
    writeProject(folder, cell, installed);
    const verdict = await verdictOn(folder);
    const seen = await run(cell, folder, installed);
    const faults = faultsIn(seen);
    return { cell, verdict, seen, faults, comparison: compare(verdict, faults, seen) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(cell: Cell, folder: string, { bin, modules }: Installed): Promise<Seen> {
  if (modules !== undefined) symlinkSync(modules.folder, join(folder, 'node_modules'));
  const [program = '', ...words] = commandOf(cell);
  const { path = '/mcp', environment = {} } = cell.form;
  return attend({
    command: [program === 'node' ? process.execPath : program, ...words],
    folder,
    environment: {
      PATH: [bin, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      HOME: folder,
      LANG: 'C.UTF-8',
      ...environment,
    },
    requests: questionsAt(path),
    patience: PATIENCE,
    asks: 'wherever-it-listens',
  });
}
