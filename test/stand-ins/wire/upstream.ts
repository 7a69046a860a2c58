import { request as requestHttp } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Answer } from './answer.ts';
import type { AwsRequest } from './request.ts';

/** Where calls go: to `default`, but for the services that have a place of their own (`ecr`, `bedrock-runtime`). */
export interface Upstreams {
  readonly default: string;
  readonly [service: string]: string;
}

type Sent = Pick<AwsRequest, 'method' | 'target' | 'headers' | 'body'>;

/** Headers that belong to one connection, and not to what goes over it. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Hands a request on as it is, to the byte; what is answered is passed on as it comes. */
export function forwarded({ method, target, headers, body }: Sent, to: string): Promise<Answer> {
  const { hostname, port } = new URL(to);
  const kept = { ...without(headers), ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) };
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, path: target, headers: kept, agent: false, setHost: false };
    const sent = requestHttp(options, (response) => {
      const own = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      );
      const length = method === 'HEAD' ? own['content-length'] : undefined;
      const answered = { ...without(own), ...(length === undefined ? {} : { 'content-length': length }) };
      resolve({ status: response.statusCode ?? 502, headers: answered, body: response });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function without(headers: Sent['headers']): Sent['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name)));
}

/** A body that has come whole. */
export async function wholeBody({ body }: Answer): Promise<Buffer> {
  return typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : buffer(body as Readable);
}

/** Asks a service of JSON for something more, as whoever made the request would: emulators check no signature. */
export async function askJson(
  request: Pick<AwsRequest, 'headers'>,
  to: string,
  target: string,
  input: unknown,
): Promise<{ readonly [name: string]: unknown } | undefined> {
  const headers = { ...request.headers, 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  const answer = await forwarded(
    { method: 'POST', target: '/', headers, body: Buffer.from(JSON.stringify(input)) },
    to,
  );
  const body = await wholeBody(answer);
  // An object, as every answer of these services is.
  return answer.status === 200
    ? (JSON.parse(body.toString('utf8')) as { readonly [name: string]: unknown })
    : undefined;
}

/** The same for a service that is asked with a form: its XML. */
export async function askQuery(
  request: Pick<AwsRequest, 'headers'>,
  to: string,
  input: { readonly [name: string]: string },
): Promise<string | undefined> {
  const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from(new URLSearchParams(input).toString());
  const answer = await forwarded({ method: 'POST', target: '/', headers, body }, to);
  const text = (await wholeBody(answer)).toString('utf8');
  return answer.status === 200 ? text : undefined;
}

/** Headers of whom an account trusts: emulators go by the account and the region of a signature, and do not check it. */
export function signedAs(
  { account, region }: { readonly account: string; readonly region: string },
  service: string,
): { readonly [name: string]: string } {
  const scope = `${account}/20261125/${region}/${service}/aws4_request`;
  const signature = `SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  return { host: '127.0.0.1', authorization: `AWS4-HMAC-SHA256 Credential=${scope}, ${signature}` };
}
