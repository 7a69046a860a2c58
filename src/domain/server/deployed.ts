import type { Agent, Agents } from '../../model/agent.ts';
import type { Launch, Server, Servers } from '../../model/server.ts';

/** The servers that AgentCore starts: what the contract is asked of. */
export function deployedServers({ servers }: Servers): readonly Server[] {
  return servers.filter((server) => server.part === 'deployed');
}

/** One way in which a deployed server may be started. */
export interface DeployedLaunch {
  readonly server: Server;
  readonly launch: Launch;
}

/** The launches of the deployed servers, without those that stand in branches the image does not take. */
export function deployedLaunches(servers: Servers): readonly DeployedLaunch[] {
  return deployedServers(servers).flatMap((server) =>
    server.launches.filter(({ reached }) => reached !== 'no').map((launch) => ({ server, launch })),
  );
}

/** The agent that a server is deployed as, when one is declared. */
export function agentOfServer({ agentIndex }: Server, { agents }: Agents): Agent | undefined {
  return agentIndex === undefined ? undefined : agents[agentIndex];
}

/** The deployed servers of each agent that has some. */
export function serversByAgent(servers: Servers, { agents }: Agents): ReadonlyMap<Agent, readonly Server[]> {
  const found = new Map<Agent, Server[]>();
  for (const server of deployedServers(servers)) {
    const agent = server.agentIndex === undefined ? undefined : agents[server.agentIndex];
    if (agent === undefined) continue;
    const own = found.get(agent);
    if (own === undefined) found.set(agent, [server]);
    else own.push(server);
  }
  return found;
}

/** The servers of which one is deployed and nothing tells which, in groups that exclude each other. */
export function unsureServers({ servers }: Servers): readonly (readonly Server[])[] {
  const groups = new Map<string, Server[]>();
  for (const server of servers.filter(({ part }) => part === 'unsure')) {
    const group = groups.get(server.because);
    if (group === undefined) groups.set(server.because, [server]);
    else group.push(server);
  }
  return [...groups.values()];
}
