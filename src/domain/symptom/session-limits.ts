import { CONTRACT, IDLE_SESSIONS, INVOKE_RUNTIME, LIFECYCLE, STATEFUL } from './pages.ts';
import { surely, type Cause, type Symptom } from './symptom.ts';

// Session ids of the runtime, and how many sessions there may be.

const shortId: Cause = {
  id: 'session-id-too-short',
  title: 'The runtime session id is too short',
  because: 'The service takes ids of 33 to 256 characters.',
  remedy: 'Use a UUID with its hyphens, which has 36, or leave the id out.',
  evidence: 'The message names `runtimeSessionId` and a length of 33.',
  check: 'session-id-too-short',
  references: [INVOKE_RUNTIME],
};

const tooManySessions: Cause = {
  id: 'sessions-not-ended',
  title: 'A stateful server has kept too many sessions',
  because: '`mcp` 2 refuses new sessions with 503 when 10,000 are open, and clients that never end theirs fill it.',
  remedy: 'Run the server stateless, or lower `session_idle_timeout`.',
  evidence: 'The server has run long; a restart cures it for a while.',
  check: 'not-stateless',
  references: [STATEFUL],
};

const secondStream: Cause = {
  id: 'second-stream',
  title: 'A second GET stream is opened for one session',
  because: 'A stateful server offers one stream for each session and answers 409 to another.',
  remedy: 'Open one stream, or run the server stateless, where none is needed.',
  evidence: 'The 409 belongs to a GET of `/mcp`.',
  check: 'get-stream-left-open',
  references: ['https://modelcontextprotocol.io/specification/2025-11-25/basic/transports'],
};

export const sessionBusy: Cause = {
  id: 'session-busy',
  title: 'The session is being made or ended at this moment',
  because:
    'First calls at the same time, or a call during a stop, meet a microVM that is not ready; MCP clients do not try again by themselves.',
  remedy: 'Try again after a short wait, and send the first call of a session alone.',
  evidence: 'The same call works a second later.',
  check: 'mcp-error-in-200',
  references: [CONTRACT],
};

export const sessionsLeftOpen: Cause = {
  id: 'sessions-left-open',
  title: 'More microVMs are open than the account may have',
  because: 'Each new session id starts a microVM that counts until it is stopped or has idled long enough.',
  remedy:
    'Reuse the session id, call StopRuntimeSession when done, lower the idle timeout; a stream on GET that never ends keeps a session busy.',
  evidence: 'The number of active sessions grows with the number of calls.',
  check: 'throttled',
  references: [IDLE_SESSIONS, LIFECYCLE],
};

export const sessionLimits: readonly Symptom[] = [
  {
    id: 'session-id-length',
    title: 'The runtime session id has a length that is refused',
    grade: 'fault',
    seen: [
      { says: 'Member must have length greater than or equal to 33' },
      { says: 'Invalid length for parameter runtimeSessionId' },
      { says: "'runtimeSessionId' failed to satisfy constraint" },
    ],
    suspects: [surely(shortId)],
  },
  {
    id: 'too-many-sessions',
    title: 'The server has too many sessions open',
    grade: 'fault',
    seen: [{ says: 'Too many open sessions' }],
    suspects: [surely(tooManySessions)],
  },
  {
    id: 'second-stream-refused',
    title: 'The server refuses a second stream',
    grade: 'fault',
    seen: [{ says: 'Only one SSE stream is allowed per session' }],
    suspects: [surely(secondStream)],
  },
  {
    id: 'session-in-progress',
    title: 'The session is busy',
    grade: 'fault',
    seen: [{ says: 'Session operation in progress' }, { says: 'RetryableConflictException' }],
    suspects: [surely(sessionBusy)],
  },
  {
    id: 'machines-exhausted',
    title: 'No more microVMs are to be had',
    grade: 'fault',
    seen: [{ says: 'maxVms limit exceeded' }],
    suspects: [surely(sessionsLeftOpen)],
  },
];
