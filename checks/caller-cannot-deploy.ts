import { defineCheck } from '../src/model/check.ts';
import { callerLacks } from '../src/domain/cloud/caller-may.ts';
import { isSameTarget } from '../src/domain/cloud/targets.ts';
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

  *subjects({ targets: { targets }, runtimes: { runtimes }, caller, callerPolicies: own }) {
    for (const target of targets) {
      const deployed = runtimes.find((one) => isSameTarget(one.target, target) && one.state.kind === 'there')?.state;
      if (deployed?.kind === 'there') {
        const resources = [deployed.value.arn];
        yield {
          needs: ['UpdateAgentRuntime', 'GetAgentRuntime'].map((name) => need(name, resources)),
          caller,
          own,
        } satisfies Subject;
      } else if (target.runtimeName !== undefined && target.runtime === undefined)
        yield { needs: [need('CreateAgentRuntime', ['*'])], caller, own } satisfies Subject;
    }
  },

  judge: ({ needs, caller, own }: Subject) => callerLacks(caller, own, needs),
});

function need(operation: string, resources: readonly string[]): Need {
  return { action: `bedrock-agentcore:${operation}`, resources };
}
