import type { Looked } from './aws.ts';
import type { CloudTarget, Named } from './cloud.ts';
import type { Gap } from './fact.ts';
import type { Json } from './json.ts';

/** The execution roles that targets and deployed runtimes name, as IAM has them. */
export interface Roles {
  readonly roles: readonly NamedRole[];
}

export interface NamedRole {
  /** What it was named by: an ARN or a name. */
  readonly named: Named;
  /** The targets whose runtimes run under it. */
  readonly targets: readonly CloudTarget[];
  readonly state: Looked<RoleState>;
}

/** One role with all that decides what it may do inside its account. */
export interface RoleState {
  readonly arn: string;
  readonly name: string;
  readonly trust: Looked<Json>;
  readonly policies: readonly RolePolicy[];
  /** Lists of policies that could not be read: more may be granted or denied. */
  readonly unread: readonly { readonly gap: Gap }[];
  readonly boundary?: RolePolicy;
  /** The CloudFormation stack that manages it. */
  readonly stack?: string;
}

export interface RolePolicy {
  readonly kind: 'inline' | 'managed';
  /** The name of an inline policy, the ARN of a managed one. */
  readonly name: string;
  readonly document: Looked<Json>;
}
