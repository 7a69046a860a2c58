// The oracle, @cloud-copilot/iam-simulate, is licensed under the AGPL: it is a development dependency of this test alone,
// nothing in src/ or checks/ imports it, and nothing of it is shipped.
import { isWildcardOnlyAction, runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Verdict } from '../src/domain/iam/evaluate.ts';
import type { Policies } from '../src/domain/iam/policies.ts';
import type { Principal, Request } from '../src/domain/iam/request.ts';
import { actionsWithoutResource } from '../src/domain/iam/wildcard-only.ts';
import { type Case, cases, type SharedCase, sharedCases } from './support/iam-cases.ts';

const ROLE = 'arn:aws:iam::111122223333:role/AgentRole';
/** Random policies, and requests about each. */
const RUNS = 5250;
const REQUESTS = 4;
const WHOLE_RUNS = 1500;
/** On a machine that does other things, too. */
const PATIENCE = 240_000;

describe('the evaluator', () => {
  it('agrees with another one wherever it is certain', { timeout: PATIENCE }, () => {
    const counts = new Map<string, number>();
    const property = fc.property(cases('with-resource', REQUESTS), (all) => {
      const wrong = all.map((one) => {
        const verdict = oursOf(one);
        const isOpen = one.hidden.length > 0 ? 'some keys unknown' : 'all keys known';
        for (const name of [verdict.answer, `${isOpen}: ${verdict.answer}`])
          counts.set(name, (counts.get(name) ?? 0) + 1);
        return contradiction(verdict, runUnsafeSimulation(simulationOf(one), {}));
      });
      expect(wrong.filter((one) => one !== undefined)).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS });
    process.stdout.write(`${shares(counts)}\n`);
    expect(counts.get('allowed')).toBeGreaterThan((RUNS * REQUESTS) / 20);
    expect(counts.get('denied')).toBeGreaterThan((RUNS * REQUESTS) / 20);
  });

  it('agrees about actions without a resource, too', { timeout: PATIENCE }, async () => {
    const property = fc.asyncProperty(cases('all', 1), async ([one]) => {
      if (one === undefined) return;
      const { result, truth } = await whole(simulationOf(one), one.truth);
      expect(contradiction(oursOf({ ...one, truth }), result)).toBeUndefined();
    });
    await fc.assert(property, { numRuns: WHOLE_RUNS });
  });

  it('agrees about things that have a policy of their own', { timeout: PATIENCE }, async () => {
    const counts = new Map<string, number>();
    const property = fc.asyncProperty(sharedCases, async (one) => {
      const { request, ...rest } = simulationOf(one);
      const simulation = {
        ...rest,
        request: { ...request, principal: one.principal },
        resourcePolicy: one.resourcePolicy,
      };
      const { result, truth } = await whole(simulation, one.truth);
      const verdict = sharedOursOf({ ...one, truth });
      counts.set(verdict.answer, (counts.get(verdict.answer) ?? 0) + 1);
      expect(contradiction(verdict, result)).toBeUndefined();
    });
    await fc.assert(property, { numRuns: WHOLE_RUNS });
    expect(counts.get('allowed')).toBeGreaterThan(WHOLE_RUNS / 20);
  });
});

/** The whole simulation knows which actions are about no resource and which keys they have, and takes its time for it. */
async function whole(
  simulation: Simulation,
  truth: Case['truth'],
): Promise<{ readonly result: string; readonly truth: Case['truth'] }> {
  const oracle = await runSimulation(simulation, {});
  if (oracle.resultType === 'error') throw new Error(JSON.stringify(oracle.errors));
  const results = oracle.resultType === 'single' ? [oracle.result] : oracle.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys.map((key) => key.toLowerCase()));
  const seen = Object.entries(truth).map(([key, value]) => [
    key,
    ignored.includes(key.toLowerCase()) ? undefined : value,
  ]);
  return { result: oracle.overallResult, truth: Object.fromEntries(seen) as Case['truth'] };
}

describe('the table of actions without a resource', () => {
  // Of these AWS's tables say what a request may name and need not.
  const optional = ['bedrock:ListGuardrails', 'cloudwatch:PutMetricData'];

  it('is right', async () => {
    const actions = actionsWithoutResource().filter((action) => !optional.includes(action));
    const answers = actions.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      return (await isWildcardOnlyAction(service, name)) ? [] : [action];
    });
    expect((await Promise.all(answers)).flat()).toEqual([]);
  });
});

/** What is wrong between the two; where ours cannot tell, anything goes. */
function contradiction(verdict: Verdict, oracle: string): string | undefined {
  const fits: { readonly [answer: string]: boolean } = {
    allowed: oracle === 'Allowed',
    denied:
      verdict.answer === 'denied' &&
      (verdict.how === 'explicitly' ? oracle === 'ExplicitlyDenied' : oracle !== 'Allowed'),
  };
  return fits[verdict.answer] === false ? `${oracle}, and ours: ${verdict.reason}` : undefined;
}

function oursOf(one: Case, more: Partial<Request> = {}, policies: Partial<Policies> = {}): Verdict {
  const { action, resource, identity, boundary, truth, hidden } = one;
  const seen = Object.entries(truth).filter(([key]) => !hidden.includes(key));
  const context = Object.fromEntries(seen.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const absent = seen.flatMap(([key, value]) => (value === undefined ? [key] : []));
  return evaluate(
    { principal: { kind: 'iam', arn: ROLE }, action, resource, context, absent, ...more },
    {
      identity: identity.map((document, index) => ({ name: `policy${index}`, document })),
      ...(boundary === undefined ? {} : { boundary: { name: 'boundary', document: boundary } }),
      ...policies,
    },
  );
}

function sharedOursOf(one: SharedCase): Verdict {
  const { principal, resourcePolicy, isTrust } = one;
  const who: Principal = principal.startsWith('arn:')
    ? { kind: 'iam', arn: principal }
    : { kind: 'service', name: principal };
  const resource = {
    name: 'shared',
    account: '111122223333',
    document: resourcePolicy,
    ...(isTrust ? { kind: 'trust' as const } : {}),
  };
  return oursOf(one, { principal: who }, { resource });
}

function simulationOf({ action, resource, identity, boundary, truth }: Case): Simulation {
  const known = Object.entries(truth).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typeof value === 'string' ? value : [...value]] as const],
  );
  return {
    request: {
      principal: ROLE,
      action,
      resource: { resource, accountId: '111122223333' },
      contextVariables: Object.fromEntries(known),
    },
    identityPolicies: identity.map((policy, index) => ({ name: `policy${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
  };
}

function shares(counts: ReadonlyMap<string, number>): string {
  const part = (prefix: string): string => {
    const figures = ['allowed', 'denied', 'unknown'].map(
      (answer) => [answer, counts.get(`${prefix}${answer}`) ?? 0] as const,
    );
    const all = figures.reduce((sum, [, number]) => sum + number, 0);
    return `${all} (${figures.map(([answer, number]) => `${((100 * number) / all).toFixed(1)} % ${answer}`).join(', ')})`;
  };
  return `IAM: ${part('')}; all keys known: ${part('all keys known: ')}; some unknown: ${part('some keys unknown: ')}`;
}
