import { type Answer, not, some } from './answer.ts';
import { accountOf, type Principal } from './request.ts';
import type { Principals } from './statement.ts';

/**
 * How a statement of a resource policy names the principal: itself, a user or a session; its role; its whole account,
 * which leaves it to the policies of the account who may; everybody.
 */
export type Via = 'itself' | 'role' | 'account' | 'everybody';

/** Whether a statement speaks of a principal, and how it names it. */
export interface Named {
  readonly answer: Answer;
  readonly via?: Via;
}

/**
 * Whether the `Principal` or `NotPrincipal` of a statement reaches a principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (verified 2026-11-25)
 */
export function namedBy(principals: Principals, principal: Principal): Named {
  const found = principals.everybody
    ? [EVERYBODY]
    : principals.named.map(({ kind, text }) => named(kind, text, principal));
  if (!principals.negated) return strongest(found) ?? { answer: some(found.map(({ answer }) => answer)) };
  const excluded = isLeftOutInPart(found, principal) ? 'unknown' : some(found.map(({ answer }) => answer));
  return { answer: not(excluded), via: 'everybody' };
}

/** Who is to be left out of a denial has to be named together with the account, and a session with its role. */
function isLeftOutInPart(found: readonly Named[], principal: Principal): boolean {
  const ways = found.flatMap(({ answer, via }) => (answer === 'yes' && via !== undefined ? [via] : []));
  if (principal.kind !== 'iam' || ways.length === 0 || ways.includes('everybody')) return false;
  const isSession = /:assumed-role\//.test(principal.arn);
  const needed: readonly Via[] = isSession ? ['itself', 'role', 'account'] : [wayOf(principal.arn), 'account'];
  return !needed.every((way) => ways.includes(way));
}

/** To be named oneself gives more than to belong to those who are. */
function strongest(found: readonly Named[]): Named | undefined {
  const ways: readonly Via[] = ['itself', 'everybody', 'role', 'account'];
  return ways.flatMap((way) => found.filter(({ answer, via }) => answer === 'yes' && via === way))[0];
}

const NOT: Named = { answer: 'no' };
const EVERYBODY: Named = { answer: 'yes', via: 'everybody' };
const ITSELF: Named = { answer: 'yes', via: 'itself' };

function named(kind: string, text: string, principal: Principal): Named {
  if (kind === 'AWS')
    return text === '*' ? EVERYBODY : principal.kind === 'iam' ? namedByArn(text, principal.arn) : NOT;
  if (kind === 'Service') {
    if (text === '*') return principal.kind === 'service' ? EVERYBODY : NOT;
    return principal.kind === 'service' && principal.name === text ? ITSELF : NOT;
  }
  if (kind === 'Federated') {
    if (text === '*') return principal.kind === 'federated' ? EVERYBODY : NOT;
    return principal.kind === 'federated' && principal.provider === text ? ITSELF : NOT;
  }
  return { answer: 'unknown' };
}

/** An id (`AROA…`) stands where a principal is gone, and names nobody who is there. */
function namedByArn(text: string, arn: string): Named {
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1];
  if (account !== undefined) return account === accountOf(arn) ? { answer: 'yes', via: 'account' } : NOT;
  if (text === arn) return { answer: 'yes', via: wayOf(arn) };
  const role = /^arn:([^:]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(text);
  const session = /^arn:([^:]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (role === null || session === null) return NOT;
  return [1, 2, 3].every((index) => role[index] === session[index]) ? { answer: 'yes', via: 'role' } : NOT;
}

function wayOf(arn: string): Via {
  return /:iam::\d{12}:role\//.test(arn) ? 'role' : 'itself';
}
