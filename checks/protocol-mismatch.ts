import { isDeployedFrom } from '../src/domain/cloud/deployed-from.ts';
import { agentCalled } from '../src/domain/manifest/agent-config.ts';
import { serversByAgent } from '../src/domain/server/deployed.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { protocolFix } from '../src/domain/manifest/protocol-fix.ts';
import { protocolRemedy, servedAs } from '../src/domain/manifest/served-protocol.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Agent } from '../src/model/agent.ts';
import type { RuntimeState } from '../src/model/cloud.ts';
import type { RuntimeDeclaration } from '../src/model/deployment.ts';
import type { Server } from '../src/model/server.ts';

interface Judged {
  readonly agent: Agent;
  readonly servers: readonly Server[];
  readonly declarations: readonly RuntimeDeclaration[];
}

interface Deployed {
  readonly agent: Agent;
  readonly servers: readonly Server[];
  readonly runtime: RuntimeState;
}

export default defineCheck({
  id: 'protocol-mismatch',
  title: 'The agent is deployed with another protocol than its server speaks',
  severity: 'error',
  why: 'AgentCore calls an HTTP runtime on port 8080 at `/invocations` and an MCP runtime on port 8000 at `/mcp`; a server of the other kind answers with 404, 502 or a timeout.',
  remedy: 'Deploy the agent with the protocol of its server.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-service-contract.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
  ],
  fix: 'review',
  needs: ['agents', 'servers', 'deployments'],
  also: ['runtimes'],

  *subjects({ agents, servers, deployments: { declarations }, runtimes }) {
    for (const [agent, own] of serversByAgent(servers, agents)) {
      yield { agent, servers: own, declarations };
      for (const { target, state } of runtimes?.runtimes ?? [])
        if (state.kind === 'there' && isDeployedFrom(agent, target, state.value))
          yield { agent, servers: own, runtime: state.value };
    }
  },

  judge(subject: Judged | Deployed) {
    if ('runtime' in subject) return judgeDeployed(subject);
    const { agent, servers, declarations } = subject;
    const { protocol } = agent;
    const served = servedAs(servers, agent);
    if (served === undefined) return undefined;
    if (protocol.kind === 'unclear')
      return {
        unclear: `${agentCalled(agent.name)} serves ${served.protocol}; the protocol it is deployed with is ${protocol.saw}.`,
        at: protocol.at,
      };
    if (protocol.value === served.protocol || (protocol.value !== 'MCP' && protocol.value !== 'HTTP')) return undefined;
    if (agent.config?.kind === 'unread' && protocol.kind === 'default') return undefined;
    const why = protocol.kind === 'default' ? ', because nothing says otherwise' : '';
    return {
      message: `${agentCalled(agent.name)} is deployed as ${protocol.value}${why}, and \`${served.server.path}\` serves ${served.protocol} with \`${served.server.className}\`.`,
      remedy: protocolRemedy(agent, served.protocol),
      at: protocol.kind === 'set' ? protocol.at : agent.at,
      related: [{ ...served.server.construction.at, label: 'the server' }],
      ...(agent.declaration?.by === 'document' ? { severity: 'warning' as const } : {}),
      ...optional('fix', protocolFix(agent, served.protocol, declarations)),
    };
  },
});

/** The runtime in the account, whatever the files say by now. */
function judgeDeployed({ agent, servers, runtime: { arn, id, protocol = 'HTTP' } }: Deployed): Finding | undefined {
  const served = servedAs(servers, agent);
  if (served === undefined || protocol === served.protocol || (protocol !== 'MCP' && protocol !== 'HTTP'))
    return undefined;
  return {
    message: `Runtime \`${id}\` is deployed as ${protocol}, and \`${served.server.path}\` serves ${served.protocol} with \`${served.server.className}\`.`,
    remedy: `Deploy it again as ${served.protocol}.`,
    at: { kind: 'resource', arn, pointer: '/protocolConfiguration/serverProtocol' },
    related: [{ ...served.server.construction.at, label: 'the server' }],
  };
}
