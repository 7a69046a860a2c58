import { planChanges, type PlannedChange } from '../apply/cloud/commit.ts';
import { type Found, foundIn } from '../engine/found.ts';
import type { WritableAws } from '../model/aws.ts';
import type { CloudChange, Fix } from '../model/change.ts';
import { Failure } from '../model/failure.ts';
import type { Outcome } from '../model/report.ts';
import { waysOf } from './choices.ts';
import type { Given } from './command.ts';

/** A finding, the fix that is taken, and what it comes to; or why it cannot be made. */
export interface Candidate extends Found {
  readonly fix: Fix;
  /** Empty where another candidate makes the very same changes. */
  readonly planned: readonly PlannedChange[];
  readonly refused?: string;
}

/** Every finding that has a fix in the account, planned; a thing that several want to change is changed once in a run. */
export async function candidatesIn(
  outcomes: readonly Outcome[],
  aws: WritableAws,
  given: Given,
): Promise<readonly Candidate[]> {
  const taken = new Map<string, string>();
  const candidates: Candidate[] = [];
  for (const { check, finding } of foundIn(outcomes)) {
    const fix = wayTaken(check.id, finding.fix, given);
    if (fix?.changes === undefined) continue;
    const groups = groupsOf(fix.changes);
    const others = groups.flatMap(([key]) => taken.get(key) ?? []);
    const refused = (because: string): Candidate => ({ check, finding, fix, planned: [], refused: because });
    if (groups.every(([key, changes]) => taken.get(key) === JSON.stringify(changes)))
      candidates.push({ check, finding, fix, planned: [] });
    else if (others.length > 0)
      candidates.push(refused('another fix of this run changes the same thing: run it again'));
    else
      try {
        const planned = await Promise.all(groups.map(([, changes]) => planGroup(changes, aws)));
        for (const [key, changes] of groups) taken.set(key, JSON.stringify(changes));
        candidates.push({ check, finding, fix, planned });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        candidates.push(refused(error.message.replace(/\.$/, '')));
      }
  }
  return candidates;
}

/** Changes by the thing that they change. */
function groupsOf(changes: readonly CloudChange[]): readonly (readonly [string, readonly CloudChange[]])[] {
  const keys = [...new Set(changes.map(({ resource }) => JSON.stringify(resource)))];
  return keys.map((key) => [key, changes.filter(({ resource }) => JSON.stringify(resource) === key)]);
}

async function planGroup(changes: readonly CloudChange[], aws: WritableAws): Promise<PlannedChange> {
  const [first] = changes;
  if (first === undefined) throw new Error('a group has a change');
  return planChanges(first.resource, changes, aws);
}

function wayTaken(id: string, fix: Fix | undefined, given: Given): Fix | undefined {
  if (fix === undefined) return undefined;
  const names = given.list('choose').flatMap((word) => (word.startsWith(`${id}=`) ? [word.slice(id.length + 1)] : []));
  return (
    waysOf(fix).find(({ name }) => name !== undefined && names.includes(name)) ??
    waysOf(fix).find(({ changes }) => changes)
  );
}
