import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keptName, readKept, writeKept } from '../src/kept-bytecode.ts';

const GUIDE = 'fixtures/projects/field-guide';
const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-kept-'));
const bin = join(folder, 'dist', 'bin.cjs');
const caches = join(folder, 'caches');
const kept = join(caches, 'agentcore-doctor', 'bytecode');
const isPosix = process.platform !== 'win32';
let said = '';

/** What an installed program is: the build without the bytecode of the machine that it was made on. */
beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['build.mjs', join(folder, 'dist')]);
  for (const name of readdirSync(join(folder, 'dist')).filter((file) => file.endsWith('.bytecode')))
    rmSync(join(folder, 'dist', name));
});
beforeEach(() => {
  rmSync(caches, { recursive: true, force: true });
  mkdirSync(caches);
  said = doctor();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the built program; what it says is said by nothing but the report. */
function doctor({ argv = [GUIDE], cache = caches }: { argv?: readonly string[]; cache?: string } = {}): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, XDG_CACHE_HOME: cache },
    timeout: 60_000,
  });
  expect({ status: status === 1 || status === 0, stderr }).toEqual({ status: true, stderr: '' });
  return stdout;
}

function only(start: string): string {
  const names = readdirSync(kept).filter((name) => name.startsWith(start));
  expect(names).toHaveLength(1);
  return join(kept, names[0] ?? '');
}

describe('the bytecode of a run', () => {
  it('is kept for the user alone, and used by the next run', () => {
    const file = only('main.script');
    const { ino, mode } = statSync(file);
    const openTo = isPosix ? (mode | statSync(kept).mode) & 0o077 : 0;
    expect(openTo).toBe(0);
    expect(doctor()).toBe(said);
    // A run that could not use it would have put another one in its place.
    expect(statSync(file).ino).toBe(ino);
    expect(readdirSync(kept)).toHaveLength(1);
  });

  it('grows by what another kind of project and another command call', () => {
    const { size } = statSync(only('main.script'));
    doctor({ argv: ['fixtures/projects/typescript-server'] });
    const larger = statSync(only('main.script')).size;
    expect(larger).toBeGreaterThan(size);
    doctor({ argv: ['explain', '406'] });
    const file = only('main.script');
    const { ino } = statSync(file);
    expect(readKept(kept, only('explain.script').slice(kept.length + 1))?.covers).toContain('explain.script');
    doctor({ argv: ['explain', '406'] });
    expect(doctor()).toBe(said);
    expect(statSync(file).ino).toBe(ino);
  });

  it('is not kept of a run that came to nothing', () => {
    rmSync(kept, { recursive: true });
    spawnSync(process.execPath, [bin, 'nowhere'], { env: { ...process.env, XDG_CACHE_HOME: caches } });
    expect(readdirSync(join(caches, 'agentcore-doctor'))).toEqual([]);
  });

  it.each<[string, (file: string) => void]>([
    ['is empty', (file) => truncateSync(file, 0)],
    ['is cut off', (file) => truncateSync(file, statSync(file).size >> 1)],
    ['lacks its last byte', (file) => truncateSync(file, statSync(file).size - 1)],
    ['is noise', (file) => writeFileSync(file, noise(200_000))],
    ['has other bytes in the middle', (file) => writeFileSync(file, changed(readFileSync(file)))],
    ['is whole, and no bytecode', (file) => writeKept(kept, nameOf(file), { bytecode: noise(9999), covers: ['all'] })],
    [
      'belongs to another script',
      (file) => {
        doctor({ argv: ['explain', '406'] });
        copyFileSync(only('explain.script'), file);
      },
    ],
  ])('is made again where it %s', (_, damage) => {
    const file = only('main.script');
    damage(file);
    const damaged = readFileSync(file);
    expect(doctor()).toBe(said);
    expect(readFileSync(file).equals(damaged)).toBe(false);
    const { ino } = statSync(file);
    expect(doctor()).toBe(said);
    expect(statSync(file).ino).toBe(ino);
  });

  it.skipIf(!isPosix).each<[string, (file: string) => void]>([
    ['folder is open to others', () => chmodSync(kept, 0o777)],
    ['file is open to others', (file) => chmodSync(file, 0o666)],
    [
      'file is a link',
      (file) => {
        const elsewhere = join(folder, 'elsewhere');
        copyFileSync(file, elsewhere);
        rmSync(file);
        symlinkSync(elsewhere, file);
      },
    ],
  ])('is not trusted where its %s', (_, open) => {
    const file = only('main.script');
    // It claims to hold all that any run calls, so that a run that took it would leave it as it is.
    const { bytecode, covers } = readKept(kept, nameOf(file)) ?? { bytecode: noise(9), covers: [] };
    writeKept(kept, nameOf(file), { bytecode, covers: [...covers, 'explain.script', 'usage.script'] });
    open(file);
    const before = statSync(file).ino;
    expect(doctor()).toBe(said);
    const openFolder = (statSync(kept).mode & 0o022) !== 0;
    expect(statSync(file).ino === before).toBe(openFolder);
    expect(readKept(kept, nameOf(file))?.covers.includes('usage.script')).toBe(openFolder);
  });

  it.each([bin, '/proc/none'])('is done without where it cannot be kept: %s', (cache) => {
    expect(doctor({ cache })).toBe(said);
  });

  it('goes when much that is newer is kept', () => {
    const long = new Date(2020, 1, 1);
    for (let number = 0; number < 30; number++) {
      const old = join(kept, `main.script-${number}-v20.19.0-x64-1.bytecode`);
      writeFileSync(old, '');
      utimesSync(old, long, long);
    }
    doctor({ argv: ['fixtures/projects/typescript-server'] });
    const left = readdirSync(kept);
    expect(left.length).toBeLessThanOrEqual(24);
    expect(left.filter((name) => name.includes(process.version))).toHaveLength(1);
  });
});

it('goes by another name for another text of the same length', () => {
  expect(keptName('main.script', Buffer.from('a=1'))).not.toBe(keptName('main.script', Buffer.from('a=2')));
});

function nameOf(file: string): string {
  return file.slice(kept.length + 1);
}

function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * index * 31 + index) & 255));
}

function changed(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  return Buffer.concat([bytes.subarray(0, middle), noise(64), bytes.subarray(middle + 64)]);
}
