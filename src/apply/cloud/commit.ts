import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsCall, WritableAws } from '../../model/aws.ts';
import type { CloudChange, CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import { applyChanges, inverseOf, isSame, markOf, type State } from './document.ts';
import { type CloudItem, dropCloudEntry, keepCloudEntry, lastCloudEntry } from './journal.ts';
import { kindOf } from './kinds.ts';

/** What is to be done to one thing: the documents of both sides, and the calls that lead from one to the other. */
export interface PlannedChange {
  readonly resource: CloudResource;
  readonly changes: readonly CloudChange[];
  readonly before: State;
  readonly after: State;
  readonly calls: readonly AwsCall[];
}

/** How long AWS may take until it says what it was told. */
const SETTLING_MS = 60_000;
const PACE_MS = 300;

/** Reads a thing and works out what its changes come to; nothing is written. A `Failure` says why they cannot be made. */
export async function planChanges(
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
export async function commitChanges(
  planned: readonly PlannedChange[],
  { account, folder, aws }: { readonly account: string; readonly folder: string; readonly aws: WritableAws },
): Promise<void> {
  keepCloudEntry(folder, {
    schemaVersion: 1,
    account,
    at: new Date().toISOString(),
    items: planned.map(({ resource, changes, before, after }) => ({
      resource,
      changes,
      before: markOf(before),
      after: markOf(after),
    })),
  });
  for (const one of planned) await write(one, aws);
}

/** Takes the last run on an account back, the last thing first. Refuses where a thing is not what the run left. */
export async function undoLastChanges(
  folder: string,
  account: string,
  aws: WritableAws,
): Promise<readonly CloudResource[]> {
  const last = lastCloudEntry(folder);
  if (last === undefined)
    throw new Failure(
      `No run of \`fix --cloud\` on account \`${account}\` is on record.`,
      'Only runs on this machine can be taken back.',
    );
  const restored: CloudResource[] = [];
  for (const item of last.entry.items.toReversed()) if (await undoOne(item, aws)) restored.push(item.resource);
  dropCloudEntry(folder, last.name);
  return restored;
}

async function undoOne({ resource, changes, before, after }: CloudItem, aws: WritableAws): Promise<boolean> {
  const state = await kindOf(resource).read(resource, aws);
  // The run was interrupted before it came to this thing, or it was taken back by hand.
  if (markOf(state) === before) return false;
  if (markOf(state) !== after)
    throw new Failure(
      `${resource.type} \`${resource.id}\` has changed since \`fix\` wrote it, so it is not taken back.`,
      'Take the later changes back first.',
    );
  await write(await planChanges(resource, inverseOf(changes), aws), aws);
  return true;
}

async function write({ resource, before, after, calls }: PlannedChange, aws: WritableAws): Promise<void> {
  const kind = kindOf(resource);
  if (!isSame(await kind.read(resource, aws), before))
    throw new Failure(
      `${resource.type} \`${resource.id}\` has changed since it was shown, so it was not written.`,
      'Run `fix --cloud` again.',
    );
  for (const call of calls) {
    const answer = await aws.change(call);
    if (!answer.ok) throw new Failure(answer.gap.because, answer.gap.hint);
  }
  const signal = AbortSignal.timeout(SETTLING_MS);
  try {
    await kind.settle?.(resource, aws, signal);
    while (!isSame(await kind.read(resource, aws), after)) await sleep(PACE_MS, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Failure(
      `${resource.type} \`${resource.id}\` does not say what was written after ${SETTLING_MS / 1000} s.`,
      '`fix --cloud --undo` takes it back as soon as it does.',
    );
  }
}
