import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { foundBy, type Look, lookAt, manifestWith, SERVER, statusOf } from './look.ts';

const IMAGE = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather`;
const GROUPS = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/bedrock-agentcore/runtimes/*`;

const TRUST = {
  Effect: 'Allow',
  Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnLike: { 'aws:SourceArn': `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:*` },
  },
};
const PULL = [
  {
    Effect: 'Allow',
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/*`,
  },
  { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
];
const LOG = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: GROUPS,
};
const TRACE = { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' };

interface Context {
  readonly skip: (because: string) => never;
}

/** Makes a role in an account of its own, and looks at it through the project that names it. */
async function lookAtRole(
  context: Context,
  account: string,
  {
    trust = TRUST,
    inline = [],
    managed = [],
  }: { trust?: object; inline?: readonly object[]; managed?: readonly object[] },
): Promise<Look> {
  const aws = await emulator(context, 'ministack');
  const iam = new IAMClient(clientFor(aws, account));
  const own = (text: string): string => text.replaceAll(ACCOUNT, account);
  const document = (statements: readonly object[]): string =>
    own(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const RoleName = 'AmazonBedrockAgentCoreWeather';
  const made = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document([trust]) }));
  if (inline.length > 0)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'run', PolicyDocument: document(inline) }));
  if (managed.length > 0) {
    const policy = await iam.send(new CreatePolicyCommand({ PolicyName: 'shared', PolicyDocument: document(managed) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policy.Policy?.Arn }));
  }
  const manifest = own(manifestWith({ role: made.Role?.Arn ?? '', image: IMAGE }));
  return lookAt(
    { '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n' },
    environmentFor(aws, { account }),
  );
}

describe('the execution role', { timeout: 60_000 }, () => {
  it('is right when it may pull, log, trace, and is trusted', async (context) => {
    const look = await lookAtRole(context, '111100000001', { inline: [...PULL, LOG], managed: [TRACE] });
    for (const check of [
      'role-missing',
      'role-without-ecr',
      'role-without-logs',
      'role-without-xray',
      'role-trust-invalid',
    ])
      expect([check, statusOf(check, look)]).toEqual([check, 'pass']);
  });

  it('lacks what no policy grants, and names the statement that comes near', async (context) => {
    const inline = [{ ...LOG, Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/bedrock/agentcore/*` }];
    const look = await lookAtRole(context, '111100000002', { inline });
    expect(foundBy('role-without-ecr', look)).toEqual([
      'Role `AmazonBedrockAgentCoreWeather` may not call `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer` or `ecr:GetAuthorizationToken`. No policy allows `ecr:BatchGetImage` on `arn:aws:ecr:eu-west-1:111100000002:repository/weather`.',
    ]);
    expect(foundBy('role-without-logs', look)).toEqual([
      expect.stringContaining('statement 1 of policy `run` allows the action on'),
    ]);
    expect(foundBy('role-without-xray', look)).toHaveLength(1);
  });

  it('is of no use to AgentCore when another service or another account is trusted', async (context) => {
    const lambda = await lookAtRole(context, '111100000003', {
      trust: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    });
    expect(foundBy('role-trust-invalid', lambda)).toEqual([expect.stringContaining('to `lambda.amazonaws.com` only')]);
    const other = await lookAtRole(context, '111100000004', {
      trust: { ...TRUST, Condition: { StringEquals: { 'aws:SourceAccount': '999900000000' } } },
    });
    expect(foundBy('role-trust-invalid', other)).toEqual([
      expect.stringContaining('a condition on `aws:SourceAccount` that does not hold'),
    ]);
  });

  it('is missed when the account does not have it', async (context) => {
    const aws = await emulator(context, 'ministack');
    const look = await lookAt(
      {
        '.bedrock_agentcore.yaml': manifestWith({ role: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreGone` }),
        'server.py': SERVER,
      },
      environmentFor(aws),
    );
    expect(foundBy('role-missing', look)).toEqual([
      `Account \`${ACCOUNT}\` has no role \`arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreGone\`, which is the execution role of agent \`weather\`.`,
    ]);
    expect(look.code).toBe(1);
  });
});

describe('the account', { timeout: 60_000 }, () => {
  it('is not asked with credentials of another one, unless the call names something of it', async (context) => {
    const aws = await emulator(context, 'ministack');
    const files = {
      '.bedrock_agentcore.yaml': manifestWith({ role: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreX` }),
      'server.py': SERVER,
    };
    const look = await lookAt(files, environmentFor(aws, { account: '444455556666' }));
    expect(look.report.notAsked.find(({ source }) => source === 'cloud')?.because).toBe(
      'The AWS account was not asked, because the credentials are of account `444455556666`, and the account of agent `weather` is `111122223333`.',
    );
    const meant = await lookAt(files, environmentFor(aws, { account: '444455556666' }), [
      '--role',
      'AmazonBedrockAgentCoreX',
    ]);
    expect(statusOf('role-missing', meant)).toBe('unknown');
    expect(meant.code).toBe(3);
  });

  it('is not asked where nothing listens, and that is said', async () => {
    const files = {
      '.bedrock_agentcore.yaml': manifestWith({ role: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreX` }),
      'server.py': SERVER,
    };
    const look = await lookAt(files, environmentFor({ url: 'http://127.0.0.1:9' }));
    expect(look.report.notAsked.find(({ source }) => source === 'cloud')?.because).toMatch(
      /`sts:GetCallerIdentity` got no answer \(`ECONNREFUSED`\)/,
    );
  });
});
