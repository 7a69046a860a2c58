import type { CloudChange, Fix } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { PoolState, PoolTrigger } from '../../model/pool.ts';
import { poolResource } from './pool-resource.ts';

/** Takes a trigger out of a user pool; its function stays. None where the pool's own words are not known. */
export function removeTriggerFix(pool: PoolState, { event, functionArn }: PoolTrigger): Fix | undefined {
  const config = membersOf(pool.lambdaConfig);
  if (config === undefined) return undefined;
  const put = Object.fromEntries(
    Object.entries(config).filter(([name]) => name !== event && name !== `${event}Config`),
  );
  return poolFix(
    pool,
    `Take the trigger ${event} out of user pool \`${pool.name}\`, and leave function \`${nameOf(functionArn)}\` as it is`,
    { pointer: '/LambdaConfig', expect: config, put },
  );
}

/**
 * Lets the events of a pre-token trigger be of another version. Both members of the pool name one function.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html (verified 2026-11-26)
 */
export function triggerVersionFix(pool: PoolState, { functionArn }: PoolTrigger, version: string): Fix | undefined {
  const config = membersOf(pool.lambdaConfig);
  if (config === undefined) return undefined;
  const put = {
    ...config,
    PreTokenGeneration: functionArn,
    PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion: version },
  };
  return poolFix(
    pool,
    `Send events of version \`${version}\` to function \`${nameOf(functionArn)}\`, after it was called with a sample of one`,
    { pointer: '/LambdaConfig', expect: config, put },
  );
}

/** Another plan, which AWS bills by another price. */
export function planFix(pool: PoolState, plan: string): Fix | undefined {
  if (pool.tier === undefined) return undefined;
  return poolFix(pool, `Change the plan of user pool \`${pool.name}\` to \`${plan}\`, which has another price`, {
    pointer: '/UserPoolTier',
    expect: pool.tier,
    put: plan,
  });
}

function poolFix(pool: PoolState, title: string, change: Pick<CloudChange, 'pointer' | 'expect' | 'put'>): Fix {
  return {
    title,
    safety: 'review',
    edits: [],
    changes: [{ kind: 'cloud', resource: poolResource(pool, 'user-pool'), ...change }],
  };
}

function nameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}

function membersOf(config: Json | undefined): { readonly [member: string]: Json } | undefined {
  return typeof config === 'object' && config !== null && !Array.isArray(config)
    ? (config as { readonly [member: string]: Json })
    : undefined;
}
