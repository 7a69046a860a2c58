import { chownSync, closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a whole file so that, whenever the process or the machine stops, there is the old file or the new one: beside
 * it first, forced to the disk, then renamed over it.
 */
export function writeWhole(
  target: string,
  bytes: Uint8Array,
  mode: number,
  owner?: { readonly user: number; readonly group: number },
): void {
  const beside = join(dirname(target), `.${basename(target)}.agentcore-doctor.tmp`);
  // What a run left behind that was killed.
  rmSync(beside, { force: true });
  try {
    const file = openSync(beside, 'wx', 0o600);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (owner !== undefined) keepOwner(beside, owner);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(target));
}

/** Root edits other people's files; anybody else owns what they write, and may not give it away. */
function keepOwner(path: string, { user, group }: { readonly user: number; readonly group: number }): void {
  if (process.getuid?.() === 0) chownSync(path, user, group);
}

/** The rename itself lies in the folder; Windows does not open folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
