import { HANDSHAKES, LOOK, familyOf, opened, trustedIssuers } from '../domain/probe/seen.ts';
import {
  handshake,
  initialized,
  issuerUrls,
  lonePing,
  metadata,
  otherAccepts,
  otherEras,
  tools,
} from '../domain/probe/requests.ts';
import { LISTS } from '../domain/probe/session-verdict.ts';
import { isAboutCaller, type Sort, sortOf } from '../domain/probe/sort.ts';
import { isAccepted, isServed } from '../domain/rehearsal/answers.ts';
import type { Planned } from '../domain/rehearsal/requests.ts';
import type { Answer } from '../model/exchange.ts';
import { Failure } from '../model/failure.ts';
import type { Endpoint, Means, ProbeExchange } from '../model/probe.ts';
import type { Recorder } from './recorder.ts';

/** What is played, and with what. */
export interface PlayOptions {
  readonly endpoint: Endpoint;
  readonly recorder: Recorder;
  /** `bearer` is tried first. */
  readonly means: readonly Means[];
  /** Signed requests are sent even to who asks for a token. */
  readonly signsAnyway: boolean;
  /** Fetches a document for everybody, without any credentials. */
  readonly fetch: (url: string) => Promise<Answer>;
  /** Told why requests cannot be signed. */
  readonly onUnsigned: (because: string) => void;
}

/** A container may take so long for its first answer, by the text of the service's own error (verified 2026-11-22). */
const FIRST_ANSWER_MS = 125_000;

/** Asks an endpoint, each question once: first as nobody, then with credentials, then what would tell causes apart. */
export async function play(options: PlayOptions): Promise<void> {
  const { endpoint } = options;
  const look = await ask(options, handshake(LOOK), 'nobody');
  if (look.kind === 'none' || isRedirect(look)) return;
  if (endpoint.kind === 'runtime') await askForIssuers(options);
  if (sortOf(look) === 'missing') {
    await otherAddresses(options);
    return;
  }
  if (!isAccepted(look)) await withCredentials(options);
  const open = opened(options.recorder);
  if (open !== undefined) await inSession(options, open);
  else await withVariations(options);
}

function ask({ recorder, endpoint }: PlayOptions, planned: Planned, by: 'nobody' | Means): Promise<Answer> {
  return recorder.ask({ limitMs: FIRST_ANSWER_MS, ...planned }, by, endpoint.url);
}

function isRedirect(answer: Answer): boolean {
  return sortOf(answer) === 'redirect';
}

/** What the endpoint says about who may sign its tokens, and whether clients can register with that issuer. */
async function askForIssuers({ recorder, endpoint, fetch }: PlayOptions): Promise<void> {
  const answer = await recorder.ask(metadata(endpoint.url), 'nobody', endpoint.url);
  const [issuer] = trustedIssuers(answer);
  if (issuer === undefined) return;
  for (const [name, url] of issuerUrls(issuer)) await recorder.note(name, url, fetch);
}

/** The ARN encoded once, the endpoint that every runtime has: one thing is changed at a time. */
async function otherAddresses({ recorder, endpoint }: PlayOptions): Promise<void> {
  if (endpoint.mended !== undefined) await recorder.ask(handshake('encoded-once'), 'nobody', endpoint.mended);
  if (endpoint.kind !== 'runtime' || endpoint.qualifier === 'DEFAULT') return;
  const url = new URL(endpoint.mended ?? endpoint.url);
  url.searchParams.set('qualifier', 'DEFAULT');
  await recorder.ask(handshake('qualifier-default'), 'nobody', url.href);
}

async function withCredentials(options: PlayOptions): Promise<void> {
  const { recorder, means, signsAnyway, onUnsigned } = options;
  const sends = (one: Means): boolean => means.includes(one);
  const bearer = sends('bearer') ? await ask(options, handshake(HANDSHAKES.bearer), 'bearer') : undefined;
  const isUndecided =
    bearer === undefined ? familyOf(recorder) !== 'jwt' : ['denied', 'mismatch'].includes(sortOf(bearer));
  if (!sends('sigv4') || isAccepted(bearer) || !(isUndecided || signsAnyway)) return;
  try {
    await ask(options, handshake(HANDSHAKES.sigv4), 'sigv4');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    onUnsigned(error.message);
  }
}

/** The last handshake with credentials; without any, the one as nobody, where a server itself is asked. */
function lastTried({ recorder, endpoint }: PlayOptions): ProbeExchange | undefined {
  const own = recorder.exchanges.findLast(({ name }) => Object.values(HANDSHAKES).includes(name));
  const look = recorder.exchanges.find(({ name }) => name === LOOK);
  if (own !== undefined || look === undefined) return own;
  return endpoint.kind === 'server' || !isAboutCaller(sortOf(look.answer)) ? look : undefined;
}

/** Answers after which another one of the same kind tells more. The rest is no affair of the request. */
const AGAIN: ReadonlySet<Sort> = new Set(['health', 'busy', 'unstarted']);
const VARIED: ReadonlySet<Sort> = new Set(['server', 'session', 'version', 'error', 'host', 'foreign']);
/** What took longer than this the first time is not waited for once more. */
const WORTH_REPEATING_MS = 20_000;

async function withVariations(options: PlayOptions): Promise<void> {
  const tried = lastTried(options);
  if (tried === undefined) return;
  const sort = sortOf(tried.answer);
  if (sort === 'missing') return otherAddresses(options);
  if (AGAIN.has(sort) && tried.answer.totalMs < WORTH_REPEATING_MS)
    await ask(options, handshake('initialize-again'), tried.by);
  const others = sort === 'accept' ? otherAccepts() : VARIED.has(sort) ? otherEras() : [];
  for (const request of others) await ask(options, request, tried.by);
}

/** What a client does next: each time with the id that came last, as the protocol asks of clients. */
async function inSession(options: PlayOptions, { answer, by }: ProbeExchange): Promise<void> {
  const sessionIn = (one: Answer): string | undefined =>
    one.kind === 'response' ? one.headers['mcp-session-id'] : undefined;
  let session = sessionIn(answer);
  await ask(options, initialized(session), by);
  for (const name of LISTS) {
    const list = await ask(options, tools(name, session), by);
    if (!isServed(list)) {
      await ask(options, tools('tools-list-alone', undefined), by);
      await ask(options, handshake('initialize-again'), by);
      return;
    }
    session = sessionIn(list) ?? session;
  }
  await ask(options, lonePing(), by);
}
