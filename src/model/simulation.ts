import type { Looked } from './aws.ts';

/** What IAM itself says of what the execution roles and the caller need. */
export interface Simulations {
  readonly simulations: readonly Simulation[];
}

/** One question: whether a user or a role may do something on at least one of some resources. */
export interface Simulation {
  readonly principal: string;
  readonly action: string;
  /** `*` for actions that know no resource. */
  readonly resources: readonly string[];
  /** The condition keys that are known. */
  readonly context: { readonly [key: string]: string };
  /** What IAM says, resource by resource. */
  readonly answers: readonly Looked<SimulatedAnswer>[];
}

export interface SimulatedAnswer {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Condition keys that IAM would have to know for a sure answer. */
  readonly missing: readonly string[];
  /** The policies whose statements decide, as IAM names them. */
  readonly policies: readonly string[];
  /** What does not allow it, besides the policies of the principal. */
  readonly held: readonly ('organisation' | 'boundary')[];
}
