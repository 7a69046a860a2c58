import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findUv } from '../real/python.ts';
import { Unavailable, unlessUnavailable } from '../real/unavailable.ts';
import { programsOf } from './python-packages.ts';

afterEach(() => vi.unstubAllEnvs());

it('is no failure but in CI that packages cannot be had', async (context) => {
  await unlessUnavailable(context, findUv);
  const cache = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
  // Nothing listens on port 9 of this machine.
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
  for (const [name, value] of [
    ['XDG_CACHE_HOME', cache],
    ['UV_CACHE_DIR', cache],
    ['UV_HTTP_RETRIES', '0'],
    ['CI', ''],
  ] as const)
    vi.stubEnv(name, value);
  const skip = (because: string): never => {
    throw new Error(`skipped: ${because}`);
  };
  const asked = (): Promise<string> => unlessUnavailable({ skip }, () => programsOf('tools.txt'));
  await expect(asked()).rejects.toThrow(/^skipped: the package registry cannot be reached/);
  vi.stubEnv('CI', 'true');
  await expect(asked()).rejects.toThrow(Unavailable);
  rmSync(cache, { recursive: true, force: true });
});
