import { McpServer } from '@modelcontextprotocol/server';
import { advertised, advertisedInput } from './calls/advertise.ts';
import { answerCall } from './calls/answer.ts';
import type { RunningCalls } from './calls/running.ts';
import type { Settings } from './settings.ts';
import { tools } from './tools/index.ts';
import { IDENTITY } from './version.ts';

const offered = tools.map((tool) => ({ tool, input: advertisedInput(tool.input), output: advertised(tool.output) }));

const INSTRUCTIONS =
  "Checks texts with Amazon Bedrock's Automated Reasoning. `list_guardrails` shows what to check against, `validate_content` checks, and `rewrite_response` corrects an answer. Read `valid`, not `action`: Automated Reasoning findings never change `action`.";

/** Makes a server with the four tools: a new one for each request, because the endpoint keeps nothing between them. */
export function createServer(settings: Settings, running: RunningCalls): McpServer {
  // The tools are the same for everybody until the next deployment.
  const cacheHints = { 'tools/list': { ttlMs: 300_000, cacheScope: 'public' as const } };
  const server = new McpServer({ ...IDENTITY }, { instructions: INSTRUCTIONS, cacheHints });
  for (const { tool, input, output } of offered) {
    const { name, title, description } = tool;
    // Rewriting gives another text each time; nothing is changed by any of the tools.
    const annotations = { title, readOnlyHint: true, idempotentHint: name !== 'rewrite_response', openWorldHint: true };
    const config = { title, description, inputSchema: input, outputSchema: output, annotations };
    server.registerTool(name, config, (given, context) => answerCall(tool, given, context, { settings, running }));
  }
  return server;
}
