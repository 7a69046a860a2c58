/** An answer that may be "cannot tell". */
export type Answer = 'yes' | 'no' | 'unknown';

/** Yes when all are, no when one is. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Yes when one is, no when none may be. */
export function some(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** The opposite; what cannot be told stays so. */
export function not(answer: Answer): Answer {
  return answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes';
}

/**
 * What denials and grants come to: a denial that is certain wins over everything, and one that may be leaves no grant
 * certain. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function outcome(denied: Answer, granted: Answer): Answer {
  return every([not(denied), granted]);
}
