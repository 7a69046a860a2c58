import { afterAll, describe, expect, it } from 'vitest';
import { type Case, leftOut, serverCases, type Verdict } from './cases.ts';
import { ownTimeOf, TODAY } from './days.ts';
import { type Deployment, deploymentsOf } from './deployment.ts';
import { observe } from './observe.ts';
import { misjudgedVersions } from './resolved.ts';
import { staged } from './stage.ts';
import { describeObserved, isServing, type Observed, symptoms } from './symptoms.ts';
import { unlessUnavailable } from './unavailable.ts';

// What the checks say of a server is what its process does, on the version that they say it is installed with.

const cases = (await serverCases()).filter(({ unclear }) => unclear.length === 0);
let started = 0;

describe.concurrent('a server', { timeout: 300_000 }, () => {
  for (const one of cases) {
    it(`${one.name} ${saidOf(one.found)}`, async (context) => {
      expect(await unlessUnavailable(context, () => disagreementsOf(one))).toEqual([]);
    });
  }
});

afterAll(() => {
  const lines = leftOut().map((line) => `  ${line}\n`);
  process.stdout.write(`${started} servers were started. Left out:\n${lines.join('')}`);
});

function saidOf(found: readonly Verdict[]): string {
  return found.length === 0 ? 'answers' : `does not: ${[...new Set(found.map(({ id }) => id))].join(', ')}`;
}

/** What its servers do otherwise than the checks say. */
function disagreementsOf(one: Case): Promise<readonly string[]> {
  return staged(one.project, new Map(), async (root) => {
    const all: string[] = [];
    for (const deployment of await deploymentsOf(root)) all.push(...(await disagreements(one, deployment)));
    return all;
  });
}

async function disagreements({ name, found }: Case, deployment: Deployment): Promise<readonly string[]> {
  // Of a conflict with today's packages there is nothing to see among those of another day.
  const day = name.startsWith('dependency-conflict/') ? TODAY : ownTimeOf(deployment.requirements);
  const said = day === TODAY ? found : found.filter(({ id }) => id !== 'dependency-conflict');
  const observed = await observe(deployment, day);
  if (observed.kind === 'not-built') return isAsSaid(said, observed) ? [] : [describeObserved(observed)];
  started += 1;
  return [
    ...(isAsSaid(said, observed) ? [] : [describeObserved(observed)]),
    ...(day === TODAY ? misjudgedVersions(deployment, observed.versions) : []),
  ];
}

/** A server that serves has no error; one that does not shows what one of the findings says. */
function isAsSaid(said: readonly Verdict[], observed: Observed): boolean {
  return isServing(observed)
    ? said.every(({ severity }) => severity !== 'error')
    : said.some(({ id }) => symptoms[id]?.(observed));
}
