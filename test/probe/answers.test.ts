import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault, Passing } from '../stand-ins/faulty-layer.ts';
import { ARN, CLIENT, type Deployed, deployed, endpointAt, serverOf, told, tokenGiven, urlOf } from './deployed.ts';

// One test for each row of the table of what a caller sees: the front door or a layer in front of it answers, and the
// cause has to be named. The texts are those that were measured or documented (agentcore devguide, verified 2026-11-22).

let runtime: Deployed;
let server = '';

beforeAll(async () => {
  server = await serverOf('fixtures/checks/ping-rejected/passes/project/server.mjs');
  runtime = await deployed(server);
}, 30_000);

function isInvocation({ method, headers }: Passing): boolean {
  return method === 'POST' && (headers['authorization'] ?? '') !== '';
}

function answers(status: number, body: object | string, headers = {}): (request: Passing) => Fault | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (request) =>
    isInvocation(request)
      ? { kind: 'answer', status, body: text, headers: { 'content-type': 'application/json', ...headers } }
      : undefined;
}

function rpc(code: number, message: string): object {
  return { jsonrpc: '2.0', error: { code, message } };
}

describe('a runtime that works', () => {
  it('is found to work with a token, and the official client meets it', async () => {
    runtime.layer.play(() => undefined);
    const { probed, failed, unclear } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect({ failed, unclear, isHealthy: probed.isHealthy }).toEqual({ failed: [], unclear: [], isHealthy: true });
    expect(probed.probe.client).toMatchObject({ tools: expect.any(Array) });
    expect(probed.probe.exchanges.map(({ name }) => name)).toEqual([
      'without-credentials',
      'metadata',
      'issuer-openid',
      'issuer-oauth',
      'initialize-bearer',
      'initialized',
      'tools-list',
      'tools-list-rotated-1',
      'tools-list-rotated-2',
      'ping',
    ]);
  });

  it('is not called open, and nothing is said of what was not asked, without credentials', async () => {
    const { probed, failed, unclear } = await told({ endpoint: runtime.endpoint });
    expect({ failed, unclear, isHealthy: probed.isHealthy }).toEqual({ failed: [], unclear: [], isHealthy: false });
  });
});

describe('the row', () => {
  it.each<[string, number, object | string, string, RegExp]>([
    [
      '401, a claim',
      401,
      rpc(-32_001, "Claim 'client_id' value mismatch with configuration."),
      'auth-refused',
      /Claim 'client_id' value mismatch/,
    ],
    ['401, expired', 401, rpc(-32_001, 'Token has expired'), 'auth-refused', /Token has expired/],
    [
      '403, unreadable',
      403,
      { message: 'OAuth authorization failed: Failed to parse token' },
      'auth-refused',
      /Failed to parse token/,
    ],
    [
      '403, another way',
      403,
      {
        message:
          'Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request.',
      },
      'auth-family-mismatch',
      /takes AWS credentials and no bearer token/,
    ],
    [
      '403, the host guard of the TypeScript SDK',
      403,
      rpc(-32_000, 'Invalid Host: 127.0.0.1'),
      'host-rejected',
      /Invalid Host/,
    ],
    [
      '400, the metadata service',
      400,
      { message: 'This runtime is not MMDSv2-enabled' },
      'runtime-fails-to-start',
      /not allowed to start.*MMDSv2/,
    ],
    [
      '400 from the server',
      400,
      { message: 'Received error (400) from runtime. Please check your CloudWatch logs for more information.' },
      'handshake-fails',
      /Received error \(400\)/,
    ],
    [
      '404',
      404,
      { message: `No endpoint or agent found with qualifier 'DEFAULT' for agent '${ARN}'` },
      'endpoint-not-found',
      /no runtime `tides-Ab12Cd34Ef` with an endpoint `DEFAULT`/,
    ],
    ['405', 405, rpc(-32_000, 'Method Not Allowed'), 'handshake-fails', /405/],
    [
      '406',
      406,
      rpc(-32_011, 'Accept Header Error - MCP protocol requires Accept header: application/json, text/event-stream'),
      'accept-refused',
      /-32011/,
    ],
    ['406 from the server', 200, rpc(-32_010, 'Received error (406) from runtime'), 'accept-refused', /406/],
    ['307', 307, '', 'path-redirects', /redirect to `https:\/\/elsewhere.example\/mcp\/`/],
    ['409', 409, { message: 'Session operation in progress, please retry' }, 'throttled', /being set up/],
    ['413', 413, 'Payload Too Large', 'handshake-fails', /413/],
    [
      '415',
      415,
      rpc(-32_000, 'Unsupported Media Type: Content-Type must be application/json'),
      'handshake-fails',
      /415/,
    ],
    ['421', 421, 'Invalid Host header', 'host-rejected', /421/],
    ['422', 422, { detail: [{ loc: ['body', 'prompt'], msg: 'field required' }] }, 'handshake-fails', /422/],
    [
      '424, too late',
      424,
      { message: 'Runtime initialization time exceeded. Please make sure that initialization completes in 120s.' },
      'runtime-fails-to-start',
      /initialization time exceeded/,
    ],
    ['402', 402, { message: 'maxVms limit exceeded' }, 'throttled', /quota of the account is used up/],
    ['429', 429, { message: 'Rate exceeded' }, 'throttled', /turns the call away: 429/],
    [
      '502',
      502,
      { message: 'Received error (502) from runtime. Please check your CloudWatch logs for more information.' },
      'runtime-fails-to-start',
      /reaches no running server.*502/,
    ],
    ['504', 504, '<html><body>504 Gateway Time-out</body></html>', 'runtime-fails-to-start', /504/],
    ['-32002', 403, rpc(-32_002, 'Authorization error - Insufficient permissions'), 'auth-refused', /-32002/],
    ['-32003', 200, rpc(-32_003, 'Rate limit exceeded - Too many requests'), 'throttled', /-32003/],
    [
      '-32004',
      200,
      rpc(-32_004, 'Resource not found - Requested resource does not exist'),
      'endpoint-not-found',
      /-32004/,
    ],
    ['-32005', 200, rpc(-32_005, 'Session operation in progress, please retry'), 'throttled', /-32005/],
    [
      '-32006',
      200,
      rpc(-32_006, 'Validation error - Invalid request data'),
      'mcp-error-in-200',
      /inside of HTTP 200 with -32006/,
    ],
    [
      '-32010, the health check',
      200,
      rpc(
        -32_010,
        'Runtime health check failed or timed out. Please make sure that health check is implemented according to the requirements here',
      ),
      'health-check-fails',
      /health check of the runtime fails/,
    ],
    [
      '-32010, not started',
      200,
      rpc(
        -32_010,
        'An error occurred when starting the runtime. Please check your CloudWatch logs for more information.',
      ),
      'runtime-fails-to-start',
      /error occurred when starting/,
    ],
    [
      '-32010, a tool',
      200,
      rpc(-32_010, 'Tool execution error - Please check your CloudWatch logs for more information'),
      'mcp-error-in-200',
      /-32010/,
    ],
    [
      '-32603',
      200,
      rpc(-32_603, 'An internal error occurred while processing the request.'),
      'mcp-error-in-200',
      /-32603/,
    ],
  ])('%s', async (_, status, body, check, message) => {
    runtime.layer.play(answers(status, body, status === 307 ? { location: 'https://elsewhere.example/mcp/' } : {}));
    const { failed, says, probed } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect({ failed, says }).toEqual({ failed: [check], says: expect.stringMatching(message) });
    expect(probed.isHealthy).toBe(false);
  });

  it('500 is nobody’s in particular, and said to be so', async () => {
    runtime.layer.play(answers(500, { message: 'Internal error - Server error' }));
    const { failed, unclear } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect(failed).toEqual([]);
    expect(unclear).toEqual([expect.stringMatching(/^runtime-fails-to-start: .*AgentCore itself or the server/)]);
  });
});

describe('a token that the runtime refuses', () => {
  it('is explained by its kind: an ID token has no client_id', async () => {
    runtime.layer.play(() => undefined);
    const { failed, says, does } = await told({ endpoint: runtime.endpoint, token: await runtime.token('id') });
    expect(failed).toEqual(['auth-refused']);
    expect(says).toMatch(
      /^The runtime does not take the token: 401 with -32001 `Claim 'client_id' value mismatch with configuration\.`\. The token is an ID token.*no `client_id`; an access token of the same client has one\.$/,
    );
    expect(does).toBe('Send the access token in its place.');
  });

  it('is explained by its client', async () => {
    const token = await runtime.token('access', { clientId: 'anotherclientofthesamepool' });
    const { says } = await told({ endpoint: runtime.endpoint, token });
    expect(says).toMatch(/has `anotherclientofthesamepool` for `client_id`, which the authorizer does not list/);
  });

  it('is explained by its issuer, which the endpoint does not name', async () => {
    const other = await deployed(server);
    const { failed, says } = await told({ endpoint: runtime.endpoint, token: await other.token() });
    expect(failed).toEqual(['auth-refused']);
    expect(says).toMatch(/The token is of `http.*`, and the endpoint trusts `http/);
  });

  it('is explained by its form', async () => {
    const { failed, says } = await told({
      endpoint: runtime.endpoint,
      token: tokenGiven('not-a-jwt-but-something-else'),
    });
    expect(failed).toEqual(['auth-refused']);
    expect(says).toMatch(
      /403 `AccessDeniedException: OAuth authorization failed: Failed to parse token`\. The token is opaque/,
    );
  });
});

describe('an address', () => {
  it.each([
    ['twice', encodeURIComponent(encodeURIComponent(ARN))],
    ['not at all', ARN],
    ['with a line break', `${encodeURIComponent(ARN)}%0A`],
  ])('with the ARN encoded %s is proven to be the cause by the one that is encoded once', async (_, segment) => {
    runtime.layer.play(() => undefined);
    const { failed, says, does } = await told({
      endpoint: endpointAt(urlOf(runtime.layer.origin, segment)),
      token: await runtime.token(),
    });
    expect(failed).toEqual(['endpoint-not-found']);
    expect(says).toMatch(/not encoded exactly once/);
    expect(does).toBe(`Call \`${urlOf(runtime.layer.origin)}\`.`);
  });

  it('with an endpoint that is not there is proven by the one that every runtime has', async () => {
    const url = urlOf(runtime.layer.origin).replace('=DEFAULT', '=prod');
    const { failed, says } = await told({ endpoint: endpointAt(url) });
    expect(failed).toEqual(['endpoint-not-found']);
    expect(says).toMatch(/no endpoint `prod`/);
  });

  it('where nobody listens is unreachable', async () => {
    const { failed, says } = await told({ endpoint: endpointAt(urlOf('http://127.0.0.1:9')) });
    expect({ failed, says }).toEqual({
      failed: ['endpoint-unreachable'],
      says: '`127.0.0.1:9` cannot be reached: nobody listens there.',
    });
  });
});

describe('the documents for clients that sign in by themselves', () => {
  it('are missed', async () => {
    runtime.layer.play(({ target }) =>
      target.includes('.well-known') ? { kind: 'answer', status: 403, body: '{"message":"denied"}' } : undefined,
    );
    const { failed, says } = await told({ endpoint: runtime.endpoint });
    expect({ failed, says }).toEqual({
      failed: ['metadata-not-served'],
      says: expect.stringMatching(/answered with 403/),
    });
  });

  it('say whether clients can register', async () => {
    runtime.layer.play(() => undefined);
    const { probed } = await told({ endpoint: runtime.endpoint });
    expect(probed.outcomes.find(({ check }) => check.id === 'client-registration-unsupported')?.status).toBe('fail');
  });
});

it('an endpoint that lets everybody in is open', async () => {
  const token = await runtime.token();
  runtime.layer.play(() => ({ kind: 'add', headers: { authorization: `Bearer ${token.text()}` } }));
  const { failed, probed } = await told({ endpoint: runtime.endpoint });
  expect(probed.probe.client?.tools).toBeDefined();
  expect(failed).toEqual(['endpoint-open']);
});

it.each(['', CLIENT])('no secret is kept, whoever repeats it (%s)', async () => {
  const token = await runtime.token();
  runtime.layer.play((request) =>
    isInvocation(request)
      ? {
          kind: 'answer',
          status: 400,
          headers: { 'content-type': 'application/json', 'set-cookie': 'a=secretcookievalue', 'x-echo': token.text() },
          body: JSON.stringify({
            message: `bad ${request.headers['authorization'] ?? ''}`,
            access_token: token.text(),
          }),
        }
      : undefined,
  );
  const { probed } = await told({ endpoint: runtime.endpoint, token });
  const kept = JSON.stringify(probed.probe) + JSON.stringify(probed.outcomes);
  for (const secret of [token.text(), ...token.text().split('.'), 'secretcookievalue'])
    expect(kept).not.toContain(secret);
});

describe('without credentials', () => {
  it.each<[string, number, object | string, string, RegExp]>([
    ['502', 502, '<html><h1>502 Bad Gateway</h1></html>', 'runtime-fails-to-start', /reaches no running server/],
    ['429', 429, { message: 'Rate exceeded' }, 'throttled', /429/],
    ['406', 406, rpc(-32_011, 'Accept Header Error'), 'accept-refused', /-32011/],
    ['424', 424, { message: 'Runtime initialization time exceeded.' }, 'runtime-fails-to-start', /424/],
  ])('%s is no question of credentials', async (_, status, body, check, message) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    runtime.layer.play(({ method }) => (method === 'POST' ? { kind: 'answer', status, body: text } : undefined));
    const { failed, says } = await told({ endpoint: runtime.endpoint });
    expect({ failed, says }).toEqual({ failed: [check], says: expect.stringMatching(message) });
  });

  it('500 cannot be told', async () => {
    runtime.layer.play(({ method }) => (method === 'POST' ? { kind: 'answer', status: 500, body: '{}' } : undefined));
    const { failed, unclear } = await told({ endpoint: runtime.endpoint });
    expect([failed, unclear]).toEqual([[], [expect.stringMatching(/^runtime-fails-to-start: /)]]);
  });
});

describe('a token that is refused without a word of why', () => {
  it('is refused as a token where the endpoint asks for one', async () => {
    runtime.layer.play(answers(403, { message: 'Forbidden' }));
    const { failed, says } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect({ failed, says }).toEqual({
      failed: ['auth-refused'],
      says: 'The runtime does not take the token: 403 `Forbidden`.',
    });
  });

  it('is refused as a signature where its header is taken for one', async () => {
    runtime.layer.play(
      answers(
        403,
        { message: "Authorization header requires 'Credential' parameter." },
        { 'x-amzn-errortype': 'IncompleteSignatureException' },
      ),
    );
    const { failed } = await told({ endpoint: runtime.endpoint, token: await runtime.token() });
    expect(failed).toEqual(['auth-refused']);
  });
});
