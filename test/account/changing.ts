import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import { commitChanges, planChanges, type PlannedChange } from '../../src/apply/cloud/commit.ts';
import { kinds } from '../../src/apply/cloud/kinds.ts';
import type { CloudChange, CloudResource } from '../../src/model/change.ts';
import { openAws, type RealAws } from '../../src/world/aws/index.ts';
import { environmentFor } from '../emulators/aws.ts';
import type { RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { type EveryKind, openEveryKind, type Snapshot } from './every-kind.ts';

// How tests change an account that has a thing of every kind.

/** The kinds by name. */
export type Type = CloudResource['type'];

/** The password that a user gets. */
export const PASSWORD = 'Fair-Weather-2026';
const opened: EveryKind[] = [];

/** Opens an account until the test is over. */
export async function open(
  context: { readonly skip: (because: string) => never },
  account: string,
): Promise<EveryKind> {
  const place = await openEveryKind(context, account);
  opened.push(place);
  return place;
}

/** Ends what a test has opened. */
export async function closeAll(): Promise<void> {
  vi.unstubAllEnvs();
  for (const one of opened.splice(0)) await one.close();
}

/** The program's door; the SDK looks for credentials and endpoints in the environment of the process. */
export function doorTo(proxy: RefusingProxy, account: string): RealAws {
  const environment = environmentFor(proxy, { account });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return openAws({ environment });
}

/** Makes changes, as `fix --cloud` does. */
export async function commit(
  { folder, account }: EveryKind,
  changes: readonly CloudChange[],
  planning: RealAws,
  aws: RealAws = planning,
): Promise<void> {
  await commitChanges(await plan({ changes }, planning), { account, folder, aws, secretFor: async () => PASSWORD });
}

/** The change of a kind. */
export function changeOf({ changes }: EveryKind, type: Type): CloudChange {
  const found = changes.find(({ resource }) => resource.type === type);
  if (found === undefined) throw new Error(`no change of a ${type}`);
  return found;
}

/** The types of things that differ. */
export function differing(one: Snapshot, other: Snapshot): readonly string[] {
  return Object.entries(one).flatMap(([type, state]) =>
    JSON.stringify(state) === JSON.stringify(other[type as Type]) ? [] : [type],
  );
}

/** Every kind. */
export const TYPES = Object.keys(kinds) as readonly Type[];
/** Plans changes, one after the other. */
export async function plan({ changes }: Pick<EveryKind, 'changes'>, aws: RealAws): Promise<readonly PlannedChange[]> {
  const planned: PlannedChange[] = [];
  for (const one of changes) planned.push(await planChanges(one.resource, [one], aws));
  return planned;
}

/** The actions of the README's policies. */
export const [READS = [], WRITES = []] = ['policy', 'writes'].map((name): readonly string[] => {
  const [, json = ''] =
    new RegExp(`<!-- ${name} -->\\s*\`\`\`json\\s*([^]*?)\`\`\``).exec(readFileSync('README.md', 'utf8')) ?? [];
  return JSON.parse(json).Statement[0].Action;
});
