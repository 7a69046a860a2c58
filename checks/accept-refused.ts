import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'accept-refused',
  title: 'A request that accepts both types of answer is refused',
  severity: 'error',
  why: 'MCP wants clients to accept `application/json, text/event-stream` together; a proxy that rewrites the header, or a server that takes one of the two alone, shuts every client out with 406.',
  remedy: 'Let `Accept` through as it is, and take both types in any order.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
    'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports',
  ],
  fix: 'none',
  needs: ['probe'],

  subjects: ({ probe }) => askedOfProbe('accept-refused', probe),

  judge: (asked: AskedOfProbe) => saidOf(asked),
});
