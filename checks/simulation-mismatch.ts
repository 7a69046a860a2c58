import { defineCheck } from '../src/model/check.ts';
import { mayDo, policiesFor } from '../src/domain/cloud/role-may.ts';
import { heldBy, type Said, saidBy } from '../src/domain/cloud/simulated.ts';
import type { CallerPolicies } from '../src/model/caller-policies.ts';
import type { Roles, RoleState } from '../src/model/role.ts';
import type { Simulation } from '../src/model/simulation.ts';

interface Subject {
  readonly simulation: Simulation;
  readonly said: Said;
  readonly own: Pick<RoleState, 'policies' | 'unread' | 'boundary'>;
}

export default defineCheck({
  id: 'simulation-mismatch',
  title: 'IAM itself answers otherwise than the policies that can be read',
  severity: 'warning',
  why: 'What the doctor says of roles and callers it takes from their policies. IAM also knows what holds above them, such as service control policies of the organisation: its answer counts.',
  remedy:
    'Take the answer of IAM for what will happen, and ask the administrators of the organisation what holds there.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  fix: 'none',
  needs: ['simulations', 'roles', 'callerPolicies'],

  *subjects({ simulations: { simulations }, roles, callerPolicies }) {
    for (const simulation of simulations) {
      const own = policiesOf(simulation.principal, roles, callerPolicies);
      if (own !== undefined) yield { simulation, own, said: saidBy(simulation) } satisfies Subject;
    }
  },

  judge({ simulation, own, said }: Subject) {
    const { principal, action, resources } = simulation;
    const at = { kind: 'resource', arn: principal, pointer: '' } as const;
    if (said.answer === 'unread')
      return { unclear: `What IAM says of \`${action}\` is not known: ${said.because}`, at };
    const { answer } = mayDo(principal, policiesFor(own), simulation);
    // Where the policies alone do not tell, IAM contradicts nobody.
    if (answer === 'unknown' || said.answer === 'unknown' || answer === said.answer) return undefined;
    const what = `\`${action}\`${resources[0] === '*' ? '' : ` on \`${resources[0] ?? ''}\``}`;
    if (said.answer === 'denied')
      return { message: `The policies of \`${principal}\` allow ${what}, and IAM denies it${heldBy(said)}.`, at };
    return {
      message: `The policies of \`${principal}\` that were read do not allow ${what}, and IAM allows it.`,
      at,
      severity: 'note' as const,
      remedy: `A finding that \`${action}\` is missing is wrong: leave it out with \`--skip\`, and report it.`,
    };
  },
});

function policiesOf(principal: string, { roles }: Roles, caller: CallerPolicies): Subject['own'] | undefined {
  for (const { state } of roles) if (state.kind === 'there' && state.value.arn === principal) return state.value;
  return caller.arn === principal ? caller : undefined;
}
