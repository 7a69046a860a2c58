import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { folderWith } from '../support/run.ts';
import { manifestWith, run } from './look.ts';

// Secrets are planted wherever the program looks: in the project, the account, the logs, the server, its environment. What
// it prints and writes is searched for each of them.

/** Whatever else is told, these texts are in no output. Each is put together, so that nobody takes it for a real one. */
const PLANTED = {
  'the secret key of AWS': ['wJalrXUtnFEMIK7MDENG', 'bPxRfiCYplanted0001'].join('x'),
  'the session token of AWS': ['FwoGZXIvYXdzEPlanted', 'Session+Token/0123456789abcdefghij'].join('+'),
  'a value of the runtime': 'planted-7f3a-of-the-runtime',
  'the password in a URL of the runtime': 'planted-Db-Pass-91',
  'an API key of the runtime': ['sk', 'proj-plantedABCDEFGHIJKLMNOPQRSTUV0123456789'].join('-'),
  'a password in the manifest': 'Planted-Manifest-Pass-1',
  'a password in the Dockerfile': 'Planted-Docker-Pass-2',
  'a client secret in code': 'plantedclientsecret0123456789abcdefghijklmnop',
  'a token in code': ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJwbGFudGVkIn0', 'cGxhbnRlZC1zaWduYXR1cmUtMQ'].join('.'),
  'a password in the template': 'Planted-Template-Pass-3',
  'an access key in a script': ['AK', 'IAPLANTED0123456AB'].join(''),
  'a password of a user': 'Planted-User-Pass-4!',
  'a cookie of the server': 'planted-cookie-value-5a5a5a5a',
  'a token in an answer of the server': 'plantedanswertoken0123456789abcdefgh',
  'a password in the output of the server': 'Planted-Output-Pass-6',
  'a password in the log': 'Planted-Log-Pass-7',
} as const;

const secret = (name: keyof typeof PLANTED): string => PLANTED[name];

/** Texts in which one of the secrets is, or a signature of a request. */
function leaksIn(
  texts: { readonly [where: string]: string },
  more: { readonly [what: string]: string } = {},
): readonly string[] {
  const secrets = Object.entries({ ...PLANTED, ...more });
  return Object.entries(texts).flatMap(([where, text]) => [
    ...secrets.flatMap(([what, one]) => (text.includes(one) ? [`${what} is in ${where}`] : [])),
    ...(/\b[Ss]ignature=[0-9a-f]{16}/.test(text) ? [`a signature is in ${where}`] : []),
  ]);
}

/** Every file below a folder, by its path. */
function filesIn(folder: string): { readonly [path: string]: string } {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return Object.fromEntries(
    paths.filter((path) => statSync(path).isFile()).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

const closed: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closed.splice(0)) await close();
});

interface Context {
  readonly skip: (because: string) => never;
}

const PROJECT = {
  Dockerfile: `FROM --platform=linux/arm64 python:3.12-slim
ENV DB_PASSWORD=${secret('a password in the Dockerfile')}
COPY . .
RUN pip install -r requirements.txt
CMD ["python", "server.py"]
`,
  'requirements.txt': 'fastmcp==3.4.4\n',
  'server.py': `from fastmcp import FastMCP

mcp = FastMCP("weather")
client_secret = "${secret('a client secret in code')}"

if __name__ == "__main__":
    mcp.run(transport="http", host="127.0.0.1", port=8000)
`,
  'client.py': `import requests

URL = "https://bedrock-agentcore.eu-west-1.amazonaws.com/runtimes/arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/weather-Ab12Cd34Ef/invocations"
requests.post(URL, headers={"Authorization": "Bearer ${secret('a token in code')}", "Content-Type": "application/json"}, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
`,
  'invoke.sh': `export AWS_ACCESS_KEY_ID=${secret('an access key in a script')}
curl -X POST "https://bedrock-agentcore.eu-west-1.amazonaws.com/runtimes/arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/weather-Ab12Cd34Ef/invocations" -H "Authorization: Bearer ${secret('a token in code')}" -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
`,
  'template.yaml': `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  User:
    Type: AWS::Cognito::UserPoolUser
    Properties:
      UserPoolId: !Ref Pool
      Username: ada
      ClientMetadata:
        Password: ${secret('a password in the template')}
  Runtime:
    Type: AWS::BedrockAgentCore::Runtime
    Properties:
      AgentRuntimeName: weather
      EnvironmentVariables: { ADMIN_PASSWORD: ${secret('a password in the template')} }
`,
} as const;

function manifest(role: string, arn: string, account: string): string {
  return (
    manifestWith({ role, arn, image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather` }).replaceAll(
      ACCOUNT,
      account,
    ) + `    environment:\n      DB_PASSWORD: ${secret('a password in the manifest')}\n`
  );
}

/** An account with secrets in it, and the project that is deployed there. */
async function planted(context: Context, account: string) {
  const aws = await emulator(context, 'ministack');
  const core = await openAgentCore();
  const proxy = await openRefusingProxy({ default: aws.url, 'bedrock-agentcore-control': core.url });
  closed.push(proxy.close, core.close);
  const made = await new IAMClient(clientFor(aws, account)).send(
    new CreateRoleCommand({
      RoleName: 'AmazonBedrockAgentCoreWeather',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  const roleArn = made.Role?.Arn ?? '';
  const arn = core.seed({
    name: 'weather',
    account,
    document: {
      agentRuntimeArtifact: {
        containerConfiguration: { containerUri: `${account}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
      },
      roleArn,
      networkConfiguration: { networkMode: 'PUBLIC' },
      environmentVariables: {
        PLAIN: secret('a value of the runtime'),
        DATABASE_URL: `postgres://app:${secret('the password in a URL of the runtime')}@db.example/weather`,
        OPENAI_API_KEY: secret('an API key of the runtime'),
      },
    },
  });
  const root = folderWith({ ...PROJECT, '.bedrock_agentcore.yaml': manifest(roleArn, arn, account) });
  const environment = {
    ...environmentFor(proxy, { account }),
    AWS_SECRET_ACCESS_KEY: secret('the secret key of AWS'),
    AWS_SESSION_TOKEN: secret('the session token of AWS'),
    XDG_STATE_HOME: folderWith({}),
  };
  return { aws, core, root, account, arn, environment };
}

describe('no secret', { timeout: 120_000 }, () => {
  it('is in what doctor prints and saves, and none is lost for that', async (context) => {
    const { root, environment } = await planted(context, '555500000001');
    const texts: Record<string, string> = {};
    for (const format of ['human', 'json']) {
      const file = join(folderWith({}), 'run.json');
      const plain = await run([root, '--format', format], environment);
      const saved = await run([root, '--format', format, '--save', file], environment);
      const from = await run(['--from', file, '--format', format], {});
      expect(plain.out).toContain('secret-in-config');
      expect(saved).toEqual(plain);
      expect(from).toEqual(plain);
      texts[`doctor ${format}`] = plain.out + plain.err;
      texts[`doctor ${format} --save`] = readFileSync(file, 'utf8');
    }
    expect(texts['doctor human']).toContain('DB_PASSWORD');
    expect(leaksIn(texts)).toEqual([]);
  });

  it('is in what fix prints and writes down, but for the patch that git applies', async () => {
    const state = folderWith({});
    const files = { ...PROJECT, '.bedrock_agentcore.yaml': manifest(`arn:aws:iam::${ACCOUNT}:role/X`, '', ACCOUNT) };
    const root = folderWith(files);
    const texts: Record<string, string> = {};
    for (const words of [[], ['--format', 'json'], ['--yes'], ['--undo'], ['--yes', '--format', 'json']]) {
      const { out, err } = await run(['fix', root, '--review', 'all', ...words], { XDG_STATE_HOME: state });
      texts[`fix ${words.join(' ')}`] = out + err;
    }
    expect(texts['fix ']).toContain('client_secret = "*****');
    expect(texts['fix --yes']).toContain('mended');
    expect(Object.keys(filesIn(state)).length).toBeGreaterThan(0);
    expect(leaksIn(texts)).toEqual([]);
    // What a fix takes out of a file has to be kept to be put back: with its owner, and nothing else.
    const [journal = '', ...others] = Object.keys(filesIn(state));
    expect(others).toEqual([]);
    expect(statSync(journal).mode & 0o077).toBe(0);
    expect(leaksIn(filesIn(state))).toEqual([`a password in the template is in ${journal}`]);
  });

  it('is in what fix --cloud prints, asks and writes down', async (context) => {
    const { root, environment, account } = await planted(context, '555500000002');
    const texts: Record<string, string> = {};
    const words = ['fix', root, '--cloud', '--yes', '--review', 'all', '--account', account];
    const calls: readonly (readonly string[])[] = [
      ['fix', root, '--cloud'],
      ['fix', root, '--cloud', '--format', 'json'],
      words,
      ['fix', root, '--cloud', '--undo'],
      [...words, '--format', 'json'],
    ];
    for (const [number, argv] of calls.entries()) {
      const { out, err } = await run(argv, environment);
      texts[`call ${number}: ${argv.slice(2).join(' ')}`] = out + err;
    }
    const journals = filesIn(environment.XDG_STATE_HOME);
    expect(Object.keys(journals).length).toBeGreaterThan(0);
    expect(leaksIn({ ...texts, ...journals })).toEqual([]);
  });

  it('is in what token, token matrix and token get say', async (context) => {
    const aws = await emulator(context, 'moto');
    const cognito = new CognitoIdentityProviderClient(clientFor(aws));
    const made = await cognito.send(new CreateUserPoolCommand({ PoolName: 'tides' }));
    const UserPoolId = made.UserPool?.Id;
    const Password = secret('a password of a user');
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' }));
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ada', Password, Permanent: true }));
    const { UserPoolClient: client } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'people',
        GenerateSecret: true,
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    const out = join(folderWith({}), 'token.txt');
    const id = client?.ClientId ?? '';
    const held = {
      ...environmentFor(aws),
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      TOKEN_PASSWORD: Password,
      CLIENT_SECRET: client?.ClientSecret ?? '',
    };
    const ask = ['token', 'get', folderWith({}), '--client-id', id, '--region', REGION, '--username', 'ada'];
    const got = await run([...ask, '--grant', 'password', '--out', out], held);
    expect(got.code).toBe(0);
    const wrong = await run([...ask, '--grant', 'password', '--out', out], { ...held, TOKEN_PASSWORD: `${Password}x` });
    expect(wrong.code).toBe(2);
    const token = readFileSync(out, 'utf8').trim();
    const texts: Record<string, string> = { 'token get': got.out + got.err + wrong.out + wrong.err };
    for (const format of ['human', 'json']) {
      for (const name of ['token', 'token matrix']) {
        const file = join(folderWith({}), 'run.json');
        const argv = [...name.split(' '), '--format', format, '--allowed-clients', id];
        const look = name === 'token' ? ['--offline', '--token-file', out] : [];
        const saved = await run([...argv, ...look, '--save', file], held);
        expect(await run([...name.split(' '), '--from', file, '--format', format], {})).toEqual(saved);
        texts[`${name} ${format}`] = saved.out + saved.err + readFileSync(file, 'utf8');
      }
    }
    expect(texts['token json']).toContain(id);
    const [, claims = '', signature = ''] = token.split('.');
    expect(leaksIn(texts, { 'the client secret': client?.ClientSecret ?? '', claims, signature })).toEqual([]);
  });

  it('is in the log lines that are shown', async (context) => {
    const { aws, arn, account, environment } = await planted(context, '555500000003');
    const logs = new CloudWatchLogsClient(clientFor(aws, account));
    const logGroupName = `/aws/bedrock-agentcore/runtimes/${arn.split('/').at(-1) ?? ''}-DEFAULT`;
    const logStreamName = '2026/11/26/[runtime-logs]a';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const lines = [
      `INFO request headers: {'authorization': 'Bearer ${secret('a token in code')}'}`,
      `ERROR login failed password=${secret('a password in the log')}`,
      `DEBUG AWS_SECRET_ACCESS_KEY=${secret('the secret key of AWS')} AWS_SESSION_TOKEN=${secret('the session token of AWS')}`,
      `{"level":"ERROR","message":"no access","client_secret":"${secret('a client secret in code')}"}`,
      `set-cookie: session=${secret('a cookie of the server')}; Path=/`,
      `GET https://db.example/?X-Amz-Signature=${'0123456789abcdef'.repeat(4)} ${secret('an access key in a script')}`,
    ];
    const logEvents = lines.map((message, number) => ({ timestamp: Date.now() - 9000 + number, message }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    const texts: Record<string, string> = {};
    for (const more of [[], ['--json'], ['--summary'], ['--diagnose']]) {
      const { out, err } = await run(['logs', 'tail', logGroupName, '--no-follow', ...more], environment);
      texts[`logs tail ${more.join(' ')}`] = out + err;
    }
    expect(texts['logs tail ']).toContain('login failed');
    expect(leaksIn(texts)).toEqual([]);
  });

  it('is in what AWS says of a request that it refuses, and the program passes on', async () => {
    const signed: string[] = [];
    const url = await listening(
      createServer((request, response) => {
        const { authorization = '', 'x-amz-security-token': token = '' } = request.headers;
        signed.push(/Signature=(\w+)/.exec(authorization)?.[1] ?? '');
        const message = `The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:x\nx-amz-security-token:${String(token)}\n' (in Authorization header: '${authorization}').`;
        const isXml = /x-www-form-urlencoded/.test(request.headers['content-type'] ?? '');
        response.writeHead(403, {
          'content-type': isXml ? 'text/xml' : 'application/json',
          'x-amzn-errortype': 'SignatureDoesNotMatch',
        });
        response.end(
          isXml
            ? `<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error></ErrorResponse>`
            : JSON.stringify({ __type: 'SignatureDoesNotMatch', message }),
        );
      }),
    );
    const environment = {
      ...environmentFor({ url }),
      AWS_SECRET_ACCESS_KEY: secret('the secret key of AWS'),
      AWS_SESSION_TOKEN: secret('the session token of AWS'),
      XDG_STATE_HOME: folderWith({}),
    };
    const root = folderWith({
      ...PROJECT,
      '.bedrock_agentcore.yaml': manifest(`arn:aws:iam::${ACCOUNT}:role/X`, '', ACCOUNT),
    });
    const texts: Record<string, string> = {};
    const file = join(folderWith({}), 'run.json');
    const calls: readonly (readonly string[])[] = [
      [root, '--role', 'X', '--save', file],
      [root, '--format', 'json'],
      ['fix', root, '--cloud'],
      ['token', root, '--arn', 'weather-Ab12Cd34Ef'],
      ['logs', 'tail', 'weather-Ab12Cd34Ef', '--no-follow'],
    ];
    for (const argv of calls) {
      const { out, err } = await run(argv, { ...environment, BEARER_TOKEN: secret('a token in code') });
      texts[argv.filter((word) => word !== root).join(' ')] = out + err;
    }
    texts['saved'] = readFileSync(file, 'utf8');
    expect(signed.filter((one) => one !== '').length).toBeGreaterThan(3);
    expect(Object.values(texts).join('')).toContain('does not match the signature you provided');
    const signatures = Object.fromEntries(signed.filter(Boolean).map((one, number) => [`signature ${number}`, one]));
    expect(leaksIn({ ...texts, ...filesIn(environment.XDG_STATE_HOME) }, signatures)).toEqual([]);
  });

  it('is in a rehearsal, whatever the server answers and writes out', async () => {
    const texts: Record<string, string> = {};
    const url = await listening(
      createServer((_request, response) => {
        response.writeHead(401, {
          'content-type': 'application/json',
          'set-cookie': `session=${secret('a cookie of the server')}; HttpOnly`,
          'www-authenticate': `Bearer realm="x", token="${secret('a token in an answer of the server')}"`,
        });
        response.end(JSON.stringify({ access_token: secret('a token in an answer of the server') }));
      }),
    );
    const file = join(folderWith({}), 'run.json');
    for (const format of ['human', 'json']) {
      const played = await run(['rehearse', '--url', `${url}/mcp`, '--format', format, '--save', file], {});
      expect(played.code).toBe(1);
      expect(await run(['rehearse', '--from', file, '--format', format], {})).toEqual(played);
      texts[`rehearse --url ${format}`] = played.out + played.err;
      texts[`rehearse --url ${format} --save`] = readFileSync(file, 'utf8');
    }
    const root = folderWith({
      'package.json': JSON.stringify({ name: 'tides', type: 'module', dependencies: {} }),
      Dockerfile: 'FROM --platform=linux/arm64 node:20\nCOPY . .\nCMD ["node", "server.js"]\n',
      'server.js': `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
`,
      'node_modules/@modelcontextprotocol/sdk/package.json': JSON.stringify({
        name: '@modelcontextprotocol/sdk',
        version: '1.20.0',
        type: 'module',
        exports: { './server/streamableHttp.js': './http.js' },
      }),
      'node_modules/@modelcontextprotocol/sdk/http.js': `export class StreamableHTTPServerTransport {}
console.log('password=${secret('a password in the output of the server')}');
console.log('Authorization: Bearer ${secret('a token in code')}');
console.log(JSON.stringify(process.env));
throw new Error('no way in with DB_PASSWORD=${secret('a password in the output of the server')}');
`,
    });
    const environment = {
      AWS_SECRET_ACCESS_KEY: secret('the secret key of AWS'),
      AWS_SESSION_TOKEN: secret('the session token of AWS'),
      SERVICE_PASSWORD: secret('a password of a user'),
    };
    for (const format of ['human', 'json']) {
      const argv = ['rehearse', root, '--yes', '--no-install', '--format', format, '--save', file];
      const played = await run(argv, environment);
      expect([played.code, played.out]).toEqual([1, expect.stringContaining('server-does-not-start')]);
      expect(await run(['rehearse', '--from', file, '--format', format], {})).toEqual(played);
      const plain = await run(argv.slice(0, -2), environment);
      texts[`rehearse ${format}`] = played.out + played.err + plain.out + plain.err;
      texts[`rehearse ${format} --save`] = readFileSync(file, 'utf8');
    }
    expect(texts['rehearse human']).toContain('no way in with');
    expect(leaksIn(texts)).toEqual([]);
  });

  it('is in what a probe says of an endpoint that gives back what it gets', async () => {
    const got: string[] = [];
    const url = await listening(
      createServer((request, response) => {
        const { authorization = '', 'x-amz-security-token': token = '' } = request.headers;
        got.push(authorization);
        response.writeHead(request.url === '/mcp' ? 401 : 404, {
          'content-type': 'application/json',
          'set-cookie': `session=${secret('a cookie of the server')}; HttpOnly`,
          'www-authenticate': `Bearer error="invalid_token", token="${secret('a token in an answer of the server')}"`,
        });
        const message = `Not with ${authorization} and ${String(token)}.`;
        response.end(
          JSON.stringify({
            jsonrpc: '2.0',
            error: { code: -32001, message },
            access_token: secret('a token in an answer of the server'),
          }),
        );
      }),
    );
    const environment = {
      AWS_ACCESS_KEY_ID: secret('an access key in a script'),
      AWS_SECRET_ACCESS_KEY: secret('the secret key of AWS'),
      AWS_SESSION_TOKEN: secret('the session token of AWS'),
      AWS_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const texts: Record<string, string> = {};
    const file = join(folderWith({}), 'run.json');
    for (const [means, held] of [
      ['bearer', { ...environment, BEARER_TOKEN: secret('a token in code') }],
      ['sigv4', environment],
    ] as const) {
      for (const format of ['human', 'json']) {
        const argv = ['probe', `${url}/mcp`, '--format', format, ...(means === 'sigv4' ? ['--sigv4'] : [])];
        const saved = await run([...argv, '--save', file], held);
        expect(await run(['probe', '--from', file, '--format', format], {})).toEqual(saved);
        const plain = await run(argv, held);
        texts[`probe ${means} ${format}`] = saved.out + saved.err + plain.out + plain.err;
        texts[`probe ${means} ${format} --save`] = readFileSync(file, 'utf8');
      }
    }
    expect(got.some((one) => one.startsWith('Bearer '))).toBe(true);
    expect(got.some((one) => one.startsWith('AWS4-HMAC-SHA256 '))).toBe(true);
    const signatures = got.flatMap((one) => /Signature=(\w+)/.exec(one)?.[1] ?? []);
    expect(leaksIn(texts, Object.fromEntries(signatures.map((one, number) => [`signature ${number}`, one])))).toEqual(
      [],
    );
  });

  it('is in what doctor says that asks the endpoint of a project as well', async (context) => {
    const { root, environment } = await planted(context, '555500000004');
    const url = await listening(
      createServer((request, response) => {
        const { authorization = '' } = request.headers;
        const challenge = `Bearer token="${secret('a token in an answer of the server')}"`;
        response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': challenge });
        response.end(JSON.stringify({ message: `Not with ${authorization}.` }));
      }),
    );
    const held = {
      ...environment,
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: url,
      BEARER_TOKEN: secret('a token in code'),
    };
    const texts: Record<string, string> = {};
    const file = join(folderWith({}), 'run.json');
    for (const format of ['human', 'json']) {
      const saved = await run([root, '--live', '--format', format, '--save', file], held);
      expect(saved.out).toContain('auth-refused');
      expect(await run(['--from', file, '--format', format], {})).toEqual(saved);
      const plain = await run([root, '--live', '--format', format], held);
      texts[`doctor --live ${format}`] = saved.out + saved.err + plain.out + plain.err;
      texts[`doctor --live ${format} --save`] = readFileSync(file, 'utf8');
    }
    expect(leaksIn(texts)).toEqual([]);
  });
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closed.push(() => new Promise((resolve) => void server.close(resolve)));
  // It listens on a port, and not on a pipe.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
