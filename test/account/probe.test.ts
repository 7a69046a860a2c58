import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { CLIENT, deployed, serverOf } from '../probe/deployed.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { folderWith } from '../support/run.ts';
import { foundBy, lookAt, manifestWith, run, SERVER, statusOf } from './look.ts';

// The built program asks an endpoint, and the account behind it: its runtime, and the log of the last minutes.

const ID = '333344445555';
let core: AgentCore;
let proxy: RefusingProxy;
let logs: CloudWatchLogsClient;
let environment: { readonly [name: string]: string };
let arn = '';
const closing: (() => unknown)[] = [];

const DOCUMENT = {
  agentRuntimeArtifact: { containerConfiguration: { containerUri: `${ID}.dkr.ecr.${REGION}.amazonaws.com/weather:1` } },
  roleArn: `arn:aws:iam::${ID}:role/AmazonBedrockAgentCoreWeather`,
  networkConfiguration: { networkMode: 'PUBLIC' },
  metadataConfiguration: { requireMMDSV2: true },
};

let missing: string | undefined;
/** What cannot be had here is told by each test. */
function leave(because: string): never {
  missing = because;
  throw new Error(because);
}
beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

beforeAll(async () => {
  const aws = await emulator({ skip: leave }, 'ministack').catch(() => undefined);
  if (aws === undefined) return;
  core = await openAgentCore();
  proxy = await openRefusingProxy({ default: aws.url, 'bedrock-agentcore-control': core.url });
  closing.push(core.close, proxy.close);
  logs = new CloudWatchLogsClient(clientFor(aws, ID));
  environment = { ...environmentFor(proxy, { account: ID }), AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: core.url };
  arn = core.seed({
    name: 'weather',
    account: ID,
    region: REGION,
    document: { ...DOCUMENT, protocolConfiguration: { serverProtocol: 'MCP' } },
  });
  core.serve('weather', await serverOf('fixtures/checks/ping-rejected/passes/project/server.mjs'));
}, 120_000);
afterAll(async () => {
  for (const close of closing) await close();
});

async function write(group: string, lines: readonly string[]): Promise<void> {
  const place = { logGroupName: group, logStreamName: '2026/11/26/[runtime-logs]a' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await logs.send(new CreateLogStreamCommand(place));
  const logEvents = lines.map((message, index) => ({ timestamp: Date.now() - 30_000 + index, message }));
  await logs.send(new PutLogEventsCommand({ ...place, logEvents }));
}

/** A project whose manifest names the runtime. */
const files = (of: string) => ({
  '.bedrock_agentcore.yaml': manifestWith({ role: DOCUMENT.roleArn, arn: of }).replaceAll(ACCOUNT, ID),
  'server.py': SERVER,
  'requirements.txt': 'fastmcp==3.4.4\n',
});

describe('probe', () => {
  it('goes through to the tools, with the credentials of the environment', async () => {
    const { code, out } = await run(['probe', arn, '--tool', 'next_tide'], environment);
    expect(out).toMatch(/It asks for AWS credentials \(SigV4\)\./);
    expect(out).toMatch(
      /The official client met `tides` 1\.0\.0, protocol 2025-11-25, 1 tool: next_tide\.\n`next_tide` was called and answered\./,
    );
    expect(code).toBe(0);
  });

  it('finds the runtime by its id', async () => {
    const { code } = await run(['probe', arn.split('/')[1] ?? '', '--region', REGION, '--account', ID], environment);
    expect(code).toBe(0);
  });

  it('names the protocol that the account says, where nothing answers at its port', async () => {
    const other = core.seed({ name: 'http_one', account: ID, region: REGION, document: DOCUMENT });
    core.fail('http_one', 'gateway');
    const { code, out } = await run(['probe', other], environment);
    expect(out).toMatch(
      /^error\[runtime-fails-to-start\] AgentCore reaches no running server in the runtime: 502 .*\. The runtime is deployed with no `serverProtocol`, which means HTTP at port 8080\./,
    );
    expect(code).toBe(1);
  });

  it('names the role that is gone, where nothing else says why the server does not start', async () => {
    const document = { ...DOCUMENT, protocolConfiguration: { serverProtocol: 'MCP' } };
    const other = core.seed({ name: 'roleless', account: ID, region: REGION, document });
    core.fail('roleless', 'gateway');
    const { code, out } = await run(['probe', other], environment);
    expect(out).toMatch(
      /^error\[runtime-fails-to-start\] .* Its role `AmazonBedrockAgentCoreWeather` does not exist\./,
    );
    expect(code).toBe(1);
  });

  it('names the line of the log that says why the server does not start, and no secret of it', async () => {
    core.fail('weather', 'initialization');
    await write(`/aws/bedrock-agentcore/runtimes/${arn.split('/')[1]}-DEFAULT`, [
      'starting with api_key=sk-live-0123456789abcdef0123',
      'Traceback (most recent call last):',
      '  File "/app/server.py", line 1, in <module>',
      "ModuleNotFoundError: No module named 'mcp.server.fastmcp'",
    ]);
    const { code, out } = await run(['probe', arn, '--format', 'json'], environment);
    core.fail('weather', undefined);
    const report = JSON.parse(out);
    const [message] = foundBy('runtime-fails-to-start', { code, report, err: '' }) ?? [];
    expect(message).toMatch(
      /424 `Runtime initialization time exceeded.*Its log says `ModuleNotFoundError: No module named 'mcp\.server\.fastmcp'`: /,
    );
    expect(out).not.toContain('sk-live-0123456789abcdef0123');
    expect(code).toBe(1);
  });

  it('finds the runtime that a project names', async () => {
    const root = folderWith(files(arn));
    const { code, out } = await run(['probe', '--project', root], environment);
    expect([code, out]).toEqual([0, expect.stringMatching(/The official client met `tides`/)]);
  });

  it('holds a token against the authorizer that is deployed', async () => {
    const { door, token } = await deployed('http://127.0.0.1:9/mcp');
    const customJWTAuthorizer = { discoveryUrl: door.issuer?.discoveryUrl ?? '', allowedClients: [CLIENT] };
    const other = core.seed({
      name: 'with_tokens',
      account: ID,
      region: REGION,
      document: {
        ...DOCUMENT,
        protocolConfiguration: { serverProtocol: 'MCP' },
        authorizerConfiguration: { customJWTAuthorizer },
      },
    });
    const given = { ...environment, BEARER_TOKEN: (await token('id')).text() };
    const { code, out } = await run(['probe', other], given);
    expect(out).toMatch(
      /^error\[auth-refused\] The runtime does not take the token: 401 with -32001 `Claim 'client_id' value mismatch with configuration\.`\. The token is an ID token, and the authorizer lists `allowedClients`: Cognito's ID tokens carry no `client_id`\./,
    );
    expect(out).toMatch(
      /see arn:aws:bedrock-agentcore:.*#\/authorizerConfiguration\/customJWTAuthorizer\/allowedClients/,
    );
    expect(code).toBe(1);
  });

  it('calls nothing of the account but what it declares', () => {
    expect(proxy.actions()).toEqual([
      'bedrock-agentcore:GetAgentRuntime',
      'bedrock-agentcore:ListAgentRuntimeEndpoints',
      'iam:GetRole',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'logs:FilterLogEvents',
      'sts:GetCallerIdentity',
    ]);
  });
});

describe('doctor --live', () => {
  it('asks the endpoint of the project, too', async () => {
    const look = await lookAt(files(arn), environment, ['--live']);
    expect(look.report.probe?.client?.tools).toEqual([{ name: 'next_tide' }]);
    expect(statusOf('session-rotation-breaks', look)).toBe('pass');
    expect(statusOf('endpoint-not-found', look)).toBe('pass');
    expect(statusOf('runtime-not-ready', look)).toBe('pass');
  });

  it('finds what the endpoint alone shows', async () => {
    core.fail('weather', 'health-check');
    const look = await lookAt(files(arn), environment, ['--live', '--only', 'health-check-fails,host-loopback']);
    core.fail('weather', undefined);
    expect(foundBy('health-check-fails', look)).toEqual([
      expect.stringMatching(/^The health check of the runtime fails: 200 with -32010/),
    ]);
    expect(look.code).toBe(1);
  });

  it('asks no endpoint without the option', async () => {
    const look = await lookAt(files(arn), environment);
    expect(look.report.probe).toBeUndefined();
    expect(statusOf('health-check-fails', look)).toBeUndefined();
  });
});
