import type { Fix } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { CallSite, Scalar, Setting, Written } from '../../model/value.ts';
import { fixOf, type Part } from '../edit/parts.ts';
import { isLoopback } from '../server/contract.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Needed } from '../server/setting-place.ts';
import { listing } from '../words.ts';
import { closedStreamFix } from './javascript-stream-fix.ts';
import { behavesAs, behaviours } from './javascript-sdks.ts';

/** How one setting of a TypeScript or JavaScript server becomes what AgentCore needs. */
export function javascriptSettingFix(needed: Needed, { server, launch }: DeployedLaunch): Fix | undefined {
  const part = partFor(needed, server, launch);
  return part && fixOf([part]);
}

function partFor(needed: Needed, server: Server, launch: Launch): Part | undefined {
  switch (needed) {
    case 'host':
      return rewritten(needed, launch.host, '0.0.0.0') ?? optionGiven(needed, server, launch, '"0.0.0.0"');
    case 'port':
      return rewritten(needed, launch.port, '8000') ?? optionGiven(needed, server, launch, '8000');
    case 'path':
      return pathRewritten(launch.path);
    case 'stateless':
      return statelessPart(server, launch);
    case 'transport':
      return server.library === 'npm:fastmcp' ? httpStream(server, launch) : served(server);
  }
}

/** Who asks the client in the middle of a call needs the session. */
function statelessPart(server: Server, launch: Launch): Part | undefined {
  if (server.asksClient.length > 0) return undefined;
  if (server.library === 'npm:fastmcp')
    return behavesAs(behaviours.fastmcpStateless, server.version) === false
      ? undefined
      : optionGiven('stateless', server, launch, 'true');
  const shared = server.peculiarities.find(({ check }) => check === 'not-stateless');
  const stream = shared?.call === undefined ? { edits: [] } : closedStreamFix(shared);
  if (shared?.edits === undefined || stream === undefined) return undefined;
  const says = { verb: 'make', what: 'a new server and a new transport without a session', where: 'for each request' };
  return { edits: [...shared.edits, ...stream.edits], safety: 'review', says };
}

/** Another value where the present one is spelt; another port or path may be known to others who call the server. */
function rewritten(needed: Needed, setting: Setting<Scalar>, to: string): Part | undefined {
  const written = setting.kind === 'set' ? setting.written : undefined;
  if (written === undefined) return undefined;
  const { as, at, text: from, shared } = written;
  const own = as !== 'word' && as !== 'variable';
  return {
    edits: [{ kind: 'swap', at, from, to }],
    safety: shared === true || (needed !== 'host' && own) ? 'review' : 'safe',
    says: { verb: 'change', what: `the ${needed} from \`${from}\` to \`${to}\``, where: '' },
  };
}

/** `/api/mcp` of a router with `/mcp` that is mounted at `/api`: the mount becomes `/`. */
function pathRewritten(setting: Launch['path']): Part | undefined {
  const text = setting.kind === 'set' ? setting.written?.text : undefined;
  if (setting.kind !== 'set' || text === undefined) return undefined;
  if (setting.value === text) return rewritten('path', setting, '/mcp');
  return setting.value === `${text}/mcp` ? rewritten('path', setting, '/') : undefined;
}

/** An option that was left out: of `httpStream` in npm's fastmcp, of `listen` or `serve` elsewhere. */
function optionGiven(
  needed: 'host' | 'port' | 'stateless',
  server: Server,
  { call, [needed]: setting }: Launch,
  value: string,
): Part | undefined {
  if (call === undefined || call.open || setting.kind !== 'default') return undefined;
  const written = (name: string, code: string): Part['says'] => ({
    verb: 'write',
    what: `\`${name}: ${code.replaceAll('"', "'")}\``,
    where: `in the call of \`${call.callee}\``,
  });
  const set = { [needed]: value };
  const says = written(needed, value);
  if (server.library !== 'npm:fastmcp') return { edits: [{ kind: 'call', at: call.at, set }], safety: 'safe', says };
  const stream = call.arguments.find(({ name }) => name === 'httpStream')?.value;
  if (stream === undefined) {
    // Its type asks for the port, whatever else is given.
    const options = streamOptions(server);
    const edits = [{ kind: 'call', at: call.at, set: { httpStream: options } }] as const;
    return { edits, safety: 'safe', says: written('httpStream', options) };
  }
  if (!stream.text.startsWith('{')) return undefined;
  // Written `false` is no oversight.
  const safety = new RegExp(`\\b${needed}\\b`).test(stream.text) ? 'review' : 'safe';
  return { edits: [{ kind: 'members', at: stream.at, set }], safety, says };
}

/** All that AgentCore needs of `httpStream`, as far as the release has it; who asks the client needs the session. */
function streamOptions({ version, asksClient }: Server): string {
  const host = behavesAs(behaviours.fastmcpHost, version) === false ? [] : ['host: "0.0.0.0"'];
  const isStateless = behavesAs(behaviours.fastmcpStateless, version) !== false && asksClient.length === 0;
  return `{ ${['port: 8000', ...host, ...(isStateless ? ['stateless: true'] : [])].join(', ')} }`;
}

/** From another transport to HTTP, with all that AgentCore needs there; somebody may start it locally over stdio. */
function httpStream(server: Server, { call }: Launch): Part | undefined {
  const isAble = behavesAs(behaviours.fastmcpStateless, server.version) !== false && server.asksClient.length === 0;
  if (call === undefined || call.open || !isAble) return undefined;
  const set = { transportType: '"httpStream"', httpStream: streamOptions(server) };
  return {
    edits: [{ kind: 'call', at: call.at, set }],
    safety: 'review',
    says: { verb: 'serve', what: 'streamable HTTP on `0.0.0.0:8000`, stateless', where: '' },
  };
}

/** The 1.x SDK: from standard input to an HTTP server of Node's, with a server and a transport for each request. */
function served({ version, asksClient, peculiarities }: Server): Part | undefined {
  const edits = peculiarities.find(({ check }) => check === 'transport-not-http')?.edits;
  const isAble = behavesAs(behaviours.streamableHttp, version) !== false && asksClient.length === 0;
  if (edits === undefined || !isAble) return undefined;
  const says = { verb: 'serve', what: 'streamable HTTP on `0.0.0.0:8000`, stateless', where: '' };
  return { edits, safety: 'review', says };
}

/** How a TypeScript or JavaScript server that nothing starts comes to serve what AgentCore needs. */
export function javascriptStartFix(_server: Server): Fix | undefined {
  return undefined;
}

/** How a TypeScript or JavaScript server stops to refuse requests that carry a foreign Host header. */
export function javascriptGuardFix({ server, launch: { hostGuard, appCall } }: DeployedLaunch): Fix | undefined {
  if (hostGuard.kind === 'unclear' || !hostGuard.value) return undefined;
  const parts = [...(appCall === undefined ? [] : unguardedApp(appCall, hostGuard)), ...unguardedTransport(server)];
  return parts.length === 0 ? undefined : fixOf(parts);
}

/** `createMcpExpressApp` and its kin guard by `allowedHosts`, and for a loopback `host`, which is the default. */
function unguardedApp(call: CallSite, guard: Setting<boolean>): readonly Part[] {
  const written = guard.kind === 'set' ? guard.written : undefined;
  if (written !== undefined) return [hostSwapped(written)];
  const host = call.arguments.find(({ name }) => name === 'host')?.value;
  const local = host === undefined || (host.kind === 'literal' && isLoopback(String(host.value)));
  const listed = call.arguments.some(({ name }) => name === 'allowedHosts');
  const hostWritten: Part = {
    edits: [{ kind: 'call', at: call.at, set: { host: '"0.0.0.0"' } }],
    safety: 'safe',
    says: { verb: 'write', what: "`host: '0.0.0.0'`", where: `in the call of \`${call.callee}\`` },
  };
  return [...(listed ? [leftOut(call, ['allowedHosts'])] : []), ...(local ? [hostWritten] : [])];
}

function hostSwapped({ at, text: from }: Written): Part {
  return {
    edits: [{ kind: 'swap', at, from, to: '0.0.0.0' }],
    safety: 'safe',
    says: { verb: 'change', what: `the host from \`${from}\` to \`0.0.0.0\``, where: '' },
  };
}

/** Without `allowedHosts` the transport looks at no Host; what it does about `allowedOrigins` stays. */
function unguardedTransport({ construction }: Server): readonly Part[] {
  const given = new Set(construction.arguments.map(({ name }) => name));
  if (!given.has('enableDnsRebindingProtection')) return [];
  const names = given.has('allowedOrigins') ? ['allowedHosts'] : ['enableDnsRebindingProtection', 'allowedHosts'];
  return [leftOut(construction, names)];
}

/** Hosts were listed on purpose, if not for this place. */
function leftOut(call: CallSite, names: readonly string[]): Part {
  const what = listing(names.map((name) => `\`${name}\``));
  return {
    edits: [{ kind: 'call', at: call.at, drop: names }],
    safety: 'review',
    says: { verb: 'leave', what, where: `out of the call of \`${call.callee}\`` },
  };
}
