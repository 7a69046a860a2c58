/** How surely a cause is behind a symptom, when nothing but the symptom is known. */
export type Confidence = 'high' | 'medium' | 'low';

/** Why something goes wrong, what ends it, and what would show that it is this and nothing else. */
export interface Cause {
  /** Names the defect; unique in the table. */
  readonly id: string;
  /** The defect, as a statement without a full stop. */
  readonly title: string;
  /** How the defect brings the symptom about: one sentence. */
  readonly because: string;
  /** What to do about it. */
  readonly remedy: string;
  /** What one sees when it is this cause, and does not see with the others. */
  readonly evidence: string;
  /** The check that looks for it. The name may be that of a check to come: who shows it says which. */
  readonly check?: string;
  /** Pages or issues that say so. */
  readonly references: readonly [string, ...string[]];
}

export interface Suspect {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

/** What has to be in a text; all of it, where several members are given. */
export interface Pattern {
  /**
   * Words of a message, in any case, across line breaks and whatever the quotes. `…` stands for a name or value between
   * two parts that belong together. With several phrases, all occur somewhere.
   */
  readonly says?: string | readonly string[];
  /** The same for words in which a person tells what happens: looked for in short texts alone, never in logs. */
  readonly told?: string | readonly string[];
  /** An HTTP status that the text speaks of. */
  readonly status?: number;
  /** The status is one that the server in the container answered with, not the platform. */
  readonly from?: 'server';
  /** A JSON-RPC error code that the text speaks of. */
  readonly code?: number;
  /** The beginning of an access log entry, with `status`: `POST /mcp`. */
  readonly access?: string;
}

/**
 * How much a symptom tells. `fault`: the text names what is wrong. `effect`: it says what failed, and several causes do
 * that. `number`: a status or code, and nothing else. `cover`: it hides the message that would tell.
 */
export type Grade = 'fault' | 'effect' | 'number' | 'cover';

/** One row of the table: what is seen, and who is suspected, likeliest first. */
export interface Symptom {
  readonly id: string;
  /** What is seen, as a statement without a full stop. */
  readonly title: string;
  readonly grade: Grade;
  readonly seen: readonly [Pattern, ...Pattern[]];
  readonly suspects: readonly [Suspect, ...Suspect[]];
  /** Rows that say the same more exactly: where one of them matches, this one says nothing. */
  readonly unless?: readonly string[];
  /** `false`: it may stand in the log of a server that is well, so that a line alone marks nothing. */
  readonly marksLines?: false;
}

/** The message leaves hardly another explanation. */
export function surely(cause: Cause): Suspect {
  return { cause, confidence: 'high' };
}

/** One of several explanations that are met often. */
export function likely(cause: Cause): Suspect {
  return { cause, confidence: 'medium' };
}

/** Met now and then, or reported once. */
export function perhaps(cause: Cause): Suspect {
  return { cause, confidence: 'low' };
}
