import type { Kind, Verdict } from './schema.ts';

/** What each kind of finding says about a text, in a sentence. */
export const MEANINGS: { readonly [kind in Kind]: string } = {
  valid: 'The claims follow from the premises and the rules of the policy.',
  invalid: 'The claims contradict the premises or the rules of the policy.',
  satisfiable: 'The claims can be true or false: it depends on what the text does not say.',
  impossible:
    'Nothing can be concluded: the premises contradict each other or the rules, or the rules contradict themselves.',
  translation_ambiguous: 'The text can be understood in several ways, and they lead to different results.',
  too_complex: 'The text says more than the check can work through in its time.',
  no_translations: 'Nothing in this part of the text is about what the policy has rules for.',
  unknown: 'AWS found something of a kind that this version of the server does not know.',
};

/**
 * What comes of all findings together. The gravest kind decides; a part that is not about the policy lowers nothing,
 * because AWS adds such a finding beside those about the other parts.
 */
const GRAVEST_FIRST: readonly Kind[] = [
  'impossible',
  'invalid',
  'satisfiable',
  'translation_ambiguous',
  'too_complex',
  'unknown',
  'valid',
  'no_translations',
];

/** How good a verdict is: the higher, the better. */
export function gradeOf(verdict: Verdict): number {
  return verdict === 'not_checked' ? -1 : GRAVEST_FIRST.indexOf(verdict);
}

export function verdictOf(kinds: readonly Kind[]): Verdict {
  return GRAVEST_FIRST.find((kind) => kinds.includes(kind)) ?? 'not_checked';
}

/** Whether the text holds: proven, disproven (or not proven to hold), or `null` where the check decides nothing. */
export function validityOf(verdict: Verdict): boolean | null {
  switch (verdict) {
    case 'valid':
      return true;
    case 'invalid':
    case 'impossible':
    case 'satisfiable':
      return false;
    case 'translation_ambiguous':
    case 'too_complex':
    case 'no_translations':
    case 'unknown':
    case 'not_checked':
      return null;
  }
}
