import type { Means } from '../model/probe.ts';
import type { Signable, Signed, Signer } from '../model/signing.ts';

/** What requests can be sent with. */
export interface Credentials {
  /** A bearer token, as it was given. */
  readonly token?: string | undefined;
  /** Loaded when it is first needed: most endpoints ask for a token. */
  readonly signer?: (() => Promise<Signer>) | undefined;
}

/** Puts credentials on requests; it is the only part of the prober that holds them. */
export interface Bearer {
  /** The headers to send, and what of them is secret. */
  readonly dress: (request: Signable, by: 'nobody' | Means) => Promise<Signed>;
}

/** No header can carry these. */
const SENDABLE = /^[\u0021-\u007E](?:[\u0020-\u007E]*[\u0021-\u007E])?$/;

/** Why a token cannot be sent at all; nothing where it can. */
export function unsendable(token: string): string | undefined {
  if (token.trim() === '') return 'The token is empty.';
  return SENDABLE.test(token.trim()) ? undefined : 'The token holds line breaks or letters that no header carries.';
}

export function bearerOf({ token, signer }: Credentials): Bearer {
  let opened: Promise<Signer> | undefined;
  return {
    async dress(request, by) {
      if (by === 'bearer' && token !== undefined)
        return { headers: { ...request.headers, authorization: `Bearer ${token.trim()}` }, secrets: [token] };
      if (by === 'sigv4' && signer !== undefined) return (await (opened ??= signer())).sign(request);
      return { headers: request.headers, secrets: [] };
    },
  };
}
