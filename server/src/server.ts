import { McpServer } from '@modelcontextprotocol/server';
import { advertised, advertisedInput } from './calls/advertise.ts';
import { answerCall, type Surroundings } from './calls/answer.ts';
import { tools } from './tools/index.ts';
import { IDENTITY } from './version.ts';

const offered = tools.map((tool) => ({ tool, input: advertisedInput(tool.input), output: advertised(tool.output) }));

const INSTRUCTIONS =
  "Checks texts with Amazon Bedrock's Automated Reasoning. `list_guardrails` shows what to check against, `validate_content` checks, and `rewrite_response` corrects an answer. Read `valid`, not `action`: Automated Reasoning findings never change `action`.";

/** Makes a server with the four tools: a new one for each request, because the endpoint keeps nothing between them. */
export function createServer(surroundings: Surroundings): McpServer {
  // The tools are the same for everybody until the next deployment.
  const cacheHints = { 'tools/list': { ttlMs: 300_000, cacheScope: 'public' as const } };
  const capabilities = { tools: { listChanged: false } };
  const server = new McpServer({ ...IDENTITY }, { instructions: INSTRUCTIONS, capabilities, cacheHints });
  const { session, running } = surroundings;
  // A client of 2025 keeps its stream open when it gives up and says so in a request of its own. Which call it means, only
  // the session tells: the ids of requests begin anew with each client.
  if (session !== undefined)
    server.server.setNotificationHandler('notifications/cancelled', ({ params: { requestId } }) => {
      if (requestId !== undefined) running.cancel(session, requestId);
    });
  for (const { tool, input, output } of offered) {
    const { name, title, description } = tool;
    // Rewriting gives another text each time; nothing is changed by any of the tools.
    const annotations = { title, readOnlyHint: true, idempotentHint: name !== 'rewrite_response', openWorldHint: true };
    const config = { title, description, inputSchema: input, outputSchema: output, annotations };
    server.registerTool(name, config, (given, context) => answerCall(tool, given, context, surroundings));
  }
  return server;
}
