import { blocked, pingRefused, toolFails, toolTooLong } from './answering.ts';
import { idTokenSent, otherClient } from './claims.ts';
import { arnNotEncoded, wrongAddress } from './clients.ts';
import { protocolMissing } from './configuration.ts';
import { throttled } from './gateway.ts';
import { noWayOut } from './network.ts';
import { CONTRACT, ERROR_CODES } from './pages.ts';
import { failsFirstRequest, slowStart } from './program-starts.ts';
import { serverEnds } from './python-starts.ts';
import {
  acceptIncomplete,
  bodyTooLarge,
  contentType,
  legacyRejected,
  methodUnknown,
  notJsonRpc,
  rawInvoke,
  versionUnknown,
} from './requests.ts';
import { cannotInvoke } from './roles.ts';
import {
  clientSlash,
  harmlessMethod,
  hostGuard,
  lifespanMissing,
  otherPath,
  slashRedirect,
  wrongPort,
} from './serving.ts';
import { sessionBusy, sessionsLeftOpen } from './session-limits.ts';
import { idsRotate, keepsSessions, sessionEnded, transportReused } from './sessions.ts';
import { likely, perhaps, surely, type Cause, type Suspect, type Symptom } from './symptom.ts';
import { otherFamily, tokenExpired, tokenNotSent, unreadableToken } from './tokens.ts';
import { otherRegion } from './tools.ts';

// Statuses and codes without a word beside them: who is behind them when nothing else is known. The mapping of codes is
// that of the MCP contract page; what really comes was measured by others (2026-11-22).

const errorInAnswer: Cause = {
  id: 'error-in-200',
  title: 'The answer is 200, and its body holds the error',
  because:
    'For MCP the platform reports most failures as a JSON-RPC error inside of HTTP 200, so status and metrics look well.',
  remedy: 'Read `error.code` and `error.message` of the body, and ask about those.',
  evidence: 'The body, or a `data:` line of the stream, has a member `error`.',
  check: 'mcp-error-in-200',
  references: [CONTRACT],
};

const serviceFails: Cause = {
  id: 'service-fails',
  title: 'The service itself fails',
  because: 'The error does not come from the container.',
  remedy: 'Try again after a short wait; keep the request id for a support case.',
  evidence: "The container's log has nothing at that time, and other runtimes of the region fail too.",
  references: [ERROR_CODES],
};

const wrongBody: Cause = {
  id: 'body-not-as-expected',
  title: 'The server checks the body against another form',
  because:
    'A web framework answers 422 when the fields that it expects are missing: the server is no MCP server, or the body is not for it.',
  remedy: 'Deploy the agent with the protocol of its server, and send what that protocol says.',
  evidence: 'The body lists missing fields, such as `prompt` or `input`.',
  check: 'protocol-mismatch',
  references: [ERROR_CODES],
};

const loginSuspects: readonly [Suspect, ...Suspect[]] = [
  likely(idTokenSent),
  likely(tokenExpired),
  likely(tokenNotSent),
  likely(otherClient),
];
const refusedSuspects: readonly [Suspect, ...Suspect[]] = [
  likely(otherFamily),
  likely(unreadableToken),
  likely(cannotInvoke),
  perhaps(hostGuard),
];

/** Statuses that mean something else when the server in the container answers with them. */
const ANSWERED = [403, 404, 500, 502];

function status(number: number, title: string, suspects: Symptom['suspects']): Symptom {
  const row = { id: `status-${number}`, title: `HTTP ${number}: ${title}`, grade: 'number', suspects } as const;
  const unless = ANSWERED.includes(number) ? [`server-status-${number}`] : [];
  return { ...row, seen: [{ status: number }], unless };
}

/** An answer of the server in the container, which the platform passes on or an access log shows. */
function fromServer(number: number, title: string, suspects: Symptom['suspects']): Symptom {
  const seen: Symptom['seen'] = [{ status: number, from: 'server' }];
  return {
    id: `server-status-${number}`,
    title: `HTTP ${number} from the server: ${title}`,
    grade: 'number',
    seen,
    suspects,
  };
}

function code(number: number, title: string, suspects: Symptom['suspects']): Symptom {
  return {
    id: `code${number}`,
    title: `JSON-RPC ${number}: ${title}`,
    grade: 'number',
    seen: [{ code: number }],
    suspects,
  };
}

const statuses: readonly Symptom[] = [
  status(200, 'most failures of MCP look like this', [likely(errorInAnswer)]),
  status(307, 'the server redirects', [likely(slashRedirect), likely(clientSlash)]),
  status(308, 'the server redirects', [likely(slashRedirect), likely(clientSlash)]),
  status(400, 'the server does not take the request', [
    likely(keepsSessions),
    likely(notJsonRpc),
    likely(versionUnknown),
    perhaps(contentType),
  ]),
  status(401, 'the token is missing, has expired or does not fit', loginSuspects),
  status(402, 'a quota of the account is used up', [surely(sessionsLeftOpen)]),
  status(403, 'the way of authorizing is wrong, the token unreadable, or the call not allowed', refusedSuspects),
  status(404, 'the endpoint, the path or the session is not found', [
    likely(wrongAddress),
    likely(arnNotEncoded),
    likely(idsRotate),
    perhaps(sessionEnded),
    perhaps(otherPath),
    perhaps(otherRegion),
  ]),
  status(405, 'the server does not route this method', [likely(harmlessMethod), perhaps(otherPath)]),
  status(406, 'the request does not accept both kinds of answer', [surely(acceptIncomplete), likely(rawInvoke)]),
  status(409, 'the session is busy', [likely(sessionBusy)]),
  status(413, 'the body is too large', [surely(bodyTooLarge)]),
  status(415, 'the content type is not JSON', [surely(contentType)]),
  status(421, 'the server takes the request for one to another host', [surely(hostGuard)]),
  status(422, 'the server expects another body', [likely(wrongBody), perhaps(notJsonRpc)]),
  status(424, 'the platform reached no running server in the container', [
    likely(serverEnds),
    likely(slowStart),
    likely(failsFirstRequest),
    perhaps(wrongPort),
    perhaps(protocolMissing),
    perhaps(noWayOut),
  ]),
  status(429, 'too many calls or new sessions', [surely(throttled)]),
  status(500, 'the server or the service fails', [
    likely(toolFails),
    likely(transportReused),
    likely(lifespanMissing),
    perhaps(serviceFails),
  ]),
  status(502, 'the platform found nobody at the port of the container', [
    likely(protocolMissing),
    likely(wrongPort),
    perhaps(serverEnds),
  ]),
  status(503, 'the server or the service is overloaded', [likely(serviceFails), perhaps(keepsSessions)]),
  status(504, 'no answer came in time', [
    likely(wrongPort),
    likely(protocolMissing),
    likely(toolTooLong),
    perhaps(blocked),
  ]),
];

const serverStatuses: readonly Symptom[] = [
  fromServer(403, 'its guard refuses the Host header', [likely(hostGuard), perhaps(pingRefused)]),
  fromServer(404, 'it serves another path or does not know the session', [likely(otherPath), likely(idsRotate)]),
  fromServer(500, 'it fails', [likely(transportReused), likely(lifespanMissing), likely(toolFails)]),
  fromServer(502, 'nobody listens at its port', [likely(protocolMissing), likely(wrongPort)]),
];

const codes: readonly Symptom[] = [
  code(-32_000, 'an error of the TypeScript SDK, told by its message', [
    likely(keepsSessions),
    likely(hostGuard),
    perhaps(acceptIncomplete),
  ]),
  code(-32_001, 'the credentials do not fit', loginSuspects),
  code(-32_002, 'the caller is not allowed', refusedSuspects),
  code(-32_003, 'too many calls', [surely(throttled)]),
  code(-32_004, 'the resource is not found', [likely(wrongAddress), likely(arnNotEncoded), perhaps(otherRegion)]),
  code(-32_005, 'the session is busy', [likely(sessionBusy)]),
  code(-32_006, 'the request is not valid', [likely(notJsonRpc)]),
  code(-32_010, 'the container does not answer as it has to', [
    likely(pingRefused),
    likely(serverEnds),
    likely(blocked),
    likely(toolFails),
    perhaps(failsFirstRequest),
  ]),
  code(-32_011, 'the request does not accept both kinds of answer', [surely(acceptIncomplete)]),
  code(-32_020, 'headers and body of a request of 2026-07-28 do not agree', [likely(versionUnknown)]),
  code(-32_022, 'the server does not speak the version', [likely(versionUnknown), likely(legacyRejected)]),
  code(-32_600, 'the server does not take the request', [
    likely(keepsSessions),
    likely(acceptIncomplete),
    perhaps(versionUnknown),
  ]),
  code(-32_601, 'the server does not know the method', [likely(methodUnknown), perhaps(versionUnknown)]),
  code(-32_602, 'the parameters do not fit', [likely(notJsonRpc), likely(versionUnknown)]),
  code(-32_603, 'something failed inside', [
    likely(idsRotate),
    likely(transportReused),
    likely(toolFails),
    perhaps(serviceFails),
  ]),
  code(-32_700, 'the body cannot be parsed', [likely(notJsonRpc)]),
];

export const numbersAlone: readonly Symptom[] = [...serverStatuses, ...statuses, ...codes];
