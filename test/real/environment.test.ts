import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cachedFolder } from './cache.ts';
import { build } from './environment.ts';
import { Unavailable, unlessUnavailable } from './unavailable.ts';

afterEach(() => vi.unstubAllEnvs());

describe('an environment', () => {
  it('has the packages of its own time', (context) =>
    unlessUnavailable(context, async () => {
      const built = await build({ requirements: ['mcp==1.9.0'], before: '2025-05-30' });
      const versions = built.ok ? Object.fromEntries(built.environment.versions) : {};
      expect(versions).toMatchObject({ mcp: '1.9.0', starlette: '0.47.0', pydantic: '2.11.5' });
    }));

  it('is made once for the same pins, however they are written and asked for', (context) =>
    unlessUnavailable(context, async () => {
      const pins = { requirements: ['httpx==0.28.1', 'h11==0.16.0'], before: '2025-05-30' };
      const all = await Promise.all([build(pins), build({ ...pins, requirements: pins.requirements.toReversed() })]);
      const bins = all.map((built) => built.ok && built.environment.bin);
      expect(new Set(bins).size).toBe(1);
      expect(existsSync(join(String(bins[0]), 'python'))).toBe(true);
    }));

  it('is refused where the pins do not go together', (context) =>
    unlessUnavailable(context, async () => {
      const built = await build({ requirements: ['fastmcp==4.0.10', 'mcp<2'], before: '2026-11-10' });
      expect(built).toMatchObject({ ok: false, because: expect.stringContaining('fastmcp==4.0.10 depends on') });
    }));

  it('is no verdict where the registry cannot be reached', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
    // Nothing listens on port 9 of this machine.
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
    for (const [name, value] of [
      ['XDG_CACHE_HOME', cache],
      ['UV_CACHE_DIR', cache],
      ['UV_HTTP_RETRIES', '0'],
    ] as const)
      vi.stubEnv(name, value);
    await expect(build({ requirements: ['mcp==1.9.1'], before: '2025-05-30' })).rejects.toThrow(Unavailable);
    rmSync(cache, { recursive: true });
  });
});

describe('a cached folder', () => {
  it('is there whole or not at all', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
    vi.stubEnv('XDG_CACHE_HOME', cache);
    const broken = cachedFolder('one', async (folder) => {
      writeFileSync(join(folder, 'half'), '');
      throw new Error('lightning');
    });
    await expect(broken).rejects.toThrow('lightning');
    expect(
      readdirSync(cache, { recursive: true })
        .map(String)
        .filter((path) => path.includes('one')),
    ).toEqual([]);
    const made = await cachedFolder('two', async (folder) => writeFileSync(join(folder, 'whole'), ''));
    expect(readdirSync(made)).toEqual(['whole']);
    rmSync(cache, { recursive: true });
  });
});
