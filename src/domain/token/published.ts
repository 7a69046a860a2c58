import type { Answer } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { DiscoveryDocument, PublicKey, Published } from '../../model/token.ts';
import { listAt, textAt } from '../cloud/documents.ts';

/** Understands what is in a document; `because` goes on after "it ". */
type Reading<T> = (document: Json) => { readonly value: T } | { readonly because: string };

/**
 * What came of asking for a document. That this machine cannot get there proves nothing about AgentCore, which is
 * elsewhere; a document that says it does not exist, or is none, is the same for everybody.
 */
export function published<T>(answer: Answer, read: Reading<T>): Published<T> {
  if (answer.kind === 'none') return { kind: 'unread', because: `no answer came (${answer.detail})` };
  const { status, body, message } = answer;
  if (status === 404 || status === 410 || status === 400)
    return { kind: 'wrong', because: `it is answered with ${status}` };
  if (status !== 200) return { kind: 'unread', because: `it is answered with ${status}` };
  if (message === undefined)
    return body.length >= MOST
      ? { kind: 'unread', because: 'it is longer than the doctor reads' }
      : { kind: 'wrong', because: 'it is no JSON' };
  const found = read(message);
  return 'value' in found ? { kind: 'read', value: found.value } : { kind: 'wrong', because: `it ${found.because}` };
}

/** The beginning of a body that is kept of an answer, in bytes; one character may be several of them. */
const MOST = 16 * 1024;

/** A discovery document. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata (2026-11-25) */
export const documentIn: Reading<DiscoveryDocument> = (document) => {
  const issuer = textAt(document, 'issuer');
  if (issuer === undefined) return { because: 'names no `issuer`' };
  const [jwksUri, tokenEndpoint] = [textAt(document, 'jwks_uri'), textAt(document, 'token_endpoint')];
  return {
    value: {
      issuer,
      ...(jwksUri === undefined ? {} : { jwksUri }),
      ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    },
  };
};

/** What a JWKS says of its keys. */
export const keysIn: Reading<readonly PublicKey[]> = (document) => {
  const keys = listAt(document, 'keys');
  if (keys.length === 0) return { because: 'holds no `keys`' };
  return {
    value: keys.map((key) =>
      Object.fromEntries(
        ['kid', 'kty', 'alg', 'use'].flatMap((name) => {
          const text = textAt(key, name);
          return text === undefined ? [] : [[name, text]];
        }),
      ),
    ),
  };
};
