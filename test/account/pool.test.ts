import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import type { Fault } from '../stand-ins/refusing-proxy/faults.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { foundBy, type Look, lookAt, SERVER, statusOf } from './look.ts';
import { type Fashion, makePool, type Pool } from './made-pool.ts';

interface Context {
  readonly skip: (because: string) => never;
}

const closed: { readonly close: () => Promise<void> }[] = [];
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
const TRIGGER = `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"client_id": event["callerContext"]["clientId"]}
    }
    return event
`;
const FILES = { 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n', 'login.py': LOGIN };

const CHECKS = [
  'pool-missing',
  'auth-flow-disabled',
  'client-secret-needed',
  'token-endpoint-incomplete',
  'user-must-change-password',
  'trigger-ineffective',
  'trigger-permission-missing',
];

interface Seen {
  readonly pool: Pool;
  readonly look: Look;
  readonly proxy: RefusingProxy;
}

/** Makes a pool in an account of its own, and looks at it through the options that name it. */
async function lookAtPool(
  context: Context,
  account: string,
  fashion: Fashion,
  {
    files = {},
    machines = false,
    denied = [],
  }: {
    readonly files?: { readonly [path: string]: string };
    readonly machines?: boolean;
    readonly denied?: readonly string[];
  } = {},
): Promise<Seen> {
  const aws = await emulator(context, 'ministack');
  const pool = await makePool(aws, account, fashion);
  const proxy = await openRefusingProxy(aws.url);
  closed.push(proxy);
  const fault: Fault = { kind: 'denied' };
  if (denied.length > 0) proxy.play({ on: denied, fault });
  const client = machines ? pool.machines : pool.client;
  const words = ['--user-pool', pool.id, '--client-id', client];
  const look = await lookAt({ ...FILES, ...files }, environmentFor(proxy, { account }), words);
  return { pool, look, proxy };
}

const statuses = (look: Look): object => Object.fromEntries(CHECKS.map((check) => [check, statusOf(check, look)]));

describe('a user pool of the account', { timeout: 120_000 }, () => {
  it('is right when people and machines get their tokens', async (context) => {
    const people = await lookAtPool(context, '222200000001', {});
    expect(statuses(people.look)).toEqual({
      ...Object.fromEntries(CHECKS.map((check) => [check, 'pass'])),
      'token-endpoint-incomplete': 'not-applicable',
    });
    expect(people.proxy.actions()).toEqual([
      'cognito-idp:DescribeUserPool',
      'cognito-idp:DescribeUserPoolClient',
      'cognito-idp:ListResourceServers',
      'cognito-idp:ListUsers',
      'lambda:GetFunctionConfiguration',
      'lambda:GetPolicy',
      'sts:GetCallerIdentity',
    ]);
    const machines = await lookAtPool(context, '222200000002', {}, { machines: true, files: { 'login.py': '' } });
    expect(statusOf('token-endpoint-incomplete', machines.look)).toBe('pass');
  });

  it('gives nobody a token with the default flows, a secret, a temporary password, a trigger that may not be called', async (context) => {
    const { pool, look } = await lookAtPool(
      context,
      '222200000003',
      {
        client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'], GenerateSecret: true },
        trigger: 'PreTokenGeneration',
        permitted: (arn) => `${arn}xyz`,
        password: 'temporary',
      },
      { files: { 'trigger/handler.py': TRIGGER } },
    );
    expect(foundBy('auth-flow-disabled', look)).toEqual([
      `Code signs in with \`USER_PASSWORD_AUTH\`, and app client \`${pool.client}\` takes \`ALLOW_USER_SRP_AUTH\`, \`ALLOW_ADMIN_USER_PASSWORD_AUTH\`.`,
    ]);
    expect(foundBy('client-secret-needed', look)).toEqual([
      `App client \`${pool.client}\` has a secret, and code signs in with \`USER_PASSWORD_AUTH\` without a \`SECRET_HASH\`.`,
    ]);
    expect(foundBy('user-must-change-password', look)).toEqual([
      `The only user of pool \`${pool.id}\` is \`FORCE_CHANGE_PASSWORD\`.`,
    ]);
    expect(foundBy('trigger-ineffective', look)).toEqual([
      `The pre-token trigger of user pool \`${pool.id}\` adds \`client_id\`, a claim that Cognito lets no trigger add or change.`,
    ]);
    expect(foundBy('trigger-permission-missing', look)).toEqual([
      `User pool \`${pool.id}\` calls function \`${pool.functionArn}\` for PreTokenGeneration, and its policy does not let it.`,
    ]);
    expect(statusOf('pool-missing', look)).toBe('pass');
  });

  it('has no token endpoint without a domain, and no scope without a resource server', async (context) => {
    const { pool, look } = await lookAtPool(
      context,
      '222200000004',
      { domain: false, resourceServer: false, permitted: undefined },
      { machines: true, files: { 'login.py': '' } },
    );
    expect(foundBy('token-endpoint-incomplete', look)).toEqual([
      `User pool \`${pool.id}\` has no domain, so there is no \`/oauth2/token\` to ask.`,
      `App client \`${pool.machines}\` has the scope \`weather/invoke\`, which no resource server of user pool \`${pool.id}\` has.`,
    ]);
    expect(foundBy('trigger-permission-missing', look)).toEqual([
      `User pool \`${pool.id}\` calls function \`${pool.functionArn}\` for PreTokenGeneration, and no permission lets it.`,
    ]);
  });

  it('is missing, or its app client is', async (context) => {
    const aws = await emulator(context, 'ministack');
    const [account, gone] = ['222200000005', `${REGION}_Gone12345`];
    const environment = environmentFor(aws, { account });
    const pool = await lookAt(FILES, environment, ['--user-pool', gone]);
    expect(foundBy('pool-missing', pool)).toEqual([
      `Account \`${account}\` has no user pool \`${gone}\` in \`${REGION}\`, which \`--user-pool\` names.`,
    ]);
    const { id } = await makePool(aws, account, {});
    const client = 'nobody0has0made0this0client';
    const look = await lookAt(FILES, environment, ['--user-pool', id, '--client-id', client]);
    expect(foundBy('pool-missing', look)).toEqual([
      `User pool \`${id}\` has no app client \`${client}\`, which is named by \`--client-id\`.`,
    ]);
  });

  it('is told by the status of the user who is named', async (context) => {
    const aws = await emulator(context, 'ministack');
    const account = '222200000006';
    const { id, client } = await makePool(aws, account, { password: 'temporary' });
    const words = ['--user-pool', id, '--client-id', client, '--user'];
    const [ada, bob] = await Promise.all(
      ['ada', 'bob'].map((user) => lookAt(FILES, environmentFor(aws, { account }), [...words, user])),
    );
    expect(ada && foundBy('user-must-change-password', ada)).toEqual(['User `ada` is `FORCE_CHANGE_PASSWORD`.']);
    expect(bob && foundBy('user-must-change-password', bob)).toEqual([`User pool \`${id}\` has no user \`bob\`.`]);
  });

  it('is not judged where nobody may look, and the actions are named', async (context) => {
    const { look } = await lookAtPool(context, '222200000007', {}, { denied: ['cognito-idp:*', 'lambda:GetPolicy'] });
    expect(statusOf('pool-missing', look)).toBe('unknown');
    expect(look.report.denied).toEqual(expect.arrayContaining(['cognito-idp:DescribeUserPool']));
    const parts = await lookAtPool(
      context,
      '222200000008',
      {},
      { denied: ['cognito-idp:DescribeUserPoolClient', 'cognito-idp:ListUsers', 'lambda:GetPolicy'] },
    );
    expect(statuses(parts.look)).toEqual({
      'pool-missing': 'unknown',
      'auth-flow-disabled': 'unknown',
      'client-secret-needed': 'unknown',
      'token-endpoint-incomplete': 'not-applicable',
      'user-must-change-password': 'not-applicable',
      'trigger-ineffective': 'pass',
      'trigger-permission-missing': 'unknown',
    });
  });

  it('is found through the authorizer of a deployed runtime', async (context) => {
    const aws = await emulator(context, 'ministack');
    const account = '222200000010';
    const { id, client } = await makePool(aws, account, { trigger: 'PreTokenGeneration' });
    const core = await openAgentCore();
    closed.push(core);
    const gone = 'nobody0has0made0this0client';
    const issuer = `https://cognito-idp.${REGION}.amazonaws.com/${id}`;
    const customJWTAuthorizer = {
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      allowedClients: [client, gone],
    };
    const document = { authorizerConfiguration: { customJWTAuthorizer } };
    const arn = core.seed({ name: 'weather', document, account });
    const proxy = await openRefusingProxy({ default: aws.url, 'bedrock-agentcore-control': core.url });
    closed.push(proxy);
    const look = await lookAt(FILES, environmentFor(proxy, { account }), ['--arn', arn]);
    const runtime = `runtime \`${arn.split('/').at(-1) ?? ''}\``;
    expect(foundBy('pool-missing', look)).toEqual([
      `User pool \`${id}\` has no app client \`${gone}\`, which stands in \`allowedClients\` of ${runtime}.`,
    ]);
    expect(foundBy('trigger-ineffective', look)).toEqual([
      `The pre-token trigger of user pool \`${id}\` is of version \`V1_0\`, which changes ID tokens only, and ${runtime} takes tokens by \`allowedClients\`, which ID tokens never satisfy.`,
    ]);
  });

  it('keeps its secrets', async (context) => {
    const account = '222200000009';
    const { look, pool } = await lookAtPool(context, account, { client: { GenerateSecret: true } });
    const aws = await emulator(context, 'ministack');
    const described = await new CognitoIdentityProviderClient(clientFor(aws, account)).send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: pool.client }),
    );
    const secret = described.UserPoolClient?.ClientSecret ?? '';
    expect(secret).toMatch(/^.{20}/);
    expect(statusOf('client-secret-needed', look)).toBe('fail');
    expect(JSON.stringify(look)).not.toContain(secret);
    expect(JSON.stringify(look)).not.toContain('"ada"');
  });
});
