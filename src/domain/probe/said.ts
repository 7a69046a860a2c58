import type { Answer } from '../../model/exchange.ts';
import { describeAnswer, errorOf } from '../rehearsal/answers.ts';
import { isPage, wordsOf } from './sort.ts';

const LONGEST = 200;

/** What came of a request, for a sentence: "403 `Authorization method mismatch. …`", "a page for people (502)". */
export function describeSaid(answer: Answer | undefined): string {
  if (answer?.kind !== 'response' || errorOf(answer) !== undefined) return describeAnswer(answer);
  const { status } = answer;
  if (isPage(answer)) return `a page for people (${status})`;
  const words = wordsOf(answer).replaceAll(/\s+/g, ' ').replaceAll('`', "'");
  return words === ''
    ? String(status)
    : `${status} \`${words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words}\``;
}
