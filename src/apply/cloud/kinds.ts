import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import { agentRuntime } from './agent-runtime.ts';
import type { ResourceKind } from './kind.ts';
import { rolePolicy } from './role-policy.ts';
import { trustPolicy } from './trust-policy.ts';

/** Every kind of thing that a fix may change. */
export const kinds: { readonly [type in CloudResource['type']]?: ResourceKind } = {
  'role-policy': rolePolicy,
  'trust-policy': trustPolicy,
  'agent-runtime': agentRuntime,
};

/** How a thing is read and written. */
export function kindOf({ type }: CloudResource): ResourceKind {
  const kind = kinds[type];
  if (kind === undefined) throw new Failure(`A ${type} is not changed by a fix.`);
  return kind;
}
