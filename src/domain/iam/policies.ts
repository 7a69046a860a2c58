import type { Policy } from './statement.ts';

/** The policies that decide about a request. */
export interface Policies {
  /** Inline and attached policies of the principal. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly resource?: ResourcePolicy;
  /** Policies that could not be read. */
  readonly unread?: readonly UnreadPolicy[];
}

/** The policy of the thing that is asked for: a role's trust, the policy of a repository or a function. */
export interface ResourcePolicy extends Policy {
  /** The account of the thing. */
  readonly account: string;
  /** A role is assumed by nobody whom its trust does not let, whatever their own policies say. */
  readonly kind?: 'trust';
}

/** A policy that is there and not known: it may allow more, and deny what others allow. */
export interface UnreadPolicy {
  readonly name: string;
  readonly kind: 'identity' | 'boundary' | 'resource';
  /** The end of a sentence: "the caller may not call `iam:GetPolicy`". */
  readonly because?: string;
}
