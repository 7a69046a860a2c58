import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeEndpointCommand,
  GetAgentRuntimeCommand,
  UpdateAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { openXray, type Xray } from '../stand-ins/xray/stand-in.ts';
import { folderWith } from '../support/run.ts';
import { foundBy, type Look, lookAt, manifestWith, run, SERVER, statusOf } from './look.ts';

interface Context {
  readonly skip: (because: string) => never;
}

/** An account whose runtimes and traces are the stand-ins', and whose logs are an emulator's. */
interface Account {
  readonly id: string;
  readonly core: AgentCore;
  readonly xray: Xray;
  readonly proxy: RefusingProxy;
  readonly logs: CloudWatchLogsClient;
  readonly control: BedrockAgentCoreControlClient;
}

const opened: { readonly close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function openAccount(context: Context, id: string): Promise<Account> {
  const aws = await emulator(context, 'ministack');
  const [core, xray] = await Promise.all([openAgentCore(), openXray()]);
  const proxy = await openRefusingProxy({
    default: aws.url,
    xray: xray.url,
    'bedrock-agentcore-control': core.url,
  });
  opened.push(proxy, core, xray);
  const [logs, control] = [
    new CloudWatchLogsClient(clientFor(aws, id)),
    new BedrockAgentCoreControlClient(clientFor(core, id)),
  ];
  return { id, core, xray, proxy, logs, control };
}

const DOCUMENT = {
  agentRuntimeArtifact: {
    containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
  },
  roleArn: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreWeather`,
  networkConfiguration: { networkMode: 'PUBLIC' as const },
  protocolConfiguration: { serverProtocol: 'MCP' as const },
  metadataConfiguration: { requireMMDSV2: true },
};

/** Looks at the project that the runtime was deployed from. */
function lookFrom({ id, proxy }: Account, arn: string): Promise<Look> {
  const manifest = manifestWith({
    role: DOCUMENT.roleArn,
    image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather`,
    arn,
  }).replaceAll(ACCOUNT, id);
  const files = { '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n' };
  return lookAt(files, environmentFor(proxy, { account: id, elsewhere: { XRAY: proxy.url } }));
}

async function writeLog({ logs }: Account, logGroupName: string): Promise<void> {
  const logStreamName = '2026/11/25/[runtime-logs]a';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = [{ timestamp: Date.now(), message: 'INFO: Uvicorn running on http://0.0.0.0:8000' }];
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

async function letXrayWrite({ id, logs }: Account): Promise<void> {
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'xray.amazonaws.com' },
        Action: 'logs:PutLogEvents',
        Resource: `arn:aws:logs:${REGION}:${id}:log-group:aws/spans:*`,
        Condition: { StringEquals: { 'aws:SourceAccount': id } },
      },
    ],
  });
  await logs.send(new PutResourcePolicyCommand({ policyName: 'spans', policyDocument }));
}

const own = <T>(document: T, account: string): T => JSON.parse(JSON.stringify(document).replaceAll(ACCOUNT, account));

const CHECKS = [
  'runtime-drift',
  'protocol-mismatch',
  'mmdsv2-required',
  'log-group-missing',
  'transaction-search-off',
  'endpoint-behind',
];
const statuses = (look: Look): object => Object.fromEntries(CHECKS.map((check) => [check, statusOf(check, look)]));

describe('a deployed runtime', { timeout: 120_000 }, () => {
  it('is right when it is what the files say, and its logs and traces arrive', async (context) => {
    const account = await openAccount(context, '333300000001');
    const arn = account.core.seed({ name: 'weather', document: own(DOCUMENT, account.id), account: account.id });
    const id = arn.split('/').at(-1) ?? '';
    const made = new CreateAgentRuntimeEndpointCommand({ agentRuntimeId: id, name: 'prod', agentRuntimeVersion: '1' });
    await account.control.send(made);
    for (const endpoint of ['DEFAULT', 'prod'])
      await writeLog(account, `/aws/bedrock-agentcore/runtimes/${id}-${endpoint}`);
    await letXrayWrite(account);
    account.xray.set({ Destination: 'CloudWatchLogs', Status: 'ACTIVE' });
    const look = await lookFrom(account, arn);
    expect(statuses(look)).toEqual(Object.fromEntries(CHECKS.map((check) => [check, 'pass'])));
    const actions = account.proxy.actions().filter((action) => /^(?:logs|xray|bedrock)/.test(action));
    expect(actions).toEqual(
      [
        'bedrock-agentcore:GetAgentRuntime',
        'bedrock-agentcore:ListAgentRuntimeEndpoints',
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:DescribeResourcePolicies',
        'xray:GetTraceSegmentDestination',
        'xray:GetIndexingRules',
      ].toSorted(),
    );
  });

  it('is something else than the files say, and leaves no log and no trace', async (context) => {
    const account = await openAccount(context, '333300000002');
    const { protocolConfiguration: _protocol, ...rest } = own(DOCUMENT, account.id);
    const document = {
      ...rest,
      roleArn: `arn:aws:iam::${account.id}:role/Another`,
      metadataConfiguration: { requireMMDSV2: false },
      authorizerConfiguration: {
        customJWTAuthorizer: {
          discoveryUrl: 'https://login.weather.example/.well-known/openid-configuration',
          allowedClients: ['weather'],
        },
      },
    };
    const arn = account.core.seed({ name: 'weather', document, account: account.id });
    const id = arn.split('/').at(-1) ?? '';
    const look = await lookFrom(account, arn);
    expect(foundBy('runtime-drift', look)).toEqual([
      `The protocol of runtime \`${id}\` is \`HTTP\`, and the files say \`MCP\`.`,
      `The execution role of runtime \`${id}\` is \`${document.roleArn}\`, and the files say \`arn:aws:iam::${account.id}:role/AmazonBedrockAgentCoreWeather\`.`,
      `The authorization of runtime \`${id}\` is \`JWT\`, and the files say \`AWS credentials\`.`,
    ]);
    expect(foundBy('protocol-mismatch', look)).toEqual([
      `Runtime \`${id}\` is deployed as HTTP, and \`server.py\` serves MCP with \`FastMCP\`.`,
    ]);
    expect(foundBy('mmdsv2-required', look)).toEqual([`Runtime \`${id}\` has \`requireMMDSV2: false\`.`]);
    expect(foundBy('log-group-missing', look)).toEqual([
      `Endpoint \`DEFAULT\` of runtime \`${id}\` has no log group \`/aws/bedrock-agentcore/runtimes/${id}-DEFAULT\`: it was never called, or could not write.`,
    ]);
    expect(foundBy('transaction-search-off', look)).toEqual([
      `Account \`${account.id}\` sends its traces in \`${REGION}\` to X-Ray, not to CloudWatch Logs.`,
    ]);
  });

  it('requires version 2 of the metadata service after a fix, keeps all else, and is taken back', async (context) => {
    const account = await openAccount(context, '333300000009');
    const secret = 'hunter2-of-the-tides';
    const document = {
      ...own(DOCUMENT, account.id),
      metadataConfiguration: { requireMMDSV2: false },
      environmentVariables: { TIDE_PASSWORD: secret },
    };
    const arn = account.core.seed({ name: 'weather', document, account: account.id });
    const manifest = manifestWith({ role: DOCUMENT.roleArn, arn }).replaceAll(ACCOUNT, account.id);
    const root = folderWith({ '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER });
    const environment = {
      ...environmentFor(account.proxy, { account: account.id, elsewhere: { XRAY: account.proxy.url } }),
      XDG_STATE_HOME: folderWith({}),
    };
    const deployed = async (): Promise<object> => {
      const command = new GetAgentRuntimeCommand({ agentRuntimeId: arn.split('/').at(-1) });
      const {
        $metadata: _,
        agentRuntimeVersion: __,
        lastUpdatedAt: ___,
        ...rest
      } = await account.control.send(command);
      return rest;
    };
    const before = await deployed();
    const only = ['fix', root, '--cloud', '--only', 'mmdsv2-required'];
    const shown = await run(only, environment);
    expect(shown.out).toContain('bedrock-agentcore-control:UpdateAgentRuntime');
    expect(await deployed()).toEqual(before);
    const written = await run([...only, '--yes', '--review', 'all', '--account', account.id], environment);
    expect([written.code, written.out]).toEqual([0, expect.stringContaining('Mended 1 finding')]);
    expect(await deployed()).toEqual({ ...before, metadataConfiguration: { requireMMDSV2: true } });
    const undone = await run(['fix', root, '--cloud', '--undo'], environment);
    expect(undone.code).toBe(0);
    expect(await deployed()).toEqual(before);
    expect(JSON.stringify([shown, written, undone])).not.toContain(secret);
  });

  it("is found by the name that the npm CLI gives it, the project's before the agent's", async (context) => {
    const account = await openAccount(context, '333300000005');
    const agentRuntimeArtifact = {
      codeConfiguration: {
        code: { s3: { bucket: 'weather', prefix: 'a.zip' } },
        runtime: 'PYTHON_3_12',
        entryPoint: ['server.py'],
      },
    };
    const document = { ...own(DOCUMENT, account.id), agentRuntimeArtifact, environmentVariables: { UNITS: 'metric' } };
    const arn = account.core.seed({ name: 'skies_weather', document, account: account.id });
    const agent = {
      name: 'weather',
      build: 'CodeZip',
      entrypoint: 'server.py',
      codeLocation: 'app/',
      runtimeVersion: 'PYTHON_3_13',
      networkMode: 'PUBLIC',
      protocol: 'MCP',
      envVars: [
        { name: 'UNITS', value: 'metric' },
        { name: 'STATION', value: 'harbour' },
      ],
    };
    const files = {
      'agentcore/agentcore.json': JSON.stringify({ name: 'skies', version: 1, managedBy: 'CDK', runtimes: [agent] }),
      'agentcore/aws-targets.json': JSON.stringify([{ name: 'default', account: account.id, region: REGION }]),
      'app/server.py': SERVER,
      'app/requirements.txt': 'fastmcp==3.4.4\n',
    };
    const look = await lookAt(files, environmentFor(account.proxy, { account: account.id }));
    const id = arn.split('/').at(-1) ?? '';
    expect(foundBy('runtime-drift', look)).toEqual([
      `The language runtime of runtime \`${id}\` is \`PYTHON_3_12\`, and the files say \`PYTHON_3_13\`.`,
      `The environment variable \`STATION\` of runtime \`${id}\` is \`not set\`, and the files say \`set\`.`,
    ]);
    expect(JSON.stringify(look)).not.toContain('metric');
  });

  it('is newer than one of its endpoints', async (context) => {
    const account = await openAccount(context, '333300000003');
    const document = own(DOCUMENT, account.id);
    const arn = account.core.seed({ name: 'weather', document, account: account.id });
    const agentRuntimeId = arn.split('/').at(-1) ?? '';
    const pinned = { agentRuntimeId, name: 'prod', agentRuntimeVersion: '1' };
    await account.control.send(new CreateAgentRuntimeEndpointCommand(pinned));
    await account.control.send(new UpdateAgentRuntimeCommand({ agentRuntimeId, ...document }));
    const look = await lookFrom(account, arn);
    expect(foundBy('endpoint-behind', look)).toEqual([
      `Endpoint \`prod\` of runtime \`${agentRuntimeId}\` serves version 1, and the newest is 2.`,
    ]);
  });

  it('is not judged where nobody may look, or nothing is implemented', async (context) => {
    const account = await openAccount(context, '333300000004');
    const arn = account.core.seed({ name: 'weather', document: own(DOCUMENT, account.id), account: account.id });
    account.proxy.play({ on: ['logs:*', 'bedrock-agentcore:ListAgentRuntimeEndpoints'], fault: { kind: 'denied' } });
    account.proxy.play({ on: 'xray:*', fault: { kind: 'not-implemented' } });
    const look = await lookFrom(account, arn);
    expect(statuses(look)).toMatchObject({
      'runtime-drift': 'pass',
      'mmdsv2-required': 'pass',
      'log-group-missing': 'unknown',
      'transaction-search-off': 'unknown',
      'endpoint-behind': 'unknown',
    });
    expect(look.report.denied).toEqual(
      expect.arrayContaining(['bedrock-agentcore:ListAgentRuntimeEndpoints', 'logs:DescribeLogGroups']),
    );
  });
});
