import { knock, type Knock, type Opened } from '../../../src/rehearse/door/door.ts';
import { type Answer, errorAnswer, jsonAnswer } from '../wire/answer.ts';
import type { AwsRequest } from '../wire/request.ts';
import { documentAt } from './document.ts';
import { doorConfigOf } from './door-config.ts';
import { type Endpoint, liveVersion, type Runtime, type Store, type Version } from './store.ts';

/** What is wrong with the server of a runtime, seen from outside. */
export type FailMode =
  /** The platform's health check fails: 200 with -32010. Reported in 2026. */
  | 'health-check'
  /** It does not answer in time when it is started: 424. Measured in 2026. */
  | 'initialization'
  /** Nothing answers where the protocol has its port: 502. Reported in 2026. */
  | 'gateway';

/** The server behind a runtime: its endpoint, or why there is none. */
export type ServerOf = (
  runtime: Runtime,
  version: Version,
  endpoint: Endpoint,
) => Promise<{ readonly url: string } | { readonly none: 'ended' | 'too late' }>;

export interface DataPlane {
  readonly store: Store;
  readonly failMode: (runtime: Runtime) => FailMode | undefined;
  readonly serverOf: ServerOf;
  /** Where Cognito's documents are, in the place of `https://cognito-idp.<region>.amazonaws.com`. */
  readonly issuers: string | undefined;
}

/** Nobody listens there: what is asked with it is whether the door opens. */
const NOBODY = 'http://127.0.0.1:9/mcp';

/** Answers a request to a runtime: the front door first, then what is behind it. */
export async function invoke(request: AwsRequest, data: DataPlane): Promise<Answer> {
  if (request.operation === 'StopRuntimeSession') return jsonAnswer({});
  const found = foundIn(request, data.store);
  if ('refusal' in found) return found.refusal;
  const { runtime, endpoint, version, target } = found;
  if (request.signature === 'wrong') {
    const message = 'The request signature we calculated does not match the signature you provided.';
    return errorAnswer(request, { code: 'InvalidSignatureException', status: 403, message });
  }
  const origin = `http://${request.headers['host'] ?? ''}`;
  const knocked: Knock = { ...request, target };
  const through = (server: string): Promise<Opened> =>
    knock(knocked, { config: doorConfigOf(runtime.arn, version.document), origin, server, fetchJson: fetchVia(data) });
  const first = await through(NOBODY);
  if (!first.headers['x-agentcore-doctor-behaviour']?.startsWith('server-silent')) return answerOf(first);
  // devguide runtime-troubleshooting (2026-09-26)
  if (documentAt(version.document, 'metadataConfiguration')['requireMMDSV2'] !== true)
    return errorAnswer(request, { code: 'ValidationException', message: 'This runtime is not MMDSv2-enabled' });
  const mode = data.failMode(runtime);
  if (mode !== undefined) return FAILURES[mode];
  const server = await data.serverOf(runtime, version, endpoint);
  if ('url' in server) return answerOf(await through(server.url));
  return server.none === 'ended' ? answerOf(first) : FAILURES.initialization;
}

function answerOf({ status, headers, body }: Opened): Answer {
  const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: bytes };
}

const HEALTH =
  'Runtime health check failed or timed out. Please make sure that health check is implemented according to the requirements here - https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-service-contract.html';

const FAILURES: { readonly [mode in FailMode]: Answer } = {
  'health-check': jsonAnswer({ jsonrpc: '2.0', error: { code: -32_010, message: HEALTH } }),
  initialization: jsonAnswer(
    { message: 'Runtime initialization time exceeded. Please make sure that initialization completes in 30s.' },
    424,
  ),
  gateway: jsonAnswer(
    { message: 'Received error (502) from runtime. Please check your CloudWatch logs for more information.' },
    502,
  ),
};

type Found =
  | { readonly refusal: Answer }
  | { readonly runtime: Runtime; readonly endpoint: Endpoint; readonly version: Version; readonly target: string };

/** By its ARN, encoded once, or by its id and the account. The door knows one endpoint only, which it calls DEFAULT. */
function foundIn(request: AwsRequest, store: Store): Found {
  const [path = '', query = ''] = request.target.split('?');
  const [, , segment = '', ...rest] = path.split('/');
  const words = new URLSearchParams(query);
  const named = decoded(segment);
  if (!named.includes(':') && named !== '' && !words.has('accountId')) {
    const message = 'accountId is required when the agent is named by its id';
    return { refusal: errorAnswer(request, { code: 'ValidationException', message }) };
  }
  const qualifier = words.get('qualifier') ?? 'DEFAULT';
  const place = `${words.get('accountId') ?? ''}/${request.region ?? ''}`;
  const runtime = named.includes(':') ? store.byArn(named) : store.byId(place, named);
  const endpoint = runtime?.endpoints.find(({ name }) => name === qualifier);
  const number = endpoint && liveVersion(endpoint);
  const version = runtime?.versions.find((one) => one.number === number);
  if (runtime === undefined || endpoint === undefined || version === undefined) {
    const message = `No endpoint or agent found with qualifier '${qualifier}' for agent '${named}'`;
    return { refusal: errorAnswer(request, { code: 'ResourceNotFoundException', status: 404, message }) };
  }
  const target = ['', 'runtimes', encodeURIComponent(runtime.arn), ...rest].join('/');
  return { runtime, endpoint, version, target };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The documents of an issuer; those of Cognito come from the emulator. */
function fetchVia({ issuers }: DataPlane): (url: string) => Promise<unknown> {
  return async (url) => {
    const own =
      issuers === undefined ? url : url.replace(/^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/, issuers);
    const response = await fetch(own, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    return response.json();
  };
}
