import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Answer } from './answer.ts';

/** A server on the loopback address. */
export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Answers requests on a free port; what has no answer (`undefined`) gets its connection reset. */
export async function listen(respond: (request: IncomingMessage) => Promise<Answer | undefined>): Promise<Listening> {
  const server = createServer((request, response) => {
    void respond(request).then(
      (answer) => write(response, answer),
      (error: unknown) => write(response, { status: 500, headers: {}, body: `the stand-in failed: ${String(error)}` }),
    );
  });
  // SDKs keep their connections; one that the server closes in the moment of a request looks like a fault.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function write(response: ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) return void response.socket?.resetAndDestroy();
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
