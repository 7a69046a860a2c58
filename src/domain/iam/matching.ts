import { type Answer, every, not, some } from './answer.ts';
import { held } from './conditions.ts';
import { covers, hasWildcards, overlaps, SEGMENT } from './pattern.ts';
import { namedBy, type Via } from './principals.ts';
import type { Context, Principal, Request } from './request.ts';
import type { Malformed, Patterns, Statement, StatementPlace } from './statement.ts';
import { filled } from './variables.ts';
import { type ResourceUse, resourceUseOf } from './wildcard-only.ts';

/** What is asked of every statement. */
export interface Asked {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly use: ResourceUse;
  readonly context: Context;
}

/** The part of a statement that keeps it from speaking of a request, or of which that cannot be told. */
export type Part = 'form' | 'action' | 'principal' | 'resource' | 'condition';

/** Whether a statement speaks of a request. */
export interface Match {
  readonly place: StatementPlace;
  /** A statement that is malformed may be either. */
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly answer: Answer;
  /** Absent when the answer is yes. */
  readonly part?: Part;
  /** What of the part decides: patterns, condition keys, or what is malformed. */
  readonly details: readonly string[];
  readonly via?: Via;
}

/** What a request asks of every statement. */
export function askedBy(request: Request, context: Context): Asked {
  const { principal, action, resource } = request;
  const use = resourceUseOf(action);
  return { principal, action, resource: use === 'none' ? '*' : resource, use, context };
}

/** Whether a statement speaks of what is asked; the first part that decides is named. */
export function matchOf(statement: Statement | Malformed, asked: Asked): Match {
  const { place } = statement;
  if ('malformed' in statement)
    return { place, effect: 'unknown', answer: 'unknown', part: 'form', details: [statement.malformed] };
  const { effect } = statement;
  const found: PartAnswer[] = [];
  for (const ask of PARTS) {
    const part = ask(statement, asked);
    found.push(part);
    if (part.answer === 'no') break;
  }
  const answer = every(found.map((part) => part.answer));
  const via = found.find((part) => part.via !== undefined)?.via;
  const named = via === undefined ? {} : { via };
  const deciding = answer === 'yes' ? undefined : found.find((part) => part.answer === answer);
  if (deciding === undefined) return { place, effect, answer, details: [], ...named };
  return { place, effect, answer, part: deciding.part, details: deciding.details, ...named };
}

interface PartAnswer {
  readonly part: Part;
  readonly answer: Answer;
  readonly details: readonly string[];
  readonly via?: Via;
}

/** Cheapest first; what follows a part that does not fit is not asked. */
const PARTS: readonly ((statement: Statement, asked: Asked) => PartAnswer)[] = [
  ({ actions }, { action }) => ({ part: 'action', answer: actionAnswer(actions, action), details: actions.patterns }),
  ({ principals }, { principal }) => ({
    part: 'principal',
    ...(principals === undefined ? { answer: 'yes' } : namedBy(principals, principal)),
    details: principals?.named.map(({ text }) => text) ?? [],
  }),
  (statement, asked) => ({
    part: 'resource',
    answer: resourceAnswer(statement, asked),
    details: statement.resources?.patterns ?? [],
  }),
  ({ condition, variables }, { context }) => {
    const { answer, keys, malformed } = held(condition ?? {}, { context, variables });
    return malformed === undefined
      ? { part: 'condition', answer, details: keys }
      : { part: 'form', answer, details: [malformed] };
  },
];

function actionAnswer({ negated, patterns }: Patterns, action: string): Answer {
  const asked = action.toLowerCase();
  const answer = some(patterns.map((pattern) => fit(pattern.toLowerCase(), asked)));
  return negated ? not(answer) : answer;
}

function resourceAnswer({ resources, variables }: Statement, asked: Asked): Answer {
  if (resources === undefined) return 'yes';
  const { negated, patterns } = resources;
  const answers = patterns.map((text): Answer => {
    const { kind, pattern } = filled(text, asked.context, { wildcards: true, variables });
    // Whether a variable without a value makes a whole statement void is told as "might"; it lets nothing in for sure.
    if (kind === 'absent') return negated ? 'unknown' : 'no';
    const answer = fitResource(pattern, asked);
    return answer === 'yes' && kind === 'open' ? 'unknown' : answer;
  });
  return negated ? not(some(answers)) : some(answers);
}

/** Whether a pattern matches all that is asked for, some of it, or nothing. */
function fit(pattern: string, asked: string): Answer {
  if (covers(pattern, asked)) return 'yes';
  return mayMatch(pattern, asked) ? 'unknown' : 'no';
}

const LOG_GROUPS = `arn:${SEGMENT}:logs:${SEGMENT}:${SEGMENT}:log-group:*`;

function fitResource(pattern: string, { resource, use }: Asked): Answer {
  const strict = withinParts(pattern);
  if (covers(strict, resource)) return 'yes';
  if (use === 'disputed') return overlaps(pattern, LOG_GROUPS) ? 'unknown' : 'no';
  if (resource === '*' && use !== 'some') return 'no';
  return mayMatch(pattern, resource) ? 'unknown' : 'no';
}

function mayMatch(pattern: string, asked: string): boolean {
  return hasWildcards(asked) ? overlaps(pattern, asked) : covers(pattern, asked);
}

/**
 * A `*` that ends a pattern takes in the rest of an ARN (`arn:aws:logs:*`). Whether another one crosses a colon before
 * the resource is told both ways: "can expand", says AWS of one that ends a part, and "within the individual segments".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (verified 2026-11-25)
 */
function withinParts(pattern: string): string {
  const parts = pattern.split(':');
  const [last = ''] = parts.slice(-1);
  const strict = parts.map((part, index) =>
    index < 5 && index < parts.length - 1 ? part.replaceAll('*', SEGMENT) : part,
  );
  if (parts.length > 5) return strict.join(':');
  const open = last.endsWith('*') ? `${last.slice(0, -1).replaceAll('*', SEGMENT)}*` : last.replaceAll('*', SEGMENT);
  return [...strict.slice(0, -1), open].join(':');
}
