import type { Ask } from './attempt.ts';

/**
 * The first request that AgentCore passes on: under the name of its own host, with a session id of its own making, and
 * with both answer types accepted (runtime-mcp.html and runtime-mcp-protocol-contract.html, verified 2026-11-22).
 */
export const initialize: Ask = {
  method: 'POST',
  path: '/mcp',
  headers: {
    Host: 'cell01.eu-west-1.runtime.example',
    Accept: 'application/json, text/event-stream',
    'Content-Type': 'application/json',
    'Mcp-Session-Id': '0c4f9f5e-6d0b-4c3c-9a55-2f0f3a1f7a10',
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'agentcore-doctor', version: '0' } },
  }),
};

const { 'Mcp-Session-Id': _session, ...headers } = initialize.headers;

/** The same of a client that begins a session: a server that keeps sessions on purpose gives it one of its own. */
export const initializeAnew: Ask = { ...initialize, headers };
