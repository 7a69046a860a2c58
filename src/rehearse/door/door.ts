import { randomUUID } from 'node:crypto';
import type { DoorConfig, Refusal } from '../../model/door.ts';
import type { Json } from '../../model/json.ts';
import { type Fetch, judgeBearer } from './bearer.ts';
import { type Forwarded, forward } from './forward.ts';
import { awsRefusal, markOf, rpcRefusal } from './refusals.ts';

/** A request as it comes to the door. */
export interface Knock {
  readonly method: string;
  /** The path with its query, as it was sent: encoded or not. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
}

export interface Opened {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Json | Buffer;
}

export interface DoorOptions {
  readonly config: DoorConfig;
  /** The door's own address: `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** The endpoint of the server behind it. */
  readonly server: string;
  readonly fetchJson: Fetch;
}

const LARGEST = 100_000_000;

/** Answers one request as AgentCore's data plane would. */
export async function knock(request: Knock, options: DoorOptions): Promise<Opened> {
  const route = routeOf(request.target, options.config.arn);
  if (route === undefined) return shut(unknownArn(request.target, options.config.arn));
  if (route === 'metadata') return metadata(options);
  if (request.method !== 'POST') return { status: 405, headers: {}, body: {} };
  const refusal = (await credentials(request, options)) ?? shape(request);
  return refusal === undefined ? pass(request, options) : shut(refusal);
}

function shut({ status, headers, body }: Refusal): Opened {
  return { status, headers, body };
}

/** The ARN stands in the path, encoded exactly once. */
function routeOf(target: string, arn: string): 'invocations' | 'metadata' | undefined {
  const [path = '', query = ''] = target.split('?');
  const inside = /^\/runtimes\/([^/]+)\/invocations(\/\.well-known\/oauth-protected-resource)?$/.exec(path);
  const qualifier = new URLSearchParams(query).get('qualifier') ?? 'DEFAULT';
  if (inside === null || decoded(inside[1] ?? '') !== arn || qualifier !== 'DEFAULT') return undefined;
  return inside[2] === undefined ? 'invocations' : 'metadata';
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function unknownArn(target: string, arn: string): Refusal {
  const qualifier = new URLSearchParams(target.split('?')[1] ?? '').get('qualifier') ?? 'DEFAULT';
  const message = `No endpoint or agent found with qualifier '${qualifier}' for agent '${arn}'`;
  return awsRefusal('arn-unknown', 404, 'ResourceNotFoundException', message);
}

/** https://datatracker.ietf.org/doc/html/rfc9728 (2026-11-25) */
function metadata({ config, origin }: DoorOptions): Opened {
  const { rules } = config;
  if (rules === undefined) return { status: 404, headers: {}, body: { message: 'Not Found' } };
  const server = rules.discoveryUrl.replace(/\/\.well-known\/openid-configuration$/, '');
  return {
    status: 200,
    headers: markOf('metadata-served'),
    body: { authorization_servers: [server], resource: invocationUrl(origin, config.arn) },
  };
}

/** The URL that clients of a runtime post to. */
export function invocationUrl(origin: string, arn: string): string {
  return `${origin}/runtimes/${encodeURIComponent(arn)}/invocations?qualifier=DEFAULT`;
}

const MISMATCH =
  "Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request. Check the agent's authorization configuration and ensure your request uses the matching method (OAuth or SigV4)";

async function credentials({ headers }: Knock, options: DoorOptions): Promise<Refusal | undefined> {
  const { rules, arn } = options.config;
  const given = headers['authorization'];
  const bearer = given === undefined ? undefined : /^bearer\s+(\S.*)$/i.exec(given)?.[1];
  const signed = given !== undefined && SIGV4.test(given);
  if (rules === undefined) {
    if (signed) return undefined;
    return bearer === undefined
      ? awsRefusal('credentials-missing', 403, 'AccessDeniedException', 'ACCESS_DENIED')
      : awsRefusal('family-mismatch', 403, 'AccessDeniedException', MISMATCH);
  }
  if (signed) return awsRefusal('family-mismatch', 403, 'AccessDeniedException', MISMATCH);
  if (bearer === undefined)
    return rpcRefusal('token-missing', 401, -32_001, 'Missing Authentication Token', challenge(options.origin, arn));
  const judgement = await judgeBearer(bearer.trim(), rules, options.fetchJson);
  if (judgement.ok) return undefined;
  if (judgement.name === 'issuer-unreachable') return rpcRefusal(judgement.name, 500, -32_603, judgement.message);
  return judgement.name === 'token-unreadable'
    ? awsRefusal('token-unreadable', 403, 'AccessDeniedException', judgement.message)
    : rpcRefusal(judgement.name, 401, -32_001, judgement.message, challenge(options.origin, arn));
}

/** What a signature of AWS looks like; whether it is right is not looked at. */
const SIGV4 =
  /^AWS4-HMAC-SHA256\s+Credential=[^/]+\/\d{8}\/[\w-]+\/bedrock-agentcore\/aws4_request,\s*SignedHeaders=[\w;-]+,\s*Signature=[0-9a-f]{64}$/;

function challenge(origin: string, arn: string): Refusal['headers'] {
  const document = `${origin}/runtimes/${encodeURIComponent(arn)}/invocations/.well-known/oauth-protected-resource?qualifier=DEFAULT`;
  return { 'www-authenticate': `Bearer resource_metadata="${document}"` };
}

const SESSION = 'x-amzn-bedrock-agentcore-runtime-session-id';

function shape({ headers, body }: Knock): Refusal | undefined {
  const session = headers[SESSION];
  if (session !== undefined && (session.length < 33 || session.length > 256)) {
    const bound = session.length < 33 ? 'greater than or equal to 33' : 'less than or equal to 256';
    const message = `Value at 'runtimeSessionId' failed to satisfy constraint: Member must have length ${bound}`;
    return awsRefusal('session-id-length', 400, 'ValidationException', message);
  }
  const accept = (headers['accept'] ?? '').toLowerCase();
  if (!accept.includes('application/json') || !accept.includes('text/event-stream')) {
    const message = 'Accept Header Error - MCP protocol requires Accept header: application/json, text/event-stream';
    return rpcRefusal('accept-incomplete', 406, -32_011, message);
  }
  if (body.length <= LARGEST) return undefined;
  return awsRefusal('payload-too-large', 413, 'ValidationException', 'Request payload is larger than 100 MB');
}

async function pass(request: Knock, { config, server }: DoorOptions): Promise<Opened> {
  const answer = await forward(request, server, config.allowedHeaders);
  const rotated = { 'mcp-session-id': randomUUID() };
  if (answer.kind === 'none' || answer.status >= 500)
    return { ...shut(silent()), headers: { ...silent().headers, ...rotated } };
  if (answer.status >= 400) {
    const message = `Received error (${answer.status}) from runtime. Please check your CloudWatch logs for more information.`;
    const refusal = rpcRefusal('server-refused', 200, -32_010, message, rotated);
    return shut(refusal);
  }
  return passed(answer, rotated);
}

function silent(): Refusal {
  const message =
    'An error occurred when starting the runtime. Please check your CloudWatch logs for more information.';
  return rpcRefusal('server-silent', 200, -32_010, message);
}

function passed(
  { status, headers, body }: Extract<Forwarded, { kind: 'response' }>,
  rotated: Opened['headers'],
): Opened {
  const type = headers['content-type'];
  return {
    status,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...rotated, ...markOf('session-rotated') },
    body,
  };
}
