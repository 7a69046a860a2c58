import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { folderWith, run } from './support/run.ts';

const GUIDE = 'fixtures/projects/field-guide';
const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-built-'));
const bin = join(folder, 'bin.cjs');

beforeAll(async () => {
  // Nothing of a test is kept in the cache of the user.
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  await promisify(execFile)(process.execPath, ['build.mjs', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the built program', () => {
  it.each([
    [[GUIDE]],
    [[GUIDE, '--format', 'json']],
    [['checks']],
    [['explain', 'host-loopback']],
    [['explain', '424']],
    [['fix', GUIDE, '--dry-run']],
    [['rehearse', '--help']],
    [['--bogus']],
    [['nowhere']],
  ])('says and does what its source does: %j', async (argv) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], { encoding: 'utf8', input: '' });
    expect({ code: status, out: stdout, err: stderr }).toEqual(await run(argv));
  });

  it('works without the bytecode of the build, as under another version of Node', () => {
    const { stdout } = spawnSync(process.execPath, ['--no-opt', bin, GUIDE], { encoding: 'utf8', input: '' });
    expect(stdout).toBe(spawnSync(process.execPath, [bin, GUIDE], { encoding: 'utf8', input: '' }).stdout);
  });
});

describe('its output', () => {
  const large = (): string =>
    folderWith(
      Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [`a${index}/agentcore.json`, '{ "runtimes": [{ "name": 1 }] }']),
      ),
    );

  it('ends well when its reader goes away', async () => {
    const child = spawn(process.execPath, [bin, large(), '--format', 'json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('reaches a slow reader whole through a pipe that does not block', async () => {
    const root = large();
    // Opening a stream on it takes the blocking away, for the child that has it by then, too.
    const argv = JSON.stringify([bin, root, '--format', 'json']);
    const inner = `require('node:child_process').spawn(process.execPath,${argv},{stdio:'inherit'});process.stdout.write('')`;
    const child = spawn(process.execPath, ['-e', inner], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    await new Promise((resolve) => setTimeout(resolve, 500));
    for await (const chunk of child.stdout) out += String(chunk);
    expect(out).toBe((await run([root, '--format', 'json'])).out);
  });
});
