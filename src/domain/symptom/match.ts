import { numbersOf, type Numbers } from './numbers.ts';
import { lettersOf, searchFor } from './phrases.ts';
import { plainText, withoutSourceColumn } from './plain-text.ts';
import type { Grade, Pattern, Suspect, Symptom } from './symptom.ts';

/** A symptom that a text shows. */
export interface Match {
  readonly symptom: Symptom;
  /** How much of the text was recognised: more letters tell more. */
  readonly weight: number;
  /** Where its words end in the plain text for the first time; absent when only numbers are seen. */
  readonly end: number | undefined;
}

/** A text, and what it shows, the most telling first. */
export interface Reading {
  readonly plain: string;
  readonly numbers: Numbers;
  readonly matches: readonly Match[];
}

/** What a text says: where each known phrase ends, and which numbers it speaks of. */
export interface Signs {
  readonly phrases: ReadonlyMap<string, number>;
  readonly numbers: Numbers;
}

/** Longer texts are logs, in which the words of a person are not looked for. */
const LONGEST_TALE = 600;

/** Prepares a table for questions; the answer to each takes time in proportion to its text. */
export function readerOf(symptoms: readonly Symptom[]): (text: string) => Reading {
  const phrases = [...new Set(symptoms.flatMap(({ seen }) => seen.flatMap(phrasesOf)))];
  const search = searchFor(phrases);
  return (text) => {
    const plain = withoutSourceColumn(plainText(text));
    const numbers = numbersOf(plain);
    const ends = new Map<string, number>();
    search(plain, (number, end) => {
      const phrase = phrases[number];
      if (phrase !== undefined && !ends.has(phrase)) ends.set(phrase, end);
    });
    const tale = plain.length <= LONGEST_TALE;
    const matches = symptoms.flatMap((symptom) => {
      const patterns = tale ? symptom.seen : symptom.seen.filter(({ told }) => told === undefined);
      return matchOf(symptom, patterns, { phrases: ends, numbers });
    });
    return { plain, numbers, matches: telling(matches) };
  };
}

/** The suspects behind all symptoms of a text, likeliest first, each once. */
export function suspectsOf(matches: readonly Match[]): readonly Suspect[] {
  const suspects = new Map<string, Suspect>();
  for (const { symptom } of matches) {
    for (const suspect of symptom.suspects)
      if (!suspects.has(suspect.cause.id)) suspects.set(suspect.cause.id, suspect);
  }
  return [...suspects.values()];
}

/** The phrases that a pattern asks for. */
export function phrasesOf({ says, told }: Pattern): readonly string[] {
  return [says, told].flatMap((asked) => asked ?? []);
}

/** The symptom with what was seen of it, if any of the patterns holds. */
export function matchOf(symptom: Symptom, patterns: readonly Pattern[], signs: Signs): readonly Match[] {
  const held = patterns.filter((pattern) => holds(pattern, signs));
  if (held.length === 0) return [];
  const ends = held.flatMap((pattern) => phrasesOf(pattern).map((phrase) => signs.phrases.get(phrase) ?? 0));
  const weight = Math.max(...held.map(weightOf));
  return [{ symptom, weight, end: ends.length === 0 ? undefined : Math.min(...ends) }];
}

function holds(pattern: Pattern, { phrases, numbers }: Signs): boolean {
  const { status, code, access, from } = pattern;
  if (!phrasesOf(pattern).every((phrase) => phrases.has(phrase))) return false;
  if (code !== undefined && !numbers.codes.has(code)) return false;
  if (access !== undefined) return numbers.access.has(`${access} ${status}`);
  return status === undefined || (from === 'server' ? numbers.fromServer : numbers.statuses).has(status);
}

/** Words outweigh numbers, a JSON-RPC code says more than a status, and who answered says more than that it was said. */
function weightOf(pattern: Pattern): number {
  const letters = phrasesOf(pattern).reduce((sum, phrase) => sum + lettersOf(phrase).length, 0);
  const { code, access, status, from } = pattern;
  const numbers = [
    code === undefined ? 0 : 4,
    access === undefined ? 0 : 3,
    from === undefined ? 0 : 2,
    status === undefined ? 0 : 1,
  ];
  return letters + numbers.reduce((sum, number) => sum + number, 0);
}

const ORDER: { readonly [grade in Grade]: number } = { fault: 0, effect: 1, number: 2, cover: 3 };

/** The most telling first; without what another row says better, and without mere numbers where words are there. */
export function telling(found: readonly Match[]): readonly Match[] {
  const ids = new Set(found.map(({ symptom }) => symptom.id));
  const own = found.filter(({ symptom }) => !(symptom.unless ?? []).some((id) => ids.has(id)));
  const worded = own.filter(({ symptom: { grade } }) => grade === 'fault' || grade === 'effect');
  return (worded.length > 0 ? worded : own).toSorted(
    (a, b) => ORDER[a.symptom.grade] - ORDER[b.symptom.grade] || b.weight - a.weight,
  );
}
