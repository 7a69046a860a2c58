import { CONTRACT, FOREIGN_SESSION_IDS, LIFECYCLE, STATEFUL, TYPESCRIPT_SDK } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Session ids, transports that are used once, and what a stateless server cannot do.

export const keepsSessions: Cause = {
  id: 'server-keeps-sessions',
  title: 'The server is stateful and refuses requests without a session of its own',
  because:
    'AgentCore puts an id of its own into every request and pings without one; a stateful server wants the id it gave out at `initialize`.',
  remedy:
    'Run it stateless: `stateless_http=True` in Python, `sessionIdGenerator: undefined` with a new transport for each request in TypeScript.',
  evidence: 'The log says `Created new transport with session ID`; `tools/list` without `initialize` gets 400.',
  check: 'not-stateless',
  references: [CONTRACT, STATEFUL],
};

export const idsRotate: Cause = {
  id: 'session-ids-rotate',
  title: 'The server is stateful, and the platform hands out another session id than the server did',
  because:
    'Every answer of the platform can carry a new `Mcp-Session-Id`; a client that returns it is unknown to a server that honours only its own.',
  remedy: 'Run the server stateless, or let it accept ids it does not know.',
  evidence: 'Three calls in a row, each with the id of the answer before: the first work, a later one gets 404.',
  check: 'not-stateless',
  references: [FOREIGN_SESSION_IDS, STATEFUL],
};

export const sessionEnded: Cause = {
  id: 'session-ended',
  title: 'The session is over, and the client goes on with its id',
  because:
    'AgentCore ends an idle microVM after 15 minutes and any after 8 hours by default, and the sessions in it are gone.',
  remedy: 'Let the client call `initialize` again at a 404, run the server stateless, or raise the idle timeout.',
  evidence: 'The same call works with a new session and fails with the old id, after a pause.',
  check: 'session-id-rejected',
  references: ['https://github.com/anthropics/claude-ai-mcp/issues/450', LIFECYCLE],
};

export const transportReused: Cause = {
  id: 'transport-reused',
  title: 'Requests share one transport or one server object',
  because:
    'Since 1.26.0 the TypeScript SDK answers one request for each stateless transport, and connects a server to one transport.',
  remedy: 'Make a new `McpServer` and a new transport inside of the handler, for each request.',
  evidence: 'The first call after a start works, and every later one gets 500.',
  check: 'transport-reused',
  references: [`${TYPESCRIPT_SDK}/releases/tag/v1.26.0`],
};

const asksClient: Cause = {
  id: 'asks-client-without-session',
  title: 'A stateless server asks its client in the middle of a call',
  because:
    'Up to protocol 2025-11-25 elicitation, sampling and roots travel back on the session, and a stateless server has none.',
  remedy: 'Run the server stateful, or take what is needed as an argument of the tool.',
  evidence: 'The tool calls `ctx.elicit`, `ctx.sample` or `list_roots`, and the server is stateless.',
  check: 'elicitation-needs-session',
  references: [STATEFUL],
};

const harmlessClosing: Cause = {
  id: 'harmless-closing',
  title: 'A stateless server of an older `mcp` logs the end of each request as an error',
  because:
    '`mcp` up to 1.22 writes ClosedResourceError when it closes the stream of a finished request; the answer is complete.',
  remedy: 'Nothing; `mcp` 1.23 and later do not write it.',
  evidence: 'It stands after every request, and the requests get 200.',
  references: ['https://github.com/modelcontextprotocol/python-sdk/releases'],
};

export const sessions: readonly Symptom[] = [
  {
    id: 'session-id-missing',
    title: 'The server wants a session id',
    grade: 'fault',
    seen: [
      { says: 'Missing session ID' },
      { says: 'Mcp-Session-Id header is required' },
      { says: 'Bad Request: Server not initialized' },
      { says: 'No valid session ID provided' },
      { told: '400 Bad Request … streamable_http_manager' },
      { told: 'streamable_http_manager … 400 Bad Request' },
    ],
    suspects: [surely(keepsSessions)],
  },
  {
    id: 'session-not-found',
    title: 'The server does not know the session',
    grade: 'effect',
    seen: [{ says: 'Session not found' }, { says: 'session id mismatch' }],
    suspects: [likely(idsRotate), likely(sessionEnded), perhaps(keepsSessions)],
    unless: ['session-over'],
  },
  {
    id: 'session-over',
    title: 'The session worked and is gone',
    grade: 'effect',
    seen: [
      { says: 'Session terminated' },
      { told: 'works for hours … 404' },
      { told: 'every call 404' },
      { told: 'idle … Session not found' },
      { told: 'hours … Session not found' },
    ],
    suspects: [likely(sessionEnded), likely(idsRotate)],
    marksLines: false,
  },
  {
    id: 'internal-error-after-initialize',
    title: 'The platform reports an internal error for a call that follows `initialize`',
    grade: 'effect',
    seen: [{ says: 'An internal error occurred while processing the request' }],
    suspects: [likely(idsRotate), perhaps(transportReused)],
  },
  {
    id: 'session-made',
    title: 'The server gives out sessions of its own',
    grade: 'effect',
    seen: [
      { says: 'Created new transport with session ID' },
      { says: 'Created new streamable_http_manager.py' },
      { says: '_handle_stateful_request' },
    ],
    suspects: [likely(keepsSessions), perhaps(idsRotate)],
  },
  {
    id: 'transport-used-twice',
    title: 'A transport or server object is used twice',
    grade: 'fault',
    seen: [
      { says: 'Stateless transport cannot be reused across requests' },
      { says: 'Already connected to a transport' },
      { says: 'use a separate Protocol instance per connection' },
      { says: 'use a separate Server instance per connection' },
    ],
    suspects: [surely(transportReused)],
  },
  {
    id: 'no-way-back',
    title: 'The server cannot ask its client',
    grade: 'fault',
    seen: [
      { says: 'no back-channel for server-initiated requests' },
      { says: 'elicitation/create … Method not found' },
      { says: 'does not support elicitation' },
      { told: 'Elicitation … not supported … stateless' },
    ],
    suspects: [likely(asksClient)],
  },
  {
    id: 'stream-closed-after-answer',
    title: 'The server logs a closed stream after each request',
    grade: 'effect',
    seen: [{ says: 'Error in message router … ClosedResourceError' }, { says: 'anyio.ClosedResourceError' }],
    suspects: [likely(harmlessClosing)],
    marksLines: false,
  },
];
