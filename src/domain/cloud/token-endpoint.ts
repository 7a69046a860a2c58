import type { ClientState, PoolState } from '../../model/pool.ts';

/** Something that `/oauth2/token` lacks for a client's own credentials. */
export interface Lack {
  /** The whole sentence. */
  readonly message: string;
  readonly remedy: string;
  /** The member that it is about, of the pool or of the client. */
  readonly of: 'pool' | 'client';
  readonly member: string;
}

/**
 * What an app client lacks to get tokens with its own credentials: a domain of the pool, a secret, the flow, and scopes
 * of a resource server that the pool has; the scopes of OpenID are for users.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html (verified 2026-11-25)
 */
export function lacksOf(poolId: string, pool: PoolState, id: string, client: ClientState): readonly Lack[] {
  return [...lacksOfPool(poolId, pool), ...lacksOfClient(id, client), ...lacksOfScopes(poolId, pool, id, client)];
}

function lacksOfPool(id: string, { domain, customDomain }: PoolState): readonly Lack[] {
  if (domain !== undefined || customDomain !== undefined) return [];
  return [
    {
      message: `User pool \`${id}\` has no domain, so there is no \`/oauth2/token\` to ask.`,
      remedy: 'Give the user pool a domain: `aws cognito-idp create-user-pool-domain`.',
      of: 'pool',
      member: 'Domain',
    },
  ];
}

function lacksOfClient(id: string, { hasSecret, oauthFlows, usesOauth }: ClientState): readonly Lack[] {
  const lacks: Lack[] = [];
  const lack = (message: string, remedy: string, member: string): void => {
    lacks.push({ message: `App client \`${id}\` ${message}`, remedy, of: 'client', member });
  };
  if (!hasSecret)
    lack(
      'has no secret, and `client_credentials` is for clients that have one.',
      'Create an app client with `GenerateSecret`; a secret cannot be added by an update.',
      'ClientSecret',
    );
  if (!oauthFlows.includes('client_credentials'))
    lack(
      'does not have `client_credentials` among `AllowedOAuthFlows`.',
      'Add `client_credentials` to `AllowedOAuthFlows`.',
      'AllowedOAuthFlows',
    );
  else if (!usesOauth)
    lack(
      'has flows of OAuth that do not count: `AllowedOAuthFlowsUserPoolClient` is not true.',
      'Set `AllowedOAuthFlowsUserPoolClient` to true.',
      'AllowedOAuthFlowsUserPoolClient',
    );
  return lacks;
}

/** Scopes that are not a resource server's: for users only. */
const OF_USERS = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']);

function lacksOfScopes(poolId: string, pool: PoolState, id: string, { oauthScopes }: ClientState): readonly Lack[] {
  const own = oauthScopes.filter((scope) => !OF_USERS.has(scope));
  if (own.length === 0)
    return [
      {
        message: `App client \`${id}\` has no scope of a resource server.`,
        remedy: 'Create a resource server with a scope, and add `<identifier>/<scope>` to `AllowedOAuthScopes`.',
        of: 'client',
        member: 'AllowedOAuthScopes',
      },
    ];
  // What cannot be read is said by the check.
  if (pool.resourceServers.kind !== 'there') return [];
  const known = pool.resourceServers.value.flatMap(({ identifier, scopes }) =>
    scopes.map((scope) => `${identifier}/${scope}`),
  );
  return own
    .filter((scope) => !known.includes(scope))
    .map((scope) => ({
      message: `App client \`${id}\` has the scope \`${scope}\`, which no resource server of user pool \`${poolId}\` has.`,
      remedy: `Create the resource server and the scope, or take \`${scope}\` out of \`AllowedOAuthScopes\`.`,
      of: 'client',
      member: 'AllowedOAuthScopes',
    }));
}
