import { phrasesOf } from './match.ts';
import type { Symptom } from './symptom.ts';

/** More of a question is not compared: it is a log then, and no message that was remembered a little wrong. */
const LONGEST = 2_000;

/**
 * Prepares the search for messages and descriptions that share the most words with a question, best first: for one that
 * nothing matched.
 */
export function nearFinderOf(symptoms: readonly Symptom[]): (question: string, most?: number) => readonly Symptom[] {
  const rows = symptoms.map((symptom) => ({ symptom, words: wordsOf(textOf(symptom)) }));
  const frequency = new Map<string, number>();
  for (const { words } of rows) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // A word that few rows have tells more than one that many have.
  const rateOf = (shared: readonly string[]): number =>
    shared.reduce((sum, word) => sum + 1 / (frequency.get(word) ?? 1), 0);
  return (question, most = 3) => {
    const asked = [...wordsOf(question.slice(0, LONGEST))];
    return rows
      .map(({ symptom, words }) => ({ symptom, shared: asked.filter((word) => words.has(word)) }))
      .filter(({ shared }) => shared.length > 0 && shared.length >= Math.min(2, asked.length))
      .toSorted((a, b) => b.shared.length - a.shared.length || rateOf(b.shared) - rateOf(a.shared))
      .slice(0, most)
      .map(({ symptom }) => symptom);
  };
}

function textOf({ title, seen, suspects }: Symptom): string {
  return [title, ...seen.flatMap(phrasesOf), ...suspects.map(({ cause }) => cause.title)].join(' ');
}

const COMMON = new Set(
  'the and not is in on of to no it or at by as an be so if we my a i for that with from this was are has have its error failed when who what which does'.split(
    ' ',
  ),
);

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z][a-z0-9]+/g) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/s$/, '')));
}
