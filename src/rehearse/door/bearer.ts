import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { ClaimRule, JwtRules } from '../../model/door.ts';
import type { BehaviourName } from './behaviours.ts';

/** What the door thinks of a bearer token. */
export type Judgement =
  | { readonly ok: true }
  | { readonly ok: false; readonly name: BehaviourName; readonly message: string };

/** How documents of an issuer are fetched. */
export type Fetch = (url: string) => Promise<unknown>;

/** Checks a token as the authorizer would: readable, signed by the issuer, in time, and every rule that is set. */
export async function judgeBearer(token: string, rules: JwtRules, fetchJson: Fetch): Promise<Judgement> {
  if (!isReadable(token)) return no('token-unreadable', 'OAuth authorization failed: Failed to parse token');
  try {
    const { issuer, jwksUri } = await discovered(rules.discoveryUrl, fetchJson);
    if (issuer === undefined || jwksUri === undefined) return no('issuer-unreachable', UNREACHABLE);
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwksUri)), { issuer, clockTolerance: 0 });
    return judgeClaims(payload, rules);
  } catch (error) {
    return judgementOf(error);
  }
}

function no(name: BehaviourName, message: string): Judgement {
  return { ok: false, name, message };
}

function isReadable(token: string): boolean {
  try {
    return token.split('.').length === 3 && typeof decodeProtectedHeader(token).alg === 'string';
  } catch {
    return false;
  }
}

function judgementOf(error: unknown): Judgement {
  if (error instanceof errors.JWTExpired) return no('token-expired', 'Token has expired');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
    return no('token-early', 'Token is not valid yet');
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
    return no('token-forged', 'Invalid inbound token');
  // What is left comes from fetching the documents of the issuer.
  return no('issuer-unreachable', UNREACHABLE);
}

const UNREACHABLE = 'Internal error - Server error';

/** All rules that are set must hold; the first that does not is named. */
function judgeClaims(claims: JWTPayload, rules: JwtRules): Judgement {
  const { allowedClients, allowedAudience, allowedScopes, customClaims = [] } = rules;
  if (allowedClients !== undefined && !meets(claims['client_id'], allowedClients)) return mismatch('client_id');
  if (allowedAudience !== undefined && !meets(claims.aud, allowedAudience)) return mismatch('aud');
  const scopes = wordsOf(claims['scope'] ?? claims['scp']);
  if (allowedScopes !== undefined && !allowedScopes.some((scope) => scopes.includes(scope))) return mismatch('scope');
  const broken = customClaims.find((rule) => !satisfies(claims[rule.name], rule));
  return broken === undefined ? { ok: true } : mismatch(broken.name);
}

function mismatch(claim: string): Judgement {
  return no('claim-mismatch', `Claim '${claim}' value mismatch with configuration.`);
}

function meets(value: unknown, allowed: readonly string[]): boolean {
  const values = Array.isArray(value) ? value : [value];
  return values.some((one) => typeof one === 'string' && allowed.includes(one));
}

function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
}

function satisfies(value: unknown, { operator, values }: ClaimRule): boolean {
  if (operator === 'EQUALS') return typeof value === 'string' && value === values[0];
  const held = Array.isArray(value) ? value : [];
  return operator === 'CONTAINS' ? held.includes(values[0]) : values.some((one) => held.includes(one));
}

async function discovered(
  url: string,
  fetchJson: Fetch,
): Promise<{ readonly issuer?: string; readonly jwksUri?: string }> {
  const document = await fetchJson(url);
  const members = new Map(typeof document === 'object' && document !== null ? Object.entries(document) : []);
  const [issuer, jwksUri] = [members.get('issuer'), members.get('jwks_uri')];
  return {
    ...(typeof issuer === 'string' ? { issuer } : {}),
    ...(typeof jwksUri === 'string' ? { jwksUri } : {}),
  };
}
