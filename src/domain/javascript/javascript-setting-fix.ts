import type { Edit, Fix, Safety } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { CallSite, Scalar, Setting } from '../../model/value.ts';
import { isLoopback } from '../server/contract.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Needed } from '../server/setting-place.ts';
import { behavesAs, behaviours } from './javascript-sdks.ts';

const TITLES: Record<Needed, string> = {
  host: 'Listen on `0.0.0.0`',
  port: 'Listen on port `8000`',
  path: 'Serve the endpoint at `/mcp`',
  stateless: 'Run the server stateless',
  transport: 'Serve streamable HTTP on `0.0.0.0:8000`',
};

/** How one setting of a TypeScript or JavaScript server becomes what AgentCore needs. */
export function javascriptSettingFix(needed: Needed, { server, launch }: DeployedLaunch): Fix | undefined {
  switch (needed) {
    case 'host':
      return rewritten(needed, launch.host, '0.0.0.0') ?? optionGiven(needed, server, launch, { host: '"0.0.0.0"' });
    case 'port':
      return rewritten(needed, launch.port, '8000') ?? optionGiven(needed, server, launch, { port: '8000' });
    case 'path':
      return pathFix(launch.path);
    case 'stateless':
      return launch.how === 'run' && behavesAs(behaviours.fastmcpStateless, server.version) !== false
        ? optionGiven(needed, server, launch, { stateless: 'true' })
        : undefined;
    case 'transport':
      return server.library === 'npm:fastmcp' ? httpStreamFix(server, launch) : undefined;
  }
}

/** Another value where the present one is spelt. */
function rewritten(needed: Needed, setting: Setting<Scalar>, to: string): Fix | undefined {
  const written = setting.kind === 'set' ? setting.written : undefined;
  if (written === undefined) return undefined;
  const { at, text: from, shared } = written;
  return fixOf(needed, shared === true ? 'review' : 'safe', { kind: 'swap', at, from, to });
}

function fixOf(needed: Needed, safety: Safety, ...edits: readonly Edit[]): Fix {
  return { title: TITLES[needed], safety, edits };
}

/** `/api/mcp` of a router with `/mcp` that is mounted at `/api`: the mount becomes `/`. */
function pathFix(setting: Launch['path']): Fix | undefined {
  const text = setting.kind === 'set' ? setting.written?.text : undefined;
  if (setting.kind !== 'set' || text === undefined) return undefined;
  if (setting.value === text) return rewritten('path', setting, '/mcp');
  return setting.value === `${text}/mcp` ? rewritten('path', setting, '/') : undefined;
}

/** An option that was left out: of `httpStream` in npm's fastmcp, of `listen` or `serve` elsewhere. */
function optionGiven(
  needed: Needed,
  { library }: Server,
  { call, host, port, stateless }: Launch,
  set: { readonly [name: string]: string },
): Fix | undefined {
  const settings: { readonly [name: string]: Setting<Scalar> } = { host, port, stateless };
  if (call === undefined || call.open || settings[needed]?.kind !== 'default') return undefined;
  if (library !== 'npm:fastmcp') return fixOf(needed, 'safe', { kind: 'call', at: call.at, set });
  const stream = call.arguments.find(({ name }) => name === 'httpStream')?.value;
  if (stream === undefined) {
    const members = Object.entries(set).map(([name, value]) => `${name}: ${value}`);
    return fixOf(needed, 'safe', { kind: 'call', at: call.at, set: { httpStream: `{ ${members.join(', ')} }` } });
  }
  // Written `false` is no oversight.
  const safety = new RegExp(`\\b${needed}\\b`).test(stream.text) ? 'review' : 'safe';
  return stream.text.startsWith('{') ? fixOf(needed, safety, { kind: 'members', at: stream.at, set }) : undefined;
}

/** From another transport to HTTP, with all that AgentCore needs there. */
function httpStreamFix({ version }: Server, { call }: Launch): Fix | undefined {
  if (call === undefined || call.open || behavesAs(behaviours.fastmcpHost, version) === false) return undefined;
  const httpStream = '{ port: 8000, host: "0.0.0.0", stateless: true }';
  const set = { transportType: '"httpStream"', httpStream };
  return fixOf('transport', 'review', { kind: 'call', at: call.at, set });
}

/** How a TypeScript or JavaScript server that nothing starts comes to serve what AgentCore needs. */
export function javascriptStartFix(_server: Server): Fix | undefined {
  return undefined;
}

/** How a TypeScript or JavaScript server stops to refuse requests that carry a foreign Host header. */
export function javascriptGuardFix({ server, launch: { hostGuard, appCall } }: DeployedLaunch): Fix | undefined {
  if (hostGuard.kind === 'unclear' || !hostGuard.value) return undefined;
  const app = appCall === undefined ? undefined : unguardedApp(appCall, hostGuard);
  const transport = unguardedTransport(server);
  const edits = [...(app === undefined ? [] : [app]), ...(transport === undefined ? [] : [transport])];
  const drops = edits.some((edit) => edit.kind === 'call' && edit.drop !== undefined);
  // A list of hosts was written down on purpose, if not for this place.
  const safety = drops ? 'review' : 'safe';
  return edits.length === 0 ? undefined : { title: 'Take requests with any Host header', safety, edits };
}

/** `createMcpExpressApp` and its kin guard by `allowedHosts`, and for a loopback `host`, which is the default. */
function unguardedApp(call: CallSite, guard: Setting<boolean>): Edit | undefined {
  const written = guard.kind === 'set' ? guard.written : undefined;
  if (written !== undefined) return { kind: 'swap', at: written.at, from: written.text, to: '0.0.0.0' };
  const host = call.arguments.find(({ name }) => name === 'host')?.value;
  const listed = call.arguments.some(({ name }) => name === 'allowedHosts');
  const local = host === undefined || (host.kind === 'literal' && isLoopback(String(host.value)));
  if (!listed && !local) return undefined;
  return {
    kind: 'call',
    at: call.at,
    ...(local ? { set: { host: '"0.0.0.0"' } } : {}),
    ...(listed ? { drop: ['allowedHosts'] } : {}),
  };
}

/** Without `allowedHosts` the transport looks at no Host; what it does about `allowedOrigins` stays. */
function unguardedTransport({ construction }: Server): Edit | undefined {
  const given = new Set(construction.arguments.map(({ name }) => name));
  if (!given.has('enableDnsRebindingProtection')) return undefined;
  const drop = given.has('allowedOrigins') ? ['allowedHosts'] : ['enableDnsRebindingProtection', 'allowedHosts'];
  return { kind: 'call', at: construction.at, drop };
}
