import { blotterFor } from '../domain/probe/blotted.ts';
import { opened } from '../domain/probe/seen.ts';
import { LISTS } from '../domain/probe/session-verdict.ts';
import { isServed } from '../domain/rehearsal/answers.ts';
import type { Answer } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import type { Endpoint, Means, Probe, Prober, Withheld } from '../model/probe.ts';
import type { ClientSession } from '../model/rehearsal.ts';
import { clientFetch } from './client-fetch.ts';
import { type Bearer, bearerOf, type Credentials, unsendable } from './credentials.ts';
import { play } from './play.ts';
import { Cut, type Recorder, recorderOf } from './recorder.ts';

/** How an endpoint is asked. */
export interface ProberOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  /** Signed requests are sent even to who asks for a token. */
  readonly signsAnyway?: boolean;
  readonly tool?: { readonly name: string; readonly arguments: Json } | undefined;
  /** How long all may take, in milliseconds. */
  readonly limitMs: number;
  readonly fetch: (url: string) => Promise<Answer>;
  readonly onStep?: ((what: string) => void) | undefined;
  /** Ends it, whatever is under way; what is known by then is given. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks one endpoint, within its time. Never rejects for anything that an endpoint does. */
export function openProber(options: ProberOptions): Prober {
  return { probe: () => probeEndpoint(options) };
}

async function probeEndpoint(options: ProberOptions): Promise<Probe> {
  const { endpoint, credentials, limitMs } = options;
  const began = Date.now();
  const unfit = credentials.token === undefined ? undefined : unsendable(credentials.token);
  const token = unfit === undefined ? credentials.token : undefined;
  const withheld: Withheld[] = unfit === undefined ? [] : [{ means: 'bearer', because: unfit }];
  const bearer = bearerOf({ ...credentials, token });
  const recorder = recorderOf({ ...options, bearer });
  const means: readonly Means[] = [
    ...(token === undefined ? [] : (['bearer'] as const)),
    ...(credentials.signer === undefined ? [] : (['sigv4'] as const)),
  ];
  const onUnsigned = (because: string): void => void withheld.push({ means: 'sigv4', because });
  let client: ClientSession | undefined;
  const cut = await untilCut(async () => {
    await play({
      endpoint,
      recorder,
      means,
      signsAnyway: options.signsAnyway === true,
      fetch: options.fetch,
      onUnsigned,
    });
    client = await met(options, recorder, bearer);
  });
  return {
    endpoint,
    began,
    limitMs,
    with: means,
    exchanges: recorder.exchanges,
    ...(client === undefined ? {} : { client }),
    ...(cut === undefined ? {} : { cut }),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}

async function untilCut(run: () => Promise<void>): Promise<Probe['cut']> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Cut) return error.because;
    throw error;
  }
}

/** No limit is less than that of a timer. */
const LEAST_MS = 1;

/** The official client, once it is known that a client gets as far as its list of tools. */
async function met(
  { endpoint, tool, signal, onStep }: ProberOptions,
  recorder: Recorder,
  bearer: Bearer,
): Promise<ClientSession | undefined> {
  const open = opened(recorder);
  const lists = recorder.exchanges.filter(({ name }) => LISTS.some((one) => one === name));
  if (open === undefined || lists.length < LISTS.length || !lists.every(({ answer }) => isServed(answer)))
    return undefined;
  onStep?.('the official client');
  const { clientSession } = await import('../rehearse/client.ts');
  const secrets = new Set<string>();
  const leftMs = Math.max(LEAST_MS, recorder.leftMs());
  const limit = AbortSignal.any([AbortSignal.timeout(leftMs), ...(signal === undefined ? [] : [signal])]);
  const fetch = clientFetch(bearer, open.by, (sent) => sent.forEach((one) => secrets.add(one)), limit);
  const over = new Promise<undefined>((resolve) => {
    limit.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  // Each of the client's requests has a limit, and all of them together have one.
  const session = await Promise.race([clientSession(endpoint.url, tool, leftMs, fetch), over]);
  if (session === undefined || limit.aborted) throw new Cut(signal?.aborted === true ? 'interrupted' : 'out of time');
  // A session is plain JSON.
  return blotterFor([...secrets]).json(session as unknown as Json) as unknown as ClientSession;
}
