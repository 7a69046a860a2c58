import { afterAll, describe, expect, it } from 'vitest';
import { folderOf, isBelow } from '../../src/domain/paths.ts';
import { type Case, leftOut, serverCases, type Verdict } from './cases.ts';
import { ownTimeOf, TODAY } from './days.ts';
import { type Deployment, deploymentsOf } from './deployment.ts';
import { observe } from './observe.ts';
import { misjudgedVersions } from './resolved.ts';
import { staged } from './stage.ts';
import { describeObserved, isServing, symptoms } from './symptoms.ts';
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
function disagreementsOf({ name, project, found }: Case): Promise<readonly string[]> {
  return staged(project, new Map(), async (root) => {
    const deployments = await deploymentsOf(root);
    const all: string[] = [];
    for (const deployment of deployments) {
      const folder = folderOf(deployment.server.path);
      // Of several servers, each in its own folder, a finding speaks of one.
      const own = deployments.length === 1 ? found : found.filter(({ path }) => isBelow(path, folder));
      all.push(...(await disagreements(name, own, deployment)));
    }
    return all;
  });
}

/** A server that serves has no error; one that does not shows what one of the findings says. */
async function disagreements(
  name: string,
  found: readonly Verdict[],
  deployment: Deployment,
): Promise<readonly string[]> {
  // Of a conflict with today's packages there is nothing to see among those of another day.
  const day = name.startsWith('dependency-conflict/') ? TODAY : ownTimeOf(deployment.requirements);
  const said = day === TODAY ? found : found.filter(({ id }) => id !== 'dependency-conflict');
  const observed = await observe(deployment, day);
  const agrees = isServing(observed, deployment.contract)
    ? said.every(({ severity }) => severity !== 'error')
    : said.some(({ id }) => symptoms[id]?.(observed));
  const wrong = agrees ? [] : [describeObserved(observed)];
  if (observed.kind === 'not-built') return wrong;
  started += 1;
  return day === TODAY ? [...wrong, ...misjudgedVersions(deployment, observed.versions)] : wrong;
}
