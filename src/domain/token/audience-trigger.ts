import type { CloudChange, Fix } from '../../model/change.ts';
import type { NamedPool, Pools, PoolState } from '../../model/pool.ts';
import type { TokenFacts } from '../../model/token.ts';
import { arnOf, userPoolIn } from '../cloud/arns.ts';
import { memberAt } from '../cloud/documents.ts';
import { poolResource } from '../cloud/pool-resource.ts';
import type { JudgedAuthorizer } from './authorizers.ts';
import { wrongKindOf } from './kinds.ts';
import { judgeRules } from './rules.ts';

/**
 * The code of a trigger that gives access tokens the audience that ID tokens have: Cognito allows no other than the id of
 * the client.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html (verified 2026-11-26)
 */
export const TRIGGER_CODE = `exports.handler = async (event) => {
  const claimsToAddOrOverride = { aud: event.callerContext.clientId };
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } };
  return event;
};
`;

const NAME = 'agentcore-doctor-audience';
const VERSION = 'V2_0';

/**
 * Lets Cognito put `aud` into access tokens: a role, a function, the permission to call it, and the pool that does. None
 * where the pool has a trigger of that kind already, where its plan has none, and where the token is refused all the same.
 */
export function audienceTriggerFix(
  token: TokenFacts,
  authorizer: JudgedAuthorizer,
  pools: Pools | undefined,
): Fix | undefined {
  const { content } = token;
  const pool = stateOf(pools?.pools ?? [], authorizer);
  if (content.kind !== 'jwt' || content.family !== 'cognito-access' || pool === undefined) return undefined;
  const { claims } = content;
  const lacks = wrongKindOf(content.family, claims, authorizer.rules)?.lacks ?? [];
  const client = claims.client_id;
  if (lacks.join(' ') !== 'aud' || client === undefined || !takesTrigger(pool)) return undefined;
  const mended: TokenFacts = { ...token, content: { ...content, claims: { ...claims, aud: client } } };
  if (judgeRules(mended, authorizer).some(({ verdict }) => verdict === 'fail')) return undefined;
  return fixOf(pool);
}

function stateOf(pools: readonly NamedPool[], { rules }: JudgedAuthorizer): PoolState | undefined {
  const id = userPoolIn(rules.discoveryUrl)?.id;
  const state = pools.find((pool) => pool.id === id)?.state;
  return state?.kind === 'there' ? state.value : undefined;
}

/** Another trigger would be lost: there is place for one. The plan `LITE` has the first version only. */
function takesTrigger({ tier, lambdaConfig }: PoolState): boolean {
  const isFree = ['PreTokenGeneration', 'PreTokenGenerationConfig'].every(
    (name) => memberAt(lambdaConfig, name) === undefined,
  );
  return isFree && lambdaConfig !== undefined && (tier === 'ESSENTIALS' || tier === 'PLUS');
}

function fixOf(pool: PoolState): Fix {
  const { partition = 'aws', region = '', account = '' } = arnOf(pool.arn) ?? {};
  const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${NAME}`;
  return {
    name: 'trigger',
    title: `Let a new function \`${NAME}\` put \`aud\` into the access tokens of user pool \`${pool.name}\``,
    safety: 'review',
    edits: [],
    proof: 'Only a token that is got from now on shows whether it is let in.',
    changes: changesOf(pool, functionArn, `arn:${partition}:iam::${account}:role/${NAME}`),
  };
}

/** In the order in which one needs the other. */
function changesOf(pool: PoolState, functionArn: string, Role: string): readonly CloudChange[] {
  const kind = 'cloud';
  const pointer = '';
  const { region = '', account = '' } = arnOf(pool.arn) ?? {};
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return [
    {
      kind,
      resource: { type: 'lambda-role', id: NAME },
      pointer,
      put: { Version: '2012-10-17', Statement: [trust] },
    },
    {
      kind,
      resource: { type: 'lambda-function', id: functionArn, region },
      pointer,
      put: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role, Code: TRIGGER_CODE },
    },
    {
      kind,
      resource: { type: 'lambda-permission', id: `${functionArn}/cognito`, region },
      pointer,
      put: {
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: pool.arn,
        SourceAccount: account,
      },
    },
    {
      kind,
      resource: poolResource(pool, 'user-pool'),
      pointer: '/LambdaConfig/PreTokenGenerationConfig',
      put: { LambdaArn: functionArn, LambdaVersion: VERSION },
    },
  ];
}
