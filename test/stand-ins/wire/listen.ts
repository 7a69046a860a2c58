import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { Answer } from './answer.ts';

/** A server on the loopback address. */
export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export type Incoming = IncomingMessage | Http2ServerRequest;

/**
 * Answers requests on a free port; what has no answer (`undefined`) gets its connection reset. Some SDK clients (that of
 * bedrock-runtime) speak HTTP/2 from the first byte on, the others HTTP/1.1: both are understood.
 */
export async function listen(respond: (request: Incoming) => Promise<Answer | undefined>): Promise<Listening> {
  const handle = (request: Incoming, response: ServerResponse | Http2ServerResponse): void => {
    const write = (answer: Answer | undefined): void => writeTo(response, answer);
    respond(request).then(write, (error: unknown) =>
      write({ status: 500, headers: {}, body: `the stand-in failed: ${String(error)}` }),
    );
  };
  const http = createHttp(handle);
  // SDKs keep their connections; one that the server closes in the moment of a request looks like a fault.
  http.keepAliveTimeout = 60_000;
  const http2 = createHttp2(handle);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.once('data', (first: Buffer) => {
      const isHttp2 = first.subarray(0, 3).toString('latin1') === 'PRI';
      socket.pause();
      socket.unshift(first);
      (isHttp2 ? http2 : http).emit('connection', socket);
      // A session of HTTP/2 takes what has come already by itself.
      if (!isHttp2) socket.resume();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function writeTo(response: ServerResponse | Http2ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) return reset(response);
  const { status, headers, body } = answer;
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    // Whoever goes away in the middle takes the stream with them.
    return void pipeline(body, response, () => undefined);
  }
  const bytes = Buffer.from(body);
  // An answer without content says nothing of its length; one to HEAD says what GET would have got.
  const length = status === 204 || 'content-length' in headers ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(bytes);
}

function reset(response: ServerResponse | Http2ServerResponse): void {
  if ('stream' in response) response.stream.session?.destroy();
  else response.socket?.resetAndDestroy();
}
