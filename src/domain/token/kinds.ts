import type { JwtRules } from '../../model/door.ts';
import type { TokenClaims, TokenFamily } from '../../model/token.ts';
import { listing } from '../words.ts';

/** That a token is of a kind which can never have what the authorizer asks for. */
export interface WrongKind {
  /** The claims that it lacks, because its kind has none of them. */
  readonly lacks: readonly string[];
  readonly why: string;
}

/**
 * Cognito's ID tokens have `aud`; its access tokens have `client_id` and `scope`. What a token does carry, by a trigger
 * for instance, is judged by its value.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 * (verified 2026-11-25)
 */
export function wrongKindOf(family: TokenFamily, claims: TokenClaims, rules: JwtRules): WrongKind | undefined {
  if (family === 'cognito-id') {
    const missing = [
      ...(rules.allowedClients !== undefined && isAbsent(claims, 'client_id')
        ? [['allowedClients', 'client_id'] as const]
        : []),
      ...(rules.allowedScopes !== undefined && isAbsent(claims, 'scope') && isAbsent(claims, 'scp')
        ? [['allowedScopes', 'scope'] as const]
        : []),
    ];
    return wrong('an ID token', "Cognito's ID tokens carry no", missing);
  }
  if (family !== 'cognito-access' && family !== 'cognito-m2m') return undefined;
  const missing =
    rules.allowedAudience !== undefined && isAbsent(claims, 'aud') ? [['allowedAudience', 'aud'] as const] : [];
  return wrong('an access token', "Cognito's access tokens carry no", missing);
}

function wrong(
  kind: string,
  theirs: string,
  missing: readonly (readonly [member: string, claim: string])[],
): WrongKind | undefined {
  if (missing.length === 0) return undefined;
  const members = listing(missing.map(([member]) => `\`${member}\``));
  const lacks = missing.map(([, claim]) => claim);
  const claims = listing(
    lacks.map((claim) => `\`${claim}\``),
    'or',
  );
  return { lacks, why: `The token is ${kind}, and the authorizer lists ${members}: ${theirs} ${claims}.` };
}

function isAbsent(claims: TokenClaims, name: 'client_id' | 'scope' | 'scp' | 'aud'): boolean {
  return claims[name] === undefined && !claims.misshapen.includes(name);
}
