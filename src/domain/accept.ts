import type { Header } from '../model/client.ts';

/** What an MCP client has to accept. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html (verified 2026-11-23) */
export const ACCEPT = 'application/json, text/event-stream';

/** The types of `ACCEPT` that a header does not name. Servers of `mcp` 1.x and the platform do not take a wildcard for both. */
export function missingTypes(accept: Extract<Header, { kind: 'written' | 'absent' }>): readonly string[] {
  const named = accept.kind === 'absent' ? [] : accept.value.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  return ACCEPT.split(', ').filter((type) => !named.includes(type));
}
