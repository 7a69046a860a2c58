import { CONTRACT, FOREIGN_SESSION_IDS, HEALTH_CHECK_POST, LIMITS, LONG_RUNNING } from './pages.ts';
import { likely, perhaps, type Cause, type Symptom } from './symptom.ts';

// Whether and when the server answers: the ping of the platform, long calls, silent streams, errors of its own.

export const pingRefused: Cause = {
  id: 'ping-refused',
  title: "The server asks the platform's ping for credentials",
  because:
    'AgentCore pings `POST /mcp` from inside and without `Authorization`; a server that answers 401 counts as unhealthy after some minutes, and its log need not show it.',
  remedy: 'Leave authentication to the authorizer of the runtime, or let `ping` through without credentials.',
  evidence:
    'A ping without a token and without a session gets no 2xx; the access log shows `POST /mcp` with 401 from 127.0.0.1.',
  check: 'auth-inside-server',
  references: [HEALTH_CHECK_POST, FOREIGN_SESSION_IDS],
};

export const blocked: Cause = {
  id: 'blocked-while-tool-runs',
  title: 'A tool blocks the server, so that it answers no ping',
  because:
    "Synchronous work in an `async` function stops the event loop, and the platform's ping waits with everything else.",
  remedy: 'Run such work in a thread (`asyncio.to_thread`), or use clients that await.',
  evidence: 'The access log has a gap as long as the call of the tool.',
  check: 'blocked-while-tool-runs',
  references: [HEALTH_CHECK_POST],
};

export const toolTooLong: Cause = {
  id: 'tool-too-long',
  title: 'The call takes longer than AgentCore lets a request run',
  because: 'A request ends after 15 minutes, and after 60 when its answer is streamed.',
  remedy: 'Start the work, return at once, and let the client ask for the result.',
  evidence: 'The call ends after close to 900 seconds each time.',
  references: [LONG_RUNNING, LIMITS],
};

const silentStream: Cause = {
  id: 'stream-silent',
  title: 'The stream is silent for too long',
  because: 'Something between client and container closes a stream on which nothing is sent for minutes.',
  remedy: 'Report progress about every 30 seconds while a tool works.',
  evidence: "The client sees the connection close, and the server's log shows that the tool went on.",
  references: [LIMITS],
};

export const toolFails: Cause = {
  id: 'tool-raises',
  title: 'The server or its tool raises an error',
  because: 'The platform reports an error of the container without its text; the reason stands in the log.',
  remedy: "Read the container's log at the time of the call.",
  evidence: 'The log holds a traceback at the time of the call.',
  check: 'mcp-error-in-200',
  references: [CONTRACT],
};

export const answering: readonly Symptom[] = [
  {
    id: 'health-check-failed',
    title: 'The platform finds the server unhealthy',
    grade: 'effect',
    seen: [
      { says: 'Runtime health check failed or timed out' },
      { says: 'health check is implemented according to the requirements' },
    ],
    suspects: [likely(pingRefused), likely(blocked)],
    unless: ['unhealthy-during-tool'],
  },
  {
    id: 'unhealthy-during-tool',
    title: 'The platform finds the server unhealthy while a tool runs',
    grade: 'effect',
    seen: [
      { told: ['Runtime health check failed or timed out', 'long tool'] },
      { told: ['Runtime health check failed or timed out', 'while a tool'] },
      { told: ['Runtime health check failed or timed out', 'tool is running'] },
      { told: ['Runtime health check failed or timed out', 'tool runs'] },
      { says: ['Runtime health check failed or timed out', 'Executing <Task'] },
    ],
    suspects: [likely(blocked), likely(pingRefused)],
  },
  {
    id: 'loop-blocked',
    title: 'Python warns that one step held the event loop',
    grade: 'effect',
    seen: [{ says: 'Executing <Task … took … seconds' }, { says: 'Executing <Handle … took … seconds' }],
    suspects: [likely(blocked)],
  },
  {
    id: 'ping-unauthorized',
    title: 'The server answers `POST /mcp` with 401',
    grade: 'fault',
    seen: [{ access: 'POST /mcp', status: 401 }, { says: 'Received error (401) from runtime' }],
    suspects: [likely(pingRefused)],
  },
  {
    id: 'interrupted-after-15-minutes',
    title: 'The call ends after 15 minutes',
    grade: 'fault',
    seen: [
      { told: 'interrupted … 15 minutes' },
      { told: '15 minutes … 504' },
      { told: 'after 900 s' },
      { told: '504 … 15 min' },
      { told: 'timed out … 900' },
    ],
    suspects: [likely(toolTooLong), perhaps(silentStream)],
    marksLines: false,
  },
  {
    id: 'stream-cut',
    title: 'The stream ends in the middle',
    grade: 'effect',
    seen: [
      { says: 'peer closed connection without sending complete message body' },
      { says: 'incomplete chunked read' },
      { says: 'SSE stream disconnected: TypeError: terminated' },
    ],
    suspects: [likely(silentStream), perhaps(toolTooLong)],
  },
  {
    id: 'error-from-container',
    title: 'The container answers with an error, which the platform passes on without its text',
    grade: 'effect',
    seen: [{ says: 'Tool execution error' }],
    suspects: [likely(toolFails)],
  },
];
