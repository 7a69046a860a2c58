import type { Location } from '../../model/location.ts';

/** The checks of tokens. */
export type TokenCheck =
  | 'token-unparsable'
  | 'token-wrong-kind'
  | 'token-issuer-mismatch'
  | 'token-signature-invalid'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-client-id-missing'
  | 'token-client-id-mismatch'
  | 'token-audience-mismatch'
  | 'token-scope-mismatch'
  | 'token-claim-mismatch';

/** One thing that a token has to meet, and whether it does. */
export interface Condition {
  /** What is compared: `client_id`, `signature`. */
  readonly subject: string;
  /** What is asked for, behind the subject: "is one of `a` and `b`". */
  readonly asks: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** A sentence with the actual values. */
  readonly why: string;
  /** The checks that look at it. */
  readonly checks: readonly TokenCheck[];
  /** The one of them that speaks when it fails or cannot be told; absent when another condition is the cause. */
  readonly speaks?: TokenCheck;
  readonly remedy?: string;
  /** Where what is asked for stands. */
  readonly asked?: Location;
}

/** A condition that holds. */
export function met(
  subject: string,
  asks: string,
  why: string,
  checks: Condition['checks'],
  asked?: Location,
): Condition {
  return { subject, asks, verdict: 'pass', why, checks, ...(asked === undefined ? {} : { asked }) };
}
