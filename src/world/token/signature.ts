import { createLocalJWKSet, errors, compactVerify, type JSONWebKeySet } from 'jose';
import type { Collected } from '../../model/fact.ts';
import type { SignatureState } from '../../model/token.ts';

/** Algorithms by which an issuer proves itself: those with a key of its own that others do not have. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Checks the signature of a JWT by the keys of an issuer: a JWKS as its text came. Never throws. */
export async function verifySignature(token: string, jwks: string): Promise<Collected<SignatureState>> {
  try {
    // What is none of a JWKS is refused by the library.
    const keys = createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet);
    await compactVerify(token, keys, { algorithms: ALGORITHMS });
    return { ok: true, value: 'valid' };
  } catch (error) {
    return stateOf(error);
  }
}

function stateOf(error: unknown): Collected<SignatureState> {
  if (error instanceof errors.JWSSignatureVerificationFailed) return { ok: true, value: 'invalid' };
  if (error instanceof errors.JWKSNoMatchingKey) return { ok: true, value: 'no-key' };
  if (error instanceof errors.JOSEAlgNotAllowed) return { ok: true, value: 'unsupported' };
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return { ok: false, gap: { because: 'several keys of the issuer fit the header' } };
  return {
    ok: false,
    gap: { because: 'the token and the keys of the issuer do not go together in a way that is known' },
  };
}
