import type { Place } from '../../model/location.ts';

/** In a pattern that is asked for: any text without a colon, such as the region in an ARN. */
export const SEGMENT = '\u0001';

/** An answer that may be "cannot tell". */
export type Answer = 'yes' | 'no' | 'unknown';

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
  const acts = both(
    oneOf(statement.actions, action, matchesAction),
    noneOf(statement.notActions, action, matchesAction),
  );
  const reaches =
    resource === undefined
      ? 'yes'
      : both(oneOf(statement.resources, resource, matchesResource), noneOf(statement.notResources, resource, isWholly));
  const certain = both(acts, reaches);
  return certain === 'yes' && statement.conditional ? 'unknown' : certain;
}

/** Whether a statement allows an action on a resource. */
export function grants(statement: Statement, action: string, resource?: string): Answer {
  if (statement.effect === 'Deny') return 'no';
  const covered = covers(statement, action, resource);
  return covered === 'yes' && statement.effect === 'unknown' ? 'unknown' : covered;
}

/** Whether statements together allow an action on a resource: a denial of all of it wins over every grant. */
export function allows(statements: readonly Statement[], action: string, resource?: string): Answer {
  const denied = statements.map((statement) => denies(statement, action, resource));
  if (denied.includes('yes')) return 'no';
  const granted = statements.map((statement) => grants(statement, action, resource));
  if (!granted.includes('yes')) return granted.includes('unknown') ? 'unknown' : 'no';
  return denied.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether two patterns of `*`, `?` and `SEGMENT` have a text in common. */
export function overlaps(a: string, b: string): boolean {
  const start = sameUntil(a, b);
  return start !== undefined && overlap(a.slice(start), b.slice(start));
}

/** How far two patterns are the same text; `undefined` when they differ before either has a wildcard. */
function sameUntil(a: string, b: string): number | undefined {
  for (let index = 0; ; index++) {
    const [one, other] = [a[index], b[index]];
    if (one === '?' || other === '?' || isRun(one) || isRun(other)) return index;
    if (one !== other) return undefined;
    if (one === undefined) return index;
  }
}

function overlap(a: string, b: string): boolean {
  let next: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) row[j] = meets(a, b, i, j, row, next);
    next = row;
  }
  return next[0] ?? false;
}

function meets(a: string, b: string, i: number, j: number, row: readonly boolean[], next: readonly boolean[]): boolean {
  if (i === a.length && j === b.length) return true;
  if (isRun(a[i])) return (next[j] ?? false) || (mayHold(a[i], b[j]) && (row[j + 1] ?? false));
  if (isRun(b[j])) return (row[j + 1] ?? false) || (mayHold(b[j], a[i]) && (next[j] ?? false));
  const same = i < a.length && j < b.length && (a[i] === b[j] || a[i] === '?' || b[j] === '?');
  return same && (next[j + 1] ?? false);
}

function isRun(char: string | undefined): boolean {
  return char === '*' || char === SEGMENT;
}

/** Whether a run may take in what stands at its place in the other pattern; a `*` there comes to nothing if need be. */
function mayHold(run: string | undefined, char: string | undefined): boolean {
  return char !== undefined && (run === '*' || char !== ':');
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
  if (pattern === '*') return 'yes';
  return overlaps(opened(pattern), resource) ? 'unknown' : 'no';
}

function denies(statement: Statement, action: string, resource: string | undefined): Answer {
  if (statement.effect === 'Allow') return 'no';
  const covered = covers(statement, action, resource);
  if (covered !== 'yes' || statement.effect === 'unknown') return covered === 'no' ? 'no' : 'unknown';
  return resource === undefined ? 'yes' : both('yes', oneOf(statement.resources, resource, isWholly));
}

function oneOf(
  patterns: readonly string[] | undefined,
  asked: string,
  matches: (pattern: string, asked: string) => Answer,
): Answer {
  if (patterns === undefined) return 'yes';
  const answers = patterns.map((pattern) => matches(pattern, asked));
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

function noneOf(
  patterns: readonly string[] | undefined,
  asked: string,
  matches: (pattern: string, asked: string) => Answer,
): Answer {
  if (patterns === undefined) return 'yes';
  const answer = oneOf(patterns, asked, matches);
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}

function both(a: Answer, b: Answer): Answer {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown';
}

function isOpen(pattern: string): boolean {
  return pattern.includes('${');
}

/** A text with patterns for the parts that are open: AWS's own (region, account, partition) hold no colon. */
export function opened(text: string): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => (name.startsWith('AWS::') ? SEGMENT : '*'));
}
