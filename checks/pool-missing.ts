import { clientPlace } from '../src/domain/cloud/app-clients.ts';
import { userPoolIn } from '../src/domain/cloud/arns.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Caller } from '../src/model/cloud.ts';
import type { Location } from '../src/model/location.ts';
import type { Published } from '../src/model/token.ts';
import type { NamedPool, PoolClient, PoolState } from '../src/model/pool.ts';

type Subject =
  | {
      readonly kind: 'pool';
      readonly pool: NamedPool;
      readonly caller: Caller;
      /** What its discovery document is for everybody. */
      readonly answered: Published<unknown>['kind'];
    }
  | { readonly kind: 'client'; readonly pool: PoolState; readonly id: string; readonly client: PoolClient };

export default defineCheck({
  id: 'pool-missing',
  title: 'The user pool or an app client does not exist',
  severity: 'error',
  why: 'A runtime accepts tokens that its user pool signs for the app clients that it lists; where one of them is gone, no such token comes into being.',
  remedy: 'Name a user pool and app clients that exist, and deploy the authorizer again.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html',
  ],
  fix: 'none',
  needs: ['pools', 'caller'],
  also: ['issuers'],

  *subjects({ pools: { pools }, caller, issuers }) {
    for (const pool of pools) {
      const answered = issuers?.issuers.find(({ discoveryUrl }) => userPoolIn(discoveryUrl)?.id === pool.id)?.document;
      yield { kind: 'pool', pool, caller, answered: answered?.kind ?? 'unread' } satisfies Subject;
      if (pool.state.kind !== 'there') continue;
      for (const client of pool.state.value.clients)
        yield { kind: 'client', pool: pool.state.value, id: pool.id, client } satisfies Subject;
    }
  },

  judge(subject: Subject) {
    return subject.kind === 'pool' ? judgePool(subject) : judgeClient(subject);
  },
});

function judgePool({ pool, caller, answered }: Extract<Subject, { kind: 'pool' }>) {
  const { id, region, named, state } = pool;
  const { account, partition } = caller;
  const [first] = named;
  const arn = `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`;
  const at: Location = first?.at ?? { kind: 'resource', arn, pointer: '' };
  if (state.kind === 'unread') return { unclear: `User pool \`${id}\` cannot be read: ${state.gap.because}`, at };
  if (state.kind === 'there') return undefined;
  const who = `Account \`${account}\` has no user pool \`${id}\` in \`${region}\``;
  // The pool of another account signs tokens just as well: it publishes its document, and is not to be seen from here.
  if (answered === 'read') return undefined;
  if (first !== undefined && first.from === '`--user-pool`')
    return { message: `${who}, which \`--user-pool\` names.`, at };
  const said =
    first === undefined ? '' : `, which ${first.from.startsWith('in ') ? 'stands' : 'is named by'} ${first.from}`;
  if (answered === 'wrong') return { message: `${who}${said}.`, at };
  return {
    message: `${who}${said}; one of another account is not to be seen from here.`,
    at,
    severity: 'warning' as const,
  };
}

function judgeClient({ pool, id, client: { id: clientId, named, state } }: Extract<Subject, { kind: 'client' }>) {
  const at = named.at ?? clientPlace(pool, clientId, '');
  if (state.kind === 'unread')
    return { unclear: `App client \`${clientId}\` cannot be read: ${state.gap.because}`, at };
  if (state.kind === 'there') return undefined;
  const said = named.from.startsWith('in ') ? `stands ${named.from}` : `is named by ${named.from}`;
  return {
    message: `User pool \`${id}\` has no app client \`${clientId}\`, which ${said}.`,
    at,
    remedy: `Name an app client of user pool \`${id}\`, or create one.`,
  };
}
