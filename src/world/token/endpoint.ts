import type { Json } from '../../model/json.ts';
import { send } from '../http.ts';

/** What a token endpoint says: a document of tokens, or why there are none. */
export type EndpointAnswer =
  | { readonly ok: true; readonly document: Json }
  | { readonly ok: false; readonly status: number; readonly error: string; readonly detail: string };

export interface TokenRequest {
  readonly url: string;
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string | undefined;
}

/**
 * Asks a token endpoint for a token of a machine. The secret travels in a header, as the specification prefers.
 * https://datatracker.ietf.org/doc/html/rfc6749#section-2.3.1 (2026-11-25)
 */
export async function clientCredentials({ url, clientId, secret, scope }: TokenRequest): Promise<EndpointAnswer> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
  const answer = await send({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64')}`,
    },
    body: form.toString(),
    limitMs: 10_000,
  });
  if (answer.kind === 'none') return { ok: false, status: 0, error: answer.because, detail: answer.detail };
  const { status, message } = answer;
  if (status === 200 && message !== undefined) return { ok: true, document: message };
  const member = (name: string): string | undefined => {
    const members = new Map(typeof message === 'object' && message !== null ? Object.entries(message) : []);
    const value: unknown = members.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { ok: false, status, error: member('error') ?? '', detail: member('error_description') ?? '' };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}
