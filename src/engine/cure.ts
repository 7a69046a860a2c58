import { severityOf, type Found, foundIn } from './found.ts';
import type { Fix, TextChange } from '../model/change.ts';
import type { CheckMeta, Finding } from '../model/check.ts';
import type { Applied, Left } from '../model/mending.ts';
import type { Outcome } from '../model/report.ts';

/** The texts that differ from what lies on the disk, by path. */
export type Texts = ReadonlyMap<string, string>;

/** What the loop is made of; it knows none of the parts by name. */
export interface Ward {
  /** Collects and judges again, with these texts in place of those on the disk. */
  readonly look: (texts: Texts) => Promise<readonly Outcome[]>;
  /** Which way to mend a finding, if any. */
  readonly choose: (candidate: Candidate) => Promise<Choice>;
  /** What a fix comes to with these texts. */
  readonly plan: (fix: Fix, texts: Texts) => Promise<Planned>;
  /** Those texts after changes that were planned for them. */
  readonly apply: (changes: readonly TextChange[], texts: Texts) => Promise<Texts>;
}

export type Planned =
  | { readonly ok: true; readonly changes: readonly TextChange[] }
  | { readonly ok: false; readonly because: string };

/** A finding that has a fix, and the texts as they are when it is its turn. */
export interface Candidate {
  readonly check: CheckMeta;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly texts: Texts;
}

export type Choice =
  | { readonly take: Fix }
  /** `review`: it waits for a person's yes. `declined`: a person said no. */
  | { readonly leave: 'review' | 'declined' };

export interface Cured {
  readonly rounds: number;
  readonly applied: readonly Applied[];
  readonly left: readonly Left[];
  /** What the checks say of the mended texts. */
  readonly outcomes: readonly Outcome[];
  readonly texts: Texts;
}

/** Fixes that overlap wait for the next round; a project that wants more rounds than this is going in a circle. */
const MOST_ROUNDS = 10;

/**
 * Mends in rounds: looks, takes the fixes that are chosen and do not touch the same text, looks again, until nothing is
 * left to do. Everything happens in memory; what is to be written is in `texts`.
 */
export async function cure(ward: Ward): Promise<Cured> {
  const applied: Applied[] = [];
  const attempts = attemptsAllowed();
  let texts: Texts = new Map();
  for (let round = 1; ; round++) {
    const outcomes = await ward.look(texts);
    const found = foundIn(outcomes);
    attempts.see(found);
    if (round > MOST_ROUNDS) return { rounds: MOST_ROUNDS, applied, left: found.map(remaining), outcomes, texts };
    const { made, left } = await oneRound(ward, found, texts, attempts.left, round);
    if (made.length === 0) return { rounds: round - 1, applied, left, outcomes, texts };
    attempts.count(made);
    applied.push(...made);
    texts = await ward.apply(distinct(made.flatMap(({ changes }) => changes)), texts);
  }
}

async function oneRound(
  ward: Ward,
  found: readonly Found[],
  texts: Texts,
  mayTry: (found: Found) => boolean,
  round: number,
): Promise<{ readonly made: readonly Applied[]; readonly left: readonly Left[] }> {
  const made: Applied[] = [];
  const left: Left[] = [];
  for (const one of found.toSorted(graverFirst)) {
    const { check, finding } = one;
    if (finding.fix === undefined || !mayTry(one)) {
      left.push(remaining(one));
      continue;
    }
    const choice = await ward.choose({ check, finding, fix: finding.fix, texts });
    if ('leave' in choice) {
      left.push({ check, finding, why: choice.leave });
      continue;
    }
    const plan = await ward.plan(choice.take, texts);
    if (!plan.ok) left.push({ check, finding, why: 'refused', because: plan.because });
    else if (fits(plan.changes, made)) made.push({ round, check, finding, fix: choice.take, changes: plan.changes });
  }
  return { made, left };
}

function remaining({ check, finding }: Found): Left {
  return { check, finding, why: finding.fix === undefined ? 'no-fix' : 'remains' };
}

/** A fix that did not cure its finding is not made again: as often as a finding was seen at once, it may be mended. */
function attemptsAllowed(): {
  readonly see: (found: readonly Found[]) => void;
  readonly count: (made: readonly Applied[]) => void;
  readonly left: (found: Found) => boolean;
} {
  const seen = new Map<string, number>();
  const made = new Map<string, number>();
  return {
    see(found) {
      for (const [key, number] of countOf(found)) seen.set(key, Math.max(number, seen.get(key) ?? 0));
    },
    count(applied) {
      for (const [key, number] of countOf(applied)) made.set(key, number + (made.get(key) ?? 0));
    },
    left: (found) => (made.get(keyOf(found)) ?? 0) < (seen.get(keyOf(found)) ?? 0),
  };
}

function countOf(found: readonly Found[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

/** Whether changes can be made together with those of the round: each is the same as another's, or far from it. */
function fits(changes: readonly TextChange[], made: readonly Applied[]): boolean {
  const others = made.flatMap((one) => one.changes);
  return changes.every((change) => others.every((other) => isSame(change, other) || areApart(change, other)));
}

function isSame(a: TextChange, b: TextChange): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Neighbours that touch wait, too: which of two insertions at one point comes first would be chance. */
function areApart(a: TextChange, b: TextChange): boolean {
  if (a.path !== b.path) return true;
  const isBefore = (first: TextChange, second: TextChange): boolean => {
    const [end, start] = [first.range.end, second.range.start];
    return end.line < start.line || (end.line === start.line && end.column < start.column);
  };
  return isBefore(a, b) || isBefore(b, a);
}

function distinct(changes: readonly TextChange[]): readonly TextChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

function graverFirst(a: Found, b: Found): number {
  const rank = { error: 0, warning: 1, note: 2 };
  return rank[severityOf(a)] - rank[severityOf(b)];
}

/** A finding by what it says: its place moves while the text above it is mended. */
function keyOf({ check: { id }, finding: { message, at } }: Found): string {
  return JSON.stringify([id, message, at.kind === 'file' ? at.path : at]);
}
