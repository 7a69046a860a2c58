import type { CallerPolicies } from '../../model/caller-policies.ts';
import type { Caller, CloudTarget, Runtimes } from '../../model/cloud.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import { AGENTCORE_PRINCIPAL } from '../template/runtime-role.ts';
import { listing } from '../words.ts';
import { isSameTarget } from './targets.ts';
import { mayDo, type Need, policiesFor } from './role-may.ts';

/** What handing a role to AgentCore takes. */
export function passNeed(roleArn: string): Need {
  return {
    action: 'iam:PassRole',
    resources: [roleArn],
    context: { 'iam:PassedToService': AGENTCORE_PRINCIPAL },
  };
}

/** What deploying a target takes of AgentCore: to update what is there, or to create it. */
export function deployNeeds(target: CloudTarget, { runtimes }: Runtimes): readonly Need[] {
  const deployed = runtimes.find((one) => isSameTarget(one.target, target) && one.state.kind === 'there')?.state;
  if (deployed?.kind === 'there')
    return ['UpdateAgentRuntime', 'GetAgentRuntime'].map((name) => ofAgentCore(name, deployed.value.arn));
  return target.runtimeName !== undefined && target.runtime === undefined
    ? [ofAgentCore('CreateAgentRuntime', '*')]
    : [];
}

function ofAgentCore(operation: string, resource: string): Need {
  return { action: `bedrock-agentcore:${operation}`, resources: [resource] };
}

/** What the caller may not do of what a deployment takes, as far as policies of the account say it. */
export function callerLacks(
  caller: Caller,
  own: CallerPolicies,
  needs: readonly Need[],
): Finding | Unclear | undefined {
  const { kind, arn } = own;
  if (kind === 'root') return undefined;
  const at = { kind: 'resource', arn: arn ?? caller.arn, pointer: '' } as const;
  if (kind === 'other' || arn === undefined)
    return { unclear: `What \`${caller.arn}\` may do is not known: it is neither a user nor a role.`, at };
  const policies = policiesFor(own);
  const answers = needs.map((need) => ({ need, verdict: mayDo(arn, policies, need) }));
  const shown = (some: typeof answers): string =>
    listing(
      some.map(({ need }) => `\`${need.action}\``),
      'or',
    );
  const denied = answers.filter(({ verdict }) => verdict.answer === 'denied');
  if (denied[0] !== undefined)
    return { message: `\`${caller.arn}\` may not call ${shown(denied)}. ${denied[0].verdict.reason}`, at };
  const open = answers.filter(({ verdict }) => verdict.answer === 'unknown');
  if (open[0] === undefined) return undefined;
  return { unclear: `Whether \`${caller.arn}\` may call ${shown(open)} is not known. ${open[0].verdict.reason}`, at };
}
