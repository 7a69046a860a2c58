import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder for what can be made again, by the platform's custom. */
export function cacheFolder(environment: { readonly [name: string]: string | undefined }): string {
  const given =
    environment['XDG_CACHE_HOME'] ?? (process.platform === 'win32' ? environment['LOCALAPPDATA'] : undefined);
  const base = given !== undefined && given !== '' ? given : join(homedir(), '.cache');
  return join(base, 'agentcore-doctor');
}

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
