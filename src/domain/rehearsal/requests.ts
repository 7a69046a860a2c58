import type { Json } from '../../model/json.ts';

/** A request of the play, before it is sent. */
export interface Planned {
  readonly name: string;
  readonly method: 'POST' | 'GET' | 'DELETE';
  /** Below the server's origin; absent: the endpoint itself. */
  readonly path?: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  /** The id whose answer ends a stream. */
  readonly id?: number;
  /** How long its answer may take, in milliseconds. */
  readonly limitMs?: number;
}

/**
 * The versions of the protocol that today's clients ask for in a handshake.
 * https://modelcontextprotocol.io/specification (verified 2026-11-25)
 */
export const ERAS = ['2025-06-18', '2025-11-25'] as const;
/** The first version without handshake, session and ping. */
export const SESSIONLESS = '2026-07-28';

/** Both types, as the contract asks of clients and as AgentCore sends them on. */
export const BOTH_TYPES = 'application/json, text/event-stream';

const JSON_TYPE = { 'content-type': 'application/json', accept: BOTH_TYPES };
const CLIENT = { name: 'agentcore-doctor', version: '1' };

/** A JSON-RPC request in the way that AgentCore sends it: both types accepted, JSON inside. */
export function call(name: string, method: string, params: Json, more: Partial<Planned> = {}): Planned {
  const id = more.id ?? 1;
  const { headers = {}, ...rest } = more;
  return {
    name,
    method: 'POST',
    id,
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    ...rest,
    headers: { ...JSON_TYPE, ...headers },
  };
}

/** The health check, as it was seen in containers' logs: no session, no credentials. */
export function ping(name: string, more: Partial<Planned> = {}): Planned {
  return call(name, 'ping', {}, more);
}

export function initialize(name: string, protocolVersion: string, more: Partial<Planned> = {}): Planned {
  return call(name, 'initialize', { protocolVersion, capabilities: {}, clientInfo: CLIENT }, more);
}

/** The question a client of the sessionless version begins with; its headers repeat what the body says. */
export function discover(name: string): Planned {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': SESSIONLESS,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': CLIENT,
  };
  const headers = { 'mcp-protocol-version': SESSIONLESS, 'mcp-method': 'server/discover' };
  return call(name, 'server/discover', { _meta: meta }, { headers });
}

/** `tools/list`, with a session id of the platform's where one is given. */
export function listTools(name: string, sessionId?: string): Planned {
  return call(name, 'tools/list', {}, sessionId === undefined ? {} : { headers: { 'mcp-session-id': sessionId } });
}

/** A `ping` that carries so many bytes of padding. */
export function heavyPing(name: string, bytes: number): Planned {
  return ping(name, {
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: { padding: 'x'.repeat(bytes) } } }),
  });
}
