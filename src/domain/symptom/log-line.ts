import { PHRASE, REQUEST } from '../logs/seen.ts';
import { matchOf, phrasesOf, telling } from './match.ts';
import { type Glance, glanceBy, glanceFor } from './glance.ts';
import { SECRET_WORDS } from './masked.ts';
import { accessOf } from './numbers.ts';
import { searchFor } from './phrases.ts';
import { plainText } from './plain-text.ts';
import type { Pattern, Suspect, Symptom } from './symptom.ts';

/** What one line of a log tells. */
export interface Mark {
  readonly symptom: Symptom;
  /** The likeliest suspect; `suspect.cause.check` names the check. */
  readonly suspect: Suspect;
  /** One sentence: the cause where the line names it, else what the line shows. */
  readonly sentence: string;
}

interface Row {
  readonly symptom: Symptom;
  readonly patterns: readonly Pattern[];
}

interface Asked {
  readonly phrase: string;
  readonly row: Row;
}

/** Looks at the lines of a log. A line without anything in it that counts costs one glance. */
export interface Looker {
  /** What may be in a line, as the bits of `seen.ts`. */
  readonly glance: (line: string) => number;
  /** The same as data. */
  readonly prepared: Glance;
  /** What it tells, by a glance at it, or at more than it. */
  readonly markOf: (line: string, seen: number) => Mark | undefined;
}

/**
 * Prepares a table for the lines of a log. A line by itself is asked for messages and for entries of an access log, not
 * for bare numbers, and only for what a server that is well does not write.
 */
export function lookerOf(symptoms: readonly Symptom[]): Looker {
  const rows = symptoms.flatMap(rowOf);
  const asked = rows.flatMap((row): readonly Asked[] =>
    row.patterns.flatMap((pattern) => phrasesOf(pattern).map((phrase) => ({ phrase, row }))),
  );
  const phrases = asked.map(({ phrase }) => phrase);
  const prepared = glanceFor(phrases, SECRET_WORDS);
  const search = searchFor(phrases);
  const byAccess = rowsByAccess(rows);
  const mayAnswer = accessGlance(rows);
  const marked = (line: string): Mark | undefined => {
    const plain = plainText(line);
    const found: Asked[] = [];
    search(plain, (number) => {
      const phrase = asked[number];
      if (phrase !== undefined) found.push(phrase);
    });
    const access = mayAnswer(plain) ? accessOf(plain) : NOTHING;
    const answered = [...access].flatMap((entry) => byAccess.get(entry) ?? []);
    if (found.length === 0 && answered.length === 0) return undefined;
    const candidates = new Set([...found.map(({ row }) => row), ...answered]);
    const offsets = new Map(found.map(({ phrase }) => [phrase, 0]));
    const signs = { phrases: offsets, numbers: { statuses: NOTHING, fromServer: NOTHING, codes: NOTHING, access } };
    return likeliest([...candidates].flatMap(({ symptom, patterns }) => matchOf(symptom, patterns, signs)));
  };
  return {
    glance: glanceBy(prepared),
    prepared,
    markOf: (line, seen) =>
      (seen & PHRASE) !== 0 || ((seen & REQUEST) !== 0 && mayAnswer(line)) ? marked(line) : undefined,
  };
}

/** The same, for who only asks for the mark. */
export function lineMarkerOf(symptoms: readonly Symptom[]): (line: string) => Mark | undefined {
  const { glance, markOf } = lookerOf(symptoms);
  return (line) => markOf(line, glance(line));
}

/** Whether a line may hold an entry of an access log that the rows look for; most entries tell of an answer that is well. */
function accessGlance(rows: readonly Row[]): (line: string) => boolean {
  const statuses = new Map<string, Set<number>>();
  for (const { access, status } of rows.flatMap(({ patterns }) => patterns))
    if (access !== undefined && status !== undefined)
      statuses.set(access, (statuses.get(access) ?? new Set()).add(status));
  const asked = [...statuses].map(([access, some]) => ({
    access,
    answer: new RegExp(String.raw`\b(?:${[...some].join('|')})\b`),
  }));
  return (line) =>
    (line.includes('POST /') || line.includes('GET /')) &&
    asked.some(({ access, answer }) => line.includes(access) && answer.test(line));
}

/** Rows by the entries of an access log that they look for: `POST /mcp 404`. */
function rowsByAccess(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const byAccess = new Map<string, readonly Row[]>();
  for (const row of rows) {
    for (const { access, status } of row.patterns) {
      if (access === undefined) continue;
      const entry = `${access} ${status}`;
      byAccess.set(entry, [...(byAccess.get(entry) ?? []), row]);
    }
  }
  return byAccess;
}

const NOTHING: ReadonlySet<never> = new Set();

function rowOf(symptom: Symptom): readonly Row[] {
  const worded = symptom.grade === 'fault' || symptom.grade === 'effect';
  if (!worded || symptom.marksLines === false) return [];
  const patterns = symptom.seen.filter(
    ({ told, code, status, access }) =>
      told === undefined && code === undefined && (status === undefined || access !== undefined),
  );
  return patterns.length === 0 ? [] : [{ symptom, patterns }];
}

function likeliest(found: Parameters<typeof telling>[0]): Mark | undefined {
  const symptom = telling(found)[0]?.symptom;
  const suspect = symptom?.suspects[0];
  if (symptom === undefined || suspect === undefined) return undefined;
  return { symptom, suspect, sentence: symptom.grade === 'fault' ? suspect.cause.because : `${symptom.title}.` };
}
