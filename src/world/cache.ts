import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder for what can be made again, by the platform's custom. */
export function cacheFolder(environment: { readonly [name: string]: string | undefined }): string {
  const given =
    environment['XDG_CACHE_HOME'] ?? (process.platform === 'win32' ? environment['LOCALAPPDATA'] : undefined);
  return join(given !== undefined && isAbsolute(given) ? given : join(homedir(), custom()), 'agentcore-doctor');
}

function custom(): string {
  return process.platform === 'darwin' ? 'Library/Caches' : '.cache';
}
