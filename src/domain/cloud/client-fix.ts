import type { Fix } from '../../model/change.ts';
import type { SignInFlow } from '../../model/client.ts';
import type { ClientState, PoolState } from '../../model/pool.ts';
import type { SignInUse } from './app-clients.ts';
import { poolResource } from './pool-resource.ts';

/** A flow by which a user signs in. */
export type UserFlow = Exclude<SignInFlow, 'client_credentials'>;

/** The name of the app client that is made for tests. */
const TEST_CLIENT = 'agentcore-doctor-test';

/**
 * An app client for tests beside those that applications use: without a secret, and with the flow that the code takes.
 * None where the code has the id of another client in it.
 */
export function testClientFix({ signIns: [signIn] }: SignInUse, pool: PoolState, flow: UserFlow): Fix | undefined {
  if (
    signIn.client !== undefined ||
    pool.clients.some(({ state }) => state.kind === 'there' && state.value.name === TEST_CLIENT)
  )
    return undefined;
  return {
    name: 'test-client',
    title: `Make app client \`${TEST_CLIENT}\` in user pool \`${pool.name}\`, without a secret, which takes \`${flow}\``,
    safety: 'review',
    edits: [],
    changes: [
      {
        kind: 'cloud',
        resource: poolResource(pool, 'test-client', TEST_CLIENT),
        pointer: '',
        put: { ExplicitAuthFlows: [`ALLOW_${flow}`, 'ALLOW_REFRESH_TOKEN_AUTH'] },
      },
    ],
  };
}

/** Lets an app client that is there take another flow as well. */
export function flowFix(pool: PoolState, id: string, client: ClientState, flow: UserFlow): Fix {
  const { signInFlows: now } = client;
  const put = [...flowsToday(client), `ALLOW_${flow}`];
  return {
    name: 'own-client',
    title: `Let app client \`${id}\` take \`${flow}\`, for whoever has its id`,
    safety: 'review',
    edits: [],
    changes: [
      {
        kind: 'cloud',
        resource: poolResource(pool, 'user-pool-client', id),
        pointer: '/ExplicitAuthFlows',
        ...(now === undefined ? {} : { expect: now }),
        put,
      },
    ],
  };
}

/**
 * What a client takes, in the names of today: those from before `ALLOW_` cannot stand beside them, and went with SRP and
 * refresh tokens. A client that rotates refresh tokens has no flow for them.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * (verified 2026-11-26)
 */
function flowsToday({ signInFlows = [], rotatesRefreshTokens }: ClientState): readonly string[] {
  const isOlder = signInFlows.some((flow) => OLDER[flow] !== undefined);
  const implied =
    signInFlows.length === 0
      ? ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']
      : isOlder
        ? [
            'ALLOW_REFRESH_TOKEN_AUTH',
            ...(signInFlows.includes('CUSTOM_AUTH_FLOW_ONLY') ? [] : ['ALLOW_USER_SRP_AUTH']),
          ]
        : [];
  const all = [...signInFlows.map((flow) => OLDER[flow] ?? flow), ...implied];
  const known = signInFlows.includes('ALLOW_REFRESH_TOKEN_AUTH') || rotatesRefreshTokens !== true;
  return [...new Set(all)].filter((flow) => known || flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
}

const OLDER: { readonly [flow: string]: string } = {
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  CUSTOM_AUTH_FLOW_ONLY: 'ALLOW_CUSTOM_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
};
