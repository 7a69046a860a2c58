import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../wire/answer.ts';
import { errorAnswer } from '../wire/answer.ts';
import { type Incoming, listen } from '../wire/listen.ts';
import { type AwsRequest, readRequest } from '../wire/request.ts';
import { forwarded, type Upstreams } from '../wire/upstream.ts';
import { answerOf, concerns, type Play } from './faults.ts';
import { REFUSALS } from './refusals.ts';
import type { Refuse } from './refuse.ts';

/** One call of AWS, as the proxy saw it. */
export interface Call extends Pick<
  AwsRequest,
  'service' | 'operation' | 'action' | 'region' | 'accessKey' | 'signature' | 'target'
> {
  /** Milliseconds since the proxy opened. */
  readonly at: number;
  /** What it came to; absent: it is under way, or its connection was broken off. */
  readonly status?: number;
}

/**
 * A stand-in for what AWS refuses and emulators do not. It stands before an emulator (and before other stand-ins, each
 * for its service), records every call, and lets a test play what goes wrong with some of them.
 */
export interface RefusingProxy {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The IAM actions that were asked for, each once, sorted. */
  readonly actions: () => readonly string[];
  /** Lets calls go wrong; the newest play wins. Gives what ends it. */
  readonly play: (play: Play) => () => void;
  /** Adds so much to every call from now on. */
  readonly delay: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export interface ProxyOptions {
  /** What the callers' secret key is, for a look at their signatures. */
  readonly secretKey?: string;
  /** Refusals that are left out. */
  readonly without?: readonly (keyof typeof REFUSALS)[];
}

/** Opens the proxy on a free port. */
export async function openRefusingProxy(
  upstreams: string | Upstreams,
  { secretKey = 'test', without = [] }: ProxyOptions = {},
): Promise<RefusingProxy> {
  const to: Upstreams = typeof upstreams === 'string' ? { default: upstreams } : upstreams;
  const calls: Call[] = [];
  const plays: { readonly play: Play; left: number }[] = [];
  const refusals = Object.entries(REFUSALS).flatMap(([name, refuse]) =>
    without.some((left) => left === name) ? [] : [refuse],
  );
  const began = performance.now();
  let latency = 0;

  const respond = async (incoming: Incoming): Promise<Answer | undefined> => {
    const request = await readRequest(incoming, secretKey);
    const index = calls.push(callOf(request, performance.now() - began)) - 1;
    if (latency > 0) await sleep(latency);
    const answer = await answered(request);
    const call = calls[index];
    if (call !== undefined && answer !== undefined) calls[index] = { ...call, status: answer.status };
    return answer;
  };

  const answered = async (request: AwsRequest): Promise<Answer | undefined> => {
    const at = to[request.service] ?? to.default;
    const fault = taken(plays, request)?.fault;
    if (fault?.kind === 'meanwhile' && fault.when === 'before') await fault.work();
    const isLate = (fault?.kind === 'reset' || fault?.kind === 'meanwhile') && fault.when === 'after';
    if (fault !== undefined && fault.kind !== 'meanwhile' && !isLate) return answerOf(fault, request);
    const answer = await passed(request, at, refusals);
    if (fault?.kind === 'meanwhile' && isLate) await fault.work();
    return fault?.kind === 'reset' ? undefined : answer;
  };

  const listening = await listen(respond);
  return {
    url: listening.url,
    calls,
    actions: () => [...new Set(calls.map(({ action }) => action))].toSorted(),
    play: (play) => {
      const entry = { play, left: play.times ?? Infinity };
      plays.unshift(entry);
      return () => void plays.splice(plays.indexOf(entry), plays.includes(entry) ? 1 : 0);
    },
    delay: (ms) => (latency = ms),
    close: listening.close,
  };
}

function callOf({ service, operation, action, region, accessKey, signature, target }: AwsRequest, at: number): Call {
  return { service, operation, action, region, accessKey, signature, target, at };
}

function taken(plays: { readonly play: Play; left: number }[], request: AwsRequest): Play | undefined {
  const entry = plays.find(({ play, left }) => left > 0 && concerns(play, request));
  if (entry !== undefined) entry.left -= 1;
  return entry?.play;
}

/** Each refusal sees the request as the ones before it left it. */
async function passed(request: AwsRequest, to: string, refusals: readonly Refuse[]): Promise<Answer> {
  let sent = request;
  for (const refuse of refusals) {
    const said = await refuse(sent, to);
    if (said !== undefined && 'code' in said) return errorAnswer(request, said);
    if (said !== undefined) sent = { ...sent, body: said.body };
  }
  return forwarded(sent, to);
}
