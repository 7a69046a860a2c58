import { defineCheck } from '../src/model/check.ts';
import { callerLacks, deployNeeds } from '../src/domain/cloud/caller-may.ts';
import type { Need } from '../src/domain/cloud/role-may.ts';
import type { CallerPolicies } from '../src/model/caller-policies.ts';
import type { Caller } from '../src/model/cloud.ts';

interface Subject {
  readonly needs: readonly Need[];
  readonly caller: Caller;
  readonly own: CallerPolicies;
}

export default defineCheck({
  id: 'caller-cannot-deploy',
  title: 'Whoever looks may not create or update the agent runtime',
  severity: 'warning',
  why: 'A deployment calls AgentCore as the caller: what its policies do not allow ends in AccessDeniedException. Policies of the organisation cannot be seen from here and may take away more.',
  remedy: 'Allow the actions, for example by `BedrockAgentCoreFullAccess`, or deploy as somebody who has them.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['targets', 'runtimes', 'caller', 'callerPolicies'],

  *subjects({ targets: { targets }, runtimes, caller, callerPolicies: own }) {
    for (const target of targets) {
      const needs = deployNeeds(target, runtimes);
      if (needs.length > 0) yield { needs, caller, own } satisfies Subject;
    }
  },

  judge: ({ needs, caller, own }: Subject) => callerLacks(caller, own, needs),
});
