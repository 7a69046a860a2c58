import type { RequestListener } from 'node:http';
import { type NodeIncomingMessageLike, originValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { RunningCalls } from './calls/running.ts';
import { log, traceOf } from './log.ts';
import { createServer } from './server.ts';
import type { Settings } from './settings.ts';
import { IDENTITY } from './version.ts';

/** Above all that the tools take, however it is escaped; and what is too long for them gets an answer that says so. */
const MOST_BYTES = 8 * 1024 * 1024;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Answers HTTP: MCP of both eras at /mcp, and at /health who this is. */
export function answerHttp(settings: Settings, running: RunningCalls, isStopping: () => boolean): RequestListener {
  // The adapter reads the body with a limit of its own, before the handler looks at it with its.
  const options = {
    onerror: (error: Error): void => log({ event: 'rejected', ...traceOf(error) }),
    maxRequestBodySize: MOST_BYTES,
  };
  const handler = createMcpHandler(({ requestInfo }) => {
    const session = requestInfo?.headers.get('mcp-session-id') ?? undefined;
    return createServer({ settings, running, session });
  }, options);
  const mcp = toNodeHandler(handler, options);
  // A page of a stranger in somebody's browser does not reach a server on their machine; the platform sends no Origin.
  const isFromHere = originValidation([...LOOPBACK, ...settings.allowedOrigins]);
  return (request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path === '/mcp' || path === '/mcp/') {
      // Node's requests have `method: undefined` in their type, which those of a server never have.
      if (isFromHere(request, response)) void mcp(request as NodeIncomingMessageLike, response);
      return;
    }
    if (path === '/health') {
      const { name, version } = IDENTITY;
      const status = isStopping() ? 'stopping' : 'healthy';
      response.writeHead(isStopping() ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ status, name, version }));
      return;
    }
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"error":"MCP is served at /mcp, and the state of the server at /health."}');
  };
}
