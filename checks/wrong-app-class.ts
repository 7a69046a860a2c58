import { agentOfServer, deployedServers } from '../src/domain/server/deployed.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';
import type { Server } from '../src/model/server.ts';

export default defineCheck({
  id: 'wrong-app-class',
  title: 'The deployed application cannot be an MCP server for AgentCore',
  severity: 'error',
  why: 'An MCP runtime is asked at port 8000, path `/mcp`, without sessions; an application that serves something else never answers.',
  remedy: 'Build the server with `FastMCP`, and run it stateless over streamable HTTP.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html',
  ],
  fix: 'review',
  needs: ['agents', 'servers'],

  *subjects({ agents, servers }) {
    for (const server of deployedServers(servers)) {
      yield { server, agent: agentOfServer(server, agents) };
    }
  },

  judge: ({ server, agent }) => judgeClass(server, agent),
});

function judgeClass({ library, construction, className }: Server, agent: Agent | undefined): Finding | undefined {
  const at = construction.at;
  if (library === 'fastapi-mcp') {
    return {
      message: `\`${className}\` keeps sessions and cannot be told not to.`,
      at,
      remedy: 'Build the server with `FastMCP.from_fastapi(app)` and run it with `stateless_http=True`.',
    };
  }
  const asMcp = agent?.protocol.kind === 'set' && agent.protocol.value === 'MCP';
  if (library !== 'bedrock-agentcore' || !asMcp) return undefined;
  return {
    message: `\`${className}\` serves \`/invocations\` on port 8080, and agent \`${agent.name}\` is deployed as MCP.`,
    at,
    related: [{ ...agent.protocol.at, label: 'the protocol' }],
    remedy: 'Deploy the agent with protocol HTTP, or make the entry point an MCP server.',
    fix: {
      title: `Deploy agent \`${agent.name}\` with protocol \`HTTP\``,
      safety: 'review',
      edits: [{ kind: 'swap', at: agent.protocol.at, from: 'MCP', to: 'HTTP' }],
    },
  };
}
