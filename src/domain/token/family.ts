import type { Json } from '../../model/json.ts';
import type { TokenClaims, TokenContent, TokenFamily } from '../../model/token.ts';
import { textAt } from '../cloud/documents.ts';

/**
 * Who issued a token. Cognito alone has `token_use`; its tokens for machines name no user and have the client as subject.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference (verified 2026-11-25)
 */
export function familyOf(all: { readonly [name: string]: Json }, claims: TokenClaims): TokenFamily {
  const { iss = '', token_use: use, client_id: client, ver, cid } = claims;
  if (use === 'id') return 'cognito-id';
  if (use === 'access')
    return all['username'] === undefined && all['sub'] === client && client !== undefined
      ? 'cognito-m2m'
      : 'cognito-access';
  const host = hostOf(iss);
  if (host === 'sts.windows.net' || (ver === '1.0' && all['tid'] !== undefined)) return 'entra-1';
  if (/(?:^|\.)(?:login\.microsoftonline\.(?:com|us)|ciamlogin\.com|partner\.microsoftonline\.cn)$/.test(host))
    return 'entra-2';
  if (/(?:^|\.)(?:okta|oktapreview|okta-emea)\.com$/.test(host) || (cid !== undefined && all['uid'] !== undefined))
    return 'okta';
  if (/(?:^|\.)auth0\.com$/.test(host)) return 'auth0';
  return 'other';
}

/**
 * An encrypted token, by its header: Cognito's refresh tokens say that a JWT is inside; Auth0 names itself as issuer.
 * (as users quote them, 2026-11-25; neither was seen by this project itself)
 */
export function sealedFamilyOf(header: {
  readonly [name: string]: Json;
}): Extract<TokenContent, { kind: 'sealed' }>['family'] {
  if (textAt(header, 'cty') === 'JWT' && (textAt(header, 'alg') ?? '').startsWith('RSA-OAEP')) return 'cognito-refresh';
  return /auth0\.com\/?$/.test(textAt(header, 'iss') ?? '') ? 'auth0' : 'other';
}

const NAMES: Record<TokenFamily, string> = {
  'cognito-access': "Cognito's access token of a user",
  'cognito-id': "Cognito's ID token",
  'cognito-m2m': "Cognito's access token of a machine (client credentials)",
  'entra-1': "Entra's token, version 1",
  'entra-2': "Entra's token, version 2",
  okta: "Okta's token",
  auth0: "Auth0's token",
  other: 'a JWT of another issuer',
};

/** What a token is, for a sentence. */
export function kindOf(content: TokenContent): string {
  switch (content.kind) {
    case 'jwt':
      return NAMES[content.family];
    case 'sealed':
      return content.family === 'cognito-refresh'
        ? "Cognito's refresh token (encrypted)"
        : content.family === 'auth0'
          ? 'an encrypted token of Auth0'
          : 'an encrypted token (JWE)';
    case 'opaque':
      return 'an opaque token, which only its issuer understands';
    case 'malformed':
      return 'no token';
  }
}

function hostOf(iss: string): string {
  return URL.canParse(iss) ? new URL(iss).hostname : '';
}
