import type { Fix, TextChange } from './change.ts';
import type { CheckMeta, Finding } from './check.ts';

/** A fix that was made, in which round, as which changes to the texts of that round. */
export interface Applied {
  readonly round: number;
  readonly check: CheckMeta;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly changes: readonly TextChange[];
}

/** A finding that stays, and why. */
export interface Left {
  readonly check: CheckMeta;
  readonly finding: Finding;
  /** `review`: its fix waits for a person's yes. `remains`: it was mended, and is there all the same. */
  readonly why: 'no-fix' | 'review' | 'declined' | 'refused' | 'remains';
  /** Of a refusal: why. */
  readonly because?: string;
}
