import { type RunUnder, runsUnder } from '../src/domain/cloud/run-under.ts';
import { trustFault } from '../src/domain/cloud/trust.ts';
import type { Agents } from '../src/model/agent.ts';
import type { Unparsable } from '../src/model/tree.ts';
import { defineCheck } from '../src/model/check.ts';
import {
  AGENTCORE_PRINCIPAL,
  isAgentCore,
  type RuntimeRole,
  runtimeRoles,
  trustsOf,
} from '../src/domain/template/runtime-role.ts';
import { type Caller, impossibleConditions } from '../src/domain/template/trust-conditions.ts';
import { conditionFix, trustFix } from '../src/domain/template/trust-fix.ts';
import { listing } from '../src/domain/words.ts';

export default defineCheck({
  id: 'role-trust-invalid',
  title: "AgentCore may not assume the runtime's role",
  severity: 'error',
  why: 'Creating the runtime fails with "Role validation failed", or the role cannot be assumed when the container starts.',
  remedy: `Let the trust policy allow \`sts:AssumeRole\` to the service \`${AGENTCORE_PRINCIPAL}\`.`,
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'review',
  needs: ['templates', 'agents'],
  also: ['roles', 'runtimes', 'caller'],

  *subjects({ templates, agents, roles, runtimes, caller: account }) {
    const caller = callerOf(agents);
    for (const role of runtimeRoles(templates, agents)) yield { ...role, caller };
    for (const { path, problem, mentionsAgentCore } of templates.files) {
      if (problem !== undefined && mentionsAgentCore) yield { path, problem };
    }
    if (roles !== undefined && runtimes !== undefined && account !== undefined)
      yield* runsUnder(roles, runtimes, account);
  },

  judge(
    subject:
      | (RuntimeRole & { readonly caller: Caller })
      | { readonly path: string; readonly problem: Unparsable }
      | RunUnder,
  ) {
    if ('account' in subject) return trustFault(subject);
    if ('problem' in subject)
      return {
        unclear: `The template does not parse, so its roles are not known: ${subject.problem.message}`,
        at: subject.problem.at,
      };
    const { template, role, runtime, caller } = subject;
    const trusts = trustsOf(role, template);
    const name = `\`${role.logicalId.value}\``;
    const related = runtime === undefined ? [] : [{ ...runtime.logicalId.at, label: 'the runtime that runs under it' }];
    const fitting = trusts.filter(({ principals }) => principals.some(isAgentCore));
    if (fitting.length === 0) {
      const all = trusts.flatMap(({ principals }) => principals);
      const open = all.find(({ source }) => source === 'open');
      if (open !== undefined || trusts.length === 0) {
        return {
          unclear: `Whom role ${name} trusts is not written out (${open === undefined ? 'no statement is' : `\`${open.text}\``}).`,
          at: open?.at ?? role.logicalId.at,
        };
      }
      const fix = trustFix(role, trusts, template);
      const shown = listing([...new Set(all.map(({ text }) => `\`${text}\``))]);
      return {
        message: `Role ${name} trusts ${shown} and not \`${AGENTCORE_PRINCIPAL}\`.`,
        at: trusts[0]?.at ?? role.logicalId.at,
        related,
        ...(fix === undefined ? {} : { fix }),
      };
    }
    const blocked = fitting.flatMap(({ condition }) => {
      const found = condition === undefined ? [] : impossibleConditions(condition, caller, template);
      return condition === undefined || found.length === 0 ? [] : [{ condition, found }];
    });
    const [first] = blocked;
    if (first === undefined || blocked.length < fitting.length) return undefined;
    const fix = conditionFix(role, blocked, template);
    return first.found.slice(0, 1).map(({ because, at }) => ({
      message: `Role ${name} trusts AgentCore on a condition that is never met: ${because}.`,
      at,
      remedy:
        'Compare `aws:SourceAccount` with your account (`StringEquals`) and `aws:SourceArn` with `arn:aws:bedrock-agentcore:<region>:<account>:*` (`ArnLike`).',
      related,
      ...(fix === undefined ? {} : { fix }),
    }))[0];
  },
});

/** The account and region that every agent of the project is deployed to, when they agree. */
function callerOf({ agents }: Agents): Caller {
  const one = (values: readonly (string | undefined)[]): string | undefined =>
    new Set(values).size === 1 ? values[0] : undefined;
  return {
    account: one(agents.map(({ config }) => config?.account?.value)),
    region: one(agents.map(({ config }) => config?.region?.value)),
  };
}
