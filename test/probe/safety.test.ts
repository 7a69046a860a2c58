import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, run } from '../support/run.ts';
import { type Deployed, deployed, serverOf, told, urlOf } from './deployed.ts';

// What carries a secret goes where it is meant to go, and nowhere else.

let runtime: Deployed;
/** A server to which nothing may be sent. */
const elsewhere: { readonly seen: string[]; url: string } = { seen: [], url: '' };
const trap = createServer((request, response) => {
  elsewhere.seen.push(`${request.method} ${JSON.stringify(request.headers)}`);
  response.end('{}');
});

beforeAll(async () => {
  runtime = await deployed(await serverOf('fixtures/checks/ping-rejected/passes/project/server.mjs'));
  await new Promise<void>((listening) => void trap.listen(0, '127.0.0.1', listening));
  const address = trap.address();
  elsewhere.url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/mcp`;
}, 30_000);
afterAll(() => void trap.close());

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %i is reported and not followed', async (status) => {
    const token = await runtime.token();
    runtime.layer.play(({ headers }) =>
      headers['authorization'] === undefined
        ? undefined
        : { kind: 'answer', status, headers: { location: elsewhere.url }, body: '' },
    );
    const { failed, says } = await told({ endpoint: runtime.endpoint, token });
    expect({ failed, says }).toEqual({ failed: ['path-redirects'], says: expect.stringContaining(elsewhere.url) });
    expect(elsewhere.seen).toEqual([]);
  });

  it('before any token is sent ends the run: it goes nowhere', async () => {
    const from = runtime.layer.came.length;
    runtime.layer.play(() => ({ kind: 'answer', status: 302, headers: { location: elsewhere.url }, body: '' }));
    const { failed } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect(failed).toEqual(['path-redirects']);
    expect(runtime.layer.came.slice(from).filter(({ headers }) => headers['authorization'] !== undefined)).toEqual([]);
    expect(elsewhere.seen).toEqual([]);
  });

  it('that only the official client meets is not followed, either', async () => {
    runtime.layer.play(({ headers }) =>
      headers['user-agent'] === undefined
        ? undefined
        : { kind: 'answer', status: 307, headers: { location: elsewhere.url }, body: '' },
    );
    const { failed } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect(failed).toEqual(['handshake-fails']);
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('the program', () => {
  it.each([
    ['another host', 'https://evil.example/runtimes/x/invocations'],
    ['HTTP to another machine', 'http://bedrock-agentcore.eu-west-1.amazonaws.com/runtimes/x/invocations'],
    ['a token in the URL', `${urlOf('http://127.0.0.1:9')}&access_token=abcdefgh12345678`],
    ['a user in the URL', urlOf('http://me:secretsecret@127.0.0.1:9')],
  ])('refuses %s with 2, before anything is sent', async (_, url) => {
    const file = `${folderWith({ 'token.txt': 'header.payload.signature' })}/token.txt`;
    const { code, out, err } = await run(['probe', url, '--token-file', file], {});
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(/abcdefgh12345678|secretsecret|header\.payload/);
  });

  it('sends a token to nobody who does not ask for one, once that is known', async () => {
    runtime.layer.play(() => undefined);
    const from = runtime.layer.came.length;
    const { code } = await run(['probe', urlOf(runtime.layer.origin)], {});
    expect(code).toBe(0);
    expect(runtime.layer.came.slice(from).every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });

  it('says the same of a saved run, and keeps no secret in it', async () => {
    runtime.layer.play(() => undefined);
    const token = await runtime.token('id');
    const file = `${folderWith({})}/run.json`;
    const url = urlOf(runtime.layer.origin);
    const first = await run(['probe', url, '--save', file], { BEARER_TOKEN: token.text() });
    const again = await run(['probe', '--from', file]);
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/^error\[auth-refused\] The runtime does not take the token: 401/);
    expect(again).toEqual(first);
    const { readFileSync } = await import('node:fs');
    const kept = readFileSync(file, 'utf8') + first.out;
    for (const part of token.text().split('.')) expect(kept).not.toContain(part);
  });

  it('writes JSON that holds the exchanges, and no secret', async () => {
    runtime.layer.play(() => undefined);
    const token = await runtime.token();
    const { code, out } = await run(['probe', urlOf(runtime.layer.origin), '--format', 'json', '--tool', 'next_tide'], {
      BEARER_TOKEN: token.text(),
    });
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report.probe.client.call).toMatchObject({ tool: 'next_tide', isError: false });
    expect(out).not.toContain(token.text().split('.')[2]);
  });

  it('tells a token that no header can carry', async () => {
    const { out } = await run(['probe', urlOf(runtime.layer.origin)], {
      BEARER_TOKEN: 'eyJhbGciOiJub25lIn0.e30\n.c2ln',
    });
    expect(out).toMatch(/line breaks or letters that no header carries/);
  });
});

describe('doctor --live', () => {
  const files = {
    'server.py': 'from fastmcp import FastMCP\n\nmcp = FastMCP("x")\n',
    'requirements.txt': 'fastmcp==3.4.4\n',
  };

  it('says so where the files name no runtime', async () => {
    const { code, err } = await run([folderWith(files), '--live'], {});
    expect([code, err]).toEqual([2, expect.stringContaining('The files here name no agent runtime.')]);
  });

  it('is not to be had offline', async () => {
    const { code, err } = await run([folderWith(files), '--live', '--offline'], {});
    expect([code, err]).toEqual([2, expect.stringContaining('`--offline` asks nobody')]);
  });
});

describe('a run', () => {
  it('ends within its time, whatever the official client waits for', async () => {
    runtime.layer.play(({ headers }) => (headers['user-agent'] === undefined ? undefined : { kind: 'nothing' }));
    const began = Date.now();
    const { probed, unclear } = await told({ endpoint: runtime.endpoint, token: await runtime.token(), limitMs: 1500 });
    expect(Date.now() - began).toBeLessThan(4000);
    expect(unclear).toEqual(['mcp-error-in-200: This was not asked any more, because the run was over after 1.5 s.']);
    expect(probed.isHealthy).toBe(false);
  });

  it('that is interrupted says what is known by then, and ends with 130', async () => {
    runtime.layer.play(({ body }) => (body.includes('tools/list') ? { kind: 'nothing' } : undefined));
    const token = await runtime.token();
    const child = spawn(process.execPath, [resolve('dist/bin.cjs'), 'probe', urlOf(runtime.layer.origin)], {
      env: { PATH: process.env['PATH'], HOME: folderWith({}), BEARER_TOKEN: token.text() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const from = runtime.layer.came.length;
    const ended = new Promise<number | null>((done) => void child.once('close', done));
    const out = text(child.stdout);
    while (!runtime.layer.came.slice(from).some(({ body }) => body.includes('tools/list'))) await sleep(20);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await out).toMatch(/transport-reused-live: This was not asked any more, because the run was interrupted\./);
    expect(await out).toMatch(/The first request \(cold, as a rule\) was answered after \d+ ms\./);
    expect(await out).toMatch(/the run was interrupted, and this is what was known by then/);
  });

  it('asks none of the checks that are about something else', async () => {
    const { code, err } = await run(['probe', urlOf(runtime.layer.origin), '--only', 'host-loopback'], {});
    expect([code, err]).toEqual([2, expect.stringContaining('None of these checks asks an endpoint.')]);
  });
});
