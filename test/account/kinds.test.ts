import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commitChanges, planChanges, type PlannedChange, undoLastChanges } from '../../src/apply/cloud/commit.ts';
import { kinds } from '../../src/apply/cloud/kinds.ts';
import type { CloudChange, CloudResource } from '../../src/model/change.ts';
import { Failure } from '../../src/model/failure.ts';
import { openAws, type RealAws } from '../../src/world/aws/index.ts';
import { environmentFor } from '../emulators/aws.ts';
import type { Fault } from '../stand-ins/refusing-proxy/faults.ts';
import type { RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { killable } from '../support/killed.ts';
import { type EveryKind, openEveryKind, SECRETS, type Snapshot } from './every-kind.ts';

// What holds for every kind of thing that a fix changes: it changes that and nothing else, calls what its policy says,
// and whatever goes wrong, the journal is enough to take it back.

type Type = CloudResource['type'];

const PASSWORD = 'Fair-Weather-2026';
const opened: EveryKind[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of opened.splice(0)) await one.close();
});

async function open(context: { readonly skip: (because: string) => never }, account: string): Promise<EveryKind> {
  const place = await openEveryKind(context, account);
  opened.push(place);
  return place;
}

/** The SDK looks for credentials and endpoints in the environment of the process. */
function doorTo(proxy: RefusingProxy, account: string): RealAws {
  const environment = environmentFor(proxy, { account });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return openAws({ environment });
}

async function commit(
  { folder, account }: EveryKind,
  changes: readonly CloudChange[],
  planning: RealAws,
  aws: RealAws = planning,
): Promise<void> {
  await commitChanges(await plan({ changes }, planning), { account, folder, aws, secretFor: async () => PASSWORD });
}

function changeOf({ changes }: EveryKind, type: Type): CloudChange {
  const found = changes.find(({ resource }) => resource.type === type);
  if (found === undefined) throw new Error(`no change of a ${type}`);
  return found;
}

/** The types of things that differ. */
function differing(one: Snapshot, other: Snapshot): readonly string[] {
  return Object.entries(one).flatMap(([type, state]) =>
    JSON.stringify(state) === JSON.stringify(other[type as Type]) ? [] : [type],
  );
}

const TYPES = Object.keys(kinds) as readonly Type[];
/** The actions of the README's policies. */
const [READS = [], WRITES = []] = ['policy', 'writes'].map((name): readonly string[] => {
  const [, json = ''] =
    new RegExp(`<!-- ${name} -->\\s*\`\`\`json\\s*([^]*?)\`\`\``).exec(readFileSync('README.md', 'utf8')) ?? [];
  return JSON.parse(json).Statement[0].Action;
});

describe('each kind of thing', { timeout: 120_000 }, () => {
  it('is changed, nothing else is, and it is taken back', async (context) => {
    const place = await open(context, '333300000001');
    const aws = doorTo(place.proxy, place.account);
    for (const type of TYPES) {
      const before = await place.snapshot();
      const from = place.proxy.calls.length;
      await commit(place, [changeOf(place, type)], aws);
      const after = await place.snapshot();
      expect(differing(before, after)).toEqual([type]);
      const [entry = ''] = readdirSync(place.folder);
      const journal = readFileSync(join(place.folder, entry), 'utf8');
      for (const secret of [...SECRETS, PASSWORD]) expect(journal).not.toContain(secret);
      const undone = await undoLastChanges(place.folder, place.account, aws);
      expect(readdirSync(place.folder)).toEqual([]);
      const { resource } = changeOf(place, type);
      const isFinal = type === 'user-password';
      expect(undone).toEqual(isFinal ? { restored: [], final: [resource] } : { restored: [resource], final: [] });
      expect(differing(before, await place.snapshot())).toEqual(isFinal ? [type] : []);
      const called = [...new Set(place.proxy.calls.slice(from).map(({ action }) => action))].toSorted();
      // What it calls that no collector calls is what it says.
      expect(called.filter((action) => !READS.includes(action))).toEqual(
        kinds[type].writes.filter((action) => action !== 'iam:PassRole').toSorted(),
      );
    }
  });

  it('calls nothing beside the policies of the README, and all that the second one has', async (context) => {
    const place = await open(context, '333300000002');
    const aws = doorTo(place.proxy, place.account);
    await commit(place, place.changes, aws);
    await undoLastChanges(place.folder, place.account, aws);
    const called = place.proxy.actions();
    expect(called.filter((action) => !READS.includes(action) && !WRITES.includes(action))).toEqual([]);
    // AWS asks for it within the update of a runtime.
    expect(WRITES.filter((action) => !called.includes(action))).toEqual(['iam:PassRole']);
  });

  it('is refused when another one changes it after it was shown', async (context) => {
    const place = await open(context, '333300000003');
    const aws = doorTo(place.proxy, place.account);
    for (const type of TYPES) {
      const change = changeOf(place, type);
      const planned = [await planChanges(change.resource, [change], aws)];
      const secretFor = async (): Promise<string> => PASSWORD;
      await commit({ ...place, folder: `${place.folder}-another` }, [change], aws);
      const run = commitChanges(planned, { account: place.account, folder: place.folder, aws, secretFor });
      await expect(run).rejects.toThrow('has changed since it was shown');
    }
  });
});

describe('a function', { timeout: 60_000 }, () => {
  /** Attaches a function as a trigger whose events are of a version, and says what was called. */
  async function attach(place: EveryKind, version: string) {
    const change = changeOf(place, 'user-pool');
    const put = { ...(change.put as { readonly [member: string]: string }), LambdaVersion: version };
    const failure = await commit(place, [{ ...change, put }], doorTo(place.proxy, place.account)).catch(String);
    const operations = place.proxy.calls.map(({ operation }) => operation);
    return { failure, changes: operations.filter((one) => one === 'Invoke' || one.startsWith('Update')) };
  }

  it('is attached after it was tried out with a sample event', async (context) => {
    const { failure, changes } = await attach(await open(context, '333300000005'), 'V2_0');
    expect([failure, changes]).toEqual([undefined, ['Invoke', 'UpdateUserPool']]);
  });

  it('is not attached when it fails at the sample event', async (context) => {
    const { failure, changes } = await attach(await open(context, '333300000004'), 'V3_0');
    expect([failure, changes]).toEqual([
      expect.stringContaining('was called with a sample event and fails'),
      ['Invoke'],
    ]);
  });
});

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

describe('what AWS says of a call about', { timeout: 60_000 }, () => {
  it.for([
    ['agent-runtime', SECRETS[0], '333500000001'],
    ['user-pool', SECRETS[1], '333500000002'],
    ['user-password', PASSWORD, '333500000003'],
  ] as const)('%s is said on without the secret that it quotes', async ([type, secret = '', account], context) => {
    const place = await open(context, account);
    const error = {
      code: 'ValidationException',
      status: 400,
      message: `Value '${secret}' failed to satisfy constraint`,
    };
    place.proxy.play({
      on: kinds[type].writes.filter((one) => !one.startsWith('lambda:')),
      fault: { kind: 'refused', error },
    });
    const run = commit(place, [changeOf(place, type)], doorTo(place.proxy, place.account));
    await expect(run).rejects.toThrow("Value '…' failed to satisfy constraint");
  });
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

describe('a function whose role was made a moment ago', { timeout: 60_000 }, () => {
  it('is made as soon as Lambda knows the role', async (context) => {
    const place = await open(context, '333500000004');
    const message = 'The role defined for the function cannot be assumed by Lambda.';
    const error = { code: 'InvalidParameterValueException', status: 400, message };
    place.proxy.play({ on: 'lambda:CreateFunction', fault: { kind: 'refused', error }, times: 2 });
    const before = await place.snapshot();
    await commit(place, [changeOf(place, 'lambda-function')], doorTo(place.proxy, place.account));
    expect(differing(before, await place.snapshot())).toEqual(['lambda-function']);
    const made = place.proxy.calls.filter(({ operation }) => operation === 'CreateFunction');
    expect(made.map(({ status }) => status)).toEqual([400, 400, 201]);
  });
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

async function plan({ changes }: Pick<EveryKind, 'changes'>, aws: RealAws): Promise<readonly PlannedChange[]> {
  const planned: PlannedChange[] = [];
  for (const one of changes) planned.push(await planChanges(one.resource, [one], aws));
  return planned;
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

describe('a runtime that is being updated', { timeout: 60_000 }, () => {
  it('is waited for before its last change is taken back', async (context) => {
    const place = await open(context, '333300000008');
    const aws = doorTo(place.proxy, place.account);
    const change = changeOf(place, 'agent-runtime');
    const before = await place.snapshot();
    place.core.behave({ settleMs: 3000 });
    const planned = await planChanges(change.resource, [change], aws);
    // The run ends as soon as the update is under way.
    const cut: RealAws = {
      ...aws,
      change: async (call) => {
        await aws.change(call);
        throw new Failure('The run was cut off.');
      },
    };
    const { account, folder } = place;
    await expect(commitChanges([planned], { account, folder, aws: cut })).rejects.toThrow('cut off');
    expect(Object(await place.snapshot())['agent-runtime'].status).toBe('UPDATING');
    await undoLastChanges(folder, account, aws);
    expect(differing(before, await place.snapshot())).toEqual([]);
    expect(place.proxy.calls.some(({ status }) => status === 409)).toBe(false);
  });
});
