import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import { agentRuntime } from './agent-runtime.ts';
import type { ResourceKind } from './kind.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaRole } from './lambda-role.ts';
import { rolePolicy } from './role-policy.ts';
import { testClient } from './test-client.ts';
import { trustPolicy } from './trust-policy.ts';
import { userPassword } from './user-password.ts';
import { userPool } from './user-pool.ts';
import { userPoolClient } from './user-pool-client.ts';

/** Every kind of thing that a fix may change. */
export const kinds: { readonly [type in CloudResource['type']]: ResourceKind } = {
  'role-policy': rolePolicy,
  'trust-policy': trustPolicy,
  'agent-runtime': agentRuntime,
  'user-pool': userPool,
  'user-pool-client': userPoolClient,
  'test-client': testClient,
  'lambda-permission': lambdaPermission,
  'user-password': userPassword,
  'lambda-role': lambdaRole,
  'lambda-function': lambdaFunction,
};

/** How a thing is read and written. */
export function kindOf({ type }: CloudResource): ResourceKind {
  // A record of another release may name another one.
  if (!Object.hasOwn(kinds, type)) throw new Failure(`This release does not know how a ${type} is changed.`);
  return kinds[type];
}
