import type { JwtRules } from '../../model/door.ts';
import type { TokenClaims, TokenFacts, TokenFamily } from '../../model/token.ts';
import type { JudgedAuthorizer } from './authorizers.ts';
import type { Condition } from './condition.ts';
import { judgeRules } from './rules.ts';

/** A kind of token that Cognito gives, and what an authorizer says to one that is fresh and of its own issuer. */
export interface MatrixRow {
  readonly kind: 'access' | 'access by InitiateAuth' | 'id' | 'm2m';
  readonly claims: TokenClaims;
  readonly verdict: 'let in' | 'refused' | 'cannot be told';
  readonly conditions: readonly Condition[];
}

/** Every kind of token of Cognito against the rules of one authorizer. */
export function tokenMatrixOf(authorizer: JudgedAuthorizer): readonly MatrixRow[] {
  return wishesOf(authorizer.rules).map(({ kind, family, claims }) => {
    const conditions = judgeRules(factsOf(family, claims), authorizer);
    const has = (verdict: Condition['verdict']): boolean => conditions.some((one) => one.verdict === verdict);
    return {
      kind,
      claims,
      conditions,
      verdict: has('fail') ? 'refused' : has('unknown') ? 'cannot be told' : 'let in',
    };
  });
}

interface Wish {
  readonly kind: MatrixRow['kind'];
  readonly family: TokenFamily;
  readonly claims: TokenClaims;
}

/** Scopes of the authorize endpoint are those that were asked for; `InitiateAuth` gives its own one. */
function wishesOf(rules: JwtRules): readonly Wish[] {
  const client = rules.allowedClients?.[0] ?? rules.allowedAudience?.[0] ?? 'exampleclientid';
  const scope = rules.allowedScopes?.[0];
  const own = 'aws.cognito.signin.user.admin';
  const access = { client_id: client, token_use: 'access', misshapen: [] };
  return [
    { kind: 'access', family: 'cognito-access', claims: { ...access, scope: scope ?? own } },
    ...(scope === undefined || scope === own
      ? []
      : [{ kind: 'access by InitiateAuth', family: 'cognito-access', claims: { ...access, scope: own } } as const]),
    { kind: 'id', family: 'cognito-id', claims: { aud: client, token_use: 'id', misshapen: [] } },
    { kind: 'm2m', family: 'cognito-m2m', claims: { ...access, scope: scope ?? 'tides/read' } },
  ];
}

function factsOf(family: TokenFamily, claims: TokenClaims): TokenFacts {
  return {
    from: 'Cognito',
    now: 0,
    content: { kind: 'jwt', header: { alg: 'RS256' }, claims, family, around: [] },
    customClaims: [],
  };
}
