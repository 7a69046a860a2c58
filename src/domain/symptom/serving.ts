import { protocolMissing } from './configuration.ts';
import { CONTRACT, FASTMCP, MCP_SERVERS, PYTHON_SDK_1, TYPESCRIPT_SDK } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Where and how the server listens: transport, address, port, path, and whom it answers.

export const otherTransport: Cause = {
  id: 'transport-not-http',
  title: 'The server does not speak streamable HTTP',
  because:
    'Over stdio the process finds no input in a container and ends; over SSE it serves `/sse` and `/messages` and knows no `/mcp`.',
  remedy: 'Write `run(transport="streamable-http")`.',
  evidence: 'The log has no line `Uvicorn running on`, or it has requests for `/sse`.',
  check: 'transport-not-http',
  references: [CONTRACT, MCP_SERVERS],
};

export const wrongPort: Cause = {
  id: 'port-not-8000',
  title: 'The server listens on another port than 8000',
  because: 'AgentCore sends the requests of an MCP runtime to port 8000 and finds nobody there.',
  remedy: 'Listen on port 8000, and leave `PORT` out of the settings.',
  evidence: 'The log says `Uvicorn running on` with another number, or `Listening on` with one.',
  check: 'port-not-8000',
  references: [CONTRACT],
};

const loopback: Cause = {
  id: 'host-loopback',
  title: 'The server listens on the loopback address only',
  because:
    'The contract asks for 0.0.0.0:8000; what listens on 127.0.0.1 is not reachable from outside of its container.',
  remedy: 'Give the server `host="0.0.0.0"`.',
  evidence: 'The log says `Uvicorn running on http://127.0.0.1`.',
  check: 'host-loopback',
  references: [CONTRACT],
};

export const hostGuard: Cause = {
  id: 'host-guard',
  title: 'The server refuses the Host header that the platform sends',
  because:
    'A guard against DNS rebinding lets `localhost` pass and nothing else, and AgentCore calls the container by a name of its own.',
  remedy:
    'In Python construct the server with `host="0.0.0.0"` (fastmcp 3.4.3: install 3.4.4 or newer); in TypeScript write `createMcpExpressApp({ host: \'0.0.0.0\' })`.',
  evidence:
    'The same request gets 200 with `Host: localhost` and 421 (Python) or 403 (TypeScript) with any other Host.',
  check: 'host-guard',
  references: [
    'https://github.com/modelcontextprotocol/python-sdk/issues/1798',
    'https://github.com/awslabs/mcp/issues/4507',
    TYPESCRIPT_SDK,
  ],
};

export const otherPath: Cause = {
  id: 'path-not-mcp',
  title: 'The server serves MCP at another path than `/mcp`',
  because: 'AgentCore posts to `/mcp`, where this server answers 404.',
  remedy: 'Serve at `/mcp`: remove the path setting, or mount the app at `/`.',
  evidence: 'The access log shows `POST /mcp` with 404, and the body is no JSON-RPC error.',
  check: 'path-not-mcp',
  references: [CONTRACT],
};

export const slashRedirect: Cause = {
  id: 'redirects-trailing-slash',
  title: 'The server redirects between `/mcp` and `/mcp/`',
  because:
    'The endpoint is registered with the other ending; the redirect names the container by an inner host name, and nothing says that AgentCore follows it. Sessions have nothing to do with it.',
  remedy: 'Serve `/mcp` without a slash (fastmcp 2.12 or newer, mcp 1.12 or newer), and call it without one.',
  evidence: 'The answer is 307 with a `Location` that differs from the request by the slash alone.',
  check: 'redirects-trailing-slash',
  references: [FASTMCP, PYTHON_SDK_1],
};

export const clientSlash: Cause = {
  id: 'client-adds-slash',
  title: 'The client calls `/mcp/`, and the server serves `/mcp`',
  because: 'The server answers the slash with a redirect that leads a client outside of the container nowhere.',
  remedy: 'Call the endpoint without a slash at the end.',
  evidence: 'The access log shows `POST /mcp/` with 307, and `POST /mcp` gets 200.',
  check: 'path-redirects',
  references: [PYTHON_SDK_1],
};

export const harmlessMethod: Cause = {
  id: 'method-not-offered',
  title: 'The server offers no stream on GET and nothing to end with DELETE',
  because: 'A stateless server rightly answers GET and DELETE on `/mcp` with 405, and clients go on without.',
  remedy: 'Nothing, as long as `POST /mcp` gets through; a client that gives up at it wants an update.',
  evidence: 'The 405 belongs to a GET or DELETE; `POST /mcp` gets 200 or 202.',
  references: ['https://modelcontextprotocol.io/specification/2025-11-25/basic/transports'],
};

export const lifespanMissing: Cause = {
  id: 'lifespan-missing',
  title: 'The mounted MCP app is never started',
  because: 'Its session manager starts in its own lifespan, which an outer application does not run by itself.',
  remedy: 'Hand it on: `FastAPI(lifespan=mcp_app.lifespan)`, or run `session_manager.run()` in the lifespan of yours.',
  evidence: 'Every request gets 500, and the log says "Task group is not initialized".',
  check: 'lifespan-missing',
  references: [PYTHON_SDK_1, FASTMCP],
};

export const serving: readonly Symptom[] = [
  {
    id: 'host-refused',
    title: 'The server refuses the Host header',
    grade: 'fault',
    seen: [
      { says: 'Invalid Host header' },
      { says: 'Invalid Host: ' },
      { says: 'Misdirected Request' },
      { access: 'POST /mcp', status: 421 },
    ],
    suspects: [surely(hostGuard)],
  },
  {
    id: 'speaks-stdio',
    title: 'The server is started over stdio',
    grade: 'fault',
    seen: [
      { says: "Starting MCP server … with transport 'stdio'" },
      { says: 'MCP Server running on stdio' },
      { told: 'waits on stdin' },
      { told: 'exits at once … stdin' },
      { told: 'no uvicorn line' },
    ],
    suspects: [surely(otherTransport)],
  },
  {
    id: 'speaks-sse',
    title: 'The server is started over SSE',
    grade: 'fault',
    seen: [
      { says: "Starting MCP server … with transport 'sse'" },
      { access: 'GET /sse', status: 200 },
      { access: 'POST /messages/', status: 202 },
    ],
    suspects: [surely(otherTransport)],
  },
  {
    id: 'listens-on-loopback',
    title: 'The server listens on the loopback address',
    grade: 'fault',
    seen: [
      { says: 'Uvicorn running on http://127.0.0.1' },
      { says: 'Uvicorn running on http://localhost' },
      { says: 'Starting MCP server … on http://127.0.0.1' },
    ],
    suspects: [surely(loopback)],
  },
  {
    id: 'listens-on-another-port',
    title: 'The server listens on another port than 8000',
    grade: 'fault',
    seen: [
      { told: 'only port 8080' },
      ...([3000, 3001, 5000, 8001, 8008, 8080, 8081, 8088, 8888, 9000] as const).map((port) => ({
        says: `Uvicorn running on http://0.0.0.0:${port}`,
      })),
    ],
    suspects: [surely(wrongPort), perhaps(protocolMissing)],
  },
  {
    id: 'posts-not-found',
    title: 'The server answers `POST /mcp` with 404',
    grade: 'effect',
    seen: [
      { access: 'POST /mcp', status: 404 },
      { says: 'Cannot POST /mcp' },
      { says: 'Cannot POST /' },
      { told: 'on /mcp', status: 404 },
      { told: 'for /mcp', status: 404 },
    ],
    suspects: [likely(otherPath), likely(otherTransport)],
    unless: ['session-not-found', 'speaks-sse'],
  },
  {
    id: 'posts-to-invocations',
    title: 'The platform posts to `/invocations`, which an MCP server does not have',
    grade: 'fault',
    seen: [{ access: 'POST /invocations', status: 404 }, { told: '/invocations … 404 Not Found' }],
    suspects: [surely(protocolMissing)],
  },
  {
    id: 'slash-redirected',
    title: 'The server answers with a redirect that differs by a slash',
    grade: 'fault',
    seen: [
      { access: 'POST /mcp', status: 307 },
      { told: 'POST /mcp … 307 Temporary Redirect' },
      { says: "Redirect response '307" },
    ],
    suspects: [surely(slashRedirect), perhaps(clientSlash)],
    unless: ['client-slash-redirected'],
  },
  {
    id: 'client-slash-redirected',
    title: 'A request for `/mcp/` is redirected to `/mcp`',
    grade: 'fault',
    seen: [{ access: 'POST /mcp/', status: 307 }],
    suspects: [likely(clientSlash), perhaps(slashRedirect)],
  },
  {
    id: 'task-group-not-started',
    title: 'The session manager is not running',
    grade: 'fault',
    seen: [{ says: 'Task group is not initialized' }],
    suspects: [surely(lifespanMissing)],
  },
  {
    id: 'termination-not-supported',
    title: 'The server does not end sessions on request',
    grade: 'fault',
    seen: [{ says: 'Session termination not supported' }],
    suspects: [surely(harmlessMethod)],
    marksLines: false,
  },
];
