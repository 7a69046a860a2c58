import { listing } from '../words.ts';
import type { Match } from './matching.ts';
import type { UnreadPolicy } from './policies.ts';
import type { Request } from './request.ts';
import type { StatementPlace } from './statement.ts';

/** "Statement 2 (`Logs`) of policy `X`": where a person finds it; statements are counted from 1. */
export function statementName({ policy, index, sid, pointer }: StatementPlace): string {
  if (pointer === '') return `Policy \`${policy}\``;
  return `Statement ${index + 1}${sid === undefined ? '' : ` (\`${sid}\`)`} of policy \`${policy}\``;
}

/** Why something is allowed. */
export function allowedBy({ place }: Match, boundary: string | undefined): string {
  const within =
    boundary === undefined ? '' : `, and the permissions boundary \`${boundary}\` does not stand in the way`;
  return `${statementName(place)} allows it${within}.`;
}

/** Why something is denied that others may allow. */
export function deniedBy({ place }: Match): string {
  return `${statementName(place)} denies it.`;
}

/** Why something is not allowed; a statement that comes near is named with what keeps it off. */
export function notAllowed({ action, resource }: Request, kind: UnreadPolicy['kind'], near: Match | undefined): string {
  const what = `\`${action}\`${resource === '*' ? '' : ` on \`${resource}\``}`;
  const first = `${WHO[kind]} ${what}`;
  if (near === undefined) return `${first}.`;
  return `${first}: ${lowered(statementName(near.place))} allows the action ${keptOff(near)}.`;
}

/** Why it cannot be told. */
export function openBecause({ place, effect, part, details }: Match): string {
  const statement = statementName(place);
  const verb = effect === 'Deny' ? 'denies' : 'allows';
  if (part === 'form') return `${statement} is not well formed: ${details.join(', ')}.`;
  if (part === 'condition')
    return `${statement} ${verb} it on a condition on ${keys(details)}, and what that comes to is not known.`;
  if (part === 'resource')
    return `${statement} ${verb} it on ${keys(details)}, and whether that is what is asked for is not known.`;
  return `${statement} ${verb} it, and whether it speaks of this request is not known.`;
}

/** What cannot be told for want of a policy. */
export function unreadReason({ name, because }: UnreadPolicy): string {
  return `What policy \`${name}\` says is not known${because === undefined ? '' : `: ${because}`}.`;
}

const WHO: { readonly [K in UnreadPolicy['kind']]: string } = {
  identity: 'No policy allows',
  boundary: 'The permissions boundary does not allow',
  resource: 'The policy of the resource does not allow',
};

function keptOff({ part, details }: Match): string {
  if (part === 'condition') return `on a condition on ${keys(details)} that does not hold`;
  return part === 'principal' ? `to ${keys(details)} only` : `on ${keys(details)} only`;
}

function keys(names: readonly string[]): string {
  return listing(names.map((name) => `\`${name}\``));
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
