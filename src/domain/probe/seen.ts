import type { Answer } from '../../model/exchange.ts';
import type { Means, Probe, ProbeExchange } from '../../model/probe.ts';
import { isAccepted, memberOf } from '../rehearsal/answers.ts';
import { asksForToken, type Sort, sortOf } from './sort.ts';

/** The request without credentials. */
export const LOOK = 'without-credentials';
/** The same with each means. */
export const HANDSHAKES: { readonly [means in Means]: string } = {
  bearer: 'initialize-bearer',
  sigv4: 'initialize-sigv4',
};

type Seen = Pick<Probe, 'exchanges'>;

export function exchangeOf({ exchanges }: Seen, name: string): ProbeExchange | undefined {
  return exchanges.find((one) => one.name === name);
}

/** What came of a request; nothing where it was not sent. */
export function answerOf(probe: Seen, name: string): Answer | undefined {
  return exchangeOf(probe, name)?.answer;
}

export function sortFor(probe: Seen, name: string): Sort | undefined {
  const answer = answerOf(probe, name);
  return answer === undefined ? undefined : sortOf(answer);
}

/** The handshake that was answered as it has to be: without credentials, else with the first means that did it. */
export function opened(probe: Seen): ProbeExchange | undefined {
  return [LOOK, ...Object.values(HANDSHAKES)]
    .map((name) => exchangeOf(probe, name))
    .find((one) => isAccepted(one?.answer));
}

/**
 * How the endpoint wants to be shown who calls. A challenge or a metadata document says that it wants a token. That AWS
 * credentials are what it wants is known only when it takes them, or says that a token was the wrong way: 403 alone is no
 * proof.
 */
export function familyOf(probe: Seen): 'open' | 'jwt' | 'iam' | 'unknown' {
  const look = answerOf(probe, LOOK);
  if (isAccepted(look)) return 'open';
  const signed = answerOf(probe, HANDSHAKES.sigv4);
  if (asksForToken(look) || isTrusting(answerOf(probe, 'metadata'))) return 'jwt';
  if (isAccepted(answerOf(probe, HANDSHAKES.bearer)) || sortFor(probe, HANDSHAKES.sigv4) === 'mismatch') return 'jwt';
  if (isAccepted(signed) || sortFor(probe, HANDSHAKES.bearer) === 'mismatch') return 'iam';
  return sortFor(probe, HANDSHAKES.sigv4) === 'iam' ? 'iam' : 'unknown';
}

/** Whether an answer is the document of a protected resource. */
export function isTrusting(answer: Answer | undefined): boolean {
  return trustedIssuers(answer).length > 0;
}

/** The issuers that a metadata document names. */
export function trustedIssuers(answer: Answer | undefined): readonly string[] {
  if (answer?.kind !== 'response' || answer.status !== 200) return [];
  const named = memberOf(answer.message, 'authorization_servers');
  if (!Array.isArray(named)) return [];
  return named.filter((one) => typeof one === 'string').filter((one) => URL.canParse(one));
}

/** The id by which AWS knows a request, for its logs and its support. */
export function requestIdOf(answer: Answer | undefined): string | undefined {
  if (answer?.kind !== 'response') return undefined;
  return (
    answer.headers['x-amzn-requestid'] ?? answer.headers['x-amzn-request-id'] ?? answer.headers['x-amz-request-id']
  );
}
