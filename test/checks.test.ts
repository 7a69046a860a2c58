import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import { isInside } from '../src/domain/text.ts';
import { collect } from '../src/engine/collect.ts';
import { sourceOfCheck } from '../src/engine/select.ts';
import { runCheck } from '../src/engine/run.ts';
import { collectors } from '../src/facts/index.ts';
import { foundIn } from '../src/engine/found.ts';
import type { Fix } from '../src/model/change.ts';
import type { Location } from '../src/model/location.ts';
import type { Outcome } from '../src/model/report.ts';
import { openWorld } from '../src/world/index.ts';
import { describeMended, expectCured, mendedWays } from './support/mend.ts';
import { casesOf, describeOutcome, expectedOf, projectOf, promiseOf, recordedOf, watched } from './support/case.ts';

/** Those that ask a running server have a runner of their own. */
const [live, still] = [true, false].map((isLive) =>
  checks
    .filter((check) => (sourceOfCheck(check, collectors) === 'live') === isLive)
    .map((check) => ({ id: check.id, check })),
);

describe.each(still ?? [])('$id', ({ id, check }) => {
  const cases = casesOf(id);
  const seen = new Set<string>();
  const shown: Fix[] = [];

  it.each(cases)('%s', async (name) => {
    const root = projectOf(id, name);
    const recorded = recordedOf(id, name);
    const sheet = await collect(check.needs, collectors, openWorld({ root }), recorded ?? {});
    const outcome = runCheck(watched(check, seen), sheet);
    // What is recorded of an account is mended there, where the tests of the account do it.
    const mended = recorded === undefined ? await mendedWays(root, check, outcome) : [];
    await expect(describeOutcome(check, outcome) + mended.map(describeMended).join('')).toMatchFileSnapshot(
      expectedOf(id, name),
    );
    expect(outcome.status).toBe(promiseOf(name));
    for (const { finding } of foundIn([outcome])) if (finding.fix !== undefined) shown.push(finding.fix);
    for (const way of mended) await expectCured(root, way);
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    for (const location of locationsOf(outcome)) expectInside(root, location);
    for (const sentence of sentencesOf(outcome)) expect(sentence).toMatch(/^[^a-z ].*[^ ]\.$/s);
  });

  it('has a case that fails and one that passes', () => {
    expect(cases.some((name) => name.startsWith('fails'))).toBe(true);
    expect(cases.some((name) => name.startsWith('passes'))).toBe(true);
  });

  it('needs exactly the facts that it reads', () => {
    expect([...seen].toSorted()).toEqual([...check.needs, ...(check.also ?? [])].toSorted());
  });

  it('declares the fixes that it shows', () => {
    const safeties = shown.flatMap((fix) => [fix, ...(fix.alternatives ?? [])].map(({ safety }) => safety));
    expect(check.fix).toBe(safeties.includes('review') ? 'review' : safeties.includes('safe') ? 'safe' : 'none');
    const ways = shown.map((fix) => [fix, ...(fix.alternatives ?? [])]);
    for (const { title } of ways.flat()) expect(title).toMatch(/^[A-Z].*[^. ]$/s);
    // `--choose` tells the ways of one finding apart by their names.
    for (const several of ways.filter(({ length }) => length > 1)) {
      const names = several.map(({ name }) => name ?? '');
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    }
  });
});

describe.each([...(live ?? []), ...(still ?? [])])('$id', ({ check }) => {
  it('is worded in the house style', () => {
    expect(check.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(check.title).toMatch(/^[^a-z ].*[^. ]$/);
    expect(check.why).toMatch(/\.$/);
    expect(check.remedy).toMatch(/\.$/);
    for (const text of [check.title, check.why, check.remedy]) expect(text).not.toMatch(/\b(please|should)\b|!(?!\w)/i);
  });
});

function locationsOf(outcome: Outcome): readonly Location[] {
  if (outcome.status !== 'fail' && outcome.status !== 'unknown') return [];
  const findings = outcome.status === 'fail' ? outcome.findings : [];
  return [...findings.flatMap(({ at, related = [] }) => [at, ...related]), ...outcome.unclear.map(({ at }) => at)];
}

function sentencesOf(outcome: Outcome): readonly string[] {
  if (outcome.status !== 'fail' && outcome.status !== 'unknown') return [];
  const findings = outcome.status === 'fail' ? outcome.findings : [];
  return [
    ...findings.flatMap(({ message, remedy }) => (remedy === undefined ? [message] : [message, remedy])),
    ...outcome.unclear.map(({ unclear }) => unclear),
  ];
}

function expectInside(root: string, location: Location): void {
  if (location.kind !== 'file') return;
  const text = readFileSync(join(root, location.path), 'utf8').replace(/^\uFEFF/, '');
  expect(isInside(location.range, text), `${location.path} holds ${JSON.stringify(location.range)}`).toBe(true);
}
