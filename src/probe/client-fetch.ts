import type { Means } from '../model/probe.ts';
import type { FetchLike } from '../rehearse/client.ts';
import type { Bearer } from './credentials.ts';

/**
 * How the official client sends its requests here: with the credentials that opened the door, and without following
 * redirects, so that they go nowhere else. `kept` is told of each secret that was sent.
 */
export function clientFetch(
  bearer: Bearer,
  by: 'nobody' | Means,
  kept: (secrets: readonly string[]) => void,
  signal?: AbortSignal,
): FetchLike {
  return async (url, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === 'string' ? init.body : undefined;
    const dressed = await bearer.dress({ method: init.method ?? 'GET', url: String(url), headers, body }, by);
    kept(dressed.secrets);
    // Neither `host` nor the length is for the caller to set.
    const { host: _, 'content-length': __, ...sent } = dressed.headers;
    const signals = [init.signal, signal].filter((one) => one !== undefined && one !== null);
    return fetch(url, {
      ...init,
      headers: sent,
      redirect: 'manual',
      ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }),
    });
  };
}
