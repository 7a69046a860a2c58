import { mayDo as mayDoInAccount, placeOfRole, policiesFor, unreadRole } from '../src/domain/cloud/role-may.ts';
import { type RunUnder, runsUnder } from '../src/domain/cloud/run-under.ts';
import { mayDo, permissionsOf } from '../src/domain/template/role-permissions.ts';
import { type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';
import { listing } from '../src/domain/words.ts';
import { defineCheck } from '../src/model/check.ts';
import type { AwsUse } from '../src/model/aws-use.ts';
import type { Place } from '../src/model/location.ts';

/** A role, and what the servers that run under it ask of AWS. */
type Subject = { readonly uses: readonly AwsUse[] } & (
  | { readonly template: RuntimeRole }
  | { readonly account: RunUnder }
);

export default defineCheck({
  id: 'role-without-tool-access',
  title: "The runtime's role may not call what the server's code calls",
  severity: 'warning',
  why: 'The server starts and lists its tools; the tool that makes the call fails with AccessDeniedException.',
  remedy: 'Allow the actions to the execution role, on the resources that the code uses.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html'],
  fix: 'none',
  needs: ['awsUses', 'templates', 'agents'],
  also: ['roles', 'runtimes', 'caller'],

  *subjects({ awsUses: { uses }, templates, agents, roles, runtimes, caller }) {
    const names = new Set(uses.map(({ agent }) => agent));
    // With several agents, a role serves those that are known to run under it.
    for (const template of runtimeRoles(templates, agents)) {
      const own = template.agents.map(({ name }) => name);
      const run = uses.filter(({ agent }) => own.includes(agent) || names.size === 1);
      if (run.length > 0) yield { template, uses: run } satisfies Subject;
    }
    if (roles === undefined || runtimes === undefined || caller === undefined) return;
    for (const account of runsUnder(roles, runtimes, caller)) {
      const run = uses.filter(({ agent }) => agent === account.target.agent || (agent === '' && names.size === 1));
      if (run.length > 0) yield { account, uses: run } satisfies Subject;
    }
  },

  judge(subject: Subject) {
    return 'template' in subject
      ? judgeTemplate(subject.template, subject.uses)
      : judgeRole(subject.account, subject.uses);
  },
});

function judgeTemplate({ template, role }: RuntimeRole, uses: readonly AwsUse[]): ReturnType<typeof finding> {
  const permissions = permissionsOf(role, template);
  const lacking = uses.filter(({ action }) => mayDo(permissions, action) === 'no');
  return finding(`Role \`${role.logicalId.value}\` grants no`, lacking, role.logicalId.at);
}

/** Which resource a call is about is not told by the code: what is allowed on some is taken as allowed. */
function judgeRole({ role }: RunUnder, uses: readonly AwsUse[]): ReturnType<typeof finding> {
  if (role.state.kind === 'unread') return unreadRole(role, role.state.gap);
  if (role.state.kind === 'missing') return undefined;
  const { arn, name } = role.state.value;
  const policies = policiesFor(role.state.value);
  const lacking = uses.filter(
    ({ action }) => mayDoInAccount(arn, policies, { action, resources: ['*', 'arn:*'] }).answer === 'denied',
  );
  return finding(`Role \`${name}\` may not call`, lacking, placeOfRole(role));
}

function finding(
  beginning: string,
  lacking: readonly AwsUse[],
  role: Place | ReturnType<typeof placeOfRole>,
):
  | { readonly message: string; readonly at: AwsUse['at']; readonly related: readonly (typeof role)[] }
  | ReturnType<typeof unreadRole>
  | undefined {
  const [first] = lacking;
  if (first === undefined) return undefined;
  const actions = [...new Set(lacking.map(({ action }) => `\`${action}\``))];
  const others = lacking.slice(1).map(({ at, saw }) => ({ ...at, label: `\`${saw}\`` }));
  return {
    message: `${beginning} ${listing(actions, 'or')}, which the server calls.`,
    at: first.at,
    related: [{ ...role, label: 'the role' }, ...others],
  };
}
