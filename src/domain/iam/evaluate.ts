import { type Answer, outcome } from './answer.ts';
import { type Grant, grantedBy, layersOf } from './grants.ts';
import { askedBy, type Match } from './matching.ts';
import type { Policies } from './policies.ts';
import { allowedBy, deniedBy, notAllowed, openBecause, unreadReason } from './reasons.ts';
import { contextOf, type Request } from './request.ts';
import type { StatementPlace } from './statement.ts';

/** Whether a request is allowed, by which statement, and why in words. */
export type Verdict =
  | { readonly answer: 'allowed'; readonly by: StatementPlace; readonly reason: string }
  /** `by` of an implicit denial is the statement that comes nearest to allowing. */
  | {
      readonly answer: 'denied';
      readonly how: 'explicitly' | 'implicitly';
      readonly by?: StatementPlace;
      readonly reason: string;
    }
  /** `keys`: the condition keys whose values would have to be known. */
  | {
      readonly answer: 'unknown';
      readonly by?: StatementPlace;
      readonly keys: readonly string[];
      readonly reason: string;
    };

/**
 * Evaluates policies as IAM does, within what is known: service control policies, session policies and policies of VPC
 * endpoints are not. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * (verified 2026-11-25)
 */
export function evaluate(request: Request, policies: Policies): Verdict {
  const asked = askedBy(request, contextOf(request));
  const layers = layersOf(asked, policies);
  const all = [...layers.identity.matches, ...(layers.boundary?.matches ?? []), ...(layers.resource?.matches ?? [])];
  const denials = all.filter(({ effect }) => effect !== 'Allow');
  const denial = denials.find(({ effect, answer }) => effect === 'Deny' && answer === 'yes');
  if (denial !== undefined) return { answer: 'denied', how: 'explicitly', by: denial.place, reason: deniedBy(denial) };
  const granted = grantedBy(layers, asked, policies);
  const unread = (policies.unread ?? [])[0];
  const denied: Answer = unread !== undefined || denials.some(({ answer }) => answer !== 'no') ? 'unknown' : 'no';
  const answer = outcome(denied, granted.answer);
  if (answer === 'no') return implicitly(request, granted);
  if (answer === 'yes' && granted.by !== undefined)
    return { answer: 'allowed', by: granted.by.place, reason: allowedBy(granted.by, policies.boundary?.name) };
  const open = granted.answer === 'unknown' ? granted.by : denials.find((match) => match.answer === 'unknown');
  if (open !== undefined) return openBy(open);
  return {
    answer: 'unknown',
    keys: [],
    reason: unread === undefined ? 'What decides is not known.' : unreadReason(unread),
  };
}

function implicitly(request: Request, { by, missing }: Grant): Verdict {
  return {
    answer: 'denied',
    how: 'implicitly',
    ...(by === undefined ? {} : { by: by.place }),
    reason: notAllowed(request, missing ?? 'identity', by),
  };
}

function openBy(match: Match): Verdict {
  return {
    answer: 'unknown',
    by: match.place,
    keys: match.part === 'condition' ? match.details : [],
    reason: openBecause(match),
  };
}
