import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** A folder that is filled once and kept; it appears whole or not at all, whoever else fills it at the same time. */
export async function keptFolder(path: string, fill: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = mkdtempSync(`${path}.unfinished-`);
  try {
    await fill(unfinished);
    if (!existsSync(path)) renameSync(unfinished, path);
    return path;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
