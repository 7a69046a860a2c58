import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../src/domain/symptom/diagnose.ts';
import { masked } from '../src/domain/symptom/masked.ts';
import { safeText } from '../src/report/safe-text.ts';
import type { JsonExplanation } from '../src/report/diagnosis-json.ts';
import { run } from './support/run.ts';

async function asked(argv: readonly string[], piped?: string): Promise<JsonExplanation> {
  const { out } = await run(['explain', ...argv, '--format', 'json'], {}, piped);
  // What the command writes is this by its own type; the members that matter are compared below.
  return JSON.parse(out) as JsonExplanation;
}

async function firstCheck(argv: readonly string[], piped?: string): Promise<string | null | undefined> {
  return (await asked(argv, piped)).causes[0]?.check;
}

describe('explain takes', () => {
  it('a status, however it is written', async () => {
    for (const argv of [
      ['406'],
      ['HTTP 406'],
      ['HTTP', '406'],
      ['status', 'code:', '406'],
      ['406', 'Not', 'Acceptable'],
    ])
      expect(await firstCheck(argv), argv.join(' ')).toBe('accept-header-incomplete');
  });

  it('a JSON-RPC code, although it begins with a minus', async () => {
    expect(await firstCheck(['-32011'])).toBe('accept-header-incomplete');
    expect(await firstCheck(['code', '-32010'])).toBe('auth-inside-server');
    expect(await firstCheck(['- the server answers -32003'])).toBe('throttled');
  });

  it('text as an argument, as words and through a pipe', async () => {
    const text = "Claim 'client_id' value mismatch with configuration";
    expect(await firstCheck([text])).toBe('id-token-sent');
    expect(await firstCheck(text.split(' '))).toBe('id-token-sent');
    expect(await firstCheck([], text)).toBe('id-token-sent');
    expect(await firstCheck(['-'], `${text}\n`)).toBe('id-token-sent');
  });

  it('what is given before what is piped in', async () => {
    expect(await firstCheck(['421'], '406')).toBe('host-guard');
  });

  it('a check, with the members that it had before and the common form', async () => {
    const page = await asked(['host-loopback']);
    expect(page).toMatchObject({ schemaVersion: 1, id: 'host-loopback', severity: 'error', query: 'host-loopback' });
    expect(page.causes).toMatchObject([{ check: 'host-loopback', confidence: 'high' }]);
  });
});

describe('explain answers', () => {
  it('with the likeliest cause first and all it knows about it', async () => {
    const { schemaVersion, query, causes } = await asked(['401']);
    expect({ schemaVersion, query }).toEqual({ schemaVersion: 1, query: '401' });
    expect(causes.length).toBeGreaterThan(2);
    for (const cause of causes)
      expect(cause).toMatchObject({
        title: expect.any(String),
        because: expect.any(String),
        remedy: expect.any(String),
        evidence: expect.any(String),
        confidence: expect.stringMatching(/^(high|medium|low)$/),
        references: expect.arrayContaining([expect.stringMatching(/^https:/)]),
      });
  });

  it('null where no check looks for the cause', async () => {
    expect(await firstCheck(['AADSTS9010010'])).toBeNull();
  });

  it('with the line that shows it', async () => {
    const { out } = await run(
      ['explain'],
      {},
      'INFO started\nWARNING  Invalid Host header: cell01.example\nINFO done\n',
    );
    expect(out).toContain('in WARNING Invalid Host header: cell01.example');
    expect(out).not.toContain('INFO done');
  });

  it('that nothing matched, with what comes close, and ends with 1', async () => {
    const { code, out, err } = await run(['explain', 'the session ids of clients rotate away from servers']);
    expect(out).toContain('Nothing that is known matches');
    expect(out).toContain('Near: ');
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(await asked(['teapot 418'])).toMatchObject({ causes: [], query: 'teapot 418' });
    expect((await run(['explain', '418'])).out).toContain('in it are HTTP 418');
  });

  it('a call without a question with 2', async () => {
    for (const piped of [undefined, '', ' \n'])
      expect(await run(['explain'], {}, piped)).toMatchObject({
        code: 2,
        err: expect.stringContaining('Nothing is given'),
      });
    expect((await run(['explain', '406', '--bogus'])).code).toBe(2);
  });
});

const CURL = `*   Trying 203.0.113.7:443...
> POST /runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A111122223333%3Aruntime%2Ftides-AbCdEf1234/invocations?qualifier=DEFAULT HTTP/2
> Host: bedrock-agentcore.us-east-1.amazonaws.com
> Authorization: Bearer eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ
> Accept: */*
< HTTP/2 401
< content-type: application/json
< www-authenticate: Bearer resource_metadata="https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/x/invocations/.well-known/oauth-protected-resource?qualifier=DEFAULT"
{"jsonrpc":"2.0","error":{"code":-32001,"message":"Claim 'client_id' value mismatch with configuration."}}`;

const GROUP = `  + Exception Group Traceback (most recent call last):
  |   File "/app/client.py", line 12, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/venv/lib/python3.11/site-packages/mcp/client/streamable_http.py", line 358, in _handle_post_request
    |     response.raise_for_status()
    | httpx.HTTPStatusError: Client error '421 Misdirected Request' for url 'https://bedrock-agentcore.us-east-1.amazonaws.com/x'
    +------------------------------------`;

const CLOUDWATCH = JSON.stringify({
  eventId: '38790812309812309812309812398',
  timestamp: 1_764_097_764_000,
  logStreamName: '2026/11/25/[runtime-logs]2f4b6c1e',
  message: `Traceback (most recent call last):\n  File "/app/main.py", line 9, in <module>\n    mcp.run(transport="http")\nValueError: Unknown transport: http\n`,
});

/** As Python's rich writes it where there is no terminal: 80 columns, the source at the right edge. */
const RICH = `[11/25/26 18:49:25] INFO     StreamableHTTP       streamable_http_manager.py:143
                             session manager
                             started
                    INFO     Created new          streamable_http_manager.py:301
                             transport with
                             session ID:
                             4ab56e3b4ad545178f27
INFO:     127.0.0.1:36436 - "POST /mcp HTTP/1.1" 400 Bad Request`;

describe('what people paste', () => {
  it.each([
    ['a transcript of curl', CURL, 'id-token-sent'],
    ['a group of exceptions with a status inside', GROUP, 'host-guard'],
    ['an event of CloudWatch', CLOUDWATCH, 'transport-unknown'],
    ['a log in columns', RICH, 'not-stateless'],
    [
      'an error of boto3',
      "botocore.errorfactory.ValidationException: An error occurred (ValidationException) when calling the CreateAgentRuntime operation: Role validation failed for 'arn:aws:iam::111122223333:role/tides'",
      'role-trust-invalid',
    ],
    [
      'the body of an answer',
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32011,"message":"Accept Header Error - MCP protocol requires Accept header: application/json, text/event-stream"}}',
      'accept-header-incomplete',
    ],
    [
      'an answer of boto3 as a dictionary',
      "{'ResponseMetadata': {'HTTPStatusCode': 421, 'RetryAttempts': 0}}",
      'host-guard',
    ],
    [
      'an error page of Express',
      '<pre>Error: Already connected to a transport. Call close() before connecting to a new transport, or use a separate Protocol instance per connection.<br> &nbsp; &nbsp;at Server.connect</pre>',
      'transport-reused',
    ],
    [
      'an error of the TypeScript client',
      'Error: Streamable HTTP error: Error POSTing to endpoint: {"message":"OAuth authorization failed: Failed to parse token"}',
      'token-unparsable',
    ],
    [
      'an error of requests',
      'requests.exceptions.HTTPError: 424 Client Error: Failed Dependency for url: https://bedrock-agentcore.us-east-1.amazonaws.com/x',
      'server-does-not-start',
    ],
    [
      'an older wording of the limit',
      'Invocation failed: An error occurred (RuntimeClientError) when calling the InvokeAgentRuntime operation: Runtime initialization time exceeded. Please make sure that initialization completes in 60s.',
      'slow-start',
    ],
    [
      'a status of the container',
      'An error occurred (RuntimeClientError): Received error (403) from runtime. Please check your CloudWatch logs for more information.',
      'host-guard',
    ],
  ])('%s', (_what, text, check) => {
    expect(diagnose(text).causes[0]?.cause.check).toBe(check);
  });

  it('puts the line that names the fault before what follows from it', () => {
    const text = `${JSON.stringify({ message: 'Runtime initialization time exceeded. Please make sure that initialization completes in 30s.' })}\nModuleNotFoundError: No module named 'mcp.server.fastmcp'`;
    const [first, second] = diagnose(text).causes;
    expect(first?.cause.check).toBe('sdk-import-broken');
    expect(second?.cause.check).toBe('slow-start');
  });

  it('says that a scary line of a healthy server is harmless', () => {
    expect(diagnose('ERROR Error in message router\nanyio.ClosedResourceError').causes[0]?.cause.id).toBe(
      'harmless-closing',
    );
  });
});

const SECRETS = [
  'eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ',
  'AKIAQYLPMN5HFIQR7XYA',
  'wJalrXUtnFEMIK7MDENGbPxRfiCYzLmNoPqRsT12',
  'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZkdISg',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'hunter2-correct-horse',
];

describe('secrets', () => {
  const carriers: readonly ((secret: string) => string)[] = [
    (secret) => `Authorization: Bearer ${secret}`,
    (secret) => `curl -H "Authorization: Bearer ${secret}" https://x.example 406 Not Acceptable`,
    (secret) => `-H 'authorization: ${secret}' Not Acceptable`,
    (secret) => `{"AuthenticationResult":{"AccessToken":"${secret}"},"message":"Not Acceptable"}`,
    (secret) => `client_secret=${secret}&grant_type=client_credentials invalid_grant`,
    (secret) => `AWS_SECRET_ACCESS_KEY=${secret} You must specify a region`,
    (secret) => `PASSWORD=${secret} NEW_PASSWORD_REQUIRED`,
    (secret) => `https://user:${secret}@x.example/mcp 421`,
    (secret) => `Cookie: session=${secret}; theme=dark 406`,
    (secret) => `x-amz-security-token: ${secret} Rate exceeded`,
    (secret) =>
      JSON.stringify({
        body: JSON.stringify({ headers: { Authorization: `Bearer ${secret}` }, error: 'Not Acceptable' }),
      }),
    (secret) => `\u001B[31mAuthorization:\u001B[0m Bearer ${secret} Invalid Host header`,
  ];

  it('are never repeated', async () => {
    for (const secret of SECRETS) {
      for (const carrier of carriers) {
        const text = carrier(secret);
        for (const argv of [[text], [text, '--format', 'json']]) {
          const { out, err } = await run(['explain', ...argv]);
          expect(out + err, text).not.toContain(secret);
          expect(out + err, text).not.toContain(secret.slice(0, 16));
        }
      }
    }
  });

  it.each([
    '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\nabc',
    'eyJhbGciOi.eyJz',
    ...['AKIA', 'ASIA', 'AROA', 'AIDA'].map((kind) => `${kind}QYLPMN5HFIQR7XYA`),
    ...['sk-', 'ghp_', 'gho_', 'ghs_', 'github_pat_', 'glpat-', 'AIza', 'npm_', 'hf_'].map(
      (kind) => `${kind}abcdefabcdef`,
    ),
    ...['a', 'b', 'p', 'r', 's'].map((kind) => `xox${kind}-abcdefabcdef`),
  ])('are known by their form alone: %j', (secret) => {
    expect(masked(`tide ${secret}`)).toBe('tide (hidden)');
    expect(safeText(`tide ${secret}`)).toBe('tide (hidden)');
  });

  it('are known in a URL', () => {
    expect(safeText('to postgres://tide:low-water@db/tides')).toBe('to postgres://tide:(hidden)@db/tides');
  });

  it('hide nothing else', () => {
    for (const text of [
      "OAuth authorization failed: Claim 'client_id' value mismatch with configuration",
      'arn:aws:iam::111122223333:role/AmazonBedrockAgentCoreSDKRuntime-us-east-1-1a0633a512',
      'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/tides-AbCdEf1234',
      'request id 2f4b6c1e-91aa-4c0d-8a57-0b1f2c3d4e5f',
      'USER_PASSWORD_AUTH flow not enabled for this client',
      '/usr/lib/python3.11/site-packages/mcp/client/streamable_http.py',
    ])
      expect(masked(text)).toBe(text);
  });
});

describe('long and hostile texts', () => {
  it('never break the answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { causes, query } = diagnose(text);
        expect(causes.length).toBeGreaterThanOrEqual(0);
        expect(query).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 300 },
    );
  });

  it('do not hide a message that stands between them', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (before, after) => {
        const text = `${before.replaceAll('\\', '')}\nInvalid Host header: cell01\n${after}`;
        expect(diagnose(text).seen.map(({ id }) => id)).toContain('host-refused');
      }),
      { numRuns: 300 },
    );
  });

  it('find the one telling line of 5 MB', () => {
    const line = 'INFO:     127.0.0.1:36436 - "POST /mcp HTTP/1.1" 200 OK\n';
    const log = line.repeat(Math.ceil((5 * 1024 * 1024) / line.length));
    const { causes, seen } = diagnose(`${log}WARNING  Invalid Host header: cell01.example\n${log}`);
    expect(causes[0]?.cause.check).toBe('host-guard');
    expect(seen[0]?.line).toBe('WARNING Invalid Host header: cell01.example');
  });

  // Whatever the text, eight times as much of it takes about eight times as long; a form that looks back takes 64.
  it.each([
    'Claim ',
    'Claim client_id value ',
    '\\',
    '\\u00',
    '\u001B[',
    '\u001B]0;',
    ' ',
    '  x.py:',
    'GET /',
    '"POST /mcp HTTP/1.1" ',
    'status: ',
    'Received error (',
    '-32',
    '&quot',
    'a',
    'eyJ',
    '│',
    '“',
    'an unexpected keyword argument ',
    'FastMCP.run() got an unexpected keyword argument FastMCP.',
    'secret-',
    '-----BEGIN PRIVATE KEY-----',
  ])('take time in proportion to their length: %j', (piece) => {
    const small = piece.repeat(Math.ceil(40_000 / piece.length));
    const large = piece.repeat(Math.ceil(320_000 / piece.length));
    expect(timeOf(large) / timeOf(small)).toBeLessThan(24);
  });
});

/**
 * Processor time in microseconds, which other programs do not lengthen: the least of several measurements. A floor keeps
 * the ratio from the grain of the clock.
 */
function timeOf(text: string): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    diagnose(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(500, Math.min(...times));
}
