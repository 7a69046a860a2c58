import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { finding } from '../stand-ins/bedrock/findings.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { call, connect } from './client.ts';
import { ended } from './ended.ts';
import { startServer } from './start.ts';

const text = { guardrail_id: 'tides1', content: 'The secret of the tides is kept at 51 Harbour Lane.' };

let bedrock: Bedrock;
let aws: RefusingProxy;
let silent: Server;
const silentUrl = (): string => {
  const address = silent.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
};

beforeAll(async () => {
  bedrock = await openBedrock();
  bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
  bedrock.finds((content) => [finding('invalid', content)]);
  aws = await openRefusingProxy(bedrock.url);
  // Takes requests and never answers.
  silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  await aws.close();
  await bedrock.close();
  silent.closeAllConnections();
  silent.close();
});

/** The next request that comes to the silent server, and the moment when its caller goes away. */
async function nextSilence(): Promise<{ readonly gone: Promise<unknown> }> {
  // The server emits requests with the message first.
  const [request] = (await once(silent, 'request')) as [IncomingMessage];
  return { gone: once(request.socket, 'close') };
}

/** A message as a program without any SDK sends it. */
function ask(
  url: string,
  message: object,
  headers: Record<string, string> = {},
  signal: AbortSignal | null = null,
): Promise<Response> {
  const accept = 'application/json, text/event-stream';
  const body = JSON.stringify(message);
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body,
    signal,
  });
}

describe('the server', () => {
  it('says who it is and that it is well', async () => {
    const server = await startServer(aws.url);
    const answer = await fetch(`${server.origin}/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'healthy', name: 'bedrock-arc-validator' });
    expect((await fetch(`${server.origin}/`)).status).toBe(404);
    expect(await server.stop()).toBe(0);
  });

  it('writes a line for each call, and nothing that a user wrote', async () => {
    const server = await startServer(aws.url);
    const client = await connect(server.url, '2026');
    const before = server.lines.length;
    await call(client, 'validate_content', text);
    await call(client, 'validate_content', { ...text, source: 'Harbour Lane' });
    aws.play({
      on: 'bedrock:ApplyGuardrail',
      fault: { kind: 'refused', error: { code: 'ValidationException', message: `Not this: ${text.content}` } },
      times: 1,
    });
    await call(client, 'validate_content', text);
    await server.logged(({ code, aws_request }) => code === 'invalid' && aws_request !== undefined);
    expect(server.lines.slice(before)).toMatchObject([
      { event: 'call', tool: 'validate_content', era: '2026', outcome: 'ok', verdict: 'invalid', findings: 1 },
      { event: 'call', tool: 'validate_content', outcome: 'refused', code: 'invalid' },
      { event: 'call', tool: 'validate_content', outcome: 'refused', code: 'invalid' },
    ]);
    expect(server.written()).not.toMatch(/Harbour|secret|noon/);
  });

  it.each([
    ['2026', {}],
    ['2025', { 'mcp-session-id': '5ab1d9f0-as-agentcore-names-them' }],
  ] as const)('ends the request to AWS when a client of %s gives up', async (era, headers) => {
    const server = await startServer(silentUrl());
    const client = await connect(server.url, era, headers);
    const silence = nextSilence();
    const patience = new AbortController();
    const answer = call(client, 'validate_content', text, { signal: patience.signal }).catch(() => 'given up');
    const { gone } = await silence;
    const given = performance.now();
    patience.abort();
    expect(await answer).toBe('given up');
    await gone;
    expect(performance.now() - given).toBeLessThan(2000);
    expect(await server.logged(({ event }) => event === 'call')).toMatchObject({ outcome: 'cancelled' });
  });

  it('ends the request to AWS when the connection of a client breaks off', async () => {
    const server = await startServer(silentUrl());
    const silence = nextSilence();
    const patience = new AbortController();
    const params = { name: 'validate_content', arguments: text };
    const answer = ask(server.url, { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, {}, patience.signal);
    answer.then((response) => response.text()).catch(() => undefined);
    const { gone } = await silence;
    patience.abort();
    await gone;
    expect(await server.logged(({ event }) => event === 'call')).toMatchObject({ outcome: 'cancelled' });
  });

  it('ends no call of another session', async () => {
    const server = await startServer(silentUrl(), { CALL_LIMIT_SECONDS: '1' });
    const silence = nextSilence();
    const params = { name: 'validate_content', arguments: text };
    const first = { 'mcp-session-id': 'first' };
    const answer = ask(server.url, { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, first);
    await silence;
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    for (const headers of [{ 'mcp-session-id': 'second' }, {}])
      expect((await ask(server.url, cancelled, headers)).status).toBe(202);
    expect(await (await answer).text()).toContain('time_limit');
  });

  it('lets calls end when it is told to, and takes no new ones', async () => {
    const server = await startServer(aws.url);
    const client = await connect(server.url);
    aws.delay(1000);
    const before = aws.calls.length;
    const answer = call(client, 'validate_content', text);
    while (aws.calls.length === before) await sleep(5);
    server.process.kill('SIGTERM');
    await server.logged(({ event }) => event === 'stopping');
    await expect(fetch(`${server.origin}/health`)).rejects.toThrow('fetch failed');
    expect(await answer).toMatchObject({ isError: false, structured: { verdict: 'invalid' } });
    aws.delay(0);
    expect(await ended(server.process)).toBe(0);
    expect(server.lines.map(({ event }) => event)).toEqual(['started', 'stopping', 'call', 'stopped']);
  });

  it('ends calls that outlast its patience', async () => {
    const server = await startServer(silentUrl(), { GRACE_SECONDS: '0.3' });
    const silence = nextSilence();
    const answer = call(await connect(server.url), 'validate_content', text).catch(() => undefined);
    const { gone } = await silence;
    expect(await server.stop()).toBe(0);
    await gone;
    await answer;
    expect(server.lines.map(({ event }) => event)).toEqual(['started', 'stopping', 'call', 'stopped']);
  });

  it('says that its port is taken, and ends with an error', async () => {
    const address = new URL(silentUrl());
    await expect(startServer(aws.url, { PORT: address.port })).rejects.toThrow('EADDRINUSE');
  });

  it('refuses pages of strangers, and nobody else for where they come from', async () => {
    const server = await startServer(aws.url, { ALLOWED_ORIGINS: 'inspector.example' });
    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await ask(server.url, { jsonrpc: '2.0', id: 1, method: 'ping' }, headers)).status;
    expect(await asked({})).toBe(200);
    expect(await asked({ origin: 'http://localhost:6274' })).toBe(200);
    expect(await asked({ origin: 'https://inspector.example' })).toBe(200);
    expect(await asked({ origin: 'https://evil.example' })).toBe(403);
  });
});
