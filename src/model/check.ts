import type { FactName, Known } from './fact.ts';
import type { Fix, Safety } from './change.ts';
import type { Location } from './location.ts';

/** SARIF's own three words, so that no reporter has to translate. */
export type Severity = 'error' | 'warning' | 'note';

export interface CheckMeta {
  /** = file name = fixture folder = ignore comment = docs anchor. */
  readonly id: string;
  /** The defect, as a statement. */
  readonly title: string;
  /** The severity of a finding that does not name its own. */
  readonly severity: Severity;
  /** What goes wrong, for whom. */
  readonly why: string;
  /** What to do, when a finding does not say it more exactly. */
  readonly remedy: string;
  /** Pages or issues that say so. */
  readonly references: readonly [string, ...string[]];
  readonly fix: Safety | 'none';
}

export interface Check<N extends FactName = FactName, S = unknown, A extends FactName = FactName> extends CheckMeta {
  readonly needs: readonly N[];
  /** Facts that it judges as well where they were asked for: a role of a template, and the role itself. */
  readonly also?: readonly A[];
  /** The things this check is about. None: it does not apply here. */
  subjects(facts: Known<N> & Partial<Known<A>>): Iterable<S>;
  /** What is wrong with one of them, if anything; or that it cannot be told. Pure and synchronous. */
  judge(subject: S): Finding | Unclear | undefined;
}

/** Gives `needs` and `also` their literal types, so that `subjects` sees exactly the facts it asked for. */
export function defineCheck<const N extends FactName, S, const A extends FactName = never>(
  check: Check<N, S, A>,
): Check<N, S, A> {
  return check;
}

export interface Finding {
  /** What: one present-tense sentence with the actual values, names in backticks. */
  readonly message: string;
  readonly at: Location;
  /** When this case is graver or milder than the check's own severity. */
  readonly severity?: Severity;
  /** What to do in this very case; else the check's remedy holds. */
  readonly remedy?: string;
  readonly related?: readonly Location[];
  readonly fix?: Fix;
}

/** A subject that reading alone cannot judge: what was seen, where. Never a pass, never an error. */
export interface Unclear {
  readonly unclear: string;
  readonly at: Location;
}
