import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Passing } from '../stand-ins/faulty-layer.ts';
import { type Deployed, deployed, serverOf, told, type Told } from './deployed.ts';

// Whatever comes back, every run ends within its time, with a cause or with "cannot tell", and nothing crashes.

let runtime: Deployed;
beforeAll(async () => {
  runtime = await deployed(await serverOf('fixtures/checks/ping-rejected/passes/project/server.mjs'));
}, 30_000);

const LIMIT_MS = 1500;
/** What ends a run may take as long as a busy machine takes for it. */
const GRACE_MS = 2500;

async function under(rule: (request: Passing) => Fault | undefined): Promise<Told & { readonly tookMs: number }> {
  runtime.layer.play(rule);
  const token = await runtime.token();
  const began = performance.now();
  const result = await told({ endpoint: runtime.endpoint, token, limitMs: LIMIT_MS });
  return { ...result, tookMs: performance.now() - began };
}

const HTML = '<!DOCTYPE html><html><head><title>Blocked</title></head><body>Blocked by policy</body></html>';
const JSON_TYPE = { 'content-type': 'application/json' };
const STREAM = { 'content-type': 'text/event-stream' };

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['resets the connection', { kind: 'reset' }],
  ['never answers', { kind: 'nothing' }],
  ['delays for longer than there is time', { kind: 'delay', ms: 10_000 }],
  ['answers a page', { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: HTML }],
  ['answers a page with 403', { kind: 'answer', status: 403, headers: { 'content-type': 'text/html' }, body: HTML }],
  ['redirects', { kind: 'answer', status: 307, headers: { location: 'https://elsewhere.example/' }, body: '' }],
  ['redirects to nowhere', { kind: 'answer', status: 308, headers: {}, body: '' }],
  [
    'answers 424',
    { kind: 'answer', status: 424, headers: JSON_TYPE, body: '{"message":"Runtime initialization time exceeded."}' },
  ],
  ['answers 429', { kind: 'answer', status: 429, headers: JSON_TYPE, body: '{"message":"Rate exceeded"}' }],
  [
    'answers 502',
    {
      kind: 'answer',
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<html><h1>502 Bad Gateway</h1></html>',
    },
  ],
  ['answers 504', { kind: 'answer', status: 504, headers: {}, body: '' }],
  ['answers nothing with 200', { kind: 'answer', status: 200, headers: JSON_TYPE, body: '' }],
  ['answers no JSON', { kind: 'answer', status: 200, headers: JSON_TYPE, body: 'undefined' }],
  ['answers JSON that is no message', { kind: 'answer', status: 200, headers: JSON_TYPE, body: '[1, null, "x"]' }],
  [
    'answers an error that is none',
    { kind: 'answer', status: 200, headers: JSON_TYPE, body: '{"jsonrpc":"2.0","error":"no"}' },
  ],
  [
    'cuts its JSON off',
    {
      kind: 'half',
      status: 200,
      headers: { ...JSON_TYPE, 'content-length': '900' },
      body: '{"jsonrpc":"2.0","id":1,"res',
    },
  ],
  [
    'cuts its stream off',
    { kind: 'half', status: 200, headers: STREAM, body: 'event: message\ndata: {"jsonrpc":"2.0","id":1,"resu' },
  ],
  [
    'keeps half a stream open',
    { kind: 'half', status: 200, headers: STREAM, body: ': wait\n\ndata: {"json', kept: true },
  ],
  ['answers 2 MB', { kind: 'answer', status: 200, headers: JSON_TYPE, body: `{"x":"${'y'.repeat(2_000_000)}"}` }],
  [
    'answers bytes',
    {
      kind: 'answer',
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '\u0000\u001B[2J\uFFFD',
    },
  ],
];

describe.each(FAULTS)('a layer that %s', (_, fault) => {
  it.each<[string, (request: Passing) => boolean]>([
    ['from the first request on', () => true],
    ['once a token is there', ({ headers }) => headers['authorization'] !== undefined],
    ['for the list of tools', ({ body }) => body.includes('tools/list')],
    ['for the metadata', ({ target }) => target.includes('.well-known')],
    ['for the official client', ({ headers }) => headers['user-agent'] !== undefined],
  ])('%s: the run ends in time and with an answer', async (when, hits) => {
    const { probed, failed, unclear, tookMs } = await under((request) => (hits(request) ? fault : undefined));
    expect(tookMs).toBeLessThan(LIMIT_MS + GRACE_MS);
    // The metadata is no affair of whoever has a token already; it is enough that the run gets over it.
    const isAside = when === 'for the metadata';
    expect(isAside || failed.length + unclear.length > 0).toBe(true);
    expect(probed.isHealthy).toBe(isAside && probed.probe.cut === undefined);
    expect(new Set(failed).size).toBe(failed.length);
    for (const sentence of unclear) expect(sentence).toMatch(/\.$/);
  });
});

it('any mixture of faults at any requests ends in time, with one cause at the most', { timeout: 120_000 }, async () => {
  const quick = FAULTS.filter(([, { kind }]) => kind === 'answer' || kind === 'reset').map(([, fault]) => fault);
  const plan = fc.array(fc.option(fc.constantFrom(...quick), { nil: undefined, freq: 2 }), {
    minLength: 4,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(plan, async (faults) => {
      const from = runtime.layer.came.length;
      const { failed, tookMs } = await under(({ number }) => faults[number - from]);
      expect(tookMs).toBeLessThan(LIMIT_MS + GRACE_MS);
      expect(
        failed.filter((check) => check !== 'metadata-not-served' && check !== 'endpoint-open').length,
      ).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40 },
  );
});
