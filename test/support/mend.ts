import { expect } from 'vitest';
import { fileChecks } from '../../checks/of-files.ts';
import { PLAIN } from '../../src/commands/paint.ts';
import { mendingOf, textIn } from '../../src/commands/mending.ts';
import { cure, type Cured } from '../../src/engine/cure.ts';
import { foundIn } from '../../src/engine/found.ts';
import type { Check } from '../../src/model/check.ts';
import type { Fix } from '../../src/model/change.ts';
import type { Outcome } from '../../src/model/report.ts';
import { patchOf } from '../../src/report/patch.ts';
import { openWorld } from '../../src/world/index.ts';

/** A project mended in memory, in every way that its findings offer. */
export interface Mended {
  /** The alternative that was taken; absent for the first way. */
  readonly name?: string;
  readonly cured: Cured;
  readonly patch: string;
}

/** Mends all that one check finds: once in the first way, and once for each alternative. */
export async function mendedWays(root: string, check: Check, outcome: Outcome): Promise<readonly Mended[]> {
  const fixes = foundIn([outcome]).flatMap(({ finding }) => finding.fix ?? []);
  if (fixes.length === 0) return [];
  const names = new Set(fixes.flatMap(({ alternatives = [] }) => alternatives.flatMap(({ name }) => name ?? [])));
  const ways = [undefined, ...names];
  return Promise.all(ways.map((name) => mend(root, [check], name)));
}

/** Mends a project in memory with all fixes, safe or not. */
export async function mend(root: string, wanted: readonly Check[], name?: string): Promise<Mended> {
  const world = openWorld({ root });
  const cured = await cure({
    ...mendingOf(root, wanted, world),
    choose: async ({ fix }) => ({ take: wayCalled(fix, name) }),
  });
  const files = await Promise.all(
    [...cured.texts]
      .toSorted()
      .map(async ([path, after]) => ({ path, before: await textIn(world, path, new Map()), after })),
  );
  return { ...(name === undefined ? {} : { name }), cured, patch: patchOf(files, PLAIN) };
}

function wayCalled(fix: Fix, name: string | undefined): Fix {
  return fix.alternatives?.find((other) => other.name === name) ?? fix;
}

/** What mending came to, in bare lines: what could not be done, and the patch. */
export function describeMended({ name, cured, patch }: Mended): string {
  const refused = cured.left.flatMap(({ why, because }) =>
    why === 'refused' ? [`  not mended, because ${because}\n`] : [],
  );
  return `\nmended${name === undefined ? '' : ` with ${name}`}:\n${refused.join('')}${patch}`;
}

/** An agent that speaks MCP at last, or asks for AWS credentials by choice, is told what that means: a note, no fault. */
const FOLLOWS: ReadonlySet<string> = new Set(['authorizer-missing']);

/** The finding that was mended is gone, and no check finds more than it did. */
export async function expectCured(root: string, { cured }: Mended): Promise<void> {
  expect(cured.left.filter(({ why }) => why === 'remains').map(({ finding }) => finding.message)).toEqual([]);
  const { look } = mendingOf(root, fileChecks, openWorld({ root }));
  const [before, after] = [countsOf(await look(new Map())), countsOf(await look(cured.texts))];
  const more = [...after]
    .filter(([id, number]) => number > (before.get(id) ?? 0) && !FOLLOWS.has(id))
    .map(([id]) => id);
  expect(more, 'checks that find more than before').toEqual([]);
}

function countsOf(outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  return new Map(
    outcomes.map((outcome) => [outcome.check.id, outcome.status === 'fail' ? outcome.findings.length : 0]),
  );
}
