import type { Issuer, Issuers, TokenFacts } from '../../model/token.ts';
import type { JudgedAuthorizer } from './authorizers.ts';
import type { Condition } from './condition.ts';
import { curesOf } from './cures.ts';
import { judgeForm, judgeTime } from './form.ts';
import { judgeOrigin } from './origin.ts';
import { judgeRules } from './rules.ts';

/** Whether an authorizer lets a token in, condition by condition, and what to do when it does not. */
export interface TokenVerdict {
  readonly verdict: 'let in' | 'refused' | 'cannot be told';
  readonly conditions: readonly Condition[];
  /** In the order in which they are to be tried. */
  readonly cures: readonly string[];
  /** What AgentCore answers, as far as that was seen. */
  readonly answer?: string;
}

/** Judges a token by everything that an authorizer asks for. */
export function judgeToken(token: TokenFacts, authorizer: JudgedAuthorizer, issuer: Issuer | undefined): TokenVerdict {
  const conditions = [
    judgeForm(token),
    ...judgeOrigin(token, authorizer, issuer),
    ...judgeTime(token),
    ...judgeRules(token, authorizer),
  ];
  const failed = conditions.filter(({ verdict }) => verdict === 'fail');
  const verdict =
    failed.length > 0 ? 'refused' : conditions.some((one) => one.verdict === 'unknown') ? 'cannot be told' : 'let in';
  const answer = answerTo(failed[0]);
  return {
    verdict,
    conditions,
    cures: curesFor(token, authorizer, failed),
    ...(answer === undefined ? {} : { answer }),
  };
}

/** The issuer that an authorizer names, among those that were asked. */
export function issuerFor({ rules }: JudgedAuthorizer, { issuers }: Issuers): Issuer | undefined {
  return issuers.find(({ discoveryUrl }) => discoveryUrl === rules.discoveryUrl);
}

function curesFor(
  { content }: TokenFacts,
  { rules }: JudgedAuthorizer,
  failed: readonly Condition[],
): readonly string[] {
  const ofRules = content.kind === 'jwt' ? curesOf(content, rules) : [];
  const others = failed.filter(({ speaks }) => speaks !== undefined).flatMap(({ remedy }) => remedy ?? []);
  return [...new Set([...others.filter((one) => !ofRules.includes(one)), ...ofRules])];
}

/**
 * The words of AgentCore: those for claims, age and form were seen by others in 2026, those for issuer and signature by
 * nobody who wrote of it.
 */
function answerTo(first: Condition | undefined): string | undefined {
  switch (first?.subject) {
    case 'form':
      return '403 `OAuth authorization failed: Failed to parse token`';
    case 'exp':
      return '401 `Token has expired`';
    case 'client_id':
    case 'aud':
    case 'scope':
      return `401 \`Claim '${first.subject}' value mismatch with configuration.\``;
    default:
      return undefined;
  }
}
