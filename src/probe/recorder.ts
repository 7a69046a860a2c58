import { performance } from 'node:perf_hooks';
import { blotterFor } from '../domain/probe/blotted.ts';
import { withoutSecrets } from '../domain/secret/secret-free.ts';
import type { Planned } from '../domain/rehearsal/requests.ts';
import type { Answer } from '../model/exchange.ts';
import type { Means, ProbeExchange } from '../model/probe.ts';
import { send } from '../world/http.ts';
import type { Bearer } from './credentials.ts';

/** The run has no time left, or the user ended it: what is known by then is what there is. */
export class Cut extends Error {
  readonly because: 'interrupted' | 'out of time';
  constructor(because: 'interrupted' | 'out of time') {
    super(because);
    this.because = because;
  }
}

export interface RecorderOptions {
  readonly bearer: Bearer;
  /** How long all may take, in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((name: string) => void) | undefined;
}

/** Sends requests and keeps what came of them, without a secret. Nothing is sent twice, and no redirect is followed. */
export interface Recorder {
  readonly exchanges: readonly ProbeExchange[];
  /** Throws `Cut` when the run is over. `url`: where the request goes; its path may be named in the request itself. */
  readonly ask: (planned: Planned, by: 'nobody' | Means, url: string) => Promise<Answer>;
  /** Keeps what a fetch of a document for everybody came to. */
  readonly note: (name: string, url: string, fetch: (url: string) => Promise<Answer>) => Promise<Answer>;
  readonly leftMs: () => number;
}

/** How long an answer may take that nobody has a better limit for. */
const USUAL_MS = 30_000;
/** Longer bodies are padding. */
const LONGEST_KEPT = 16_384;

export function recorderOf({ bearer, limitMs, signal, onStep }: RecorderOptions): Recorder {
  const exchanges: ProbeExchange[] = [];
  const began = performance.now();
  const leftMs = (): number => Math.round(limitMs - (performance.now() - began));
  // A saved run takes out what it holds for a secret: it is to find none.
  const keep = (exchange: ProbeExchange): void => void exchanges.push(withoutSecrets(exchange, []));
  const demandTime = (): void => {
    if (signal?.aborted === true) throw new Cut('interrupted');
    if (leftMs() <= 0) throw new Cut('out of time');
  };
  return {
    exchanges,
    leftMs,
    async ask({ name, method, headers, body, path, id, limitMs: own = USUAL_MS }, by, base) {
      demandTime();
      onStep?.(name);
      const url = path === undefined ? base : new URL(path, base).href;
      const signable = { method, url, headers, body };
      const dressed = await bearer.dress(signable, by);
      const startedMs = Math.round(performance.now() - began);
      const limit = Math.max(1, Math.min(own, leftMs()));
      const came = await send({ method, url, headers: dressed.headers, body, id, limitMs: limit, signal });
      demandGoingOn(signal);
      const blot = blotterFor(dressed.secrets);
      const answer = blot.answer(came);
      const bytes = Buffer.byteLength(body ?? '');
      const kept = body === undefined || bytes > LONGEST_KEPT ? {} : { body: blot.text(body) };
      keep({
        name,
        request: { method, url, headers: blot.headers(dressed.headers), ...kept, bytes },
        answer,
        startedMs,
        by,
      });
      return answer;
    },
    async note(name, url, fetch) {
      demandTime();
      onStep?.(name);
      const startedMs = Math.round(performance.now() - began);
      const answer = blotterFor([]).answer(await withinTime(fetch(url), Math.max(1, leftMs()), signal));
      demandGoingOn(signal);
      keep({
        name,
        request: { method: 'GET', url, headers: { accept: 'application/json' }, bytes: 0 },
        answer,
        startedMs,
        by: 'nobody',
      });
      return answer;
    },
  };
}

function demandGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Cut('interrupted');
}

/** A fetch has limits of its own, which may be longer than what is left of the run. */
function withinTime(answer: Promise<Answer>, limitMs: number, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const give = (): void =>
      resolve({ kind: 'none', because: 'timeout', detail: `no answer within ${limitMs} ms`, totalMs: limitMs });
    const timer = setTimeout(give, limitMs);
    signal?.addEventListener('abort', give, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', give);
    });
  });
}
