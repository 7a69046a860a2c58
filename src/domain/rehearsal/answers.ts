import type { Answer, Response } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { Rehearsal } from '../../model/rehearsal.ts';
import { ERAS } from './requests.ts';

/** The answer to a request of the play; `undefined` when it was not sent. */
export function answerTo({ exchanges }: Pick<Rehearsal, 'exchanges'>, name: string): Answer | undefined {
  return exchanges.find((exchange) => exchange.name === name)?.answer;
}

/** Whether the server took a request: a status of success, and a result in the message. */
export function isAccepted(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && isSuccess(answer) && memberOf(answer.message, 'result') !== undefined;
}

/** The same for a method that a server need not have: "method not found" is an answer of a server that works. */
export function isServed(answer: Answer | undefined): boolean {
  return isAccepted(answer) || (answer?.kind === 'response' && isSuccess(answer) && errorOf(answer)?.code === -32_601);
}

function isSuccess({ status }: Response): boolean {
  return status >= 200 && status < 300;
}

/** The JSON-RPC error of an answer. */
export function errorOf(answer: Answer | undefined): { readonly code: number; readonly message: string } | undefined {
  const error = answer?.kind === 'response' ? memberOf(answer.message, 'error') : undefined;
  const code = memberOf(error, 'code');
  const message = memberOf(error, 'message');
  return typeof code === 'number' ? { code, message: typeof message === 'string' ? message : '' } : undefined;
}

/** A member of a JSON object. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** What came of a request, for a sentence: "404 with -32600 `Session not found`", "no answer: refused". */
export function describeAnswer(answer: Answer | undefined): string {
  if (answer === undefined) return 'nothing, because it was not asked';
  if (answer.kind === 'none') return answer.because === 'timeout' ? answer.detail : `no answer (${answer.detail})`;
  const error = errorOf(answer);
  const text = error === undefined ? firstLine(answer.body) : error.message;
  const code = error === undefined ? '' : ` with ${error.code}`;
  return `${answer.status}${code}${text === '' ? '' : ` \`${text}\``}`;
}

const LONGEST = 160;

function firstLine(body: string): string {
  const line = /[^\r\n]+/.exec(body.trim())?.[0] ?? '';
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line.replaceAll('`', "'");
}

/**
 * What kind of server this is, judged once, so that one cause is found by one check: `silent` answers nothing; `choosy`
 * refuses the two types of answer together; `reused` serves the first request and not its repetition; `modern` knows the
 * sessionless version only; `stateful` hands out a session; `closed` refuses every handshake.
 */
export type Conduct = 'silent' | 'choosy' | 'reused' | 'modern' | 'stateful' | 'closed' | 'open';

export function conductOf(rehearsal: Pick<Rehearsal, 'exchanges'>): Conduct {
  const to = (name: string): Answer | undefined => answerTo(rehearsal, name);
  if (!rehearsal.exchanges.some(({ answer }) => answer.kind === 'response')) return 'silent';
  if (isChoosy(rehearsal)) return 'choosy';
  if (isReused(rehearsal)) return 'reused';
  const handshakes = ERAS.map((era) => to(`initialize-${era}`));
  if (!handshakes.some(isAccepted)) return isAccepted(to('discover')) ? 'modern' : 'closed';
  return handshakes.some(hasSession) ? 'stateful' : 'open';
}

function isChoosy(rehearsal: Pick<Rehearsal, 'exchanges'>): boolean {
  const both = answerTo(rehearsal, 'ping');
  return both?.kind === 'response' && both.status === 406;
}

function isReused(rehearsal: Pick<Rehearsal, 'exchanges'>): boolean {
  return refusedRepetition(rehearsal) !== undefined;
}

/** The same request twice: those of the play, the one that found the server ready among them. */
const REPEATED = [
  ['ready', 'ping'],
  ['ping', 'ping-again'],
  [`initialize-${ERAS[0]}`, 'initialize-again'],
] as const;

/** A request that was served once and refused when it came again: the name of the second one. */
export function refusedRepetition(rehearsal: Pick<Rehearsal, 'exchanges'>): string | undefined {
  return REPEATED.find(
    ([first, again]) => isAccepted(answerTo(rehearsal, first)) && !isAccepted(answerTo(rehearsal, again)),
  )?.[1];
}

/**
 * The request after which nobody listens any more, of a server that answered before: the first one that was cut off, or
 * else the last one that got an answer.
 */
export function lastRequestOf({ exchanges }: Pick<Rehearsal, 'exchanges'>): string | undefined {
  const answered = exchanges.findLastIndex(({ answer }) => answer.kind === 'response');
  const reasons = exchanges
    .slice(answered + 1)
    .map(({ answer }) => (answer.kind === 'none' ? answer.because : undefined));
  if (answered < 0 || reasons.at(-1) !== 'refused') return undefined;
  return exchanges[reasons[0] === 'refused' ? answered : answered + 1]?.name;
}

function hasSession(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && answer.headers['mcp-session-id'] !== undefined;
}
