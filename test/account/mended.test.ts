import { BedrockAgentCoreControlClient, GetAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetPolicyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonAccountFix, JsonAccountFixReport } from '../../src/report/account-fixed.ts';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import type { Upstreams } from '../stand-ins/wire/upstream.ts';
import { folderWith } from '../support/run.ts';
import { READS, WRITES } from './changing.ts';
import { manifestWith, run, SERVER } from './look.ts';
import { type Fashion, makePool, type Pool } from './made-pool.ts';

// The built program mends what it finds in an account: before, AWS refuses what people do; then it does not. Sign-ins bear
// no signature, so those who sign in do so in the account that is the emulator's own.

interface Context {
  readonly skip: (because: string) => never;
}

const closed: { readonly close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of closed.splice(0)) await one.close();
});

const LOGIN = `import os

import boto3

cognito = boto3.client("cognito-idp")


def access_token(user: str, password: str) -> str:
    """A token for the AgentCore runtime."""
    answer = cognito.initiate_auth(
        ClientId=os.environ["CLIENT_ID"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": password},
    )
    return answer["AuthenticationResult"]["AccessToken"]
`;
/** Adds a claim in the shape of the second version; events of the first one have no place for it. */
const TRIGGER = `def handler(event, context):
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"claimsToAddOrOverride": {"team": "tides"}}
    }
    return event
`;
const QUIET = `def handler(event, context):
    return event
`;

/** A project and an account with a pool, and the words that fix it. */
interface Place {
  readonly pool: Pool;
  readonly proxy: RefusingProxy;
  readonly cognito: CognitoIdentityProviderClient;
  readonly lambda: LambdaClient;
  readonly state: string;
  readonly fix: (
    ...words: readonly string[]
  ) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

async function open(
  context: Context,
  account: string,
  fashion: Fashion,
  {
    files = {},
    upstreams = {},
    named = ['pool'],
  }: { files?: { readonly [path: string]: string }; upstreams?: Partial<Upstreams>; named?: readonly string[] } = {},
): Promise<Place> {
  const aws = await emulator(context, 'ministack');
  const pool = await makePool(aws, account, fashion);
  const proxy = await openRefusingProxy({ ...upstreams, default: aws.url });
  closed.push(proxy);
  const state = folderWith({});
  const root = folderWith({ 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n', 'login.py': LOGIN, ...files });
  const environment = { ...environmentFor(proxy, { account }), XDG_STATE_HOME: state };
  const names = named.includes('pool') ? ['--user-pool', pool.id, '--client-id', pool.client] : [];
  return {
    pool,
    proxy,
    state,
    cognito: new CognitoIdentityProviderClient(clientFor(proxy, account)),
    lambda: new LambdaClient(clientFor(proxy, account)),
    fix: (...words) => run(['fix', root, '--cloud', '--account', account, ...names, ...words], environment),
  };
}

const YES = ['--yes', '--format', 'json', '--review'];

function fixesIn(out: string): readonly JsonAccountFix[] {
  const report: JsonAccountFixReport = JSON.parse(out);
  return report.fixes;
}

/** What became of each fix, by its check. */
function becameIn(out: string): object {
  return Object.fromEntries(fixesIn(out).map(({ check, became }) => [check, became]));
}

function signIn(cognito: CognitoIdentityProviderClient, ClientId: string, PASSWORD: string) {
  const AuthParameters = { USERNAME: 'ada', PASSWORD };
  return cognito.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }));
}

/** Every file below a folder. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [join(one.parentPath, one.name)] : [],
  );
}

describe('a user who gets no token', { timeout: 120_000 }, () => {
  it('signs in through a client for tests, with a password for good, by a trigger that may be called', async (context) => {
    const place = await open(context, ACCOUNT, {
      domain: false,
      functionName: 'first',
      client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] },
      permitted: undefined,
      password: 'temporary',
      code: QUIET,
    });
    const { pool, cognito, lambda, state, fix } = place;
    await expect(signIn(cognito, pool.client, 'Fair-Weather-2026')).rejects.toThrow('flow not enabled');

    const shown = await fix('--user', 'ada');
    expect(shown.out).toContain('cognito-idp:CreateUserPoolClient');
    expect(shown.out).toContain('which cannot be taken back');
    expect(
      place.proxy.actions().filter((action) => !/:(?:Get|List|Describe|AdminGet|InitiateAuth)/.test(action)),
    ).toEqual([]);

    const written = await fix('--user', 'ada', ...YES, 'all');
    expect(becameIn(written.out)).toEqual({
      'auth-flow-disabled': 'mended',
      'trigger-permission-missing': 'mended',
      'user-must-change-password': 'mended',
    });
    const notes = fixesIn(written.out).flatMap((one) => one.notes);
    const client = /id is `(\w+)`/.exec(notes.join(' '))?.[1] ?? '';
    const file = /password is in `([^`]+)`/.exec(notes.join(' '))?.[1] ?? '';
    const password = readFileSync(file, 'utf8').trim();
    expect([password.length, statSync(file).mode & 0o777]).toEqual([32, 0o600]);
    expect((await signIn(cognito, client, password)).AuthenticationResult?.AccessToken).toMatch(/^ey/);
    for (const said of [shown, written]) expect(said.out + said.err).not.toContain(password);
    for (const other of filesBelow(state).filter((one) => one !== file))
      expect(readFileSync(other, 'utf8')).not.toContain(password);

    const undone = await fix('--undo');
    expect(undone.out.split('\n').map((line) => line.replace(/ \S+$/, ''))).toEqual([
      'restored lambda-permission',
      'restored test-client',
      'cannot be taken back: user-password',
      '',
    ]);
    const left = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: pool.id, MaxResults: 60 }));
    expect(left.UserPoolClients?.map(({ ClientName }) => ClientName).toSorted()).toEqual(['machines', 'people']);
    const policy = await lambda.send(new GetPolicyCommand({ FunctionName: pool.functionArn })).catch(() => undefined);
    expect(policy?.Policy ?? '').not.toContain('agentcore-doctor');
    const allowed = [...READS, ...WRITES, 'cognito-idp:InitiateAuth'];
    expect(place.proxy.actions().filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it('signs in through the client that is there, which keeps its secret and all else', async (context) => {
    const place = await open(context, ACCOUNT, {
      domain: false,
      functionName: 'second',
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        CallbackURLs: ['https://tides.example/back'],
        RefreshTokenValidity: 7,
      },
      code: QUIET,
    });
    const { pool, cognito, fix } = place;
    const client = async (): Promise<object> => {
      const input = { UserPoolId: pool.id, ClientId: pool.client };
      const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(input));
      return { ...UserPoolClient, LastModifiedDate: undefined };
    };
    const before = await client();
    await expect(signIn(cognito, pool.client, 'Fair-Weather-2026')).rejects.toThrow('flow not enabled');
    const written = await fix('--choose', 'auth-flow-disabled=own-client', ...YES, 'auth-flow-disabled');
    expect(becameIn(written.out)).toEqual({ 'auth-flow-disabled': 'mended' });
    const ExplicitAuthFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'];
    expect(await client()).toEqual({ ...before, ExplicitAuthFlows });
    expect((await signIn(cognito, pool.client, 'Fair-Weather-2026')).AuthenticationResult?.AccessToken).toMatch(/^ey/);
    await fix('--undo');
    expect(await client()).toEqual(before);
  });
});

describe('a trigger', { timeout: 120_000 }, () => {
  const triggersOf = async ({ cognito, pool }: Place): Promise<object> => {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.id }));
    return { ...UserPool?.LambdaConfig };
  };

  it('gets events of the version that it answers, once it has answered a sample', async (context) => {
    const place = await open(
      context,
      '444400000003',
      { trigger: 'PreTokenGeneration', code: TRIGGER },
      { files: { 'trigger/handler.py': TRIGGER } },
    );
    const written = await place.fix(...YES, 'trigger-ineffective');
    expect(becameIn(written.out)).toEqual({ 'trigger-ineffective': 'mended' });
    expect(fixesIn(written.out)[0]?.calls).toEqual(['lambda Invoke', 'cognito-idp UpdateUserPool']);
    const { functionArn } = place.pool;
    expect(await triggersOf(place)).toEqual({
      PreTokenGeneration: functionArn,
      PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion: 'V2_0' },
    });
    await place.fix('--undo');
    expect(await triggersOf(place)).toEqual({ PreTokenGeneration: functionArn });
  });

  it('stays as it is when it fails at the sample', async (context) => {
    const code = TRIGGER.replace('    return event', '    raise ValueError("the tide is out")');
    const place = await open(
      context,
      '444400000004',
      { trigger: 'PreTokenGeneration', code },
      { files: { 'trigger/handler.py': TRIGGER } },
    );
    const before = await triggersOf(place);
    const written = await place.fix(...YES, 'trigger-ineffective');
    expect([written.code, written.err]).toEqual([2, expect.stringContaining('so it was not attached')]);
    expect(await triggersOf(place)).toEqual(before);
  });

  it('that adds what Cognito lets none add is taken out', async (context) => {
    const code = `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"client_id": event["callerContext"]["clientId"]}
    }
    return event
`;
    const files = { 'trigger/handler.py': code };
    const place = await open(context, '444400000005', { trigger: 'PreTokenGeneration', code }, { files });
    const before = await triggersOf(place);
    const written = await place.fix(...YES, 'trigger-ineffective');
    // Where no trigger is left, the check has nothing to say.
    expect(becameIn(written.out)).toEqual({ 'trigger-ineffective': 'mended' });
    expect(await triggersOf(place)).toEqual({});
    await place.fix('--undo');
    expect(await triggersOf(place)).toEqual(before);
  });
});

describe('a runtime that refuses a token', { timeout: 120_000 }, () => {
  it('takes it by its audience, or by its client, and refuses it again when that is taken back', async (context) => {
    const aws = await emulator(context, 'ministack');
    const account = ACCOUNT;
    const core = await openAgentCore({ upstreams: aws.url });
    closed.push(core);
    const place = await open(
      context,
      account,
      { trigger: 'PreTokenGenerationConfig', code: QUIET, domain: false, functionName: 'third' },
      { upstreams: { 'bedrock-agentcore-control': core.url }, named: [] },
    );
    const { pool, cognito } = place;
    const discoveryUrl = `https://cognito-idp.${REGION}.amazonaws.com/${pool.id}/.well-known/openid-configuration`;
    const authorizer = { discoveryUrl, allowedClients: [pool.machines] };
    const RoleName = 'AmazonBedrockAgentCoreWeather';
    const trusted = {
      Effect: 'Allow',
      Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trusted] });
    await new IAMClient(clientFor(aws, account)).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const arn = core.seed({
      name: 'weather',
      account,
      document: {
        agentRuntimeArtifact: { containerConfiguration: { containerUri: 'public.ecr.aws/tides/weather:1' } },
        roleArn: `arn:aws:iam::${account}:role/${RoleName}`,
        protocolConfiguration: { serverProtocol: 'MCP' },
        metadataConfiguration: { requireMMDSV2: true },
        authorizerConfiguration: { customJWTAuthorizer: authorizer },
        environmentVariables: { TIDE_PASSWORD: 'hunter2-of-the-tides' },
      },
    });
    core.serve('weather', await answering());
    const tokens = (await signIn(cognito, pool.client, 'Fair-Weather-2026')).AuthenticationResult;
    const call = async (token = ''): Promise<number> => {
      const url = `${core.url}/runtimes/${encodeURIComponent(arn)}/invocations?qualifier=DEFAULT`;
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
      return (await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }))
        .status;
    };
    const statuses = async (): Promise<readonly number[]> => [
      await call(tokens?.IdToken),
      await call(tokens?.AccessToken),
    ];
    const file = join(folderWith({}), 'token.txt');
    const fix = async (token = '', check = ''): Promise<object> => {
      writeFileSync(file, token);
      const written = await place.fix('--arn', arn, '--token-file', file, ...YES, check);
      expect(written.out + written.err).not.toContain(token);
      expect(written.out + written.err).not.toContain('hunter2');
      return Object.fromEntries(
        fixesIn(written.out).flatMap(({ check: id, became }) => (id.startsWith('token-') ? [[id, became]] : [])),
      );
    };

    expect(await statuses()).toEqual([401, 401]);
    expect(await fix(tokens?.AccessToken, 'token-client-id-mismatch')).toEqual({
      'token-client-id-mismatch': 'mended',
    });
    expect(await statuses()).toEqual([401, 200]);
    await place.fix('--undo');
    expect(await statuses()).toEqual([401, 401]);
    expect(await fix(tokens?.IdToken, 'token-wrong-kind')).toEqual({ 'token-wrong-kind': 'mended' });
    expect(await statuses()).toEqual([200, 401]);
    await place.fix('--undo');
    expect(await statuses()).toEqual([401, 401]);
    for (const one of filesBelow(place.state)) expect(readFileSync(one, 'utf8')).not.toContain('hunter2');
  });
});

describe('a runtime that differs from its files', { timeout: 120_000 }, () => {
  it('lets in whom the files name, keeps the rest, and is taken back', async (context) => {
    const aws = await emulator(context, 'ministack');
    const account = '444400000007';
    const core = await openAgentCore();
    const proxy = await openRefusingProxy({ default: aws.url, 'bedrock-agentcore-control': core.url });
    closed.push(core, proxy);
    const discoveryUrl = `https://cognito-idp.${REGION}.amazonaws.com/${REGION}_Tides1234/.well-known/openid-configuration`;
    const roleArn = `arn:aws:iam::${account}:role/AmazonBedrockAgentCoreWeather`;
    const customJWTAuthorizer = { discoveryUrl, allowedClients: ['old'], allowedScopes: ['tides/read'] };
    const arn = core.seed({
      name: 'weather',
      account,
      document: {
        agentRuntimeArtifact: { containerConfiguration: { containerUri: 'public.ecr.aws/tides/weather:1' } },
        roleArn,
        protocolConfiguration: { serverProtocol: 'MCP' },
        metadataConfiguration: { requireMMDSV2: true },
        authorizerConfiguration: { customJWTAuthorizer },
        environmentVariables: { TIDE_PASSWORD: 'hunter2-of-the-tides' },
      },
    });
    const manifest = manifestWith({ arn })
      .replaceAll(ACCOUNT, account)
      .replace(
        '    memory:',
        `    authorizer_configuration:
      customJWTAuthorizer:
        discoveryUrl: ${discoveryUrl}
        allowedClients: [new, newer]
        allowedScopes: [tides/read]
    memory:`,
      );
    const root = folderWith({ '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER });
    const environment = { ...environmentFor(proxy, { account }), XDG_STATE_HOME: folderWith({}) };
    const control = new BedrockAgentCoreControlClient(clientFor(core, account));
    const agentRuntimeId = arn.split('/').at(-1);
    const shown = async (): Promise<object> => {
      const {
        $metadata: _,
        agentRuntimeVersion: __,
        lastUpdatedAt: ___,
        ...rest
      } = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
      return rest;
    };
    const before = await shown();
    const written = await run(['fix', root, '--cloud', '--account', account, ...YES, 'runtime-drift'], environment);
    expect(becameIn(written.out)).toMatchObject({ 'runtime-drift': 'mended' });
    const authorizerConfiguration = {
      customJWTAuthorizer: { ...customJWTAuthorizer, allowedClients: ['new', 'newer'] },
    };
    expect(await shown()).toEqual({ ...before, authorizerConfiguration });
    await run(['fix', root, '--cloud', '--undo'], environment);
    expect(await shown()).toEqual(before);
  });
});

describe('a runtime that asks for an audience', { timeout: 120_000 }, () => {
  it('takes the access tokens that a new trigger makes, and nothing of it is left when it is taken back', async (context) => {
    const aws = await emulator(context, 'ministack');
    const core = await openAgentCore({ upstreams: aws.url });
    closed.push(core);
    const place = await open(
      context,
      ACCOUNT,
      { code: QUIET, domain: false, functionName: 'fourth', trigger: 'none' },
      { upstreams: { 'bedrock-agentcore-control': core.url }, named: [] },
    );
    const { pool, cognito, lambda } = place;
    const discoveryUrl = `https://cognito-idp.${REGION}.amazonaws.com/${pool.id}/.well-known/openid-configuration`;
    const arn = core.seed({
      name: 'weather',
      document: {
        agentRuntimeArtifact: { containerConfiguration: { containerUri: 'public.ecr.aws/tides/weather:1' } },
        roleArn: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreTides`,
        metadataConfiguration: { requireMMDSV2: true },
        authorizerConfiguration: { customJWTAuthorizer: { discoveryUrl, allowedAudience: [pool.client] } },
      },
    });
    core.serve('weather', await answering());
    const access = async (): Promise<string> =>
      (await signIn(cognito, pool.client, 'Fair-Weather-2026')).AuthenticationResult?.AccessToken ?? '';
    const call = async (token: string): Promise<number> => {
      const url = `${core.url}/runtimes/${encodeURIComponent(arn)}/invocations?qualifier=DEFAULT`;
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: BOTH };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    const stale = await access();
    expect(await call(stale)).toBe(401);
    const file = join(folderWith({}), 'token.txt');
    writeFileSync(file, stale);
    const words = [
      '--arn',
      arn,
      '--token-file',
      file,
      '--choose',
      'token-wrong-kind=trigger',
      ...YES,
      'token-wrong-kind',
    ];
    const written = await place.fix(...words);
    const [fix] = fixesIn(written.out).filter(({ check }) => check === 'token-wrong-kind');
    expect([fix?.became, fix?.notes, fix?.calls]).toEqual([
      'made',
      ['Only a token that is got from now on shows whether it is let in.'],
      [
        'iam CreateRole',
        'lambda CreateFunction',
        'lambda AddPermission',
        'lambda Invoke',
        'cognito-idp UpdateUserPool',
      ],
    ]);
    expect([await call(stale), await call(await access())]).toEqual([401, 200]);
    expect((await place.fix('--undo')).out.split('\n')).toHaveLength(5);
    expect(await call(await access())).toBe(401);
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).not.toContain('agentcore-doctor-audience');
  });
});

const BOTH = 'application/json, text/event-stream';

/** A server that says yes to everything, behind the door of the runtime. */
async function answering(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"jsonrpc":"2.0","id":1,"result":{}}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closed.push({ close: () => server.close() });
  // A TCP server that listens has an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}
