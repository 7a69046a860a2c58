import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { incident } from './stand-ins/cloudwatch-logs/playlist.ts';
import { environmentFor, GROUP, played, tailed } from './support/log-stand-in.ts';
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

describe('its thread that asks AWS', () => {
  const now = Date.now();
  const events = incident({
    group: GROUP,
    count: 15_000,
    from: now - 3_600_000,
    to: now - 60_000,
    latest: 0,
    perStream: 4000,
    messages: ['INFO took # ms', 'WARNING  Invalid Host header: cell#.example', `${'“long” '.repeat(40)}#`],
  });
  const words = ['logs', 'tail', 'tides', '--since', '2h'];

  interface Ended {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  }

  /** Runs a build against a stand-in; `seen` is told what was written so far. */
  async function tailedBy(
    program: string,
    argv: readonly string[],
    environment: { readonly [name: string]: string },
    seen?: (out: string, child: ChildProcess) => void,
  ): Promise<Ended> {
    const child = spawn(process.execPath, [program, ...argv], { env: { ...process.env, ...environment } });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      seen?.(out, child);
    });
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  }

  it('answers as its source does in one thread, and keeps bytecode that holds', async () => {
    const standIn = await played({ events });
    const argv = [...words.slice(2), '--utc', '--no-follow', '--summary'];
    const source = await tailed(standIn, argv, { io: { startAsking: undefined } });
    const cache = join(folder, 'own-cache');
    const environment = { ...environmentFor(standIn), XDG_CACHE_HOME: cache };
    const kept = (): readonly string[] => {
      const bytecode = join(cache, 'agentcore-doctor', 'bytecode');
      return readdirSync(bytecode).map((name) => `${name} ${statSync(join(bytecode, name)).mtimeMs}`);
    };
    const runs: (readonly string[])[] = [];
    while (runs.length < 4) {
      expect(await tailedBy(bin, ['logs', 'tail', ...argv], environment)).toEqual(source);
      runs.push(kept());
    }
    expect(source.out).toContain('15000 lines');
    // The scripts of the one thread and of the other, which do not drive each other out.
    expect(runs[3]?.filter((name) => /^(?:main|logs-tail|all-aws|all-symptom)\.script/.test(name))).toHaveLength(4);
    expect(runs[3]).toEqual(runs[2]);
  });

  it('ends at Ctrl-C, with all that was told', async () => {
    const standIn = await played({ events });
    const { code, out } = await tailedBy(bin, [...words, '--summary'], environmentFor(standIn), (told, child) => {
      if (told.includes('took 14997 ms') && !child.killed) child.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(out).toContain('15000 lines from');
  });

  it('ends where nothing was asked, since a word is wrong', async () => {
    const { code, err } = await tailedBy(bin, [...words, '--until', 'someday'], {});
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('`--until someday` is no time.') });
  });

  it('is missed where it breaks down', async () => {
    const broken = `${folder}-broken`;
    cpSync(folder, broken, { recursive: true });
    onTestFinished(() => rmSync(broken, { recursive: true }));
    writeFileSync(join(broken, 'asking-thread.cjs'), 'throw new Error("no room for a thread")');
    const { code, err } = await tailedBy(join(broken, 'bin.cjs'), words, environmentFor({ url: 'http://127.0.0.1:9' }));
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('no room for a thread') });
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
