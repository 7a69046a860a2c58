import type { DoorConfig } from '../../model/door.ts';
import { send } from '../../world/http.ts';
import { invocationUrl } from './door.ts';
import type { TokenKind, TokenWish } from './issuer.ts';
import { openDoor } from './serve.ts';

/** One token, and what the door says to it. */
export interface TokenRow {
  readonly kind: TokenKind | 'expired access' | 'no token';
  /** The claims that authorizers look at; never the token itself. */
  readonly claims: { readonly [name: string]: string };
  readonly opens: boolean;
  /** What the caller sees. */
  readonly answer: string;
}

const CLAIMS = ['token_use', 'client_id', 'aud', 'scope'];

/** Shows each kind of token that Cognito hands out to a door with this configuration. */
export async function tokenMatrix(config: DoorConfig): Promise<readonly TokenRow[]> {
  // Nothing needs to answer behind the door: what is asked is whether it opens.
  const door = await openDoor({ config, server: 'http://127.0.0.1:9/mcp', port: 0, issuer: true });
  try {
    const { rules } = config;
    const clientId = rules?.allowedClients?.[0] ?? rules?.allowedAudience?.[0] ?? 'exampleclientid';
    const scope = rules?.allowedScopes?.[0];
    const wishes: readonly (readonly [TokenRow['kind'], TokenWish | undefined])[] = [
      ['access', { kind: 'access', clientId, scope }],
      ['id', { kind: 'id', clientId }],
      ['m2m', { kind: 'm2m', clientId, scope: scope ?? 'tides/read' }],
      ['expired access', { kind: 'access', clientId, scope, expiresIn: -60 }],
      ['no token', undefined],
    ];
    const rows: TokenRow[] = [];
    for (const [kind, wish] of wishes) {
      const token = wish === undefined ? undefined : await door.issuer?.token(wish);
      rows.push(await rowOf(kind, token, invocationUrl(door.origin, config.arn)));
    }
    return rows;
  } finally {
    await door.close();
  }
}

async function rowOf(kind: TokenRow['kind'], token: string | undefined, url: string): Promise<TokenRow> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const answer = await send({ method: 'POST', url, headers, body, limitMs: 10_000 });
  const status = answer.kind === 'response' ? answer.status : 0;
  const opens = status === 200;
  return { kind, claims: claimsIn(token), opens, answer: opens ? 'let in' : describe(answer) };
}

function describe(answer: Awaited<ReturnType<typeof send>>): string {
  if (answer.kind === 'none') return answer.detail;
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(answer.body)?.[1] ?? answer.body;
  return `${answer.status} ${message}`;
}

function claimsIn(token: string | undefined): { readonly [name: string]: string } {
  const part = token?.split('.')[1];
  if (part === undefined) return {};
  // The token is one of the embedded issuer's own.
  const claims = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as { readonly [name: string]: unknown };
  return Object.fromEntries(
    CLAIMS.flatMap((name) => (claims[name] === undefined ? [] : [[name, String(claims[name])]])),
  );
}
