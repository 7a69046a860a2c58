import type { Agent } from '../../model/agent.ts';
import type { Launch, Server } from '../../model/server.ts';

/** What an agent's own server speaks, and the server that shows it. */
export interface Served {
  readonly protocol: 'MCP' | 'HTTP';
  readonly server: Server;
}

/**
 * The protocol of the servers that an agent starts. Undefined when it cannot be told or is mixed on purpose: MCP on the
 * address of the HTTP contract, an MCP server inside another application, one that may talk over stdio beside it.
 */
export function servedAs(servers: readonly Server[], { entry }: Agent): Served | undefined {
  const http = servers.find(({ library }) => library === 'bedrock-agentcore');
  const mcp = servers.filter(({ library }) => library !== 'bedrock-agentcore');
  if (http !== undefined) return mcp.length === 0 ? { protocol: 'HTTP', server: http } : undefined;
  const started = mcp.find(
    (server) => server.mounts.length === 0 && server.launches.some(isRunning) && isStarted(server, entry?.path),
  );
  if (started === undefined || started.launches.some(isForInvocations)) return undefined;
  return { protocol: 'MCP', server: started };
}

/** A server that an entry point merely imports may be a part of it; the one that is made or run there is the program. */
function isStarted({ path, launches }: Server, entry: string | undefined): boolean {
  return entry === undefined || path === entry || launches.some(({ at }) => at.path === entry);
}

/** Over the network, or over stdio for certain: then the program does nothing else. */
function isRunning({ reached, transport }: Launch): boolean {
  if (reached === 'no' || transport.kind === 'unclear') return false;
  return transport.value !== 'stdio' || reached === 'yes';
}

/** MCP over an HTTP runtime on purpose: port 8080, path `/invocations`; or values that only the running program knows. */
function isForInvocations({ reached, port, path }: Launch): boolean {
  if (reached === 'no') return false;
  return (
    (port.kind === 'unclear' || port.value === 8080) &&
    (path.kind === 'unclear' || path.value.replace(/\/$/, '') === '/invocations')
  );
}

/** Where the protocol is written, for each way of declaring an agent. */
export function protocolRemedy({ config, declaration }: Agent, protocol: string): string {
  if (config !== undefined)
    return config.kind === 'cli'
      ? `Write \`"protocol": "${protocol}"\`.`
      : `Write \`server_protocol: ${protocol}\` below \`aws.protocol_configuration\`.`;
  if (declaration?.protocol !== undefined) return `Write \`${protocol}\` for \`${declaration.protocol.value}\`.`;
  const slot = declaration?.slot;
  switch (declaration?.by) {
    case 'script':
    case 'document':
      return slot?.name === '--protocol-configuration'
        ? `Add \`${slot.name} serverProtocol=${protocol}\` to \`create-agent-runtime\`.`
        : `Add \`--protocol ${protocol}\` to \`agentcore configure\`.`;
    case 'template':
      return `Write \`ProtocolConfiguration: ${protocol}\`.`;
    case 'terraform':
      return slot?.around[0].startsWith('=') === true
        ? `Write \`protocol_configuration = "${protocol}"\`.`
        : `Write \`protocol_configuration { server_protocol = "${protocol}" }\`.`;
    case 'python':
    case 'typescript':
      return `Pass the server protocol \`${protocol}\`.`;
    case 'cdk':
      return `Set \`protocolConfiguration\` to \`${protocol}\`.`;
    case undefined:
      return `Deploy the agent as ${protocol}.`;
  }
}
