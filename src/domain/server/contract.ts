import type { Fix } from '../../model/change.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Launch, Server, Servers } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { type DeployedLaunch, deployedLaunches } from './deployed.ts';

/** The page that holds the contract of MCP servers, for the references of checks. Verified 2026-11-23. */
export const CONTRACT =
  'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html';

/**
 * The launches of which the contract can be asked: those over HTTP, of servers that speak MCP. A server that serves
 * MCP on port 8080 at `/invocations` is deployed under the HTTP protocol on purpose, and another contract holds.
 */
export function contractLaunches(servers: Servers): readonly DeployedLaunch[] {
  return deployedLaunches(servers).filter(
    ({ server, launch }) => speaksMcp(server) && overHttp(launch) && !isInvocations(launch),
  );
}

/** `BedrockAgentCoreApp` serves the HTTP protocol; it has a contract of its own. */
export function speaksMcp({ library }: Server): boolean {
  return library !== 'bedrock-agentcore';
}

function overHttp({ transport }: Launch): boolean {
  return (
    transport.kind === 'unclear' ||
    ['http', 'streamable-http', 'streamable_http', 'httpStream'].includes(transport.value)
  );
}

function isInvocations({ port, path }: Launch): boolean {
  return port.kind === 'set' && port.value === 8080 && path.kind === 'set' && path.value === '/invocations';
}

/** Whether an address is reached from its own machine only. */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);
}

/** How a setting is judged: what is right, and what to say of what is not. */
export interface Rule<T> {
  /** The setting's name for a sentence: `port`. */
  readonly name: string;
  readonly right: (value: T) => boolean;
  readonly say: (value: T) => string;
  readonly remedy?: string;
  /** Asked for where something is wrong only. */
  readonly fix?: () => Fix | undefined;
}

/**
 * Judges a setting of one way of starting. Where another way may be taken instead, and nothing tells which, what is
 * wrong with one of them is no finding yet.
 */
export function judgeLaunch<T extends string | number | boolean>(
  { server, launch }: DeployedLaunch,
  setting: Setting<T>,
  rule: Rule<T>,
): Finding | Unclear | undefined {
  const verdict = judgeSetting(setting, rule);
  if (verdict === undefined || 'unclear' in verdict || launch.reached !== 'unclear') return verdict;
  const others = server.launches.filter((other) => other !== launch && other.reached !== 'no' && overHttp(other));
  if (others.length === 0) return verdict;
  const branch = launch.condition === undefined ? '' : ` that depends on ${launch.condition}`;
  return { unclear: `${verdict.message.replace(/\.$/, '')}, in a branch${branch}.`, at: verdict.at };
}

/** Judges an effective setting; one that cannot be told, or that the environment may still change, is unclear. */
export function judgeSetting<T extends string | number | boolean>(
  setting: Setting<T>,
  { name, right, say, remedy, fix: fixFor }: Rule<T>,
): Finding | Unclear | undefined {
  if (setting.kind === 'unclear') return { unclear: `The ${name} is ${setting.saw}.`, at: setting.at };
  if (right(setting.value)) return undefined;
  if (setting.kind === 'set' && setting.unless !== undefined) {
    return { unclear: `The ${name} is \`${setting.value}\` ${setting.unless}.`, at: setting.at };
  }
  const fix = fixFor?.();
  const source =
    setting.kind === 'default' ? `: ${setting.because}` : setting.via === undefined ? '' : ` (${setting.via})`;
  return {
    message: `${say(setting.value)}${source}.`,
    at: setting.at,
    ...(remedy === undefined ? {} : { remedy }),
    ...(fix === undefined ? {} : { fix }),
  };
}
