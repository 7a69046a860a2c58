import { arnOf } from '../domain/cloud/arns.ts';
import { textAt } from '../domain/cloud/documents.ts';
import { type PoolNames, poolNamesOf } from '../domain/cloud/named-pools.ts';
import { policyDocumentOf } from '../domain/cloud/policy-document.ts';
import { clientOf, poolOf, resourceServerOf, triggersIn, userCountsOf } from '../domain/cloud/user-pool.ts';
import type { Aws, AwsAnswer, Looked } from '../model/aws.ts';
import type { Named } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { NamedPool, PoolClient, PoolState, PoolTrigger } from '../model/pool.ts';
import { allOf, awsOf, lookedAt } from './aws.ts';

/** Reads the user pools whose tokens runtimes accept: app clients, scopes, triggers; users only as counts. */
export const pools = defineCollector<'pools', 'targets' | 'caller' | 'runtimes'>({
  source: 'cloud',
  needs: ['targets', 'caller', 'runtimes'],
  permissions: [
    'cognito-idp:DescribeUserPool',
    'cognito-idp:DescribeUserPoolClient',
    'cognito-idp:ListResourceServers',
    'cognito-idp:ListUsers',
    'cognito-idp:AdminGetUser',
    'lambda:GetFunctionConfiguration',
    'lambda:GetPolicy',
  ],
  async collect({ targets: { targets }, caller, runtimes: { runtimes } }, world) {
    const aws = awsOf(world);
    const named = poolNamesOf(targets, runtimes, caller.region);
    return { pools: await Promise.all(named.map((pool) => withState(pool, world.named?.user, aws))) };
  },
});

async function withState(pool: PoolNames, user: string | undefined, aws: Aws): Promise<NamedPool> {
  const { id, region, named, authorizers } = pool;
  return { id, region, named, authorizers, state: await stateOf(pool, user, aws) };
}

type Ask = (operation: string, input: { readonly [member: string]: Json }) => Promise<AwsAnswer>;

async function stateOf(pool: PoolNames, user: string | undefined, aws: Aws): Promise<Looked<PoolState>> {
  const { id, region } = pool;
  const ask: Ask = (operation, input) =>
    aws.ask({ service: 'cognito-idp', operation, input: { UserPoolId: id, ...input }, region });
  const [described, clients, resourceServers, users, testUser] = await Promise.all([
    ask('DescribeUserPool', {}),
    clientsOf(pool, ask),
    resourceServersOf(pool, aws),
    // No attribute of a user is asked for; the names that come along are not kept.
    ask('ListUsers', { AttributesToGet: [], Limit: 60 }),
    user === undefined ? undefined : ask('AdminGetUser', { Username: user }),
  ]);
  const triggers = described.ok ? await triggersOf(described.value, aws) : [];
  return lookedAt(described, (answer) => ({
    ...poolOf(answer),
    triggers,
    clients,
    resourceServers,
    users: lookedAt(users, userCountsOf),
    ...(user === undefined || testUser === undefined
      ? {}
      : {
          testUser: {
            named: { value: user, from: '`--user`' },
            status: lookedAt(testUser, (found) => textAt(found, 'UserStatus') ?? ''),
          },
        }),
  }));
}

/** An audience that is no client of the pool is somebody else's word, and left out. */
async function clientsOf({ clients, audience }: PoolNames, ask: Ask): Promise<readonly PoolClient[]> {
  const one = async (named: Named): Promise<PoolClient> => ({
    id: named.value,
    named,
    state: lookedAt(await ask('DescribeUserPoolClient', { ClientId: named.value }), clientOf),
  });
  const known = new Set(clients.map(({ value }) => value));
  const others = audience.filter(({ value }) => !known.has(value));
  const [own, meant] = await Promise.all([Promise.all(clients.map(one)), Promise.all(others.map(one))]);
  return [...own, ...meant.filter(({ state }) => state.kind === 'there')];
}

async function resourceServersOf({ id, region }: PoolNames, aws: Aws): Promise<PoolState['resourceServers']> {
  const input = { UserPoolId: id, MaxResults: 50 };
  const all = await allOf(
    aws,
    { service: 'cognito-idp', operation: 'ListResourceServers', input, region },
    { member: 'ResourceServers', token: 'NextToken' },
  );
  return all.kind === 'there' ? { kind: 'there', value: all.value.map(resourceServerOf) } : all;
}

function triggersOf(answer: Json, aws: Aws): Promise<readonly PoolTrigger[]> {
  return Promise.all(triggersIn(answer).map((trigger) => lookedTrigger(trigger, aws)));
}

async function lookedTrigger(trigger: Omit<PoolTrigger, 'exists' | 'policy'>, aws: Aws): Promise<PoolTrigger> {
  const arn = arnOf(trigger.functionArn);
  const [, name, qualifier] = (arn?.resource ?? '').split(':');
  const input = {
    FunctionName: qualifier === undefined ? trigger.functionArn : trigger.functionArn.slice(0, -qualifier.length - 1),
    ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
  };
  if (name === undefined) {
    const gap = { because: `\`${trigger.functionArn}\` is not the ARN of a function.` };
    return { ...trigger, exists: { kind: 'unread', gap }, policy: { kind: 'unread', gap } };
  }
  const region = arn?.region;
  const [configuration, policy] = await Promise.all([
    aws.ask({ service: 'lambda', operation: 'GetFunctionConfiguration', input, region }),
    aws.ask({ service: 'lambda', operation: 'GetPolicy', input, region }),
  ]);
  return { ...trigger, exists: lookedAt(configuration, () => true), policy: policyDocumentOf(policy, 'Policy') };
}
