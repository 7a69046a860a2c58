import { execFileSync } from 'node:child_process';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { savedDoctor } from '../src/commands/saved-doctor.ts';
import { reportOn, type Seen } from '../src/commands/seen.ts';
import { collect, type Sheet } from '../src/engine/collect.ts';
import { runCheck } from '../src/engine/run.ts';
import { openSavedRun, savedRunText } from '../src/engine/saved-run.ts';
import { joined, parted } from '../src/engine/shared-parts.ts';
import { collectors } from '../src/facts/index.ts';
import type { Json } from '../src/model/json.ts';
import { reporters } from '../src/report/index.ts';
import { PLAIN } from '../src/commands/paint.ts';
import { send } from '../src/world/http.ts';
import { openWorld } from '../src/world/index.ts';
import { casesOf, projectOf, recordedOf } from './support/case.ts';
import { freePort } from './support/port.ts';
import { folderWith, run } from './support/run.ts';

const RUN = { command: 'doctor', root: '.', tool: { name: 'agentcore-doctor', version: '0' } };

/** A sheet as a saved run gives it back. */
function again(sheet: Sheet): Sheet {
  // What was kept is a sheet.
  return openSavedRun(savedRunText(RUN, sheet, []), 'run.json', 'doctor').content as Sheet;
}

describe.each(checks.map((check) => ({ id: check.id, check })))('$id', ({ id, check }) => {
  it.each(casesOf(id))('says the same of saved facts: %s', async (name) => {
    const world = openWorld({ root: projectOf(id, name) });
    const facts = await collect(check.needs, collectors, world, recordedOf(id, name) ?? {});
    expect(runCheck(check, again(facts))).toEqual(runCheck(check, facts));
  });
});

/** Runs the built program in a folder where there is nothing. */
async function elsewhere(words: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [resolve('dist/bin.cjs'), ...words], {
    cwd: folderWith({}),
    env: { PATH: process.env['PATH'], HOME: folderWith({}), TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => void child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

describe.each(readdirSync('fixtures/projects').toSorted())('the project %s', (name) => {
  it.each(['human', 'json'])('is reported from a saved run byte for byte, by another machine: %s', async (format) => {
    const root = join(folderWith({}), name);
    cpSync(join('fixtures/projects', name), root, { recursive: true });
    const file = join(folderWith({}), 'run.json');
    const plain = await run([root, '--format', format]);
    const saved = await run([root, '--format', format, '--save', file]);
    rmSync(root, { recursive: true });
    const reported = await elsewhere(['--from', file, '--format', format]);
    expect(saved).toEqual(plain);
    expect(reported).toEqual(plain);
    expect((await elsewhere(['--from', file, '--format', format, '--fail-on', 'never'])).code).toBe(
      plain.code === 1 ? 0 : plain.code,
    );
  });
});

describe('a recorded account', () => {
  const recorded = checks.flatMap(({ id }) =>
    casesOf(id).flatMap((name) => {
      const facts = recordedOf(id, name);
      return facts === undefined || 'rehearsal' in facts || 'token' in facts ? [] : [{ of: `${id}/${name}`, facts }];
    }),
  );
  const paint = { ...PLAIN, width: undefined };

  it('is there in many states', () => expect(recorded.length).toBeGreaterThan(60));

  it.each(recorded)('is reported from a saved run byte for byte: $of', async ({ facts }) => {
    const seen: Seen = {
      root: '.',
      sheet: facts,
      account: { ok: true, denied: ['iam:GetRole'] },
      unread: [],
      texts: new Map(),
    };
    const asked = checks.filter(({ needs }) => needs.every((name) => name in facts));
    const file = join(folderWith({}), 'run.json');
    const call = (given: { readonly [name: string]: string }) => ({
      command: { name: 'doctor', options: {} },
      given: {
        text: (name: string) => given[name],
        list: () => [],
        all: () => [],
        flag: () => false,
        positionals: [],
      },
      io: { out() {}, err() {}, isTerminal: { out: false, err: false }, environment: {} },
    });
    await savedDoctor(call({ save: file }), () => Promise.resolve(seen));
    const later = await savedDoctor(call({ from: file }), () => Promise.reject(new Error('nothing is looked at')));
    const [before, after] = [seen, later].map((one) => reportOn(asked, [], one));
    if (before === undefined || after === undefined) throw new Error('no report');
    expect(asked.length).toBeGreaterThan(0);
    expect(reporters.json(after, paint)).toBe(reporters.json(before, paint));
    expect(reporters.human(after, paint)).toBe(reporters.human(before, paint));
  });
});

let started: ChildProcess | undefined;
afterEach(() => {
  started?.kill('SIGKILL');
});

/** Starts the server of a case; its address. */
async function serverOf(id: string, name: string): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, ['server.mjs'], {
    cwd: projectOf(id, name),
    env: { PORT: String(port) },
    stdio: 'inherit',
  });
  started = server;
  for (let turn = 0; turn < 200; turn++) {
    const up = await send({
      method: 'GET',
      url: `http://127.0.0.1:${port}/up`,
      headers: { host: `localhost:${port}` },
      limitMs: 1000,
    });
    if (up.kind === 'response') break;
    await sleep(20);
  }
  return `http://127.0.0.1:${port}/mcp`;
}

describe('a rehearsal with a real server', () => {
  it.each([
    ['accept-rejected', 'passes'],
    ['host-rejected', 'fails'],
  ])('is reported from a saved run byte for byte: %s', async (id, outcome) => {
    const name = casesOf(id).find((one) => one.startsWith(outcome)) ?? '';
    const url = await serverOf(id, name);
    const file = join(folderWith({}), 'run.json');
    for (const format of ['human', 'json']) {
      const saved = await run(['rehearse', '--url', url, '--format', format, '--save', file]);
      expect([saved.code, saved.err]).toEqual([outcome === 'fails' ? 1 : 0, '']);
      expect(await elsewhere(['rehearse', '--from', file, '--format', format])).toEqual(saved);
    }
  });
});

describe('the parts of a saved run', () => {
  it('come back as they were, and what was one object is one again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(9)),
        (parts, picks) => {
          const pick = (): unknown => parts[(picks.next().value ?? 0) % parts.length];
          const one = { first: pick(), rest: [pick(), { $shared: pick(), $$shared: [pick()] }], last: pick() };
          // A file holds what JSON can say; minus zero it cannot.
          const whole = joined(JSON.parse(JSON.stringify(parted(one))));
          expect(whole?.value).toEqual(JSON.parse(JSON.stringify(one)));
          expect(sharing(whole?.value)).toEqual(sharing(one));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are missed when one is gone, or holds itself', () => {
    expect(joined({ content: { $shared: 1 }, shared: [{}] })).toBeUndefined();
    expect(joined({ content: { $shared: 0 }, shared: [[{ $shared: 0 }] as Json] })).toBeUndefined();
  });
});

/** For each object of a value, in the order of a walk, the number of the first place where it was met. */
function sharing(value: unknown): readonly number[] {
  const met = new Map<object, number>();
  const found: number[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const before = met.get(part);
    found.push(before ?? met.size);
    if (before !== undefined) return;
    met.set(part, met.size);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return found;
}

describe('the file of a saved run', () => {
  const project = 'fixtures/projects/config-less';

  it.skipIf(process.platform === 'win32')('takes the place of no pipe and no device', async () => {
    const pipe = join(folderWith({}), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await run([project, '--save', pipe])).toMatchObject({ code: 2, err: expect.stringContaining('is no file') });
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('is read by its owner only, and is written over', async () => {
    const folder = folderWith({});
    const file = join(folder, 'run.json');
    await run([project, '--save', file]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['run.json']);
    const run1 = readFileSync(file, 'utf8');
    await run(['fixtures/projects/field-guide', '--save', file]);
    expect(readFileSync(file, 'utf8')).not.toBe(run1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      format: 'agentcore-doctor run',
      schemaVersion: 1,
      tool: { name: 'agentcore-doctor' },
      command: 'doctor',
      root: 'fixtures/projects/field-guide',
    });
  });

  it('is never a file of somebody else', async () => {
    const folder = folderWith({ 'server.py': 'print(1)\n' });
    const { code, err } = await run([project, '--save', join(folder, 'server.py')]);
    expect([code, err]).toEqual([2, expect.stringContaining('is no saved run, and is not written over.')]);
    expect(readFileSync(join(folder, 'server.py'), 'utf8')).toBe('print(1)\n');
    mkdirSync(join(folder, 'inner'));
    expect((await run([project, '--save', join(folder, 'inner')])).code).toBe(2);
    const nowhere = await run([project, '--save', join(folder, 'gone/run.json')]);
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('There is no folder')]);
  });

  it('is refused in a clear sentence when it is none, of another version, or damaged', async () => {
    const folder = folderWith({ 'package.json': '{"name":"x"}', 'list.json': '[]', 'text.txt': 'no JSON' });
    const file = join(folder, 'run.json');
    await run([project, '--save', file]);
    const whole = readFileSync(file, 'utf8');
    const said = async (path: string, ...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await run([...words, '--from', path]);
      expect([code, out]).toEqual([2, '']);
      return err.split('\n')[0]?.replace(folder, '') ?? '';
    };
    for (const name of ['package.json', 'list.json', 'text.txt'])
      expect(await said(join(folder, name))).toBe(`agentcore-doctor: \`/${name}\` is no saved run.`);
    expect(await said(join(folder, 'gone.json'))).toBe('agentcore-doctor: There is no file `/gone.json`.');
    expect(await said(folder)).toBe('agentcore-doctor: `` cannot be read.');
    expect(await said(file, 'rehearse')).toBe('agentcore-doctor: `/run.json` holds a run of `doctor`.');
    const damages: readonly (readonly [string, (run: Record<string, unknown>) => unknown])[] = [
      ['cut', () => whole.slice(0, whole.length / 2)],
      ['no version', (one) => ({ ...one, tool: {} })],
      ['no parts', (one) => ({ ...one, shared: undefined })],
      ['fewer parts', (one) => ({ ...one, shared: [] })],
      ['no facts', (one) => ({ ...one, content: { root: '.' } })],
      ['facts that are none', (one) => ({ ...one, content: { ...Object(one['content']), facts: { servers: 1 } } })],
      [
        'lines that are none',
        (one) => ({ ...one, content: { ...Object(one['content']), lines: [{ path: 'x', line: -1 }] } }),
      ],
    ];
    for (const [what, damage] of damages) {
      const damaged = damage(JSON.parse(whole));
      writeFileSync(file, typeof damaged === 'string' ? damaged : JSON.stringify(damaged));
      expect([what, await said(file)]).toEqual([what, 'agentcore-doctor: `/run.json` is a saved run that is damaged.']);
    }
    writeFileSync(file, JSON.stringify({ ...JSON.parse(whole), schemaVersion: 2 }));
    expect(await said(file)).toBe(
      'agentcore-doctor: `/run.json` is a saved run of schema version 2, and this version of the doctor reads 1.',
    );
  });

  it('of another version is judged by this one, which says so', async () => {
    const file = join(folderWith({}), 'run.json');
    const saved = await run([project, '--save', file]);
    const { tool, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...rest, tool: { ...tool, version: '0.0.1' } }));
    const { err, ...later } = await run(['--from', file]);
    expect(later).toEqual({ code: saved.code, out: saved.out });
    expect(err).toBe(`${file} was saved by version 0.0.1; version ${tool.version} judges it by its own checks.\n`);
  });

  it('leaves no room for options that say how to look', async () => {
    const file = join(folderWith({}), 'run.json');
    await run([project, '--save', file]);
    for (const words of [['.'], ['--offline'], ['--agent', 'x'], ['--region', 'eu-west-1'], ['--save', 'other.json']])
      expect((await run([...words, '--from', file])).code).toBe(2);
  });

  it('answers other checks than those that were reported then', async () => {
    const file = join(folderWith({}), 'run.json');
    const root = 'fixtures/projects/field-guide';
    await run([root, '--save', file, '--only', 'port-not-8000']);
    const whole = await run([root]);
    const later = await run(['--from', file]);
    const account = /The AWS account was not asked, .*/;
    expect(later.out.replace(account, '')).toBe(whole.out.replace(account, ''));
    expect(account.exec(later.out)?.[0]).toBe(
      'The AWS account was not asked, for the checks of the saved run had no use for it. Save a run of all checks.',
    );
    const one = ['--only', 'host-loopback'];
    expect(await run(['--from', file, ...one])).toEqual(await run([root, ...one]));
  });
});
