import { type Answer, every, some } from './answer.ts';
import { type Asked, type Match, matchOf } from './matching.ts';
import type { Policies, UnreadPolicy } from './policies.ts';
import type { Via } from './principals.ts';
import { accountOf } from './request.ts';
import { type Policy, type PolicyKind, statementsOf } from './statement.ts';

/** What one kind of policy says. */
export interface Layer {
  readonly matches: readonly Match[];
  /** There is a policy of the kind that could not be read. */
  readonly isUnread: boolean;
}

/** What each kind says that is there at all. */
export interface Layers {
  readonly identity: Layer;
  readonly boundary?: Layer;
  readonly resource?: Layer;
}

/** Whether something is granted; by what, or what comes nearest. */
export interface Grant {
  readonly answer: Answer;
  readonly by?: Match;
  /** The policy that has to allow it, too, and does not. */
  readonly missing?: 'identity' | 'boundary' | 'resource';
}

/** Asks every statement of every policy. */
export function layersOf(asked: Asked, { identity, boundary, resource, unread = [] }: Policies): Layers {
  const layer = (policies: readonly Policy[], kind: UnreadPolicy['kind']): Layer => ({
    matches: policies
      .flatMap((policy) => statementsOf(policy, readAs(kind)))
      .map((statement) => matchOf(statement, asked)),
    isUnread: unread.some((one) => one.kind === kind),
  });
  const optional = (
    policy: Policy | undefined,
    kind: 'boundary' | 'resource',
  ): { readonly [K in typeof kind]?: Layer } => {
    const isThere = policy !== undefined || unread.some((one) => one.kind === kind);
    return isThere ? { [kind]: layer(policy === undefined ? [] : [policy], kind) } : {};
  };
  return {
    identity: layer(identity, 'identity'),
    ...optional(boundary, 'boundary'),
    ...optional(resource, 'resource'),
  };
}

function readAs(kind: UnreadPolicy['kind']): PolicyKind {
  return kind === 'resource' ? 'resource' : 'identity';
}

/** Who has to allow depends on whose the thing is: its owner, the principal's account, either or both. */
export function grantedBy(layers: Layers, { principal }: Asked, { resource }: Policies): Grant {
  const own = principal.kind === 'iam' ? ofPrincipal(layers) : NOTHING;
  if (layers.resource === undefined) return own;
  const { resource: shared, boundary } = layers;
  if (principal.kind !== 'iam') return grantOf(shared, 'resource', ({ via }) => via !== 'account');
  const all = grantOf(shared, 'resource');
  const account = accountOf(principal.arn);
  if (resource === undefined || account === undefined) return both(either(own, all), UNKNOWN);
  if (account !== resource.account) return both(all, own);
  const alone = WAYS.map((way) => withinBoundary(way, shared, boundary)).reduce(either);
  return resource.kind === 'trust' ? either(alone, both(all, own)) : either(own, alone);
}

const NOTHING: Grant = { answer: 'no', missing: 'resource' };
const UNKNOWN: Grant = { answer: 'unknown' };

function ofPrincipal({ identity, boundary }: Layers): Grant {
  const granted = grantOf(identity, 'identity');
  return boundary === undefined ? granted : both(granted, grantOf(boundary, 'boundary'));
}

/**
 * A boundary limits what the policy of a thing grants to a role, and not what it grants to a user or a session by name;
 * of what it grants to everybody that is not told.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (verified 2026-11-25)
 */
function withinBoundary(way: Via, shared: Layer, boundary: Layer | undefined): Grant {
  const direct = grantOf(shared, 'resource', ({ via = 'everybody' }) => via === way);
  if (boundary === undefined || direct.answer === 'no' || way === 'itself') return direct;
  const limit = grantOf(boundary, 'boundary');
  return both(direct, limit.answer === 'yes' || way === 'role' ? limit : UNKNOWN);
}

const WAYS: readonly Via[] = ['itself', 'role', 'everybody'];

function grantOf(layer: Layer, kind: UnreadPolicy['kind'], filter: (match: Match) => boolean = () => true): Grant {
  const matches = layer.matches.filter((match) => match.effect !== 'Deny' && filter(match));
  const found = some([...matches.map(({ answer }) => answer), ...(layer.isUnread ? (['unknown'] as const) : [])]);
  // A malformed statement may be a grant, and is none that is certain.
  const by = matches.find(({ answer }) => answer === found) ?? undefined;
  const near = found === 'no' ? nearest(matches) : by;
  return { answer: found, ...(near === undefined ? {} : { by: near }), ...(found === 'no' ? { missing: kind } : {}) };
}

/** The statement that allows the action, but on something else, to somebody else or on a condition. */
function nearest(matches: readonly Match[]): Match | undefined {
  const order = ['condition', 'resource', 'principal'];
  return matches
    .filter(({ part }) => part !== undefined && order.includes(part))
    .toSorted((a, b) => order.indexOf(a.part ?? '') - order.indexOf(b.part ?? ''))[0];
}

function both(a: Grant, b: Grant): Grant {
  const answer = every([a.answer, b.answer]);
  return answer === 'yes' ? a : ([a, b].find((grant) => grant.answer === answer) ?? UNKNOWN);
}

function either(a: Grant, b: Grant): Grant {
  const answer = some([a.answer, b.answer]);
  if (answer !== 'no') return [a, b].find((grant) => grant.answer === answer) ?? UNKNOWN;
  return a.by === undefined && b.by !== undefined ? b : a;
}
