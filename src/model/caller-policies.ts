import type { RolePolicy, RoleState } from './role.ts';

/** What the policies of the caller's own user or role say; absent members for the root of an account. */
export interface CallerPolicies {
  /** The ARN of the user or role, when it is one. */
  readonly arn?: string;
  /** The root of the account, and whoever is federated, have no policies that could be read. */
  readonly kind: 'role' | 'user' | 'root' | 'other';
  readonly policies: readonly RolePolicy[];
  readonly unread: RoleState['unread'];
  readonly boundary?: RolePolicy;
}
