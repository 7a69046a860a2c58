import { ask } from '../bedrock/ask.ts';
import type { Call } from '../calls/tool.ts';
import { gradeOf } from '../findings/meanings.ts';
import { readValidation, type Validation } from '../findings/validation.ts';
import { converse } from './converse.ts';
import { type Draft, isMendable } from './prompt.ts';

/** What to rewrite, against which guardrail, with which model, and how often at the most. */
export interface Order extends Omit<Draft, 'findings'> {
  readonly guardrailIdentifier: string;
  readonly guardrailVersion: string;
  readonly modelId: string;
  readonly maxRounds: number;
}

/** A text and what the guardrail says about it. */
interface Candidate {
  readonly text: string;
  readonly validation: Validation;
}

/** Why the rewriting ended. */
export type Ending = 'valid' | 'nothing_to_mend' | 'rounds_used' | 'model_gave_nothing';

export interface Outcome {
  readonly first: Candidate;
  /** The best of all candidates; the first one where no other is better. */
  readonly best: Candidate;
  readonly rounds: readonly Candidate[];
  readonly ending: Ending;
  /** In the case of `model_gave_nothing`: why. */
  readonly because?: string;
  readonly tokens: number;
}

/** Rewrites and validates in turn, until the answer is valid, nothing can be mended, or the rounds are used up. */
export async function rewrite(order: Order, { signal, progress }: Call): Promise<Outcome> {
  const total = 1 + 2 * order.maxRounds;
  const first = { text: order.answer, validation: await validated(order, order.answer, signal) };
  progress(1, total, `the answer is ${first.validation.verdict}`);
  const rounds: Candidate[] = [];
  let current: Candidate = first;
  let tokens = 0;
  const outcome = (ending: Ending, because?: string): Outcome => {
    const best = [first, ...rounds].reduce((one, other) => (isBetter(other, one) ? other : one));
    return { first, best, rounds, ending, tokens, ...(because === undefined ? {} : { because }) };
  };
  for (;;) {
    if (current.validation.valid === true) return outcome('valid');
    const findings = current.validation.findings.filter(isMendable);
    if (findings.length === 0) return outcome('nothing_to_mend');
    if (rounds.length === order.maxRounds) return outcome('rounds_used');
    const rewritten = await converse(order.modelId, { ...order, answer: current.text, findings }, signal);
    tokens += rewritten.tokens;
    if (!rewritten.ok) return outcome('model_gave_nothing', rewritten.because);
    progress(2 * rounds.length + 2, total, 'rewritten');
    current = { text: rewritten.text, validation: await validated(order, rewritten.text, signal) };
    rounds.push(current);
    progress(2 * rounds.length + 1, total, `round ${rounds.length} is ${current.validation.verdict}`);
  }
}

function isBetter({ validation: one }: Candidate, { validation: other }: Candidate): boolean {
  // A text that the other policies block is no better than one that they let through.
  if (one.action !== other.action) return one.action === 'NONE';
  return gradeOf(one.verdict) > gradeOf(other.verdict);
}

async function validated(
  { guardrailIdentifier, guardrailVersion, query }: Order,
  answer: string,
  signal: AbortSignal,
): Promise<Validation> {
  const content = [
    { text: { text: query, qualifiers: ['query' as const] } },
    { text: { text: answer, qualifiers: ['guard_content' as const] } },
  ];
  return readValidation(
    await ask('ApplyGuardrail', { guardrailIdentifier, guardrailVersion, source: 'OUTPUT', content }, signal),
  );
}
