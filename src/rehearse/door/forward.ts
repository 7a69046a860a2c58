import { randomUUID } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import type { Knock } from './door.ts';

/** What the server behind the door answered. */
export type Forwarded =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: { readonly [name: string]: string };
      readonly body: Buffer;
    }
  | { readonly kind: 'none' };

/** What reaches the server whatever the allow-list says: what HTTP and MCP themselves need. */
const PASSED_ON = ['content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name'];
/** A name that is not the machine's own. Assumed: which name the platform sends is not documented. */
const HOST = 'cell.runtime.bedrock-agentcore.example';
const LIMIT_MS = 120_000;

/** Hands a request on: the session id is the platform's own, and the caller's headers are dropped. */
export function forward(
  { headers, body }: Pick<Knock, 'headers' | 'body'>,
  server: string,
  allowed: readonly string[],
): Promise<Forwarded> {
  const kept = [...PASSED_ON, ...allowed].flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const sent = {
    ...Object.fromEntries(kept),
    host: HOST,
    'content-length': String(body.length),
    'mcp-session-id': randomUUID(),
  };
  return new Promise((resolve) => {
    const request = requestHttp(
      server,
      { method: 'POST', headers: sent, agent: false, timeout: LIMIT_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve({ kind: 'none' }));
        response.on('end', () => {
          const own = Object.entries(response.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ]);
          resolve({
            kind: 'response',
            status: response.statusCode ?? 502,
            headers: Object.fromEntries(own),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve({ kind: 'none' }));
    request.end(body);
  });
}
