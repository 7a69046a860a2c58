import { request } from 'node:http';
import type { Answer, Ask } from './attempt.ts';

/** All of 127.0.0.0/8 is this machine; a socket bound to 127.0.0.1 does not hear what is sent here. */
const BESIDE_LOOPBACK = '127.0.0.2';

// Some listen long before they can answer: gunicorn, while its worker imports.
const SILENCE = 30_000;
const LARGEST = 1_000_000;

/** Where a request is sent. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where the platform asks. */
export const AS_DEPLOYED: Address = { host: BESIDE_LOOPBACK, port: 8000 };

/** Where one of the addresses that are listened on hears: `0.0.0.0:9000`, `[::1]:8000`. */
export function addressIn(listens: string): Address {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(listens) ?? [];
  return { host: host === '0.0.0.0' ? BESIDE_LOOPBACK : host === '::' ? '::1' : host, port: Number(port) };
}

/** Sends one request and reads the answer to its end, or as far as it comes before it falls silent. */
export function ask({ method, path, headers, body }: Ask, { host, port } = AS_DEPLOYED): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { host, port, method, path, headers, setHost: false, agent: false };
    const sent = request(options, (response) => {
      let text = '';
      const { statusCode: status = 0 } = response;
      const finish = (): void => {
        resolve({ status, headers: response.headers, body: text });
        sent.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > LARGEST) finish();
      });
      response.on('close', finish);
      sent.setTimeout(SILENCE, finish);
    });
    sent.setTimeout(SILENCE, () => {
      resolve({ none: 'silence' });
      sent.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ none: error.code ?? error.message }));
    sent.end(body);
  });
}
