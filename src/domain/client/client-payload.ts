import type { Expr, Resolver } from './client-program.ts';
import { literalOf } from './client-program.ts';
import { membersOf, resolved } from './client-source.ts';

/**
 * Methods of MCP; A2A speaks JSON-RPC, too: `message/send`, `tasks/get`.
 * https://modelcontextprotocol.io/specification/2025-11-25/schema
 */
const MCP_METHOD =
  /^(?:initialize|ping|(?:tools|resources|prompts|notifications|completion|logging|sampling|roots|server)\/[\w/]+)$/;

/** Whether a payload is JSON-RPC for an MCP server. `text` is the file, for a method that is put in by a variable. */
export function isMcpPayload(
  expr: Expr | undefined,
  resolver: Resolver,
  text: string,
  depth = 0,
): 'yes' | 'no' | 'unclear' {
  if (expr === undefined) return 'no';
  const value = resolved(expr, resolver);
  if (depth > 6) return 'unclear';
  if (value.kind === 'call') {
    // `json.dumps(x)`, `JSON.stringify(x)`, `x.encode("utf-8")`, `Buffer.from(x)`
    const first = value.args[0]?.value;
    const isCharset = first?.kind === 'text' && value.on !== undefined && /(?:^|\.)encode$/.test(value.callee);
    const inner = isCharset ? value.on : (first ?? value.on);
    return inner === undefined ? 'unclear' : isMcpPayload(inner, resolver, text, depth + 1);
  }
  if (value.kind === 'text') {
    const written = literalOf(value, resolver) ?? value.source;
    return isMcpText(written);
  }
  const members = membersOf(expr, resolver);
  if (members === undefined) return 'unclear';
  const method = members.entries.find(({ key }) => key === 'method');
  const literal = literalOf(method?.value, resolver);
  if (literal !== undefined) return MCP_METHOD.test(literal) ? 'yes' : 'no';
  if (!members.entries.some(({ key }) => key === 'jsonrpc')) return members.open ? 'unclear' : 'no';
  return speaksMcp(text);
}

/** Whether a JSON text is JSON-RPC for an MCP server. */
export function isMcpText(text: string): 'yes' | 'no' | 'unclear' {
  const method = /\\?["']method\\?["']\s*:\s*\\?["']([^"'\\]*)/.exec(text)?.[1];
  if (method === undefined) return text.includes('jsonrpc') ? 'unclear' : /^\s*\{/.test(text) ? 'no' : 'unclear';
  if (MCP_METHOD.test(method)) return 'yes';
  return /[$\0{]/.test(method) || method === '' ? 'unclear' : 'no';
}

function speaksMcp(text: string): 'yes' | 'unclear' {
  const mcp = /["'](?:tools\/(?:list|call)|initialize|resources\/(?:list|read))["']/.test(text);
  return mcp && !/["'](?:message\/(?:send|stream)|tasks\/)/.test(text) ? 'yes' : 'unclear';
}
