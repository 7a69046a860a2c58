import { defineCheck } from '../src/model/check.ts';
import type { NamedRole, RoleState } from '../src/model/role.ts';
import { overlaps } from '../src/domain/iam/pattern.ts';
import { opened } from '../src/domain/template/iam.ts';
import { roleNameFix } from '../src/domain/template/role-name-fix.ts';
import { roleNamesOf, type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';

/** A role of a template under one of the names that it may get; or one of the account. */
type Subject =
  | (RuntimeRole & { readonly name: ReturnType<typeof roleNamesOf>[number] })
  | { readonly named: NamedRole['named']; readonly real: RoleState };

const PASSED = '*BedrockAgentCore*';

export default defineCheck({
  id: 'role-name-not-passable',
  title: "The documented policies do not let a developer pass the runtime's role",
  severity: 'note',
  why: 'The documented developer policy allows `iam:PassRole` on `role/AmazonBedrockAgentCore*`, `BedrockAgentCoreFullAccess` on `role/*BedrockAgentCore*`; with these alone a deployment under another name ends in "not authorized to perform: iam:PassRole".',
  remedy:
    'Give the role a name that begins with `AmazonBedrockAgentCore`, or allow `iam:PassRole` on it to whoever deploys.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/BedrockAgentCoreFullAccess.html',
  ],
  fix: 'review',
  needs: ['templates', 'agents'],
  also: ['roles'],

  *subjects({ templates, agents, roles }) {
    const written = new Set<string>();
    for (const role of runtimeRoles(templates, agents)) {
      for (const name of roleNamesOf(role.role, role.template)) {
        written.add(name.text);
        yield { ...role, name } satisfies Subject;
      }
    }
    for (const { named, state } of roles?.roles ?? []) {
      // What a template calls it is said there, and a name that CloudFormation made up is nobody's choice.
      if (state.kind === 'there' && !written.has(state.value.name) && !isMadeUp(state.value))
        yield { named, real: state.value } satisfies Subject;
    }
  },

  judge(subject: Subject) {
    if ('real' in subject) return judgeReal(subject);
    const { role, name, template, agents } = subject;
    if (overlaps(opened(name.text), PASSED)) return undefined;
    const fix = roleNameFix(role, template, agents);
    const when = name.source === 'default' ? ' unless a parameter says otherwise' : '';
    return {
      message: `Role \`${role.logicalId.value}\` is called \`${name.text}\`${when}, which does not contain \`BedrockAgentCore\`.`,
      at: name.at,
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

/** A policy speaks of the ARN, so that a path counts, too. */
function judgeReal({ named, real }: Extract<Subject, { readonly real: RoleState }>) {
  if (overlaps(real.arn, PASSED)) return undefined;
  return {
    message: `Role \`${real.name}\`, which is ${named.from}, does not have \`BedrockAgentCore\` in its ARN.`,
    at: { kind: 'resource', arn: real.arn, pointer: '' } as const,
    // A role keeps its name for life.
    remedy: 'Allow `iam:PassRole` on the role to whoever deploys, or make one under another name.',
    ...(named.at === undefined ? {} : { related: [{ ...named.at, label: 'where it is named' }] }),
  };
}

/** `<stack>-<logical id>-<letters and digits>` */
function isMadeUp({ name, stack }: RoleState): boolean {
  return stack !== undefined && name.startsWith(`${stack}-`);
}
