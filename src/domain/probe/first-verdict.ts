import type { Answer, NoResponse } from '../../model/exchange.ts';
import type { Probe } from '../../model/probe.ts';
import { describeSaid } from './said.ts';
import { answerOf, HANDSHAKES, LOOK, sortFor } from './seen.ts';
import { sortOf } from './sort.ts';
import type { Cause, Verdict } from './verdict.ts';

/** What the request without credentials tells: whether anybody is there, and whether it is the endpoint that is meant. */
export function firstVerdict(probe: Probe): Verdict | undefined {
  const look = answerOf(probe, LOOK);
  if (look === undefined) return { kind: 'cut', before: 'endpoint-unreachable' };
  const sort = sortOf(look);
  if (sort === 'unreached' || sort === 'silent' || sort === 'cut') return unreachable(probe, look);
  if (sort === 'foreign') return strangerAt(probe, look);
  if (sort === 'redirect') return redirect(look, LOOK);
  const [name, found] = missingFor(probe);
  if (found !== undefined) return notFound(probe, name, found);
  const busy = sort === 'throttled' || sort === 'quota';
  return busy
    ? { ...cause('throttled', `The request without credentials is answered with ${describeSaid(look)}.`, LOOK) }
    : undefined;
}

/** A finding of the probe without anything to prove it but its exchange. */
export function cause(check: Cause['check'], message: string, name: string, more: Partial<Cause> = {}): Cause {
  return { kind: 'cause', check, message, name, related: [], ...more };
}

const REASONS: Record<NoResponse['because'], string> = {
  refused: 'nobody listens there',
  reset: 'the connection is cut',
  timeout: 'no answer comes in time',
  closed: 'the connection is closed without an answer',
  unresolved: 'the name of the host is not known',
  tls: 'the certificate is not trusted',
  other: 'the connection fails',
};

const REMEDIES: Partial<Record<NoResponse['because'], string>> = {
  refused: 'Start the server, or name the port on which it listens.',
  unresolved:
    'Look at the region in the address, and at the name server of this machine; in a VPC, at the private DNS of the endpoint.',
  tls: 'Where a proxy of your own opens connections, name its certificate in `NODE_EXTRA_CA_CERTS`.',
};

function unreachable({ endpoint, limitMs }: Probe, look: Answer): Verdict {
  const { host } = new URL(endpoint.url);
  if (look.kind === 'response')
    return cause(
      'endpoint-unreachable',
      `The answer of \`${host}\` breaks off after ${look.body.length} characters of its body, with ${look.status}.`,
      LOOK,
    );
  const waited = look.because === 'timeout' ? ` (${Math.min(look.totalMs, limitMs)} ms)` : '';
  // Whoever runs the server itself can do something about its not running.
  const remedy = look.because === 'refused' && endpoint.host === 'aws' ? undefined : REMEDIES[look.because];
  const message = `\`${host}\` cannot be reached: ${REASONS[look.because]}${waited}.`;
  return cause('endpoint-unreachable', message, LOOK, remedy === undefined ? {} : { remedy });
}

/** A proxy or a portal answers in the place of AgentCore. */
function strangerAt({ endpoint }: Probe, look: Answer): Verdict {
  const { host } = new URL(endpoint.url);
  if (endpoint.kind === 'server' && look.kind === 'response' && look.status === 404)
    return cause(
      'endpoint-not-found',
      `\`POST ${new URL(endpoint.url).pathname}\` is answered with ${describeSaid(look)}.`,
      LOOK,
      {
        remedy: 'Name the path that the server serves: `/mcp` mostly.',
      },
    );
  const who = endpoint.kind === 'server' ? 'no MCP server' : 'neither AgentCore nor an MCP server';
  return cause('endpoint-unreachable', `What answers at \`${host}\` is ${who}: ${describeSaid(look)}.`, LOOK, {
    remedy:
      endpoint.kind === 'server'
        ? 'Name the address of the MCP server.'
        : 'Look at the proxies and portals between here and AWS; the answer is theirs.',
  });
}

/** A redirect; it is followed neither with credentials nor without. */
export function redirect(answer: Answer, name: string): Cause {
  const target = answer.kind === 'response' ? answer.headers['location'] : undefined;
  const where = target === undefined ? 'a redirect that does not say where to' : `a redirect to \`${target}\``;
  return cause(
    'path-redirects',
    `The request is answered with ${where}, which clients do not follow with credentials: ${describeSaid(answer)}.`,
    name,
  );
}

/** 404 may come before or after credentials are looked at. */
function missingFor(probe: Probe): readonly [string, Answer | undefined] {
  const name = [LOOK, HANDSHAKES.bearer, HANDSHAKES.sigv4].find((one) => sortFor(probe, one) === 'missing');
  return name === undefined ? [LOOK, undefined] : [name, answerOf(probe, name)];
}

function notFound(probe: Probe, name: string, found: Answer): Cause {
  const { endpoint } = probe;
  const said = describeSaid(found);
  if (endpoint.kind === 'server')
    return cause('endpoint-not-found', `\`POST ${new URL(endpoint.url).pathname}\` is answered with ${said}.`, name, {
      remedy: 'Name the path that the server serves: `/mcp` mostly.',
    });
  if (isThere(probe, 'encoded-once'))
    return cause(
      'endpoint-not-found',
      `The ARN in the URL is not encoded exactly once: the request is answered with ${said}, and the same with the ARN encoded once is not.`,
      name,
      {
        related: [['encoded-once', 'the ARN encoded once']],
        remedy: `Call \`${endpoint.mended ?? ''}\`.`,
      },
    );
  if (isThere(probe, 'qualifier-default'))
    return cause(
      'endpoint-not-found',
      `The runtime has no endpoint \`${endpoint.qualifier}\`: the request is answered with ${said}, and the same to \`DEFAULT\` is not.`,
      name,
      {
        related: [['qualifier-default', 'the endpoint `DEFAULT`']],
        remedy: 'Name an endpoint that is there; a qualifier is the name of one, and no number of a version.',
      },
    );
  const where = endpoint.region === undefined ? '' : ` in region \`${endpoint.region}\``;
  const what =
    endpoint.id === undefined
      ? 'There is no such runtime'
      : `There is no runtime \`${endpoint.id}\` with an endpoint \`${endpoint.qualifier}\``;
  return cause('endpoint-not-found', `${what}${where}: the request is answered with ${said}.`, name);
}

function isThere(probe: Probe, name: string): boolean {
  const sort = sortFor(probe, name);
  return sort !== undefined && !['missing', 'unreached', 'silent', 'cut', 'foreign'].includes(sort);
}
