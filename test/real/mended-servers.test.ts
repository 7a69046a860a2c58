import { afterAll, describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import { type Cured } from '../../src/engine/cure.ts';
import { mend, type Mended } from '../support/mend.ts';
import { type Case, serverCases, verdictsOf } from './cases.ts';
import { TODAY } from './days.ts';
import { deploymentsOf } from './deployment.ts';
import { observe } from './observe.ts';
import { misjudgedVersions } from './resolved.ts';
import { staged } from './stage.ts';
import { describeObserved, isServing, symptoms } from './symptoms.ts';
import { unlessUnavailable } from './unavailable.ts';

// A server that was mended is installed as the next build installs it, starts, and answers.

const broken = (await serverCases()).filter(({ found }) => found.length > 0);
const ways = (await Promise.all(broken.map(waysOf))).flat();
const [curable, others] = [ways.filter(({ left }) => left.length === 0), ways.filter(({ left }) => left.length > 0)];
let started = 0;

it('is what becomes of most broken servers', () => {
  expect(curable.length).toBeGreaterThan(5 * others.length);
});

describe.concurrent('a mended server', { timeout: 300_000 }, () => {
  for (const way of curable) {
    it(`${way.name} answers`, async (context) => {
      expect(await unlessUnavailable(context, () => staged(way.project, way.texts, troublesOf))).toEqual([]);
    });
  }
});

afterAll(() => {
  const lines = others.map(({ name, left }) => `  ${name}: ${left.join(', ')}\n`);
  process.stdout.write(`${started} mended servers were started. No cure for:\n${lines.join('')}`);
});

interface Way {
  readonly name: string;
  readonly project: string;
  readonly texts: Cured['texts'];
  /** What stays wrong with the server, and why. */
  readonly left: readonly string[];
}

/** The first way of every fix, and each alternative. */
async function waysOf({ name, project }: Case): Promise<readonly Way[]> {
  const first = await mend(project, checks);
  const fixes = first.cured.applied.flatMap(({ finding }) => finding.fix ?? []);
  const names = new Set(fixes.flatMap(({ alternatives = [] }) => alternatives.flatMap((other) => other.name ?? [])));
  const mended = [first, ...(await Promise.all([...names].map((other) => mend(project, checks, other))))];
  return mended.map((way) => ({
    name: way.name === undefined ? name : `${name} with ${way.name}`,
    project,
    texts: way.cured.texts,
    left: leftOf(way),
  }));
}

function leftOf({ cured: { left, outcomes } }: Mended): readonly string[] {
  const found = left.filter(({ check }) => check.id in symptoms);
  const unclear = verdictsOf(outcomes).unclear.map((id) => `${id} cannot tell`);
  return [
    ...found.map(({ check, why, because }) => `${check.id} ${why}${because === undefined ? '' : ` (${because})`}`),
    ...unclear,
  ];
}

/** What its servers do otherwise than they are meant to. */
async function troublesOf(root: string): Promise<readonly string[]> {
  const troubles: string[] = [];
  const deployments = await deploymentsOf(root);
  if (deployments.length === 0) troubles.push('Nothing is deployed any more.');
  for (const deployment of deployments) {
    const observed = await observe(deployment, TODAY);
    started += 1;
    if (!isServing(observed, deployment.contract)) troubles.push(describeObserved(observed));
    if (observed.kind === 'seen') troubles.push(...misjudgedVersions(deployment, observed.versions));
  }
  return troubles;
}
