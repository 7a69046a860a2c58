import { planFix, removeTriggerFix, triggerVersionFix } from '../src/domain/cloud/trigger-fix.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { TokenTrigger } from '../src/model/client.ts';
import type { Location } from '../src/model/location.ts';
import type { PoolAuthorizer, PoolState, PoolTrigger } from '../src/model/pool.ts';

interface Subject {
  readonly id: string;
  readonly pool: PoolState;
  readonly trigger: PoolTrigger;
  readonly authorizers: readonly PoolAuthorizer[];
  /** The code of the project that is one; of several it is not known which is deployed. */
  readonly code: TokenTrigger | undefined;
}

export default defineCheck({
  id: 'trigger-ineffective',
  title: 'The pre-token trigger does not change what the runtime looks at',
  severity: 'warning',
  why: 'Cognito adds no `client_id` for a trigger, events of version 1 change ID tokens only, and versions 2 and 3 take the plan Essentials or Plus: what the trigger does never reaches the authorizer.',
  remedy: 'Send the access token, which carries `client_id` by itself, and take the trigger out of the user pool.',
  references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html'],
  fix: 'review',
  needs: ['pools', 'clients'],

  *subjects({ pools: { pools }, clients: { tokenTriggers } }) {
    const [code, another] = tokenTriggers;
    for (const { id, state, authorizers } of pools) {
      if (state.kind !== 'there') continue;
      for (const trigger of state.value.triggers.filter(({ event }) => event === 'PreTokenGeneration'))
        yield {
          id,
          pool: state.value,
          trigger,
          authorizers,
          code: another === undefined ? code : undefined,
        } satisfies Subject;
    }
  },

  judge(subject: Subject) {
    const { id, pool, trigger, code } = subject;
    const at: Location = { kind: 'resource', arn: pool.arn, pointer: trigger.pointer };
    const called = `The pre-token trigger of user pool \`${id}\``;
    const removal = removeTriggerFix(pool, trigger);
    const version = trigger.version ?? 'V1_0';
    if (version !== 'V1_0' && runsFirstOnly(pool))
      return {
        message: `${called} is of version \`${version}\`, and the pool has the plan \`LITE\`, which runs version 1 only.`,
        at,
        remedy: 'Change the plan of the user pool to `ESSENTIALS`, or take the trigger out of it.',
        ...mending(named('plan', planFix(pool, 'ESSENTIALS')), named('remove', removal)),
      };
    if (code?.addsClientId !== undefined)
      return {
        message: `${called} adds \`client_id\`, a claim that Cognito lets no trigger add or change.`,
        at,
        related: [{ ...code.addsClientId, label: 'the code that adds the claim' }],
        ...mending(removal),
      };
    if (version === 'V1_0' && code?.response === 'claimsAndScopeOverrideDetails')
      return {
        message: `${called} is of version \`V1_0\`, and its code fills \`claimsAndScopeOverrideDetails\`, which version 1 does not read.`,
        at,
        remedy:
          'Set `PreTokenGenerationConfig` with `LambdaVersion: V2_0`, or send a token that the authorizer takes as it is.',
        related: [{ ...code.at, label: 'the code of the trigger' }],
        ...mending(runsFirstOnly(pool) ? undefined : triggerVersionFix(pool, trigger, 'V2_0')),
      };
    return version === 'V1_0' ? judgeFirstVersion(subject, called, at) : undefined;
  },
});

/** It may do its work elsewhere: that a runtime gets nothing of it is good to know. */
function judgeFirstVersion({ authorizers }: Subject, called: string, at: Location) {
  const [first, ...others] = authorizers;
  if (
    first === undefined ||
    [first, ...others].some(({ clients, audience }) => clients.length === 0 || audience.length > 0)
  )
    return undefined;
  return {
    message: `${called} is of version \`V1_0\`, which changes ID tokens only, and ${first.of} takes tokens by \`allowedClients\`, which ID tokens never satisfy.`,
    at,
    severity: 'note' as const,
  };
}

/** The plan `LITE` runs version 1 only; pools that had threat protection before the plans came run the second, too. */
function runsFirstOnly({ tier, threatProtection }: PoolState): boolean {
  return tier === 'LITE' && threatProtection !== 'AUDIT' && threatProtection !== 'ENFORCED';
}

function named(name: string, fix: Fix | undefined): Fix | undefined {
  return fix === undefined ? undefined : { ...fix, name };
}

/** The ways that there are, the first one first. */
function mending(...ways: readonly (Fix | undefined)[]): { readonly fix?: Fix } {
  const [first, ...others] = ways.filter((way) => way !== undefined);
  if (first === undefined) return {};
  return { fix: others.length === 0 ? first : { ...first, alternatives: others } };
}
