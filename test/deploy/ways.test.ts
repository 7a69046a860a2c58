import { beforeEach, describe, expect, it } from 'vitest';
import { cognitoDiscovery } from '../../src/domain/deploy/runtime.ts';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT, clientFor } from '../emulators/aws.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

// The ways in which a deployment can let people in.

const YES = ['--yes', '--account', ACCOUNT];
let aws: WholeAws | undefined;
let environment: { readonly [name: string]: string };

beforeEach(async (context) => {
  aws ??= await wholeAws(context);
  environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
}, 120_000);

async function deployed(...words: readonly string[]): Promise<NonNullable<JsonDeployReport['deployed']>> {
  const { code, out, err } = await run(['deploy', ...YES, '--format', 'json', ...words], environment);
  const report: JsonDeployReport = JSON.parse(out);
  if (code !== 0 || report.deployed === undefined) throw new Error(`ended with ${code}: ${err}${out}`);
  return report.deployed;
}

describe('a deployment', { timeout: 120_000 }, () => {
  it('for AWS credentials is proved with signed requests, and has no pool', async () => {
    const things = await deployed('--name', 'signed', '--auth', 'iam');
    expect(things.proof.state).toBe('works');
    expect(things.userPool).toBeUndefined();
  });

  it('for an issuer of somebody else asks for its tokens', async () => {
    const first = await deployed('--name', 'first');
    const pool = ['--user-pool', first.userPool ?? '', '--client-id', first.userClientId ?? ''];
    const things = await deployed('--name', 'second', ...pool);
    expect(things.proof.state).toBe('locked');
    expect(things.userPool).toBeUndefined();
  });

  it('for a pool of another region asks for the tokens of that pool', async () => {
    const things = await deployed('--name', 'abroad', '--user-pool', 'us-east-1_aB3dEfGh1', '--client-id', 'abc');
    expect(await discoveryOf(things.runtimeId)).toBe(
      'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_aB3dEfGh1/.well-known/openid-configuration',
    );
  });

  it.each([
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
  ])('in %s finds a pool at a host of that partition', (region, suffix) => {
    expect(cognitoDiscovery(region, `${region}_aB3dEfGh1`)).toBe(
      `https://cognito-idp.${region}.${suffix}/${region}_aB3dEfGh1/.well-known/openid-configuration`,
    );
  });

  it('for programs has a client with a secret, which nobody is told', async () => {
    const things = await deployed('--name', 'programs', '--m2m');
    expect(things.programClientId).toMatch(/^\w+$/);
    expect(JSON.stringify(things)).not.toMatch(/secret"/i);
  });

  it('with the trigger takes access tokens for their audience', async () => {
    const things = await deployed('--name', 'audience', '--pre-token-lambda', '--test-user', 'tester@example.com');
    expect(things.proof.state).toBe('works');
  });

  it.each([
    [['--auth', 'oidc', '--client-id', 'a'], '--discovery-url'],
    [['--user-pool', 'eu-west-1_abc'], '--client-id'],
    [['--user-pool', 'tides', '--client-id', 'a'], 'eu-west-1_'],
    [['--auth', 'iam', '--m2m'], '`--m2m` has no effect'],
    [['--auth', 'iam', '--client-id', 'a'], '`--client-id` has no effect'],
    [['--auth', 'oidc', '--user-pool', 'eu-west-1_abc'], '`--user-pool` has no effect'],
    [['--discovery-url', 'https://a.example/'], '`--discovery-url` has no effect'],
    [['--guardrail', 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/tides1'], 'last part of its ARN'],
    [['--client-id', 'abc'], '--user-pool'],
    [['--auth', 'iam', '--test-user', 'a@b.example'], 'Leave it out'],
    [['--test-user', 'nobody'], 'e-mail address'],
    [['--tags', 'team'], 'name=value'],
    [['--name', 'a_name_with_more_than_24_letters'], 'shorter'],
    [['--account', '999999999999'], '--profile'],
  ])('refuses %j, and says what is missing', async (words, hint) => {
    const { code, err } = await run(['deploy', '--yes', '--account', ACCOUNT, ...words], environment);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(hint) });
  });

  it('is asked for at a terminal only, and for one account', async () => {
    const { code, err } = await run(['deploy', '--yes'], environment);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(`--account ${ACCOUNT}`) });
    const plan = await run(['deploy', '--name', 'nowhere'], environment);
    expect(plan).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was written') });
  });
});

async function discoveryOf(agentRuntimeId: string): Promise<string | undefined> {
  const { BedrockAgentCoreControlClient, GetAgentRuntimeCommand } =
    await import('@aws-sdk/client-bedrock-agentcore-control');
  const client = new BedrockAgentCoreControlClient(clientFor({ url: environment['AWS_ENDPOINT_URL'] ?? '' }));
  const { authorizerConfiguration } = await client.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
  return authorizerConfiguration?.customJWTAuthorizer?.discoveryUrl;
}
