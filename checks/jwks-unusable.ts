import { type AskedIssuer, askedIssuers } from '../src/domain/token/issuer-faults.ts';
import { shown } from '../src/domain/token/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { PublicKey } from '../src/model/token.ts';

export default defineCheck({
  id: 'jwks-unusable',
  title: 'The issuer publishes no key to check signatures with',
  severity: 'error',
  why: 'The signature of a token is checked with the keys of the JWKS that the discovery document names. Without one, no token is let in.',
  remedy: 'Let `jwks_uri` of the discovery document lead to a JWKS with the public signing keys of the issuer.',
  references: [
    'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata',
    'https://datatracker.ietf.org/doc/html/rfc7517',
  ],
  fix: 'none',
  needs: ['manifests', 'runtimes', 'issuers'],

  *subjects(facts) {
    // A document that cannot be read names no keys; another check says so.
    for (const asked of askedIssuers(facts)) if (asked.issuer.document.kind === 'read') yield asked;
  },

  judge({ authorizer, issuer: { document, keys }, at }: AskedIssuer) {
    const uri = document.kind === 'read' ? document.value.jwksUri : undefined;
    const what = `The issuer of ${lowered(authorizer.name)}`;
    if (uri === undefined || keys === undefined)
      return { message: `${what} names no \`jwks_uri\` in its discovery document.`, at };
    if (keys.kind === 'wrong') return { message: `${what} names ${shown(uri)} for its keys, and ${keys.because}.`, at };
    if (keys.kind === 'unread')
      return {
        unclear: `${what} names ${shown(uri)} for its keys, which cannot be read from here: ${keys.because}.`,
        at,
      };
    if (keys.value.some(isForSignatures)) return undefined;
    return { message: `${what} publishes no key for signatures at ${shown(uri)}.`, at };
  },
});

/** A key with a private half that the issuer keeps, and not one for encryption. */
function isForSignatures({ kty, use }: PublicKey): boolean {
  return (kty === 'RSA' || kty === 'EC' || kty === 'OKP') && (use === undefined || use === 'sig');
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
