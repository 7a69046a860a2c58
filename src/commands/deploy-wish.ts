import { checkName } from '../domain/deploy/names.ts';
import { cognitoDiscovery } from '../domain/deploy/runtime.ts';
import type { DeployAuth, DeployPlace, DeployWish } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import type { Given } from './command.ts';

/** What the options ask for; a `Failure` where they do not go together. */
export function wishOf(given: Given, place: DeployPlace, name: string): DeployWish {
  checkName(name);
  demandFitting(given);
  const testUser = given.text('test-user');
  const auth = authOf(given);
  if (testUser !== undefined && auth.kind !== 'cognito')
    throw new Failure('`--test-user` makes a user in the pool of this deployment, which has none.', 'Leave it out.');
  if (testUser !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(testUser))
    throw new Failure(`\`${testUser}\` is no e-mail address.`, 'Users of the pool sign in with one.');
  return {
    name,
    place,
    auth,
    testUser,
    guardrail: given.text('guardrail'),
    model: given.text('model'),
    isReference: true,
    environment: {},
    tags: tagsIn(given.list('tags')),
  };
}

/** An option that has no effect is a misunderstanding, and is said to be one before anything is done. */
function demandFitting(given: Given): void {
  const auth = given.text('auth');
  const isOwnPool = auth === 'cognito' && given.text('user-pool') === undefined;
  const idle = [
    ...['m2m', 'pre-token-lambda'].filter((name) => given.flag(name) && !isOwnPool),
    ...['user-pool'].filter((name) => given.text(name) !== undefined && auth !== 'cognito'),
    ...['discovery-url'].filter((name) => given.text(name) !== undefined && auth !== 'oidc'),
    ...['client-id'].filter((name) => given.list(name).length > 0 && auth === 'iam'),
  ];
  const [first] = idle;
  if (first !== undefined)
    throw new Failure(`\`--${first}\` has no effect with what else is asked for.`, 'Leave it out.');
  const guardrail = given.text('guardrail');
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateGuardrail.html (verified 2026-11-26)
  if (guardrail !== undefined && !/^[a-z0-9]+$/.test(guardrail))
    throw new Failure(`\`${guardrail}\` is no id of a guardrail.`, 'Give the last part of its ARN.');
}

/** A pool is where its id says, which need not be the region of the runtime. */
function discoveryOfPool(pool: string): string {
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+$/.exec(pool)?.[1];
  if (region === undefined)
    throw new Failure(`\`${pool}\` is no id of a user pool.`, 'It is like `eu-west-1_aB3dEfGh1`.');
  return cognitoDiscovery(region, pool);
}

function authOf(given: Given): DeployAuth {
  const [kind, pool, url, clients] = [
    given.text('auth'),
    given.text('user-pool'),
    given.text('discovery-url'),
    given.list('client-id'),
  ];
  if (kind === 'iam') return { kind };
  if (kind === 'cognito' && pool === undefined) {
    if (clients.length > 0)
      throw new Failure('`--client-id` names a client of an existing pool.', 'Name the pool with `--user-pool`.');
    return { kind, programs: given.flag('m2m'), trigger: given.flag('pre-token-lambda') };
  }
  const discoveryUrl = kind === 'oidc' ? url : discoveryOfPool(pool ?? '');
  if (discoveryUrl === undefined || !/^https:\/\/.+\/\.well-known\/openid-configuration$/.test(discoveryUrl))
    throw new Failure(
      '`--auth oidc` needs the address of an issuer.',
      'Give `--discovery-url https://…/.well-known/openid-configuration`.',
    );
  if (clients.length === 0)
    throw new Failure('Every client of that issuer could call the server.', 'Name those that may with `--client-id`.');
  return { kind: 'oidc', discoveryUrl, clients };
}

function tagsIn(list: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Failure(`\`${text}\` is no tag.`, 'Write `name=value`.');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
