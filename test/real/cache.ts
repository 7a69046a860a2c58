import { mkdirSync, mkdtempSync, renameSync, rmSync, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of what the tests install, outside of the repository. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'agentcore-doctor', 'test');
}

const underWay = new Map<string, Promise<string>>();

/**
 * A folder of the cache that `make` fills once. It appears whole or not at all: two processes may both fill one, the
 * first to finish keeps the name.
 */
export function cachedFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const started = underWay.get(name) ?? fill(join(cacheFolder(), name), make);
  underWay.set(name, started);
  return started;
}

async function fill(final: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(final)) return final;
  mkdirSync(dirname(final), { recursive: true });
  const unfinished = mkdtempSync(`${final}.unfinished-`);
  try {
    await make(unfinished);
    moveUnlessThere(unfinished, final);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return final;
}

function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}
