import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Json } from '../../model/json.ts';

/** The kinds of token that a Cognito user pool hands out. */
export type TokenKind = 'id' | 'access' | 'm2m';

export interface TokenWish {
  readonly kind: TokenKind;
  readonly clientId: string;
  /** Space-separated scopes; those that Cognito gives by itself where absent. */
  readonly scope?: string | undefined;
  /** Seconds from now; negative: expired already. */
  readonly expiresIn?: number;
  readonly claims?: { readonly [name: string]: Json };
}

/** An OpenID issuer of this process only: its keys are made when it starts and never leave it. */
export interface Issuer {
  readonly url: string;
  readonly discoveryUrl: string;
  /** The documents it serves, by path. */
  readonly documents: { readonly [path: string]: Json };
  readonly token: (wish: TokenWish) => Promise<string>;
}

const HOUR = 3600;

/**
 * Makes an issuer below a URL. Its tokens have the claims of Cognito's: an ID token has `aud` and no `client_id`, access
 * tokens the reverse, those of machines no user.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html (2026-11-25)
 */
export async function makeIssuer(url: string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  const key = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const path = new URL(url).pathname;
  return {
    url,
    discoveryUrl: `${url}/.well-known/openid-configuration`,
    documents: {
      [`${path}/.well-known/openid-configuration`]: {
        issuer: url,
        jwks_uri: `${url}/.well-known/jwks.json`,
        response_types_supported: ['code', 'token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
      // Every member of a JWK is JSON.
      [`${path}/.well-known/jwks.json`]: { keys: [key as { readonly [name: string]: Json }] },
    },
    token: (wish) =>
      new SignJWT({ ...claimsOf(wish), ...wish.claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(url)
        .setIssuedAt()
        .setExpirationTime(new Date(Date.now() + (wish.expiresIn ?? HOUR) * 1000))
        .sign(privateKey),
  };
}

function claimsOf({ kind, clientId, scope }: TokenWish): { readonly [name: string]: Json } {
  const user = { sub: randomUUID(), event_id: randomUUID(), auth_time: Math.floor(Date.now() / 1000) };
  switch (kind) {
    case 'id':
      return { ...user, aud: clientId, token_use: 'id', 'cognito:username': 'tester', email: 'tester@tides.example' };
    case 'access':
      return {
        ...user,
        client_id: clientId,
        token_use: 'access',
        username: 'tester',
        scope: scope ?? 'aws.cognito.signin.user.admin',
      };
    case 'm2m':
      return { sub: clientId, client_id: clientId, token_use: 'access', ...(scope === undefined ? {} : { scope }) };
  }
}
