import type { NamedPool, PoolTrigger } from '../../model/pool.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/location.ts';
import { evaluate } from '../iam/evaluate.ts';
import { arnOf } from './arns.ts';
import { memberAt } from './documents.ts';

/** A trigger of a user pool of the account. */
export interface DeployedTrigger {
  readonly kind: 'deployed';
  readonly id: string;
  readonly poolArn: string;
  readonly trigger: PoolTrigger;
}

/** Every trigger of the pools that are there. */
export function deployedTriggers(pools: readonly NamedPool[]): readonly DeployedTrigger[] {
  return pools.flatMap(({ id, state }) =>
    state.kind === 'there'
      ? state.value.triggers.map((trigger) => ({ kind: 'deployed' as const, id, poolArn: state.value.arn, trigger }))
      : [],
  );
}

/** Whether the function of a trigger is there and lets Cognito call it for this very pool. */
export function judgeTrigger({ id, poolArn, trigger }: DeployedTrigger): Finding | Unclear | undefined {
  const { event, functionArn, exists, policy } = trigger;
  const at: Location = { kind: 'resource', arn: poolArn, pointer: trigger.pointer };
  const message = `User pool \`${id}\` calls function \`${functionArn}\` for ${event}`;
  const related: readonly Location[] = [{ kind: 'resource', arn: functionArn, pointer: '', label: 'the function' }];
  if (exists.kind === 'missing')
    return {
      message: `${message}, and the function does not exist.`,
      at,
      remedy: 'Take the trigger out of the user pool, or create the function.',
    };
  if (policy.kind === 'unread')
    return { unclear: `${message}; who may call it cannot be read: ${policy.gap.because}`, at };
  const remedy = `Run \`aws lambda add-permission --function-name ${functionArn} --statement-id cognito --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn ${poolArn}\`.`;
  // An emulator gives an empty policy where AWS has none.
  if (policy.kind === 'missing' || isEmpty(policy.value))
    return { message: `${message}, and no permission lets it.`, at, remedy, related };
  const verdict = evaluate(
    {
      principal: { kind: 'service', name: 'cognito-idp.amazonaws.com' },
      action: 'lambda:InvokeFunction',
      resource: functionArn,
      context: { 'aws:SourceArn': poolArn, 'aws:SourceAccount': arnOf(poolArn)?.account ?? '' },
    },
    {
      identity: [],
      resource: {
        account: arnOf(functionArn)?.account ?? '',
        name: arnOf(functionArn)?.resource.replace(/^function:/, '') ?? functionArn,
        document: policy.value,
      },
    },
  );
  if (verdict.answer === 'allowed') return undefined;
  if (verdict.answer === 'unknown') return { unclear: `${message}; whether it may is not told: ${verdict.reason}`, at };
  return { message: `${message}, and its policy does not let it.`, at, remedy, related };
}

function isEmpty(policy: Json): boolean {
  const statements = memberAt(policy, 'Statement');
  return statements === undefined || (Array.isArray(statements) && statements.length === 0);
}
