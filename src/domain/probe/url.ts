import type { Endpoint } from '../../model/probe.ts';
import { arnOf } from '../cloud/arns.ts';
import { type Addressed, type Around, refused } from './address.ts';
import { regionOfHost } from './partitions.ts';

/** The endpoint of a URL. It is kept as it was given, since a wrong encoding is what may be wrong with it. */
export function endpointOfUrl(text: string, around: Around): Addressed {
  if (!URL.canParse(text)) return refused('The address is no URL.');
  const url = new URL(text);
  const secret = secretIn(url);
  if (secret !== undefined)
    return refused(
      `The URL holds ${secret}, where logs, proxies and the history of the shell keep it.`,
      'Give a token as `BEARER_TOKEN` or with `--token-file`, and regard this one as known to others.',
    );
  const host = hostOf(url, around.custom);
  if (host === undefined)
    return refused(
      `\`${url.host}\` is no host of AgentCore's data plane.`,
      'Nothing is sent there. The host is `bedrock-agentcore.<region>.amazonaws.com`, its like in another partition, this machine, or what `AWS_ENDPOINT_URL_BEDROCK_AGENTCORE` names.',
    );
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return refused(`\`http://${url.host}\` is not encrypted.`, 'Nothing is sent there. Begin the URL with `https://`.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refused(`\`${url.protocol}\` is not spoken here.`, 'Begin the URL with `https://`.');
  url.hash = '';
  return { ok: true, endpoint: withParts(url, host) };
}

function withParts(url: URL, host: Endpoint['host']): Endpoint {
  const region = regionOfHost(url.hostname);
  const common = { url: url.href, host, qualifier: url.searchParams.get('qualifier') ?? 'DEFAULT' };
  const path = /^\/runtimes\/(.+)\/invocations\/?$/.exec(url.pathname);
  if (path === null)
    return { kind: host === 'aws' ? 'runtime' : 'server', ...common, ...(region === undefined ? {} : { region }) };
  const inside = path[1] ?? '';
  const name = decodedWholly(inside).trim();
  const arn = arnOf(name);
  const id = arn === undefined ? name : /^runtime\/([^/]+)/.exec(arn.resource)?.[1];
  const account = arn?.account ?? url.searchParams.get('accountId') ?? undefined;
  const once = `/runtimes/${encodeURIComponent(name)}/invocations`;
  const isMended = arn !== undefined && url.pathname !== once;
  return {
    kind: 'runtime',
    ...common,
    ...(arn === undefined ? {} : { arn: name }),
    ...(id === undefined ? {} : { id }),
    ...(account === undefined ? {} : { account }),
    ...((region ?? arn?.region) === undefined ? {} : { region: region ?? arn?.region ?? '' }),
    ...(isMended ? { mended: `${url.origin}${once}${url.search}` } : {}),
  };
}

/** How often something may have been encoded by mistake. */
const MOST_LAYERS = 4;

function decodedWholly(text: string): string {
  let inner = text;
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const next = decoded(inner);
    if (next === inner) break;
    inner = next;
  }
  return inner;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What of a URL is a secret, in words that do not repeat it. */
function secretIn(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'a user or a password';
  for (const [name, value] of url.searchParams) {
    if (/token|secret|password|signature|credential|api[_-]?key|authorization|^auth$|^jwt$|^code$/i.test(name))
      return `a secret (\`${name}\`)`;
    if (looksSecret(value)) return 'a token';
  }
  return looksSecret(decodedWholly(url.pathname)) || looksSecret(url.hash) ? 'a token' : undefined;
}

function looksSecret(text: string): boolean {
  return /eyJ[\w-]{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bbearer\s/i.test(text);
}

function hostOf(url: URL, custom: string | undefined): Endpoint['host'] | undefined {
  if (regionOfHost(url.hostname) !== undefined && url.port === '') return 'aws';
  if (custom !== undefined && URL.canParse(custom) && new URL(custom).host === url.host) return 'custom';
  return isLoopback(url.hostname) ? 'loopback' : undefined;
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
