import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';

/** A request as it comes by. */
export interface Passing {
  readonly method: string;
  readonly target: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** How many came before it. */
  readonly number: number;
}

/** What happens to a request in the place of being passed on. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: { readonly [name: string]: string };
      readonly body: string;
    }
  /** The headers and the beginning of a body, and then the end of the connection; `kept`: nothing more, for ever. */
  | {
      readonly kind: 'half';
      readonly status: number;
      readonly headers?: { readonly [name: string]: string };
      readonly body: string;
      readonly kept?: true;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** It is passed on with these headers as well. */
  | { readonly kind: 'add'; readonly headers: { readonly [name: string]: string } };

/** A layer in front of a server that lets some requests go wrong: what no server does when it is asked nicely. */
export interface FaultyLayer {
  readonly origin: string;
  /** Everything that came, in its order. */
  readonly came: readonly Passing[];
  /** Decides about the requests that come from now on; `undefined`: it is passed on. */
  readonly play: (rule: (request: Passing) => Fault | undefined) => void;
  readonly close: () => Promise<void>;
}

/** Opens a layer on a free port of this machine. */
export async function openFaultyLayer(upstream: string): Promise<FaultyLayer> {
  const came: Passing[] = [];
  let rule: (request: Passing) => Fault | undefined = () => undefined;
  const server = createServer((request, response) => void pass(request, response));
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const passing = {
      method: request.method ?? '',
      target: request.url ?? '/',
      headers,
      body: Buffer.concat(chunks).toString(),
      number: came.length,
    };
    came.push(passing);
    const fault = rule(passing);
    if (fault === undefined) forward(passing, response, upstream);
    else if (fault.kind === 'delay') setTimeout(() => forward(passing, response, upstream), fault.ms).unref();
    else if (fault.kind === 'add')
      forward({ ...passing, headers: { ...headers, ...fault.headers } }, response, upstream);
    else suffer(fault, response);
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    came,
    play: (next) => void (rule = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function suffer(fault: Exclude<Fault, { readonly kind: 'delay' | 'add' }>, response: ServerResponse): void {
  switch (fault.kind) {
    case 'answer':
      response.writeHead(fault.status, fault.headers ?? { 'content-type': 'application/json' });
      response.end(fault.body);
      return;
    case 'half':
      response.writeHead(fault.status, fault.headers ?? { 'content-type': 'application/json' });
      response.write(fault.body, () => {
        if (fault.kept !== true) setTimeout(() => response.socket?.destroy(), 20).unref();
      });
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'nothing':
  }
}

/** The host stays that of this layer: signatures are over it. */
function forward({ method, target, headers, body }: Passing, response: ServerResponse, upstream: string): void {
  const sent = requestHttp(new URL(target, upstream), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', () => response.destroy());
  sent.end(body);
}
