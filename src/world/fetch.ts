import type { Answer } from '../model/exchange.ts';

const LIMIT_MS = 5000;
const MOST_REDIRECTS = 3;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Fetches a public document over HTTPS; without encryption from this machine only. Never rejects. What speaks HTTP is
 * loaded at the first call.
 */
export async function fetchDocument(url: string): Promise<Answer> {
  const { send } = await import('./http.ts');
  let at = url;
  for (let hop = 0; ; hop++) {
    const refused = refusalOf(at);
    if (refused !== undefined) return { kind: 'none', because: 'other', detail: refused, totalMs: 0 };
    const answer = await send({ method: 'GET', url: at, headers: { accept: 'application/json' }, limitMs: LIMIT_MS });
    const next =
      answer.kind === 'response' && answer.status >= 300 && answer.status < 400
        ? answer.headers['location']
        : undefined;
    if (next === undefined || hop === MOST_REDIRECTS || !URL.canParse(next, at)) return answer;
    at = new URL(next, at).href;
  }
}

function refusalOf(url: string): string | undefined {
  if (!URL.canParse(url)) return 'it is no URL';
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return undefined;
  return 'only HTTPS is asked';
}
