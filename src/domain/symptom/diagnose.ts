import { masked } from './masked.ts';
import { readerOf, suspectsOf, type Match } from './match.ts';
import { nearFinderOf } from './near.ts';
import type { Cause, Confidence } from './symptom.ts';
import { symptoms } from './table.ts';

/** What the table knows about a text. Nothing in it repeats a secret of the text. */
export interface Diagnosis {
  /** The question as it may be shown: its first line. */
  readonly query: string;
  readonly seen: readonly Seen[];
  /** Likeliest first. */
  readonly causes: readonly Explained[];
  /** What was found in the text besides words. */
  readonly numbers: { readonly statuses: readonly number[]; readonly codes: readonly number[] };
  /** Messages that come close, when nothing matched. */
  readonly near: readonly string[];
}

export interface Seen {
  readonly id: string;
  readonly title: string;
  /** The line of the text that shows it; absent when numbers do. */
  readonly line: string | undefined;
}

export interface Explained {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

const read = readerOf(symptoms);
let findNear: ReturnType<typeof nearFinderOf> | undefined;

/** Asks the table about a status, a message or a whole log. */
export function diagnose(text: string): Diagnosis {
  const { plain, numbers, matches } = read(text);
  const seen = matches.map((match) => seenIn(plain, match));
  return {
    query: shown(text.trimStart().split(/\r?\n/, 1)[0] ?? ''),
    seen,
    causes: suspectsOf(matches),
    numbers: { statuses: [...numbers.statuses], codes: [...numbers.codes] },
    near: matches.length > 0 ? [] : nearTo(plain),
  };
}

/** Prepared when it is wanted for the first time: most questions are answered without. */
function nearTo(plain: string): readonly string[] {
  findNear ??= nearFinderOf(symptoms);
  return findNear(plain).map(({ title }) => title);
}

const LONGEST_LINE = 160;
/** So much of a line is read for secrets before it is cut, so that the cut cannot hide where one begins. */
const CONTEXT = 20_000;

function seenIn(plain: string, { symptom, end }: Match): Seen {
  const { id, title } = symptom;
  if (end === undefined) return { id, title, line: undefined };
  const start = Math.max(plain.lastIndexOf('\n', end - 1) + 1, end - CONTEXT);
  const stop = plain.indexOf('\n', end);
  // The words may have been broken over lines: this is the line on which they end.
  const line = plain.slice(start, stop === -1 ? end + CONTEXT : Math.min(stop, end + CONTEXT));
  return { id, title, line: shown(line) };
}

/** One line, fit to be repeated: no secrets, no control characters, not too long. */
function shown(line: string): string {
  const safe = masked(line.slice(0, 2 * CONTEXT))
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return safe.length <= LONGEST_LINE ? safe : `${safe.slice(0, LONGEST_LINE - 1)}…`;
}
