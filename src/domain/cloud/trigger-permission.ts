import type { Fix } from '../../model/change.ts';
import type { NamedPool, PoolState, PoolTrigger } from '../../model/pool.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/location.ts';
import { evaluate } from '../iam/evaluate.ts';
import { arnOf } from './arns.ts';
import { listAt, memberAt, textAt } from './documents.ts';
import { removeTriggerFix } from './trigger-fix.ts';

/** A trigger of a user pool of the account. */
export interface DeployedTrigger {
  readonly kind: 'deployed';
  readonly id: string;
  readonly pool: PoolState;
  readonly trigger: PoolTrigger;
}

/** Every trigger of the pools that are there. */
export function deployedTriggers(pools: readonly NamedPool[]): readonly DeployedTrigger[] {
  return pools.flatMap(({ id, state }) =>
    state.kind === 'there'
      ? state.value.triggers.map((trigger) => ({ kind: 'deployed' as const, id, pool: state.value, trigger }))
      : [],
  );
}

/** Whether the function of a trigger is there and lets Cognito call it for this very pool. */
export function judgeTrigger({ id, pool, trigger }: DeployedTrigger): Finding | Unclear | undefined {
  const poolArn = pool.arn;
  const { event, functionArn, exists, policy } = trigger;
  const at: Location = { kind: 'resource', arn: poolArn, pointer: trigger.pointer };
  const message = `User pool \`${id}\` calls function \`${functionArn}\` for ${event}`;
  const related: readonly Location[] = [{ kind: 'resource', arn: functionArn, pointer: '', label: 'the function' }];
  if (exists.kind === 'missing')
    return {
      message: `${message}, and the function does not exist.`,
      at,
      remedy: 'Take the trigger out of the user pool, or create the function.',
      ...fixed(removeTriggerFix(pool, trigger)),
    };
  if (policy.kind === 'unread')
    return { unclear: `${message}; who may call it cannot be read: ${policy.gap.because}`, at };
  const remedy = `Run \`aws lambda add-permission --function-name ${functionArn} --statement-id cognito --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn ${poolArn}\`.`;
  const mended = fixed(grantFix(poolArn, trigger));
  // An emulator gives an empty policy where AWS has none.
  if (policy.kind === 'missing' || isEmpty(policy.value))
    return { message: `${message}, and no permission lets it.`, at, remedy, related, ...mended };
  const verdict = verdictOf(poolArn, functionArn, policy.value);
  if (verdict.answer === 'allowed') return undefined;
  if (verdict.answer === 'unknown') return { unclear: `${message}; whether it may is not told: ${verdict.reason}`, at };
  return { message: `${message}, and its policy does not let it.`, at, remedy, related, ...mended };
}

/** Whether the policy of a function lets Cognito call it for a pool. */
function verdictOf(poolArn: string, functionArn: string, document: Json): ReturnType<typeof evaluate> {
  const { account = '', resource = functionArn } = arnOf(functionArn) ?? {};
  return evaluate(
    {
      principal: { kind: 'service', name: COGNITO },
      action: INVOKE,
      resource: functionArn,
      context: { 'aws:SourceArn': poolArn, 'aws:SourceAccount': arnOf(poolArn)?.account ?? '' },
    },
    { identity: [], resource: { account, name: resource.replace(/^function:/, ''), document } },
  );
}

const COGNITO = 'cognito-idp.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';

/** A statement of its own that lets Cognito call the function for this pool. None where another one denies it. */
function grantFix(poolArn: string, { functionArn, policy }: PoolTrigger): Fix | undefined {
  const pool = arnOf(poolArn);
  const own = arnOf(functionArn);
  if (pool === undefined || own === undefined || policy.kind === 'unread') return undefined;
  const name = `agentcore-doctor-${pool.resource.replace(/^userpool\//, '')}`;
  const statements = policy.kind === 'there' ? listAt(policy.value, 'Statement') : [];
  if (statements.some((one) => textAt(one, 'Sid') === name)) return undefined;
  const statement = { Effect: 'Allow', Principal: { Service: COGNITO }, Action: INVOKE, Resource: functionArn };
  const granted = { Version: '2012-10-17', Statement: [...statements, statement] };
  if (verdictOf(poolArn, functionArn, granted).answer !== 'allowed') return undefined;
  const resource = { type: 'lambda-permission', id: `${functionArn}/${name}`, region: own.region } as const;
  const put = { Action: INVOKE, Principal: COGNITO, SourceArn: poolArn, SourceAccount: pool.account };
  return {
    title: `Let Cognito call function \`${own.resource.replace(/^function:/, '')}\` for this user pool`,
    safety: 'review',
    edits: [],
    changes: [{ kind: 'cloud', resource, pointer: '', put }],
  };
}

function fixed(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

function isEmpty(policy: Json): boolean {
  const statements = memberAt(policy, 'Statement');
  return statements === undefined || (Array.isArray(statements) && statements.length === 0);
}
