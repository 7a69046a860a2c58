import type { CallerPolicies } from '../../model/caller-policies.ts';
import type { Caller, Runtimes, Targets } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import type { Roles } from '../../model/role.ts';
import type { SimulatedAnswer, Simulation } from '../../model/simulation.ts';
import { deployNeeds, passNeed } from './caller-may.ts';
import { listAt, memberAt, textAt } from './documents.ts';
import type { Need } from './role-may.ts';
import { listing } from '../words.ts';
import { logNeeds, pullNeeds, runsUnder, traceNeeds } from './run-under.ts';

/** What IAM is asked. */
export type Question = Omit<Simulation, 'answers'>;

/** Whatever the checks of roles and of the caller go by policies for, each once. */
export function questionsOf(
  { targets }: Targets,
  roles: Roles,
  runtimes: Runtimes,
  caller: Caller,
  own: CallerPolicies,
): readonly Question[] {
  const ofRoles = runsUnder(roles, runtimes, caller).flatMap((under) =>
    under.role.state.kind === 'there'
      ? questions(under.role.state.value.arn, [...pullNeeds(under), ...logNeeds(under), ...traceNeeds()])
      : [],
  );
  const passed = roles.roles.flatMap(({ state }) => (state.kind === 'there' ? [passNeed(state.value.arn)] : []));
  const deployed = targets.flatMap((target) => deployNeeds(target, runtimes));
  // The root of an account has no policies, and IAM simulates users and roles only.
  const ofCaller = own.arn === undefined ? [] : questions(own.arn, [...passed, ...deployed]);
  const all = [...ofRoles, ...ofCaller];
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function questions(principal: string, needs: readonly Need[]): readonly Question[] {
  return needs.map(({ action, resources, context = {} }) => ({ principal, action, resources, context }));
}

/**
 * What IAM says of one action on one resource. The decision stands in `ResourceSpecificResults`, where the resource is named;
 * that of the whole result is of all resources together.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html (verified 2026-11-26)
 */
export function simulatedAnswerOf(response: Json, action: string): SimulatedAnswer | undefined {
  const result = listAt(response, 'EvaluationResults').find((one) => textAt(one, 'EvalActionName') === action);
  const specific = listAt(result, 'ResourceSpecificResults')[0];
  const decision = textAt(specific, 'EvalResourceDecision') ?? textAt(result, 'EvalDecision');
  if (decision !== 'allowed' && decision !== 'explicitDeny' && decision !== 'implicitDeny') return undefined;
  const both = (member: string): readonly Json[] => [...listAt(specific, member), ...listAt(result, member)];
  const isHeld = (...path: readonly string[]): boolean =>
    [specific, result].some((one) => memberAt(one, ...path) === false);
  return {
    decision,
    missing: distinct(both('MissingContextValues').filter((one) => typeof one === 'string')),
    policies: distinct(both('MatchedStatements').flatMap((one) => textAt(one, 'SourcePolicyId') ?? [])),
    held: [
      ...(isHeld('OrganizationsDecisionDetail', 'AllowedByOrganizations') ? (['organisation'] as const) : []),
      ...(isHeld('PermissionsBoundaryDecisionDetail', 'AllowedByPermissionsBoundary') ? (['boundary'] as const) : []),
    ],
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

/** What IAM says in all of a question: one resource is enough. */
export type Said =
  | { readonly answer: 'allowed' | 'unknown' }
  | { readonly answer: 'denied'; readonly by: readonly SimulatedAnswer[] }
  | { readonly answer: 'unread'; readonly because: string };

/** Sums up what IAM says, resource by resource. */
export function saidBy({ answers }: Simulation): Said {
  const there = answers.flatMap((one) => (one.kind === 'there' ? [one.value] : []));
  if (there.some(({ decision }) => decision === 'allowed')) return { answer: 'allowed' };
  for (const one of answers) if (one.kind === 'unread') return { answer: 'unread', because: one.gap.because };
  const isOpen = there.length < answers.length || there.some(({ missing }) => missing.length > 0);
  return isOpen ? { answer: 'unknown' } : { answer: 'denied', by: there };
}

/** By what it is denied, as the end of a sentence; nothing where IAM does not tell. */
export function heldBy({ by }: Extract<Said, { answer: 'denied' }>): string {
  const held = by.flatMap((one) => one.held);
  const policies = distinct(
    by.filter(({ decision }) => decision === 'explicitDeny').flatMap((one) => one.policies),
  ).map((name) => `\`${name}\``);
  if (held.includes('organisation')) return ': a policy of the organisation does not allow it';
  if (held.includes('boundary')) return ': the permissions boundary does not allow it';
  return policies.length === 0 ? '' : `: ${listing(policies)} ${policies.length === 1 ? 'denies' : 'deny'} it`;
}
