import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commitChanges, planChanges, undoLastChanges } from '../../src/apply/cloud/commit.ts';
import { kinds } from '../../src/apply/cloud/kinds.ts';
import { Failure } from '../../src/model/failure.ts';
import type { RealAws } from '../../src/world/aws/index.ts';
import { changeOf, closeAll, commit, differing, doorTo, open, PASSWORD, READS, TYPES, WRITES } from './changing.ts';
import { type EveryKind, SECRETS } from './every-kind.ts';

// What holds for every kind of thing that a fix changes: it changes that and nothing else, calls what its policy says, and
// can be taken back. What goes wrong on the way is played beside the emulators' own tests.

afterEach(closeAll);

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
