import type { ClaimRule } from '../../model/door.ts';
import type { TokenContent, TokenFacts } from '../../model/token.ts';
import { isOpen } from '../manifest/agent-config.ts';
import type { JudgedAuthorizer } from './authorizers.ts';
import { audiencesOf, sameRule, scopesOf } from './claims.ts';
import type { Condition, TokenCheck } from './condition.ts';
import { curesOf } from './cures.ts';
import { wrongKindOf } from './kinds.ts';
import { shown, shownAll } from './words.ts';

type Jwt = Extract<TokenContent, { kind: 'jwt' }>;

/** Holds the claims of a token against the rules of an authorizer: every rule that is set, in the order of the API. */
export function judgeRules(token: TokenFacts, authorizer: JudgedAuthorizer): readonly Condition[] {
  const { content } = token;
  if (content.kind !== 'jwt') return [];
  const { rules, places } = authorizer;
  const wrong = wrongKindOf(content.family, content.claims, rules);
  const [cure] = curesOf(content, rules);
  const conditions = [
    ...listed('client_id', rules.allowedClients, content, places['allowedClients']),
    ...listed('aud', rules.allowedAudience, content, places['allowedAudience']),
    ...listed('scope', rules.allowedScopes, content, places['allowedScopes']),
    ...(rules.customClaims ?? []).map((rule) => custom(rule, token, places['customClaims'])),
  ];
  if (wrong === undefined)
    return conditions.map((one) => (one.verdict === 'fail' && cure !== undefined ? { ...one, remedy: cure } : one));
  // The kind of the token is what is wrong: it speaks once, in the place of the first claim that is missing.
  return conditions.map((one) => {
    if (!wrong.lacks.includes(one.subject)) return one;
    const { speaks: _, ...silent } = one;
    if (one.subject !== wrong.lacks[0]) return silent;
    return { ...silent, speaks: 'token-wrong-kind', why: wrong.why, ...(cure === undefined ? {} : { remedy: cure }) };
  });
}

type Listed = 'client_id' | 'aud' | 'scope';

const CHECKS: Record<Listed, readonly TokenCheck[]> = {
  client_id: ['token-wrong-kind', 'token-client-id-missing', 'token-client-id-mismatch'],
  aud: ['token-wrong-kind', 'token-audience-mismatch'],
  scope: ['token-wrong-kind', 'token-scope-mismatch'],
};

const SPEAKS: Record<Listed, { readonly absent: TokenCheck; readonly other: TokenCheck }> = {
  client_id: { absent: 'token-client-id-missing', other: 'token-client-id-mismatch' },
  aud: { absent: 'token-audience-mismatch', other: 'token-audience-mismatch' },
  scope: { absent: 'token-scope-mismatch', other: 'token-scope-mismatch' },
};

const MEMBERS: Record<Listed, string> = {
  client_id: 'allowedClients',
  aud: 'allowedAudience',
  scope: 'allowedScopes',
};

function listed(
  subject: Listed,
  allowed: readonly string[] | undefined,
  content: Jwt,
  place: Condition['asked'],
): readonly Condition[] {
  if (allowed === undefined) return [];
  const asks = allowed.length === 1 ? `is ${shownAll(allowed)}` : `is one of ${shownAll(allowed, 'or')}`;
  const asked = place === undefined ? {} : { asked: place };
  const base = { subject, asks, checks: CHECKS[subject], ...asked };
  const held = heldBy(content, subject);
  if (held === 'unclear') {
    const why = `The token's \`${subject}\` is of another type than usual, and nothing says what AgentCore makes of it.`;
    return [{ ...base, verdict: 'unknown', speaks: SPEAKS[subject].other, why }];
  }
  const match = held.find((one) => allowed.includes(one));
  if (match !== undefined)
    return [{ ...base, verdict: 'pass', why: `The token's \`${subject}\` holds ${shown(match)}.` }];
  const speaks = SPEAKS[subject][held.length === 0 ? 'absent' : 'other'];
  const open = allowed.filter(isOpen);
  if (open.length > 0 && held.length > 0)
    return [
      {
        ...base,
        verdict: 'unknown',
        speaks,
        why: `\`${MEMBERS[subject]}\` holds ${shownAll(open)}, which is filled in later.`,
      },
    ];
  const own = held.length === 0 ? `carries no \`${subject}\`` : `has ${shownAll(held)} as \`${subject}\``;
  const why = `The token ${own}, and \`${MEMBERS[subject]}\` holds ${shownAll(allowed)}.`;
  return [{ ...base, verdict: 'fail', speaks, why }];
}

function heldBy({ claims }: Jwt, subject: Listed): readonly string[] | 'unclear' {
  const { misshapen, client_id: client } = claims;
  switch (subject) {
    case 'client_id':
      return misshapen.includes('client_id') ? 'unclear' : client === undefined ? [] : [client];
    case 'aud':
      return misshapen.includes('aud') ? 'unclear' : audiencesOf(claims);
    case 'scope': {
      const value = claims.scope ?? claims.scp;
      // A list of scopes, as Okta's, is documented by nobody; a token with both names may be read either way.
      const odd = Array.isArray(value) || misshapen.includes('scope') || misshapen.includes('scp');
      return odd || (claims.scope !== undefined && claims.scp !== undefined) ? 'unclear' : scopesOf(claims);
    }
  }
}

function custom(rule: ClaimRule, { customClaims }: TokenFacts, place: Condition['asked']): Condition {
  const speaks = 'token-claim-mismatch';
  const holds = customClaims.find((one) => sameRule(one.rule, rule))?.holds;
  const asks = `${WORDS[rule.operator]} ${shownAll(rule.values, 'or')}`;
  const base = {
    subject: rule.name,
    asks,
    checks: [speaks] as const,
    ...(place === undefined ? {} : { asked: place }),
  };
  const name = shown(rule.name);
  switch (holds) {
    case 'yes':
      return { ...base, verdict: 'pass', why: `The claim ${name} ${asks}.` };
    case 'no':
      return {
        ...base,
        speaks,
        verdict: 'fail',
        why: `The claim ${name} has another value: the authorizer asks that it ${asks}.`,
      };
    case 'absent':
      return {
        ...base,
        speaks,
        verdict: 'fail',
        why: `The token carries no ${name}: the authorizer asks that it ${asks}.`,
      };
    case 'other type':
    case undefined:
      return {
        ...base,
        speaks,
        verdict: 'unknown',
        why: `The claim ${name} is not of the type that \`${rule.operator}\` compares, and nothing says what AgentCore makes of it.`,
      };
  }
}

const WORDS: Record<ClaimRule['operator'], string> = {
  EQUALS: 'is',
  CONTAINS: 'contains',
  CONTAINS_ANY: 'contains one of',
};
