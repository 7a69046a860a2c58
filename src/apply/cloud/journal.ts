import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudChange, CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import { writeWhole } from '../write.ts';

/**
 * One run's changes to an account, kept before anything is called. It holds what is changed and a mark of the whole, and
 * no document: those may hold secrets.
 */
export interface CloudEntry {
  readonly schemaVersion: 1;
  readonly account: string;
  /** When it was written, in ISO 8601. */
  readonly at: string;
  readonly items: readonly CloudItem[];
}

export interface CloudItem {
  readonly resource: CloudResource;
  readonly changes: readonly CloudChange[];
  /** Marks of the whole document before and after. */
  readonly before: string;
  readonly after: string;
}

/** Where the entries of one account lie. */
export function cloudJournal(state: string, account: string): string {
  return join(state, 'account-fixes', account);
}

/** Keeps an entry, readable by its user only. The file's name. */
export function keepCloudEntry(folder: string, entry: CloudEntry): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const last = namesIn(folder).at(-1) ?? '0';
  const name = `${String(Number.parseInt(last, 10) + 1).padStart(6, '0')}.json`;
  writeWhole(join(folder, name), Buffer.from(`${JSON.stringify(entry, undefined, 2)}\n`), 0o600);
  return name;
}

/** The newest entry of an account. */
export function lastCloudEntry(folder: string): { readonly name: string; readonly entry: CloudEntry } | undefined {
  const name = namesIn(folder).at(-1);
  if (name === undefined) return undefined;
  try {
    // Only `keepCloudEntry` writes there.
    return { name, entry: JSON.parse(readFileSync(join(folder, name), 'utf8')) as CloudEntry };
  } catch (error) {
    throw new Failure(`The record of the last run cannot be read: ${join(folder, name)}.`, undefined, { cause: error });
  }
}

/** Forgets an entry that was taken back. */
export function dropCloudEntry(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{6}\.json$/.test(name))
        .toSorted()
    : [];
}
