import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { undoLastChanges } from '../../src/apply/cloud/commit.ts';
import { kinds } from '../../src/apply/cloud/kinds.ts';
import { Failure } from '../../src/model/failure.ts';
import type { RealAws } from '../../src/world/aws/index.ts';
import {
  changeOf,
  closeAll,
  commit,
  differing,
  doorTo,
  open,
  PASSWORD,
  plan,
  READS,
  TYPES,
} from '../account/changing.ts';
import type { EveryKind } from '../account/every-kind.ts';
import type { Fault } from '../stand-ins/refusing-proxy/faults.ts';
import { killable } from '../support/killed.ts';

// A fix of an account that is broken off, at every call and for every kind of thing: the journal is enough to take it
// back. It takes minutes, so it stands here, where the quick tests do not come.

afterEach(closeAll);

describe('a call that goes wrong', { timeout: 120_000 }, () => {
  const FAULTS: readonly (readonly [string, Fault])[] = [
    ['is throttled', { kind: 'throttled' }],
    ['fails', { kind: 'failed' }],
    ['breaks off before it is heard', { kind: 'reset', when: 'before' }],
    ['breaks off after it was carried out', { kind: 'reset', when: 'after' }],
    ['is denied', { kind: 'denied' }],
  ];

  it.for(TYPES.flatMap((type, at) => FAULTS.map(([name, fault], nth) => [type, name, fault, at * 10 + nth] as const)))(
    '%s %s: it is as it was or as it is meant to be, and the journal takes it back',
    async ([type, , fault, number], context) => {
      const place = await open(context, `3334000000${String(number).padStart(2, '0')}`);
      const aws = doorTo(place.proxy, place.account);
      const change = changeOf(place, type);
      const before = await place.snapshot();
      const on = kinds[type].writes.filter((action) => !/:(?:List|Invoke)/.test(action));
      place.proxy.play({ on, fault });
      await expect(commit(place, [change], aws)).rejects.toThrow(Failure);
      const calls = place.proxy.calls.filter(({ action }) => on.includes(action));
      // What may have been carried out is sent once.
      expect(calls).toHaveLength(fault.kind === 'throttled' ? 4 : 1);
      const calm = doorTo(await place.another(), place.account);
      const now = await place.snapshot();
      const isMade = fault.kind === 'reset' && fault.when === 'after';
      expect(differing(before, now)).toEqual(isMade ? [type] : []);
      await undoLastChanges(place.folder, place.account, calm);
      expect(differing(before, await place.snapshot())).toEqual(isMade && type === 'user-password' ? [type] : []);
      expect(readdirSync(place.folder)).toEqual([]);
    },
  );
});

describe('a read that goes wrong once a thing is written', { timeout: 120_000 }, () => {
  const FAULTS: readonly (readonly [string, Fault])[] = [
    ['is throttled', { kind: 'throttled' }],
    ['fails', { kind: 'failed' }],
    ['is denied', { kind: 'denied' }],
  ];

  it.for(TYPES.flatMap((type, at) => FAULTS.map(([name, fault], nth) => [type, name, fault, at * 10 + nth] as const)))(
    '%s %s: the run ends, and the journal takes it back',
    async ([type, , fault, number], context) => {
      const place = await open(context, `3336000000${String(number).padStart(2, '0')}`);
      const aws = doorTo(place.proxy, place.account);
      const before = await place.snapshot();
      const change: RealAws['change'] = async (call) => {
        const answer = await aws.change(call);
        place.proxy.play({ on: READS, fault });
        return answer;
      };
      await expect(commit(place, [changeOf(place, type)], aws, { ...aws, change })).rejects.toThrow(Failure);
      expect(differing(before, await place.snapshot())).toEqual([type]);
      const calm = doorTo(await place.another(), place.account);
      await undoLastChanges(place.folder, place.account, calm);
      expect(differing(before, await place.snapshot())).toEqual(type === 'user-password' ? [type] : []);
    },
  );
});

/** Each call of AWS is a step. */
const PROGRAM = `
import { commitChanges, undoLastChanges } from './src/apply/cloud/commit.ts';
import { openAws } from './src/world/aws/index.ts';
const { what, folder, account, planned, killAt } = JSON.parse(process.argv[2]);
let left = killAt;
const step = () => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
};
const door = openAws({ environment: process.env });
const aws = { ...door, ask: (call) => (step(), door.ask(call)), change: (call) => (step(), door.change(call)) };
async function main() {
  if (what === 'undo') return undoLastChanges(folder, account, aws);
  return commitChanges(planned, { account, folder, aws, secretFor: async () => '${PASSWORD}' });
}
main().catch((error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
`;

interface Ended {
  readonly by: NodeJS.Signals | number | null;
  readonly said: string;
}

/** Runs a program to its end, or until it is killed before its n-th call. */
async function runProgram(words: readonly string[], input: object, place: EveryKind): Promise<Ended> {
  const { folder, account, environment } = place;
  const child = spawn(process.execPath, [...words, JSON.stringify({ ...input, folder, account })], {
    env: { PATH: process.env['PATH'], ...environment, KILL_AT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const by = new Promise<Ended['by']>((resolve) => {
    child.once('close', (status, signal) => resolve(signal ?? status));
  });
  return { said: await text(child.stderr), by: await by };
}

describe('a run over all kinds that is killed before a call', { timeout: 600_000 }, () => {
  const FINAL = ['user-password'];

  it('is taken back whole', async (context) => {
    const place = await open(context, '333300000006');
    const aws = doorTo(place.proxy, place.account);
    const words = await killable(PROGRAM);
    const states = new Set<string>();
    const before = await place.snapshot();
    for (let killAt = 1; ; killAt++) {
      const { by, said } = await runProgram(words, { what: 'commit', planned: await plan(place, aws), killAt }, place);
      states.add(differing(before, await place.snapshot()).join(' '));
      if (by === 0) break;
      expect([by, said]).toEqual(['SIGKILL', '']);
      await undoLastChanges(place.folder, place.account, aws);
      expect(differing(before, await place.snapshot()).filter((type) => !FINAL.includes(type))).toEqual([]);
      await place.renewUser();
    }
    // It was killed with nothing done, with each kind done, and with all.
    expect(states.size).toBe(TYPES.length + 1);
  });

  it('finishes taking back what it was killed while taking back', async (context) => {
    const place = await open(context, '333300000007');
    const aws = doorTo(place.proxy, place.account);
    const words = await killable(PROGRAM);
    const states = new Set<string>();
    const before = await place.snapshot();
    for (let killAt = 1; ; killAt++) {
      await commit(place, place.changes, aws);
      const { by } = await runProgram(words, { what: 'undo', killAt }, place);
      states.add(differing(before, await place.snapshot()).join(' '));
      if (by === 0) break;
      expect(by).toBe('SIGKILL');
      await undoLastChanges(place.folder, place.account, aws);
      expect(differing(before, await place.snapshot()).filter((type) => !FINAL.includes(type))).toEqual([]);
      expect(readdirSync(place.folder)).toEqual([]);
      await place.renewUser();
    }
    expect(states.size).toBe(TYPES.length);
  });
});
