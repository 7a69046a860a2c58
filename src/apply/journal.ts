import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TextChange } from '../model/change.ts';
import { Failure } from '../model/failure.ts';
import { writeWhole } from './write.ts';

/** One run's changes to files, kept so that they can be taken back. It holds the changed pieces only, no whole file. */
export interface JournalEntry {
  readonly schemaVersion: 1;
  /** The folder, links followed. */
  readonly root: string;
  /** When it was written, in ISO 8601. */
  readonly at: string;
  readonly files: readonly JournalFile[];
}

export interface JournalFile {
  readonly path: string;
  readonly mark: boolean;
  /** SHA-256 of the bytes before and after. */
  readonly before: string;
  readonly after: string;
  /** What takes the changes back: one set after the other, each described for the text that the one before left. */
  readonly undo: readonly (readonly TextChange[])[];
}

/** Where the entries of one project lie. */
export interface Journal {
  readonly folder: string;
  readonly root: string;
}

export function journalOf(state: string, root: string): Journal {
  const real = realpathSync(root);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 24);
  return { folder: join(state, 'fixes', name), root: real };
}

/** Keeps an entry, readable by its user only, before anything is written. The file's name. */
export function keepEntry({ folder, root }: Journal, files: readonly JournalFile[]): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const number = (namesIn(folder).map(numberOf).at(-1) ?? 0) + 1;
  const name = `${String(number).padStart(6, '0')}.json`;
  const entry: JournalEntry = { schemaVersion: 1, root, at: new Date().toISOString(), files };
  writeWhole(join(folder, name), Buffer.from(`${JSON.stringify(entry, undefined, 2)}\n`), 0o600);
  return name;
}

/** The newest entry of a project. */
export function lastEntry({ folder }: Journal): { readonly name: string; readonly entry: JournalEntry } | undefined {
  const name = namesIn(folder).at(-1);
  if (name === undefined) return undefined;
  try {
    // Only `keepEntry` writes there.
    return { name, entry: JSON.parse(readFileSync(join(folder, name), 'utf8')) as JournalEntry };
  } catch (error) {
    throw new Failure(`The record of the last run cannot be read: ${join(folder, name)}.`, undefined, { cause: error });
  }
}

/** Forgets an entry that was taken back. */
export function dropEntry({ folder }: Journal, name: string): void {
  rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{6}\.json$/.test(name))
    .toSorted();
}

function numberOf(name: string): number {
  return Number(name.slice(0, 6));
}
