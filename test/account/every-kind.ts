import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { cloudJournal } from '../../src/apply/cloud/journal.ts';
import { TRIGGER_CODE } from '../../src/domain/token/audience-trigger.ts';
import type { CloudChange, CloudResource } from '../../src/model/change.ts';
import { clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { folderWith } from '../support/run.ts';
import { makeFunction } from './made-pool.ts';

/** An account with one thing of each kind that a fix changes, behind the refusing proxy. */
export interface EveryKind {
  readonly account: string;
  readonly core: AgentCore;
  readonly proxy: RefusingProxy;
  readonly environment: { readonly [name: string]: string };
  /** Where the journal of the account lies. */
  readonly folder: string;
  /** A change of each kind. */
  readonly changes: readonly CloudChange[];
  /** What AWS says of each thing, asked without anything of the program's, but for what each write changes by itself. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Gives the user a temporary password again: what is done to that cannot be taken back. */
  readonly renewUser: () => Promise<void>;
  /** Another proxy before the same account. */
  readonly another: () => Promise<RefusingProxy>;
  readonly close: () => Promise<void>;
}

export type Snapshot = { readonly [type in CloudResource['type']]: unknown };

interface Context {
  readonly skip: (because: string) => never;
}

/** What no answer or journal may show. */
export const SECRETS = ['hunter2-of-the-tides', 'the-tide-is-in'];
const [SECRET = '', EXTERNAL = ''] = SECRETS;

const ROLE = 'AmazonBedrockAgentCoreWeather';
const USER = 'ada@tides.example';
/** What the role and the function of the doctor's own are called. */
const OWN = 'agentcore-doctor-audience';

/** Makes the account. Each has its own number, so that tests do not meet. */
export async function openEveryKind(context: Context, account: string): Promise<EveryKind> {
  const aws = await emulator(context, 'ministack');
  const core = await openAgentCore();
  const upstreams = { default: aws.url, 'bedrock-agentcore-control': core.url };
  const opened: RefusingProxy[] = [];
  const another = async (): Promise<RefusingProxy> => {
    const proxy = await openRefusingProxy(upstreams);
    opened.push(proxy);
    return proxy;
  };
  const proxy = await another();
  const to = clientFor(aws, account);
  const clients: Clients = {
    iam: new IAMClient(to),
    cognito: new CognitoIdentityProviderClient(to),
    lambda: new LambdaClient(to),
    core: { core, account },
  };
  await makeRole(clients.iam);
  const functionArn = await makeFunction(clients.lambda, account, { code: HANDLER });
  const names = { ...(await makePool(clients.cognito)), functionArn, runtime: makeRuntime(core, account) };
  return {
    account,
    core,
    proxy,
    another,
    environment: environmentFor(proxy, { account }),
    folder: cloudJournal(folderWith({}), account),
    changes: changesOf(names, account),
    snapshot: () => snapshotOf(clients, names),
    renewUser: () => renewUser(clients.cognito, names.pool),
    close: async () => {
      for (const one of opened) await one.close();
      await core.close();
    },
  };
}

interface Clients {
  readonly iam: IAMClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly lambda: LambdaClient;
  readonly core: { readonly core: AgentCore; readonly account: string };
}

interface Names {
  readonly pool: string;
  readonly poolArn: string;
  readonly client: string;
  readonly functionArn: string;
  readonly runtime: string;
}

function trustOf(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

async function makeRole(iam: IAMClient): Promise<void> {
  await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com') }));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'run', PolicyDocument }));
}

/** A trigger that gives its event back, or fails at an event of version 3. */
const HANDLER = `def handler(event, context):
    if event["version"] == "3":
        raise ValueError("no such version")
    return event
`;

async function makePool(cognito: CognitoIdentityProviderClient): Promise<Pick<Names, 'pool' | 'poolArn' | 'client'>> {
  const made = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'weather',
      UserPoolTier: 'ESSENTIALS',
      UserPoolTags: { team: 'tides' },
      AutoVerifiedAttributes: ['email'],
      EmailVerificationMessage: 'The code is {####}.',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms', ExternalId: EXTERNAL },
      Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 3 } },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    }),
  );
  const pool = made.UserPool?.Id ?? '';
  const client = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: pool,
      ClientName: 'people',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      CallbackURLs: ['https://tides.example/back'],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      AllowedOAuthFlowsUserPoolClient: true,
      RefreshTokenValidity: 7,
    }),
  );
  await createUser(cognito, pool);
  return { pool, poolArn: made.UserPool?.Arn ?? '', client: client.UserPoolClient?.ClientId ?? '' };
}

async function createUser(cognito: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> {
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: USER, MessageAction: 'SUPPRESS' }));
}

async function renewUser(cognito: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> {
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: USER }));
  await createUser(cognito, UserPoolId);
}

function makeRuntime(core: AgentCore, account: string): string {
  const document = {
    agentRuntimeArtifact: {
      containerConfiguration: { containerUri: `${account}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
    },
    roleArn: `arn:aws:iam::${account}:role/${ROLE}`,
    networkConfiguration: { networkMode: 'PUBLIC' },
    metadataConfiguration: { requireMMDSV2: false },
    environmentVariables: { TIDE_PASSWORD: SECRET },
  };
  return core.seed({ name: 'weather', document, account }).split('/').at(-1) ?? '';
}

function changesOf({ pool, poolArn, client, functionArn, runtime }: Names, account: string): readonly CloudChange[] {
  const kind = 'cloud';
  const region = REGION;
  const statement = (service: string): object => JSON.parse(trustOf(service)).Statement[0];
  const own = statement('lambda.amazonaws.com') as { readonly [member: string]: string };
  return [
    {
      kind,
      resource: { type: 'role-policy', id: `${ROLE}/AgentCoreDoctorPull` },
      pointer: '',
      put: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' }] },
    },
    {
      kind,
      resource: { type: 'trust-policy', id: ROLE },
      pointer: '/Statement',
      expect: [own],
      put: [own, statement('bedrock-agentcore.amazonaws.com') as { readonly [member: string]: string }],
    },
    {
      kind,
      resource: { type: 'lambda-role', id: OWN },
      pointer: '',
      put: { Version: '2012-10-17', Statement: [own] },
    },
    {
      kind,
      resource: { type: 'lambda-function', id: functionArn.replace(/[^:]*$/, OWN), region },
      pointer: '',
      put: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: `arn:aws:iam::${account}:role/${OWN}`,
        Code: TRIGGER_CODE,
      },
    },
    {
      kind,
      resource: { type: 'agent-runtime', id: runtime, region },
      pointer: '/metadataConfiguration/requireMMDSV2',
      expect: false,
      put: true,
    },
    {
      kind,
      resource: { type: 'lambda-permission', id: `${functionArn}/agentcore-doctor-${pool}`, region },
      pointer: '',
      put: {
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: poolArn,
        SourceAccount: account,
      },
    },
    {
      kind,
      resource: { type: 'user-pool', id: pool, region },
      pointer: '/LambdaConfig/PreTokenGenerationConfig',
      put: { LambdaArn: functionArn, LambdaVersion: 'V2_0' },
    },
    {
      kind,
      resource: { type: 'user-pool-client', id: `${pool}/${client}`, region },
      pointer: '/ExplicitAuthFlows',
      expect: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      put: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    },
    {
      kind,
      resource: { type: 'test-client', id: `${pool}/agentcore-doctor-test`, region },
      pointer: '',
      put: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    },
    {
      kind,
      resource: { type: 'user-password', id: `${pool}/${USER}`, region },
      pointer: '/UserStatus',
      expect: 'FORCE_CHANGE_PASSWORD',
      put: 'CONFIRMED',
    },
  ];
}

async function snapshotOf({ iam, cognito, lambda, core }: Clients, names: Names): Promise<Snapshot> {
  const { pool: UserPoolId, client: ClientId, functionArn, runtime } = names;
  const none = (): undefined => undefined;
  const [role, policies, pool, clients, own, permission, user, made, code] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName: ROLE })),
    iam.send(new ListRolePoliciesCommand({ RoleName: ROLE })),
    cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 })),
    cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    lambda.send(new GetPolicyCommand({ FunctionName: functionArn })).then(
      ({ Policy = '' }) => JSON.parse(Policy).Statement,
      () => [],
    ),
    cognito.send(new AdminGetUserCommand({ UserPoolId, Username: USER })),
    iam.send(new GetRoleCommand({ RoleName: OWN })).then(({ Role }) => Role?.AssumeRolePolicyDocument, none),
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: OWN })).then(({ CodeSha256 }) => CodeSha256, none),
  ]);
  const documents = (policies.PolicyNames ?? []).map(async (PolicyName) => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: ROLE, PolicyName }));
    return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))];
  });
  return {
    'role-policy': await Promise.all(documents),
    'trust-policy': JSON.parse(decodeURIComponent(role.Role?.AssumeRolePolicyDocument ?? '')),
    'agent-runtime': await runtimeOf(core.core, core.account, runtime),
    'user-pool': undated(pool.UserPool),
    'user-pool-client': undated(own.UserPoolClient),
    'test-client': (clients.UserPoolClients ?? []).map(({ ClientName }) => ClientName).toSorted(),
    'lambda-permission': permission,
    'user-password': user.UserStatus,
    'lambda-role': made ?? 'none',
    'lambda-function': code ?? 'none',
  };
}

async function runtimeOf(core: AgentCore, account: string, id: string): Promise<unknown> {
  const { BedrockAgentCoreControlClient, GetAgentRuntimeCommand } =
    await import('@aws-sdk/client-bedrock-agentcore-control');
  const control = new BedrockAgentCoreControlClient(clientFor(core, account));
  const answer = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId: id }));
  const { $metadata: _, agentRuntimeVersion: __, ...rest } = answer;
  return undated(rest);
}

/** Without the moment of the last write, and with no difference between a list of triggers that is empty and none. */
function undated(document: object | undefined): unknown {
  const {
    LastModifiedDate: _,
    lastUpdatedAt: __,
    ...rest
  } = { LambdaConfig: {}, ...document } as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest));
}
