import { defineCheck } from '../src/model/check.ts';
import { callerLacks, passNeed } from '../src/domain/cloud/caller-may.ts';
import { AGENTCORE_PRINCIPAL } from '../src/domain/template/runtime-role.ts';
import type { CallerPolicies } from '../src/model/caller-policies.ts';
import type { Caller } from '../src/model/cloud.ts';

interface Subject {
  readonly role: string;
  readonly caller: Caller;
  readonly own: CallerPolicies;
}

export default defineCheck({
  id: 'pass-role-denied',
  title: 'Whoever looks may not pass the execution role to AgentCore',
  severity: 'warning',
  why: 'Creating and updating a runtime hands the role to AgentCore, which takes `iam:PassRole` on it: without, the deployment ends in "not authorized to perform: iam:PassRole".',
  remedy: `Allow \`iam:PassRole\` on the role with \`iam:PassedToService\` \`${AGENTCORE_PRINCIPAL}\`, or deploy as somebody who has it.`,
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['roles', 'caller', 'callerPolicies'],

  subjects: ({ roles: { roles }, caller, callerPolicies }) =>
    roles.flatMap(({ state, named }) => {
      const role = state.kind === 'there' ? state.value.arn : named.value;
      // Without its ARN, which has a path, nobody can tell whether a policy speaks of a role.
      return state.kind === 'missing' || !role.startsWith('arn:')
        ? []
        : [{ role, caller, own: callerPolicies } satisfies Subject];
    }),

  judge: ({ role, caller, own }: Subject) => callerLacks(caller, own, [passNeed(role)]),
});
