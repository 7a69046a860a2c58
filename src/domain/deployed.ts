import type { Launch, Server, Servers } from '../model/server.ts';

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
