import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { clientFor } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import type { EmulatorName } from '../emulators/start.ts';
import { openRefusingProxy, type RefusingProxy } from './refusing-proxy/proxy.ts';

const proxies: RefusingProxy[] = [];
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
});

async function proxyFor(context: TestContext, name: EmulatorName = 'ministack'): Promise<RefusingProxy> {
  const proxy = await openRefusingProxy((await emulator(context, name)).url);
  proxies.push(proxy);
  return proxy;
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('the refusing proxy', () => {
  it('passes on what is right, and knows each call by its action and its signature', async (context) => {
    const proxy = await proxyFor(context);
    const iam = new IAMClient(clientFor(proxy));
    await iam.send(new CreateRoleCommand({ RoleName: 'passed', AssumeRolePolicyDocument: TRUST }));
    expect(await iam.send(new GetRoleCommand({ RoleName: 'passed' }))).toMatchObject({ Role: { RoleName: 'passed' } });
    const s3 = new S3Client({ ...clientFor(proxy), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'tides' }));
    await s3.send(new HeadBucketCommand({ Bucket: 'tides' }));
    await s3.send(new PutObjectCommand({ Bucket: 'tides', Key: 'a b/c+d.zip', Body: 'at noon' }));
    const object = await s3.send(new GetObjectCommand({ Bucket: 'tides', Key: 'a b/c+d.zip' }));
    expect(await object.Body?.transformToString()).toBe('at noon');
    expect(proxy.actions()).toEqual([
      'iam:CreateRole',
      'iam:GetRole',
      's3:CreateBucket',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
    expect(proxy.calls.map(({ signature }) => signature)).toEqual(Array(6).fill('right'));
    const forged = { accessKeyId: '111122223333', secretAccessKey: 'guessed' };
    await new STSClient({ ...clientFor(proxy), credentials: forged }).send(new GetCallerIdentityCommand({}));
    await fetch(`${proxy.url}/eu-west-1_nobody/.well-known/jwks.json`);
    expect(proxy.calls.slice(-2)).toMatchObject([
      { action: 'sts:GetCallerIdentity', signature: 'wrong', status: 200, region: 'eu-west-1' },
      { signature: 'missing', service: '' },
    ]);
  });

  it('denies, throttles, fails and breaks off as each protocol has it', async (context) => {
    const proxy = await proxyFor(context);
    const sdk = clientFor(proxy);
    const iam = (): Promise<unknown> => new IAMClient(sdk).send(new GetRoleCommand({ RoleName: 'nobody' }));
    const logs = (): Promise<unknown> => new CloudWatchLogsClient(sdk).send(new DescribeLogGroupsCommand({}));
    const lambda = (): Promise<unknown> =>
      new LambdaClient(sdk).send(new GetFunctionConfigurationCommand({ FunctionName: 'nobody' }));
    const s3 = (): Promise<unknown> =>
      new S3Client({ ...sdk, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'nobody', Key: 'x' }));

    const end = proxy.play({ on: '*', fault: { kind: 'denied' } });
    const told = { message: expect.stringMatching(/^User: arn:aws:iam::111122223333:user\/tester is not authorized/) };
    await expect(iam()).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 }, ...told });
    await expect(logs()).rejects.toMatchObject({ name: 'AccessDeniedException', ...told });
    await expect(lambda()).rejects.toMatchObject({ name: 'AccessDeniedException', ...told });
    await expect(s3()).rejects.toMatchObject({ name: 'AccessDenied', ...told });
    end();
    await expect(iam()).rejects.toMatchObject({ name: 'NoSuchEntityException' });

    proxy.play({ on: ['iam:*', 'logs:*', 'lambda:*', 's3:*'], fault: { kind: 'throttled' }, times: 4 });
    await expect(iam()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(logs()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(lambda()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(s3()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
    expect(await logs()).toMatchObject({ logGroups: [] });

    for (const [kind, httpStatusCode] of [
      ['failed', 500],
      ['not-implemented', 501],
    ] as const) {
      proxy.play({ on: 'iam:GetRole', fault: { kind }, times: 1 });
      await expect(iam()).rejects.toMatchObject({ $metadata: { httpStatusCode } });
    }
    proxy.play({ on: 'iam:GetRole', fault: { kind: 'reset', when: 'before' }, times: 1 });
    await expect(iam()).rejects.toMatchObject({ code: 'ECONNRESET' });
    // Whoever tries again gets through.
    proxy.play({ on: 'logs:DescribeLogGroups', fault: { kind: 'throttled' }, times: 2 });
    const patient = new CloudWatchLogsClient({ ...sdk, maxAttempts: 4 });
    expect(await patient.send(new DescribeLogGroupsCommand({}))).toMatchObject({ $metadata: { attempts: 3 } });
  });

  it('breaks off after a change was made, lets others change something meanwhile, and is slow', async (context) => {
    const proxy = await proxyFor(context);
    const iam = new IAMClient(clientFor(proxy));
    const RoleName = 'meanwhile';
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    const policy = (Action: string): string =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const put = (PolicyName: string): Promise<unknown> =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy('s3:GetObject') }));
    proxy.play({ on: 'iam:PutRolePolicy', fault: { kind: 'reset', when: 'after' }, times: 1 });
    await expect(put('lost')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const work = (): Promise<void> => put('theirs').then(() => undefined);
    proxy.play({ on: 'iam:ListRolePolicies', fault: { kind: 'meanwhile', when: 'before', work }, times: 1 });
    proxy.delay(100);
    const began = performance.now();
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames?.toSorted()).toEqual(['lost', 'theirs']);
    expect(performance.now() - began).toBeGreaterThanOrEqual(200);
  });
});

describe.for(['ministack', 'moto'] as const)('in front of %s', (name) => {
  it('no policy is accepted that IAM cannot use, nor one that is too large', async (context) => {
    const proxy = await proxyFor(context, name);
    const iam = new IAMClient(clientFor(proxy));
    const RoleName = 'strict';
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    const put = (PolicyName: string, document: unknown): Promise<unknown> =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
    const allow = (more: object): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
    for (const [document, message] of [
      ['nothing', 'Syntax errors in policy.'],
      [allow({ Action: 's3:GetObject' }), 'Policy statement must contain resources.'],
      [allow({ Resource: '*' }), 'Policy statement must contain actions.'],
    ] as const)
      await expect(put('x', document)).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', message });
    const trust = new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: '{"nothing":1}' });
    await expect(iam.send(trust)).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });

    const large = allow({ Action: 's3:GetObject', Resource: [`arn:aws:s3:::${'tides'.repeat(1200)}`] });
    await put('half', large);
    // The same policy again replaces itself; a second one is too much for the role.
    await put('half', large);
    await expect(put('other', large)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role strict',
    });
  });

  it('sign-in takes a flow that the client lists, a secret that it has, and names that the pool takes', async (context) => {
    const proxy = await proxyFor(context, name);
    const cognito = new CognitoIdentityProviderClient(clientFor(proxy));
    const [Username, Password] = ['tester@tides.example', 'High-Water-4-Noon'];
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({ PoolName: 'p', UsernameAttributes: ['email'] }),
    );
    const UserPoolId = UserPool?.Id;
    const suppressed = { UserPoolId, MessageAction: 'SUPPRESS' } as const;
    await expect(cognito.send(new AdminCreateUserCommand({ ...suppressed, Username: 'tester' }))).rejects.toMatchObject(
      {
        name: 'InvalidParameterException',
        message: 'Username should be an email.',
      },
    );
    await cognito.send(new AdminCreateUserCommand({ ...suppressed, Username }));
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    const signIn = async (client: object): Promise<unknown> => {
      const made = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', ...client }));
      const AuthParameters = { USERNAME: Username, PASSWORD: Password };
      const ClientId = made.UserPoolClient?.ClientId;
      return cognito.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }));
    };
    const disabled = {
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    };
    await expect(signIn({})).rejects.toMatchObject(disabled);
    await expect(signIn({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })).rejects.toMatchObject(disabled);
    const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH'];
    expect(await signIn({ ExplicitAuthFlows })).toMatchObject({
      AuthenticationResult: { AccessToken: expect.any(String) },
    });
    await expect(signIn({ ExplicitAuthFlows, GenerateSecret: true })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/is configured with secret but SECRET_HASH was not received$/),
    });
  });

  it('what an update leaves out is gone', async (context) => {
    const proxy = await proxyFor(context, name);
    const cognito = new CognitoIdentityProviderClient(clientFor(proxy));
    const LambdaConfig = { PostConfirmation: 'arn:aws:lambda:eu-west-1:111122223333:function:greet' };
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({ PoolName: 'p', LambdaConfig, UserPoolTags: { of: 'tides' } }),
    );
    const UserPoolId = UserPool?.Id;
    const made = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'c',
        CallbackURLs: ['https://tides.example/back'],
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenValidity: 7,
      }),
    );
    const ClientId = made.UserPoolClient?.ClientId;
    await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, RefreshTokenValidity: 8 }));
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient).toMatchObject({ ClientName: 'c', RefreshTokenValidity: 8 });
    expect(UserPoolClient?.CallbackURLs ?? []).toEqual([]);
    expect(UserPoolClient?.ExplicitAuthFlows ?? []).toEqual([]);

    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'] }));
    const { UserPool: updated } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(updated?.AutoVerifiedAttributes).toEqual(['email']);
    expect(updated?.LambdaConfig ?? {}).toEqual({});
    expect(updated?.UserPoolTags ?? {}).toEqual({});

    const both = {
      AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 7 } },
    };
    await expect(cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...both }))).rejects.toMatchObject({
      message: 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    });
  });
});
