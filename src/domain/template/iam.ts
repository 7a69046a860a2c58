import type { Place } from '../../model/location.ts';
import { type Answer, every, not, outcome, some } from '../iam/answer.ts';
import { covers as takesIn, overlaps, SEGMENT } from '../iam/pattern.ts';

/**
 * One statement of a policy. Patterns are as IAM reads them (`*`, `?`); a part that only the deployment knows stands in
 * them as `${…}`.
 */
export interface Statement {
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** It has a `Condition`, which this module does not evaluate. */
  readonly conditional: boolean;
  readonly at: Place;
}

/**
 * Whether a statement speaks of an action on a resource, whatever its effect. The resource asked for may itself be a
 * pattern: the answer is yes when the statement reaches any part of it. The empty resource is that of actions which
 * know none: only `*` reaches it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function covers(statement: Statement, action: string, resource?: string): Answer {
  const { actions, notActions, resources, notResources } = statement;
  const parts = [matched(actions, action, matchesAction), not(matched(notActions, action, matchesAction, 'no'))];
  if (resource !== undefined)
    parts.push(matched(resources, resource, matchesResource), not(matched(notResources, resource, isWholly, 'no')));
  return every([...parts, statement.conditional ? 'unknown' : 'yes']);
}

/** Whether a statement allows an action on a resource. */
export function grants(statement: Statement, action: string, resource?: string): Answer {
  if (statement.effect === 'Deny') return 'no';
  const covered = covers(statement, action, resource);
  return covered === 'yes' && statement.effect === 'unknown' ? 'unknown' : covered;
}

/** Whether statements together allow an action on a resource: a denial of all of it wins over every grant. */
export function allows(statements: readonly Statement[], action: string, resource?: string): Answer {
  return outcome(
    some(statements.map((statement) => denies(statement, action, resource))),
    some(statements.map((statement) => grants(statement, action, resource))),
  );
}

/** Actions are compared without regard to case. */
function matchesAction(pattern: string, action: string): Answer {
  if (!overlaps(opened(pattern).toLowerCase(), action.toLowerCase())) return 'no';
  return isOpen(pattern) ? 'unknown' : 'yes';
}

/** A pattern with open parts counts as a match when its known parts match, because those name the service and the kind. */
function matchesResource(pattern: string, resource: string): Answer {
  if (/^\$\{[^}]*\}$/.test(pattern)) return 'unknown';
  return overlaps(opened(pattern), resource) ? 'yes' : 'no';
}

/** Whether a pattern leaves nothing of the resource asked for. */
function isWholly(pattern: string, resource: string): Answer {
  if (!isOpen(pattern) && takesIn(pattern, resource)) return 'yes';
  return overlaps(opened(pattern), resource) ? 'unknown' : 'no';
}

function denies(statement: Statement, action: string, resource: string | undefined): Answer {
  if (statement.effect === 'Allow') return 'no';
  const covered = covers(statement, action, resource);
  if (covered !== 'yes' || statement.effect === 'unknown') return covered === 'no' ? 'no' : 'unknown';
  return resource === undefined ? 'yes' : matched(statement.resources, resource, isWholly);
}

/** Whether one of the patterns matches; an element that is not there says nothing. */
function matched(
  patterns: readonly string[] | undefined,
  asked: string,
  matches: (pattern: string, asked: string) => Answer,
  otherwise: Answer = 'yes',
): Answer {
  return patterns === undefined ? otherwise : some(patterns.map((pattern) => matches(pattern, asked)));
}

function isOpen(pattern: string): boolean {
  return pattern.includes('${');
}

/** A text with patterns for the parts that are open: AWS's own (region, account, partition) hold no colon. */
export function opened(text: string): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => (name.startsWith('AWS::') ? SEGMENT : '*'));
}
