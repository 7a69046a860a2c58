import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  type CreateAgentRuntimeCommandInput,
  CreateAgentRuntimeEndpointCommand,
  UpdateAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { clientFor } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import type { Emulator } from '../emulators/start.ts';
import { ran } from '../real/program.ts';
import { type AgentCore, type AgentCoreOptions, openAgentCore } from './agentcore/stand-in.ts';
import { openEcr } from './ecr/stand-in.ts';

const TIDES = readFileSync('fixtures/live/tides.mjs', 'utf8');
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function open(
  context: TestContext,
  options: AgentCoreOptions = {},
): Promise<{ aws: Emulator; core: AgentCore; sdk: BedrockAgentCoreControlClient }> {
  const aws = await emulator(context, 'ministack');
  const core = await openAgentCore({ upstreams: aws.url, ...options });
  closing.push(core.close);
  return { aws, core, sdk: new BedrockAgentCoreControlClient(clientFor(core)) };
}

const LOGS = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: '*',
};
const ECR = {
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: '*',
};

async function role(
  aws: Emulator,
  RoleName: string,
  statements: readonly object[],
  service = 'bedrock-agentcore.amazonaws.com',
): Promise<string> {
  const iam = new IAMClient(clientFor(aws));
  const policy = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = policy([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  if (statements.length > 0)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy(statements) }));
  return Role?.Arn ?? '';
}

type Artifact = CreateAgentRuntimeCommandInput['agentRuntimeArtifact'];

interface Program {
  readonly runtime?: 'NODE_22' | 'PYTHON_3_13';
  readonly entryPoint?: readonly string[];
}

/** A bundle in a bucket, packed by a program that is not ours. */
async function bundle(
  aws: Emulator,
  Key: string,
  files: { readonly [name: string]: string },
  { runtime = 'NODE_22', entryPoint = [Object.keys(files)[0] ?? ''] }: Program = {},
): Promise<Artifact> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await ran('python3', ['-m', 'zipfile', '-c', 'bundle.zip', ...Object.keys(files)], folder);
  const s3 = new S3Client({ ...clientFor(aws), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bundles' })).catch((error: Error) => {
    if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
  });
  await s3.send(new PutObjectCommand({ Bucket: 'bundles', Key, Body: readFileSync(join(folder, 'bundle.zip')) }));
  rmSync(folder, { recursive: true });
  const code = { s3: { bucket: 'bundles', prefix: Key } };
  return { codeConfiguration: { code, runtime, entryPoint: [...entryPoint] } };
}

const PING = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }));
const BOTH = { accept: 'application/json, text/event-stream', contentType: 'application/json' };

async function call(
  core: AgentCore,
  arn: string,
  headers: { readonly [name: string]: string },
): Promise<{ status: number; headers: Headers; body: string }> {
  const url = `${core.url}/runtimes/${encodeURIComponent(arn)}/invocations?qualifier=DEFAULT`;
  const sent = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  const response = await fetch(url, { method: 'POST', headers: sent, body: PING });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** A pool with a user who has signed in. */
async function signedIn(
  aws: Emulator,
): Promise<{ clientId: string; discoveryUrl: string; access: string; id: string }> {
  const cognito = new CognitoIdentityProviderClient(clientFor(aws));
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', UsernameAttributes: ['email'] }));
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }),
  );
  const [Username, Password] = ['tester@tides.example', 'High-Water-4-Noon'];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const ClientId = UserPoolClient?.ClientId;
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const { AuthenticationResult: tokens } = await cognito.send(
    new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }),
  );
  return {
    clientId: ClientId ?? '',
    discoveryUrl: `https://cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}/.well-known/openid-configuration`,
    access: tokens?.AccessToken ?? '',
    id: tokens?.IdToken ?? '',
  };
}

describe('a runtime', () => {
  it('starts what is in its bundle with the first request, lets the right token in, and writes its log', async (context) => {
    const { aws, core, sdk } = await open(context);
    const { clientId, discoveryUrl, access, id } = await signedIn(aws);
    const main = `import { serve } from './tides.mjs'; serve(); console.log('the tide comes in', process.env.LEVEL);`;
    const files = { 'main.mjs': main, 'tides.mjs': TIDES };
    const { agentRuntimeArn: arn = '', agentRuntimeId } = await sdk.send(
      new CreateAgentRuntimeCommand({
        agentRuntimeName: 'tides',
        agentRuntimeArtifact: await bundle(aws, 'tides.zip', files),
        roleArn: await role(aws, 'tides', [LOGS]),
        protocolConfiguration: { serverProtocol: 'MCP' },
        authorizerConfiguration: { customJWTAuthorizer: { discoveryUrl, allowedClients: [clientId] } },
        environmentVariables: { LEVEL: 'high' },
      }),
    );
    expect(await call(core, arn, {})).toMatchObject({ status: 401 });
    expect(await call(core, arn, { authorization: `Bearer ${id}` })).toMatchObject({
      status: 401,
      body: expect.stringContaining("Claim 'client_id'"),
    });
    const answer = await call(core, arn, { authorization: `Bearer ${access}` });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"result"') });
    expect(answer.headers.get('mcp-session-id')).toBeTruthy();
    const metadata = `${core.url}/runtimes/${encodeURIComponent(arn)}/invocations/.well-known/oauth-protected-resource`;
    expect(await (await fetch(metadata)).json()).toMatchObject({
      authorization_servers: [expect.stringContaining('cognito-idp')],
    });

    await core.log('tides', 'and goes');
    const logGroupName = `/aws/bedrock-agentcore/runtimes/${agentRuntimeId}-DEFAULT`;
    const { events } = await new CloudWatchLogsClient(clientFor(aws)).send(
      new FilterLogEventsCommand({ logGroupName }),
    );
    expect(events?.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['the tide comes in high', 'and goes']),
    );
    expect(events?.[0]?.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[runtime-logs-[\w-]+\][\w-]+$/);
  });

  it('whose program ends, or does not listen in time, answers as AgentCore does', async (context) => {
    const patient = await open(context);
    const { aws, core } = patient;
    const roleArn = await role(aws, 'sunk', [LOGS]);
    const hasty = await open(context, { startLimitMs: 300 });
    const deployed = async (to: typeof hasty, agentRuntimeName: string, text: string): Promise<string> => {
      const agentRuntimeArtifact = await bundle(aws, `${agentRuntimeName}.zip`, { 'main.mjs': text });
      const made = new CreateAgentRuntimeCommand({ agentRuntimeName, agentRuntimeArtifact, roleArn });
      return (await to.sdk.send(made)).agentRuntimeArn ?? '';
    };
    const broken = await deployed(patient, 'broken', `throw new Error('no water')`);
    const slow = await deployed(hasty, 'slow', `setTimeout(() => undefined, 60_000)`);
    const invoked = async (to: AgentCore, agentRuntimeArn: string): Promise<string> => {
      const command = new InvokeAgentRuntimeCommand({ agentRuntimeArn, payload: PING, ...BOTH });
      const { response } = await new BedrockAgentCoreClient(clientFor(to)).send(command);
      return response?.transformToString() ?? '';
    };
    expect(await invoked(core, broken)).toContain('An error occurred when starting the runtime.');
    await expect(invoked(hasty.core, slow)).rejects.toMatchObject({
      message: expect.stringContaining('Runtime initialization time exceeded'),
      $metadata: { httpStatusCode: 424 },
    });
    hasty.core.fail('slow', 'health-check');
    expect(await invoked(hasty.core, slow)).toContain('"code":-32010');
    const zeros = `SignedHeaders=host, Signature=${'0'.repeat(64)}`;
    const scope = '111122223333/20261125/eu-west-1/bedrock-agentcore/aws4_request';
    const forged = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, ${zeros}` };
    expect(await call(core, broken, forged)).toMatchObject({ status: 403, body: expect.stringContaining('signature') });
    expect(await call(core, broken, {})).toMatchObject({ status: 403, body: expect.stringContaining('ACCESS_DENIED') });
    expect(await call(core, `${broken}x`, {})).toMatchObject({ status: 404 });
  });

  it('answers with its newest version, and at each of its endpoints with the one that it holds', async (context) => {
    const { aws, core, sdk } = await open(context);
    const roleArn = await role(aws, 'versions', [LOGS]);
    // Python's own server, which is nobody's MCP server: all that it says is who it is.
    const program = (name: string): { readonly [file: string]: string } => ({
      'main.py': `import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = b'{"jsonrpc":"2.0","id":1,"result":{"of":"${name}"}}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
`,
    });
    const python = { runtime: 'PYTHON_3_13', entryPoint: ['opentelemetry-instrument', 'main.py'] } as const;
    const artifact = (name: string): Promise<Artifact> => bundle(aws, `${name}.zip`, program(name), python);
    const { agentRuntimeArn = '', agentRuntimeId } = await sdk.send(
      new CreateAgentRuntimeCommand({
        agentRuntimeName: 'versions',
        roleArn,
        agentRuntimeArtifact: await artifact('one'),
      }),
    );
    await sdk.send(new CreateAgentRuntimeEndpointCommand({ agentRuntimeId, name: 'held', agentRuntimeVersion: '1' }));
    const invoked = async (qualifier: string): Promise<string | undefined> => {
      const command = new InvokeAgentRuntimeCommand({ agentRuntimeArn, qualifier, payload: PING, ...BOTH });
      return (await new BedrockAgentCoreClient(clientFor(core)).send(command)).response?.transformToString();
    };
    expect(await invoked('DEFAULT')).toContain('"of":"one"');
    await sdk.send(
      new UpdateAgentRuntimeCommand({ agentRuntimeId, roleArn, agentRuntimeArtifact: await artifact('two') }),
    );
    expect(await invoked('DEFAULT')).toContain('"of":"two"');
    expect(await invoked('held')).toContain('"of":"one"');
    await expect(invoked('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `No endpoint or agent found with qualifier 'nobody' for agent '${agentRuntimeArn}'`,
    });
  });

  it('that is old, or has no server where its protocol wants one, is refused after the door has opened', async () => {
    const core = await openAgentCore();
    closing.push(core.close);
    const old = core.seed({ name: 'old', document: {} });
    const lost = core.seed({ name: 'lost', document: { metadataConfiguration: { requireMMDSV2: true } } });
    core.fail('lost', 'gateway');
    const invoked = (agentRuntimeArn: string): Promise<unknown> =>
      new BedrockAgentCoreClient(clientFor(core)).send(
        new InvokeAgentRuntimeCommand({ agentRuntimeArn, payload: PING, ...BOTH }),
      );
    await expect(invoked(old)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'This runtime is not MMDSv2-enabled',
    });
    await expect(invoked(lost)).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } });
    expect(await call(core, old, {})).toMatchObject({ status: 403 });
  });
});

describe('a creation', () => {
  it('looks at the role, the bundle and the image', async (context) => {
    const aws = await emulator(context, 'ministack');
    const ecr = await openEcr();
    closing.push(ecr.close);
    ecr.put({ repository: 'tides', tag: 'both', platforms: ['linux/amd64', 'linux/arm64'] });
    ecr.put({ repository: 'tides', tag: 'wrong', platforms: ['linux/amd64'] });
    const { sdk } = await open(context, { upstreams: { default: aws.url, ecr: ecr.url } });
    const image = (tag: string): Artifact => ({
      containerConfiguration: { containerUri: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/tides:${tag}` },
    });
    let count = 0;
    const create = (roleArn: string, agentRuntimeArtifact: Artifact): Promise<unknown> =>
      sdk.send(new CreateAgentRuntimeCommand({ agentRuntimeName: `tides${count++}`, roleArn, agentRuntimeArtifact }));
    const invalid = (message: string): object => ({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });

    const good = await role(aws, 'good', [ECR]);
    await expect(create('arn:aws:iam::111122223333:role/nobody', image('both'))).rejects.toMatchObject(
      invalid('Role validation failed'),
    );
    await expect(
      create(await role(aws, 'foreign', [ECR], 'lambda.amazonaws.com'), image('both')),
    ).rejects.toMatchObject(invalid('Role validation failed'));
    await expect(create(await role(aws, 'poor', [LOGS]), image('both'))).rejects.toMatchObject(
      invalid(
        "Access denied while validating ECR URI '111122223333.dkr.ecr.eu-west-1.amazonaws.com/tides:both'. The execution role requires permissions for ecr:GetAuthorizationToken",
      ),
    );
    await expect(create(good, image('none'))).rejects.toMatchObject(invalid('does not exist'));
    await expect(create(good, image('wrong'))).rejects.toMatchObject(invalid('Architecture incompatible for uri'));
    expect(await create(good, image('both'))).toMatchObject({ status: 'CREATING' });
    const code = { s3: { bucket: 'bundles', prefix: 'nothing.zip' } };
    await expect(
      create(good, { codeConfiguration: { code, runtime: 'NODE_22', entryPoint: ['main.js'] } }),
    ).rejects.toMatchObject(invalid('s3://bundles/nothing.zip'));
  });
});
