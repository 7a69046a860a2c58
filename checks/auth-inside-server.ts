import { deployedServers } from '../src/domain/server/deployed.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';

export default defineCheck({
  id: 'auth-inside-server',
  title: 'The server asks for credentials itself',
  severity: 'warning',
  why: 'AgentCore pings `/mcp` without credentials and strips `Authorization` before the container unless it is allowed through; a server that answers the ping with 401 is declared unhealthy after minutes.',
  remedy: "Leave authentication to the runtime's authorizer, or let `ping` through without credentials.",
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html',
  ],
  fix: 'none',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const server of deployedServers(servers)) {
      if (server.authentication.length === 0) yield undefined;
      yield* server.authentication;
    }
  },

  judge(means: Located<string> | undefined) {
    return means && { message: `The server authenticates its callers itself, with \`${means.value}\`.`, at: means.at };
  },
});
