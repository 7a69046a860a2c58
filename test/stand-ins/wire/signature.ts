import { createHash, createHmac } from 'node:crypto';

/** What is to be said of a request's signature; a bearer token is none. */
export type Signature = 'right' | 'wrong' | 'missing';

/** Who signed, and for what. */
export interface Scope {
  readonly accessKey: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export interface Signed {
  readonly method: string;
  readonly target: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
}

const HEADER =
  /^AWS4-HMAC-SHA256\s+Credential=([^/]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request,\s*SignedHeaders=([\w:;-]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Checks a signature of version 4 in the header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (2026-11-25)
 */
export function signatureOf(
  request: Signed,
  secretKey: string,
): { readonly signature: Signature; readonly scope?: Scope } {
  const [, accessKey = '', day = '', region = '', service = '', names = '', given] =
    HEADER.exec(request.headers['authorization'] ?? '') ?? [];
  if (given === undefined) return { signature: 'missing' };
  const scope = { accessKey, day, region, service };
  const right = sign(request, scope, names.split(';'), secretKey);
  return { signature: given === right ? 'right' : 'wrong', scope };
}

function sign(request: Signed, { day, region, service }: Scope, names: readonly string[], secretKey: string): string {
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    `${day}/${region}/${service}/aws4_request`,
    sha256(canonical(request, service, names)),
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

function canonical({ method, target, headers, body }: Signed, service: string, names: readonly string[]): string {
  const [path = '', query = ''] = target.split('?');
  // Over HTTP/2 the host has another name.
  const valueOf = (name: string): string => headers[name === ':authority' ? 'host' : name] ?? '';
  const lines = names.map((name) => `${name}:${valueOf(name).trim().replaceAll(/ +/g, ' ')}\n`);
  return [
    method,
    // All services but S3 see the encoded path encoded once more.
    service === 's3' ? path : path.split('/').map(encoded).join('/'),
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
      .toSorted()
      .join('&'),
    lines.join(''),
    names.join(';'),
    headers['x-amz-content-sha256'] ?? sha256(body),
  ].join('\n');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}
