import type { Answer, Response } from '../../model/exchange.ts';
import { errorOf, isAccepted, memberOf } from '../rehearsal/answers.ts';

// What an answer of AgentCore means: as measured by others in 2026 where AWS does not say it
// (devguide runtime-mcp-protocol-contract, runtime-troubleshooting; verified 2026-11-22).

/**
 * What came of a request. `challenged`: a token is asked for. `denied`: 403 and no word of why. `unread`: the token cannot
 * be read. `iam`: AWS says that the caller may not, or that the signature is wrong. `unstarted`: the platform reached no
 * running server. `session`: the server does not know the session. `server`: the server in the container refuses.
 * `service`: 5xx of which nobody tells whose it is. `foreign`: nothing that AgentCore or an MCP server says.
 */
export type Sort =
  | 'accepted'
  | 'unreached'
  | 'silent'
  | 'cut'
  | 'redirect'
  | 'challenged'
  | 'denied'
  | 'mismatch'
  | 'unread'
  | 'iam'
  | 'missing'
  | 'throttled'
  | 'quota'
  | 'busy'
  | 'unstarted'
  | 'gated'
  | 'health'
  | 'accept'
  | 'host'
  | 'session'
  | 'version'
  | 'server'
  | 'service'
  | 'foreign'
  | 'error';

/** Answers about who calls: they say nothing of what is behind the door. */
const ABOUT_CALLER: ReadonlySet<Sort> = new Set(['challenged', 'denied', 'mismatch', 'unread', 'iam']);

/** Whether an answer is about who calls, and not about what is called. */
export function isAboutCaller(sort: Sort): boolean {
  return ABOUT_CALLER.has(sort);
}

/** Sorts an answer by its status, its code and its words. */
export function sortOf(answer: Answer): Sort {
  if (answer.kind === 'none') return answer.because === 'timeout' ? 'silent' : ended(answer.because);
  if (isAccepted(answer)) return 'accepted';
  if (answer.status >= 300 && answer.status < 400) return 'redirect';
  const said = wordsOf(answer);
  const worded = SAYINGS.find(([pattern]) => pattern.test(said))?.[1];
  if (worded !== undefined) return worded;
  return byNumber(answer, said);
}

function ended(because: string): Sort {
  return because === 'reset' || because === 'closed' ? 'cut' : 'unreached';
}

/** Words that say more than the status beside them. */
const SAYINGS: readonly (readonly [RegExp, Sort])[] = [
  [/authorization method mismatch/i, 'mismatch'],
  [/failed to parse token/i, 'unread'],
  [
    /not authorized to perform|signature we calculated|InvalidSignature|SignatureDoesNotMatch|security token included|signature expired|UnrecognizedClient|IncompleteSignature|InvalidClientTokenId/i,
    'iam',
  ],
  [/no endpoint or agent found/i, 'missing'],
  [/not MMDSv2-enabled/i, 'gated'],
  [/health check failed or timed out/i, 'health'],
  [/initialization time exceeded|error occurred when starting the runtime/i, 'unstarted'],
  [/session operation in progress/i, 'busy'],
  [/maxVms limit exceeded/i, 'quota'],
  [/Received error \(406\)|must accept both|accept header error/i, 'accept'],
  [/Received error \(421\)|invalid host/i, 'host'],
  [/Received error \(50[234]\)/i, 'unstarted'],
  [
    /Received error \(404\)|session not found|missing session id|mcp-session-id header|server not initialized|no valid session/i,
    'session',
  ],
  [/unsupported protocol version/i, 'version'],
  [/Received error \(\d{3}\)/i, 'server'],
];

const BY_CODE: { readonly [code: number]: Sort } = {
  [-32_001]: 'challenged',
  [-32_002]: 'denied',
  [-32_003]: 'throttled',
  [-32_004]: 'missing',
  [-32_005]: 'busy',
  [-32_011]: 'accept',
  [-32_022]: 'version',
};

const BY_STATUS: { readonly [status: number]: Sort } = {
  401: 'challenged',
  402: 'quota',
  403: 'denied',
  404: 'missing',
  406: 'accept',
  409: 'busy',
  421: 'host',
  424: 'unstarted',
  429: 'throttled',
  500: 'service',
  502: 'unstarted',
  503: 'service',
  504: 'unstarted',
};

function byNumber(answer: Response, said: string): Sort {
  const { status } = answer;
  const byStatus = BY_STATUS[status];
  const code = errorOf(answer)?.code;
  if (status >= 400) {
    if (isPage(answer) && !GATEWAYS.has(status)) return 'foreign';
    return byStatus ?? 'server';
  }
  if (code !== undefined) return BY_CODE[code] ?? 'error';
  if (answer.open === true) return 'cut';
  return said.trim() === '' && answer.body.trim() === '' ? 'cut' : 'foreign';
}

/** A gateway in front of AgentCore words its errors as pages. */
const GATEWAYS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether an answer is a page for people: neither AgentCore nor MCP servers write such. */
export function isPage({ headers, body }: Response): boolean {
  return /^text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(body);
}

/** The words of an answer, whatever form it has: JSON-RPC, an exception of AWS, plain text. */
export function wordsOf(answer: Response): string {
  const error = errorOf(answer);
  const message = memberOf(answer.message, 'message') ?? memberOf(answer.message, 'Message');
  const said = error?.message ?? (typeof message === 'string' ? message : answer.body).trim();
  const type = /^\w+/.exec(answer.headers['x-amzn-errortype'] ?? '')?.[0];
  return type === undefined ? said : `${type}: ${said}`;
}

/** Whether an answer asks for a bearer token by name. */
export function asksForToken(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && /^bearer\b/i.test(answer.headers['www-authenticate'] ?? '');
}
