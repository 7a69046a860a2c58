import type { Json } from '../../model/json.ts';
import type { ClientState, PoolState, PoolTrigger, ResourceServer, UserCounts } from '../../model/pool.ts';
import { listAt, memberAt, textAt } from './documents.ts';

/** What `DescribeUserPool` says of the pool itself. */
export function poolOf(
  answer: Json,
): Pick<
  PoolState,
  'arn' | 'name' | 'tier' | 'threatProtection' | 'adminCreatesOnly' | 'domain' | 'customDomain' | 'lambdaConfig'
> {
  const pool = memberAt(answer, 'UserPool');
  const lambdaConfig = memberAt(pool, 'LambdaConfig');
  const optional = {
    tier: textAt(pool, 'UserPoolTier'),
    threatProtection: textAt(pool, 'UserPoolAddOns', 'AdvancedSecurityMode'),
    domain: textAt(pool, 'Domain'),
    customDomain: textAt(pool, 'CustomDomain'),
  };
  return {
    arn: textAt(pool, 'Arn') ?? '',
    name: textAt(pool, 'Name') ?? '',
    adminCreatesOnly: memberAt(pool, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly') === true,
    ...(lambdaConfig === undefined || lambdaConfig === null ? {} : { lambdaConfig }),
    ...(Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== undefined && text !== '')) as {
      // Only texts are left.
      readonly [K in keyof typeof optional]?: string;
    }),
  };
}

/**
 * The triggers of `LambdaConfig`. The older member `PreTokenGeneration` and version 1 of `PreTokenGenerationConfig` are one.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html (verified 2026-11-25)
 */
export function triggersIn(answer: Json): readonly Omit<PoolTrigger, 'exists' | 'policy'>[] {
  const config = memberAt(answer, 'UserPool', 'LambdaConfig');
  if (config === null || typeof config !== 'object') return [];
  const versioned = memberAt(config, 'PreTokenGenerationConfig');
  return Object.entries(config).flatMap(([key, value]) => {
    const functionArn = typeof value === 'string' ? value : textAt(value, 'LambdaArn');
    if (key === 'KMSKeyID' || functionArn === undefined) return [];
    if (key === 'PreTokenGeneration' && textAt(versioned, 'LambdaArn') !== undefined) return [];
    const version = textAt(value, 'LambdaVersion') ?? (key === 'PreTokenGeneration' ? 'V1_0' : undefined);
    const event = key.replace(/Config$/, '');
    return [{ event, ...(version === undefined ? {} : { version }), functionArn, pointer: `/LambdaConfig/${key}` }];
  });
}

/** What `DescribeUserPoolClient` says; of the secret, that there is one. */
export function clientOf(answer: Json): ClientState {
  const client = memberAt(answer, 'UserPoolClient');
  const flows = memberAt(client, 'ExplicitAuthFlows') === undefined ? undefined : textsAt(client, 'ExplicitAuthFlows');
  return {
    name: textAt(client, 'ClientName') ?? '',
    hasSecret: (textAt(client, 'ClientSecret') ?? '') !== '',
    ...(flows === undefined || flows.length === 0 ? {} : { signInFlows: flows }),
    ...(textAt(client, 'RefreshTokenRotation', 'Feature') === 'ENABLED' ? { rotatesRefreshTokens: true } : {}),
    usesOauth: memberAt(client, 'AllowedOAuthFlowsUserPoolClient') === true,
    oauthFlows: textsAt(client, 'AllowedOAuthFlows'),
    oauthScopes: textsAt(client, 'AllowedOAuthScopes'),
  };
}

/** One resource server out of a page of `ListResourceServers`. */
export function resourceServerOf(item: Json): ResourceServer {
  return {
    identifier: textAt(item, 'Identifier') ?? '',
    scopes: listAt(item, 'Scopes').flatMap((scope) => textAt(scope, 'ScopeName') ?? []),
  };
}

/** How many users of a page of `ListUsers` have which status; nothing else of them is kept. */
export function userCountsOf(answer: Json): UserCounts {
  const byStatus: Record<string, number> = {};
  for (const user of listAt(answer, 'Users')) {
    const status = textAt(user, 'UserStatus') ?? 'UNKNOWN';
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  return { byStatus, more: textAt(answer, 'PaginationToken') !== undefined };
}

function textsAt(document: Json | undefined, member: string): readonly string[] {
  return listAt(document, member).filter((item) => typeof item === 'string');
}
