import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Failure } from '../../model/failure.ts';
import type { DoorConfig } from '../../model/door.ts';
import type { Fetch } from './bearer.ts';
import { knock, type Opened } from './door.ts';
import { type Issuer, makeIssuer } from './issuer.ts';

/** A local AgentCore Runtime that is open for requests. */
export interface OpenDoor {
  readonly origin: string;
  readonly config: DoorConfig;
  /** The embedded issuer, where one was asked for. */
  readonly issuer?: Issuer;
  readonly close: () => Promise<void>;
}

export interface ServeOptions {
  readonly config: DoorConfig;
  readonly server: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Tokens come from an issuer of this process, in the place of the project's. */
  readonly issuer: boolean;
  readonly onAnswer?: ((line: string) => void) | undefined;
}

/** Opens the front door on the loopback address. */
export async function openDoor(options: ServeOptions): Promise<OpenDoor> {
  let ready: (opening: Opening) => void = () => undefined;
  const promise = new Promise<Opening>((resolve) => {
    ready = resolve;
  });
  const server = createServer((request, response) => {
    void promise.then((opening) => respond(request, response, opening, options)).catch(() => response.destroy());
  });
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const issuer = options.issuer ? await makeIssuer(`${origin}/issuer`) : undefined;
  const config = withIssuer(options.config, issuer);
  ready({ origin, config, issuer });
  return {
    origin,
    config,
    ...(issuer === undefined ? {} : { issuer }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Opening {
  readonly origin: string;
  readonly config: DoorConfig;
  readonly issuer: Issuer | undefined;
}

function withIssuer(config: DoorConfig, issuer: Issuer | undefined): DoorConfig {
  if (issuer === undefined || config.rules === undefined) return config;
  return { ...config, rules: { ...config.rules, discoveryUrl: issuer.discoveryUrl } };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Failure(`Port ${port} cannot be opened.`, 'Name another one: `--serve 0` takes any that is free.', {
          cause: error,
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, config, issuer }: Opening,
  { server, onAnswer }: ServeOptions,
): Promise<void> {
  const target = request.url ?? '/';
  const document = issuer?.documents[target.split('?')[0] ?? ''] ?? (await tokenAt(target, issuer, config));
  const opened: Opened =
    document !== undefined
      ? { status: 200, headers: {}, body: document }
      : await knock(
          { method: request.method ?? 'GET', target, headers: headersOf(request), body: await bodyOf(request) },
          { config, origin, server, fetchJson },
        );
  const body = bytesOf(opened.body);
  response.writeHead(opened.status, { 'content-type': 'application/json', ...opened.headers });
  response.end(body);
  if (document === undefined)
    onAnswer?.(`${request.method} ${opened.status} ${opened.headers['x-agentcore-doctor-behaviour'] ?? ''}`.trim());
}

/** `/issuer/token/access`: a token as a pool of Cognito would hand it out to the first client that is let in. */
async function tokenAt(target: string, issuer: Issuer | undefined, { rules }: DoorConfig): Promise<string | undefined> {
  const kind = /^\/issuer\/token\/(access|id|m2m)$/.exec(target)?.[1];
  if (issuer === undefined || (kind !== 'access' && kind !== 'id' && kind !== 'm2m')) return undefined;
  const clientId = rules?.allowedClients?.[0] ?? rules?.allowedAudience?.[0] ?? 'exampleclientid';
  return issuer.token({ kind, clientId, scope: rules?.allowedScopes?.[0] });
}

const fetchJson: Fetch = async (url) => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5000) });
  return response.json();
};

/** A token is written as it is, for a shell to take it. */
function bytesOf(body: Opened['body']): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function headersOf(request: IncomingMessage): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
