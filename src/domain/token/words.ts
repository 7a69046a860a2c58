import { count, listing } from '../words.ts';

/** A value out of a token or a document of others: fit for one line of a terminal. */
export function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what a terminal would act upon
  const clean = text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, '\uFFFD');
  return `\`${clean.length > 200 ? `${clean.slice(0, 200)}…` : clean}\``;
}

/** Several of them. */
export function shownAll(texts: readonly string[], last = 'and'): string {
  const [first, second, third, ...more] = texts;
  if (more.length === 0 || first === undefined || second === undefined || third === undefined)
    return listing(texts.map(shown), last);
  return `${[first, second, third].map(shown).join(', ')} ${last} ${count(more.length, 'other')}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** How long something takes, in the largest unit of which there are two: "90 minutes", "12 days". */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= 2 * least) ?? ['second', 1];
  return count(Math.round(Math.abs(seconds) / size), unit);
}
