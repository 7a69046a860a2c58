import type { Header } from '../../model/client.ts';

/**
 * What an MCP client has to accept (verified 2026-11-23).
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
 */
export const ACCEPT = 'application/json, text/event-stream';

/** The types of `ACCEPT` that a header does not name; servers of `mcp` 1.x and the platform take no wildcard for them. */
export function missingTypes(accept: Extract<Header, { kind: 'written' | 'absent' }>): readonly string[] {
  const named =
    accept.kind === 'absent' ? [] : accept.value.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  return ACCEPT.split(', ').filter((type) => !named.includes(type));
}
