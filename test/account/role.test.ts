import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { folderWith } from '../support/run.ts';
import { foundBy, type Look, lookAt, manifestWith, run, SERVER, statusOf } from './look.ts';

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
    name: RoleName = 'AmazonBedrockAgentCoreWeather',
  }: { trust?: object; inline?: readonly object[]; managed?: readonly object[]; name?: string },
): Promise<Look> {
  const aws = await emulator(context, 'ministack');
  const iam = new IAMClient(clientFor(aws, account));
  const own = (text: string): string => text.replaceAll(ACCOUNT, account);
  const document = (statements: readonly object[]): string =>
    own(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
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
      'role-name-not-passable',
    ])
      expect([check, statusOf(check, look)]).toEqual([check, 'pass']);
  });

  it('is not handed to AgentCore by the documented policies under another name', async (context) => {
    const look = await lookAtRole(context, '111100000005', { inline: [...PULL, LOG], name: 'WeatherRuntime' });
    expect(foundBy('role-name-not-passable', look)).toEqual([
      'Role `WeatherRuntime`, which is the execution role of agent `weather`, does not have `BedrockAgentCore` in its ARN.',
    ]);
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

describe('fix --cloud', { timeout: 120_000 }, () => {
  it('shows, changes, looks again, and takes back', async (context) => {
    const aws = await emulator(context, 'ministack');
    const account = '111100000021';
    const iam = new IAMClient(clientFor(aws, account));
    const RoleName = 'AmazonBedrockAgentCoreWeather';
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const made = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const root = folderWith({
      '.bedrock_agentcore.yaml': manifestWith({ role: made.Role?.Arn ?? '', image: IMAGE }).replaceAll(
        ACCOUNT,
        account,
      ),
      'server.py': SERVER,
      'requirements.txt': 'fastmcp==3.4.4\n',
    });
    const state = folderWith({});
    const environment = { ...environmentFor(aws, { account }), XDG_STATE_HOME: state };
    const stateOfRole = async (): Promise<unknown> => {
      const [role, policies] = await Promise.all([
        iam.send(new GetRoleCommand({ RoleName })),
        iam.send(new ListRolePoliciesCommand({ RoleName })),
      ]);
      return [JSON.parse(decodeURIComponent(role.Role?.AssumeRolePolicyDocument ?? '')), policies.PolicyNames];
    };
    const before = await stateOfRole();

    const shown = await run(['fix', root, '--cloud'], environment);
    expect(shown.out).toContain('iam:PutRolePolicy');
    expect(shown.out).toContain('+        "ecr:BatchGetImage",');
    expect(await stateOfRole()).toEqual(before);

    const unnamed = await run(['fix', root, '--cloud', '--yes', '--review', 'all'], environment);
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining(`--account ${account}`)]);
    const other = await run(
      ['fix', root, '--cloud', '--yes', '--review', 'all', '--account', '999900000000'],
      environment,
    );
    expect(other.code).toBe(2);
    expect(await stateOfRole()).toEqual(before);

    const words = ['--cloud', '--yes', '--review', 'all', '--account', account, '--format', 'json'];
    const written = await run(['fix', root, ...words], environment);
    const { fixes } = JSON.parse(written.out);
    expect(fixes.map(({ check, became }: { check: string; became: string }) => [check, became])).toEqual([
      ['role-trust-invalid', 'mended'],
      ['role-without-ecr', 'mended'],
      ['role-without-logs', 'mended'],
      ['role-without-xray', 'mended'],
    ]);
    expect(await stateOfRole()).toEqual([
      expect.objectContaining({
        Statement: expect.arrayContaining([expect.objectContaining({ Action: 'sts:AssumeRole' })]),
      }),
      expect.arrayContaining(['AgentCoreDoctorPull', 'AgentCoreDoctorLogs', 'AgentCoreDoctorTraces']),
    ]);

    const undone = await run(['fix', root, '--cloud', '--undo'], environment);
    expect([undone.code, undone.out.split('\n').length]).toEqual([0, 5]);
    expect(await stateOfRole()).toEqual(before);
  });
});
