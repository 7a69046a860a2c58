import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Response } from '../src/model/exchange.ts';
import type { DoorConfig, JwtRules } from '../src/model/door.ts';
import { invocationUrl } from '../src/rehearse/door/door.ts';
import type { TokenWish } from '../src/rehearse/door/issuer.ts';
import { openDoor, type OpenDoor } from '../src/rehearse/door/serve.ts';
import { send } from '../src/world/http.ts';
import { freePort } from './support/port.ts';
import { run } from './support/run.ts';

const ARN = 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/tides-Ab12Cd34Ef';
const CLIENT = '1h57kf5cpq17m0eml12abcdef';
const BOTH = 'application/json, text/event-stream';
const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });

let server: ChildProcess;
let endpoint = '';
const doors: OpenDoor[] = [];

beforeAll(async () => {
  const port = await freePort();
  server = spawn(process.execPath, ['fixtures/checks/ping-rejected/passes/project/server.mjs'], {
    env: { PORT: String(port) },
  });
  endpoint = `http://127.0.0.1:${port}/mcp`;
  for (let turn = 0; turn < 200; turn++) {
    const answer = await send({ method: 'GET', url: endpoint, headers: {}, limitMs: 1000 });
    if (answer.kind === 'response') return;
    await sleep(20);
  }
});

afterAll(async () => {
  server.kill('SIGKILL');
  for (const opened of doors) await opened.close();
});

async function door(
  rules: Partial<JwtRules> | undefined,
  more: Partial<DoorConfig> = {},
  behind = endpoint,
): Promise<OpenDoor> {
  const config: DoorConfig = {
    arn: ARN,
    allowedHeaders: [],
    ...(rules === undefined
      ? {}
      : { rules: { discoveryUrl: 'https://replaced.example/.well-known/openid-configuration', ...rules } }),
    ...more,
  };
  const opened = await openDoor({ config, server: behind, port: 0, issuer: true });
  doors.push(opened);
  return opened;
}

async function ask(
  opened: OpenDoor,
  {
    url = invocationUrl(opened.origin, ARN),
    token,
    headers = {},
    body = PING,
    method = 'POST',
  }: Partial<{
    readonly url: string;
    readonly token: string;
    readonly headers: { readonly [name: string]: string };
    readonly body: string;
    readonly method: string;
  }> = {},
): Promise<Response> {
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = { 'content-type': 'application/json', accept: BOTH, ...bearer, ...headers };
  const answer = await send({ method, url, headers: sent, body, limitMs: 10_000 });
  if (answer.kind === 'none') throw new Error(answer.detail);
  return answer;
}

async function tokenOf(
  opened: OpenDoor,
  wish: Omit<TokenWish, 'clientId'> & { readonly clientId?: string },
): Promise<string> {
  return (await opened.issuer?.token({ clientId: CLIENT, ...wish })) ?? '';
}

describe('the front door of a runtime with a JWT authorizer', () => {
  it('lets the token in that meets the rules, and gives each answer another session', async () => {
    const opened = await door({ allowedClients: [CLIENT] });
    const token = await tokenOf(opened, { kind: 'access' });
    const [first, second] = [await ask(opened, { token }), await ask(opened, { token })];
    expect(first).toMatchObject({ status: 200, message: { id: 1, result: {} } });
    expect(first.headers['mcp-session-id']).toBeDefined();
    expect(second.headers['mcp-session-id']).not.toBe(first.headers['mcp-session-id']);
  });

  it.each<[string, Partial<JwtRules>, Omit<TokenWish, 'clientId'>, string]>([
    ['an ID token where clients are asked for', { allowedClients: [CLIENT] }, { kind: 'id' }, 'client_id'],
    ['an access token where an audience is asked for', { allowedAudience: [CLIENT] }, { kind: 'access' }, 'aud'],
    ['a token without the scope', { allowedScopes: ['tides/read'] }, { kind: 'access' }, 'scope'],
    [
      'any token where both are asked for',
      { allowedClients: [CLIENT], allowedAudience: [CLIENT] },
      { kind: 'access' },
      'aud',
    ],
    [
      'a token without a claim of the project',
      { customClaims: [{ name: 'team', operator: 'EQUALS', values: ['harbour'] }] },
      { kind: 'access' },
      'team',
    ],
  ])('refuses %s', async (_, rules, wish, claim) => {
    const opened = await door(rules);
    const answer = await ask(opened, { token: await tokenOf(opened, wish) });
    expect(answer).toMatchObject({
      status: 401,
      message: {
        jsonrpc: '2.0',
        error: { code: -32_001, message: `Claim '${claim}' value mismatch with configuration.` },
      },
    });
    expect(answer.headers['www-authenticate']).toContain('resource_metadata="');
  });

  it.each<[string, Partial<JwtRules>, Omit<TokenWish, 'clientId'>]>([
    ['an ID token where its audience is asked for', { allowedAudience: [CLIENT] }, { kind: 'id' }],
    [
      'a machine with the scope',
      { allowedScopes: ['tides/read', 'tides/write'] },
      { kind: 'm2m', scope: 'other/x tides/write' },
    ],
    [
      'a claim of the project, one of several',
      { customClaims: [{ name: 'groups', operator: 'CONTAINS_ANY', values: ['a', 'b'] }] },
      { kind: 'access', claims: { groups: ['b', 'c'] } },
    ],
  ])('lets in %s', async (_, rules, wish) => {
    const opened = await door(rules);
    expect((await ask(opened, { token: await tokenOf(opened, wish) })).status).toBe(200);
  });

  it('tells a missing, an expired, a foreign and an unreadable token apart', async () => {
    const opened = await door({ allowedClients: [CLIENT] });
    const other = await door({ allowedClients: [CLIENT] });
    expect(await ask(opened)).toMatchObject({
      status: 401,
      message: { error: { message: 'Missing Authentication Token' } },
    });
    expect(await ask(opened, { token: await tokenOf(opened, { kind: 'access', expiresIn: -5 }) })).toMatchObject({
      status: 401,
      message: { error: { message: 'Token has expired' } },
    });
    expect(await ask(opened, { token: await tokenOf(other, { kind: 'access' }) })).toMatchObject({
      status: 401,
      message: { error: { message: 'Invalid inbound token' } },
    });
    const unreadable = await ask(opened, { token: 'opaque-token' });
    expect(unreadable).toMatchObject({
      status: 403,
      message: { message: 'OAuth authorization failed: Failed to parse token' },
    });
    expect(unreadable.headers['www-authenticate']).toBeUndefined();
  });

  it('refuses a signature of AWS, and names its metadata to those who ask', async () => {
    const opened = await door({ allowedClients: [CLIENT] });
    expect(await ask(opened, { headers: { authorization: SIGNED } })).toMatchObject({ status: 403 });
    const challenge = (await ask(opened)).headers['www-authenticate'] ?? '';
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const metadata = await ask(opened, { url, method: 'GET' });
    expect(metadata).toMatchObject({ status: 200, message: { authorization_servers: [opened.issuer?.url] } });
  });

  it('answers 500 where the issuer cannot be reached', async () => {
    const config: DoorConfig = {
      arn: ARN,
      allowedHeaders: [],
      rules: { discoveryUrl: 'http://127.0.0.1:9/.well-known/openid-configuration', allowedClients: [CLIENT] },
    };
    const opened = await openDoor({ config, server: endpoint, port: 0, issuer: false });
    doors.push(opened);
    const token = await tokenOf(await door({}), { kind: 'access' });
    expect(await ask(opened, { token })).toMatchObject({ status: 500, message: { error: { code: -32_603 } } });
  });
});

const SIGNED = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261125/eu-west-1/bedrock-agentcore/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

describe('the front door of a runtime without an authorizer', () => {
  it('takes a signature of AWS, and nothing else', async () => {
    const opened = await door(undefined);
    expect((await ask(opened, { headers: { authorization: SIGNED } })).status).toBe(200);
    const none = await ask(opened);
    expect(none).toMatchObject({ status: 403, message: { message: 'ACCESS_DENIED' } });
    expect(none.headers['www-authenticate']).toBeUndefined();
    expect(await ask(opened, { token: 'a.b.c' })).toMatchObject({
      status: 403,
      message: { message: expect.stringContaining('Authorization method mismatch') },
    });
  });
});

describe('behind credentials', () => {
  it.each([
    ['not encoded', (origin: string) => `${origin}/runtimes/${ARN}/invocations?qualifier=DEFAULT`],
    [
      'encoded twice',
      (origin: string) => `${origin}/runtimes/${encodeURIComponent(encodeURIComponent(ARN))}/invocations`,
    ],
    ['of another runtime', (origin: string) => invocationUrl(origin, `${ARN}x`)],
    ['with an unknown qualifier', (origin: string) => invocationUrl(origin, ARN).replace('DEFAULT', 'prod')],
    ['with a line break behind it', (origin: string) => invocationUrl(origin, `${ARN}\n`)],
  ])('an ARN %s is not found', async (_, url) => {
    const opened = await door(undefined);
    const answer = await ask(opened, { url: url(opened.origin), headers: { authorization: SIGNED } });
    expect(answer).toMatchObject({
      status: 404,
      message: { message: expect.stringContaining('No endpoint or agent found') },
    });
  });

  it.each([
    ['application/json', 406],
    ['*/*', 406],
    ['text/event-stream, application/json', 200],
  ])('`Accept: %s` ends with %i', async (accept, status) => {
    const opened = await door(undefined);
    expect((await ask(opened, { headers: { authorization: SIGNED, accept } })).status).toBe(status);
  });

  it('the length of a session id is looked at', async () => {
    const opened = await door(undefined);
    const header = (value: string) => ({ authorization: SIGNED, 'x-amzn-bedrock-agentcore-runtime-session-id': value });
    expect((await ask(opened, { headers: header('x'.repeat(32)) })).status).toBe(400);
    expect((await ask(opened, { headers: header('x'.repeat(33)) })).status).toBe(200);
    expect((await ask(opened, { headers: header('x'.repeat(257)) })).status).toBe(400);
  });

  it('a server that is not there, or refuses, is an error in an answer of 200', async () => {
    const absent = await door(undefined, {}, 'http://127.0.0.1:9/mcp');
    expect(await ask(absent, { headers: { authorization: SIGNED } })).toMatchObject({
      status: 200,
      message: {
        error: { code: -32_010, message: expect.stringContaining('error occurred when starting the runtime') },
      },
    });
    const opened = await door(undefined);
    expect(await ask(opened, { headers: { authorization: SIGNED }, body: '{' })).toMatchObject({
      status: 200,
      message: { error: { code: -32_010, message: expect.stringContaining('Received error (400) from runtime') } },
    });
  });
});

describe('the official client', () => {
  async function session(opened: OpenDoor, token: string | undefined): Promise<readonly string[]> {
    const client = new Client({ name: 'test', version: '1' });
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const transport = new StreamableHTTPClientTransport(new URL(invocationUrl(opened.origin, ARN)), {
      requestInit: { headers },
    });
    try {
      await client.connect(transport as Parameters<Client['connect']>[0]);
      return (await client.listTools()).tools.map(({ name }) => name);
    } finally {
      await client.close();
    }
  }

  it('goes through a session with the right token, and through none with a wrong one', async () => {
    const opened = await door({ allowedClients: [CLIENT] });
    expect(await session(opened, await tokenOf(opened, { kind: 'access' }))).toEqual(['next_tide']);
    await expect(session(opened, await tokenOf(opened, { kind: 'id' }))).rejects.toThrow(
      "Claim 'client_id' value mismatch",
    );
    await expect(session(opened, undefined)).rejects.toThrow('Missing Authentication Token');
    await expect(session(opened, 'opaque')).rejects.toThrow('Failed to parse token');
  });
});

describe('rehearse --tokens', () => {
  it('shows which token opens the door of a project', async () => {
    const { code, out } = await run(['rehearse', 'fixtures/projects/field-guide-mended', '--tokens']);
    expect(code).toBe(0);
    expect(out).toMatch(/^access +token_use=access .*opens +let in$/m);
    expect(out).toMatch(/^id .*refused +401 Claim 'client_id' value mismatch with configuration\.$/m);
    expect(out).toMatch(/^no token .*refused +401 Missing Authentication Token$/m);
    expect(out).not.toMatch(/eyJ/);
  });
});
