import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsAnswer, AwsCall, WritableAws } from '../../model/aws.ts';
import type { CloudChange, CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import { applyChanges, inverseOf, isSame, markOf, type State } from './document.ts';
import { type CloudItem, dropCloudEntry, keepCloudEntry, lastCloudEntry } from './journal.ts';
import type { ResourceKind } from './kind.ts';
import { kindOf } from './kinds.ts';

/** What is to be done to one thing: the documents of both sides, and the calls that lead from one to the other. */
export interface PlannedChange {
  readonly resource: CloudResource;
  readonly changes: readonly CloudChange[];
  readonly before: State;
  readonly after: State;
  readonly calls: readonly AwsCall[];
}

/** Where a run writes: the account and its journal, the door, and where new passwords come from. */
export interface Commission {
  readonly account: string;
  readonly folder: string;
  readonly aws: WritableAws;
  /** The secret that a thing is to get, asked for when its call is made. */
  readonly secretFor?: (resource: CloudResource) => Promise<string>;
}

/** What taking a run back came to: `final` is what cannot be taken back. */
export interface Undone {
  readonly restored: readonly CloudResource[];
  readonly final: readonly CloudResource[];
}

/** How long AWS may take until it says what it was told. */
const SETTLING_MS = 60_000;
const PACE_MS = 300;
const EARLY_MS = 2000;

/** Reads a thing and works out what its changes come to; nothing is written. A `Failure` says why they cannot be made. */
export async function planChanges(
  resource: CloudResource,
  changes: readonly CloudChange[],
  aws: WritableAws,
): Promise<PlannedChange> {
  const planned = await workOut(resource, changes, aws);
  const trial = kindOf(resource).trial?.(resource, planned.before, planned.after) ?? [];
  return { ...planned, calls: [...trial, ...planned.calls] };
}

async function workOut(
  resource: CloudResource,
  changes: readonly CloudChange[],
  aws: WritableAws,
): Promise<PlannedChange> {
  const kind = kindOf(resource);
  const before = await kind.read(resource, aws);
  const after = applyChanges(before, changes);
  return { resource, changes, before, after, calls: await kind.calls(resource, before, after, aws) };
}

/**
 * Writes planned changes: records them, and then, thing by thing, reads again, refuses what is not what was shown, calls,
 * waits until it holds, reads back and compares. The first failure ends it; what was written before can be taken back.
 */
export async function commitChanges(planned: readonly PlannedChange[], commission: Commission): Promise<void> {
  keepCloudEntry(commission.folder, {
    schemaVersion: 1,
    account: commission.account,
    at: new Date().toISOString(),
    items: planned.map(({ resource, changes, before, after }) => ({
      resource,
      changes,
      before: markOf(before),
      after: markOf(after),
    })),
  });
  for (const one of planned) await write(one, commission);
}

/** Takes the last run on an account back, the last thing first. Refuses where a thing is not what the run left. */
export async function undoLastChanges(folder: string, account: string, aws: WritableAws): Promise<Undone> {
  const last = lastCloudEntry(folder);
  if (last === undefined)
    throw new Failure(
      `No run of \`fix --cloud\` on account \`${account}\` is on record.`,
      'Only runs on this machine can be taken back.',
    );
  const restored: CloudResource[] = [];
  const final: CloudResource[] = [];
  for (const item of last.entry.items.toReversed()) {
    if (kindOf(item.resource).isFinal) final.push(item.resource);
    else if (await undoOne(item, aws)) restored.push(item.resource);
  }
  dropCloudEntry(folder, last.name);
  return { restored, final };
}

async function undoOne({ resource, changes, before, after }: CloudItem, aws: WritableAws): Promise<boolean> {
  const kind = kindOf(resource);
  await within(resource, 'is at work', (signal) => kind.idle?.(resource, aws, signal));
  const state = await kind.read(resource, aws);
  // The run was interrupted before it came to this thing, or it was taken back by hand.
  if (markOf(state) === before) return false;
  if (markOf(state) !== after)
    throw new Failure(
      `${resource.type} \`${resource.id}\` has changed since \`fix\` wrote it, so it is not taken back.`,
      'Take the later changes back first.',
    );
  await write(await workOut(resource, inverseOf(changes), aws), { aws });
  return true;
}

async function write(
  { resource, before, after, calls }: PlannedChange,
  { aws, secretFor }: Pick<Commission, 'aws' | 'secretFor'>,
): Promise<void> {
  const kind = kindOf(resource);
  await within(resource, 'is at work', (signal) => kind.idle?.(resource, aws, signal));
  if (!isSame(await kind.read(resource, aws), before))
    throw new Failure(
      `${resource.type} \`${resource.id}\` has changed since it was shown, so it was not written.`,
      'Run `fix --cloud` again.',
    );
  for (const call of calls) {
    const { sent, secret } = await completed(call, resource, secretFor);
    const answer = await inTime(() => aws.change(sent), kind);
    if (!answer.ok)
      throw new Failure(concealed(answer.gap.because, [...(kind.secretsIn?.(after) ?? []), secret]), answer.gap.hint);
    kind.accept?.(call, answer.value);
  }
  await within(resource, 'does not say what was written', async (signal) => {
    await kind.settle?.(resource, aws, signal);
    while (!isSame(await kind.read(resource, aws), after)) await sleep(PACE_MS, undefined, { signal });
  });
}

/** Makes a call until what it needs is known to the service that takes it. */
async function inTime(make: () => Promise<AwsAnswer>, kind: ResourceKind): Promise<AwsAnswer> {
  const until = Date.now() + SETTLING_MS;
  for (;;) {
    const answer = await make();
    if (answer.ok || kind.isEarly?.(answer) !== true || Date.now() > until) return answer;
    await sleep(EARLY_MS);
  }
}

/** A call with the secret that it takes, and the secret; empty where it takes none. */
async function completed(
  call: AwsCall,
  resource: CloudResource,
  secretFor: Commission['secretFor'],
): Promise<{ readonly sent: AwsCall; readonly secret: string }> {
  const { secret: member } = kindOf(resource);
  if (member === undefined) return { sent: call, secret: '' };
  if (secretFor === undefined)
    throw new Failure(`${resource.type} \`${resource.id}\` takes a secret, and there is none.`);
  const secret = await secretFor(resource);
  return { sent: { ...call, input: { ...call.input, [member]: secret } }, secret };
}

/** What AWS says, without the values that it quotes. Very short ones would take other words along. */
function concealed(said: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length > 3)
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, '…'), said);
}

/** Waits for a thing, and says what it waited for when it took too long. */
async function within(
  { type, id }: CloudResource,
  what: string,
  work: (signal: AbortSignal) => Promise<void> | undefined,
): Promise<void> {
  const signal = AbortSignal.timeout(SETTLING_MS);
  try {
    await work(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Failure(
      `${type} \`${id}\` ${what} after ${SETTLING_MS / 1000} s.`,
      '`fix --cloud --undo` takes back what was written, as soon as it can be.',
    );
  }
}
