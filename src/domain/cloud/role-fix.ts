import type { CloudChange, Fix } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { NamedRole } from '../../model/role.ts';
import { memberAt } from './documents.ts';
import { mayDo, type Need, policiesFor } from './role-may.ts';

/**
 * Grants a role what it lacks, in an inline policy of its own. None where a statement denies it, where a boundary stands
 * in the way, where the policy is there already, and for roles that AWS itself keeps.
 */
export function grantFix(role: NamedRole, needs: readonly Need[], name: string, title: string): Fix | undefined {
  if (role.state.kind !== 'there') return undefined;
  const { arn, name: roleName, policies, stack } = role.state.value;
  if (arn.includes(':role/aws-service-role/') || policies.some((one) => one.name === name)) return undefined;
  const all = policiesFor(role.state.value);
  const lacking = needs.filter((need) => mayDo(arn, all, need).answer === 'denied');
  const put = documentOf(lacking);
  const granted = { ...all, identity: [...all.identity, { name, document: put }] };
  if (lacking.length === 0 || lacking.some((need) => mayDo(arn, granted, need).answer !== 'allowed')) return undefined;
  const change: CloudChange = {
    kind: 'cloud',
    resource: { type: 'role-policy', id: `${roleName}/${name}` },
    pointer: '',
    put,
  };
  return { title: `${title}${keptBy(stack)}`, safety: 'review', edits: [], changes: [change] };
}

/** Lets AgentCore assume a role, beside whoever may. */
export function trustGrantFix(role: NamedRole, statement: Json): Fix | undefined {
  if (role.state.kind !== 'there' || role.state.value.trust.kind !== 'there') return undefined;
  const { name, arn, trust, stack } = role.state.value;
  const statements = memberAt(trust.value, 'Statement');
  if (arn.includes(':role/aws-service-role/') || !Array.isArray(statements)) return undefined;
  const change: CloudChange = {
    kind: 'cloud',
    resource: { type: 'trust-policy', id: name },
    pointer: '/Statement',
    expect: statements as readonly Json[],
    put: [...(statements as readonly Json[]), statement],
  };
  return {
    title: `Let AgentCore assume role \`${name}\`${keptBy(stack)}`,
    safety: 'review',
    edits: [],
    changes: [change],
  };
}

function keptBy(stack: string | undefined): string {
  return stack === undefined ? '' : ` (stack \`${stack}\` keeps the role: its template has to say so, too)`;
}

/** A policy that grants exactly this. */
function documentOf(needs: readonly Need[]): Json {
  const byResource = new Map<string, string[]>();
  for (const { action, grant, resources } of needs) {
    const resource = grant ?? resources[0] ?? '*';
    byResource.set(resource, [...(byResource.get(resource) ?? []), action]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...byResource].map(([Resource, Action]) => ({ Effect: 'Allow', Action, Resource })),
  };
}
