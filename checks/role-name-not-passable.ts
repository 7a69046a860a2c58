import { defineCheck } from '../src/model/check.ts';
import { overlaps } from '../src/domain/iam/pattern.ts';
import { opened } from '../src/domain/template/iam.ts';
import { roleNameFix } from '../src/domain/template/role-name-fix.ts';
import { roleNamesOf, type RuntimeRole, runtimeRoles } from '../src/domain/template/runtime-role.ts';

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

  *subjects({ templates, agents }) {
    for (const role of runtimeRoles(templates, agents))
      for (const name of roleNamesOf(role.role, role.template)) yield { ...role, name };
  },

  judge({ role, name, template, agents }: RuntimeRole & { readonly name: ReturnType<typeof roleNamesOf>[number] }) {
    if (overlaps(opened(name.text), '*BedrockAgentCore*')) return undefined;
    const fix = roleNameFix(role, template, agents);
    const when = name.source === 'default' ? ' unless a parameter says otherwise' : '';
    return {
      message: `Role \`${role.logicalId.value}\` is called \`${name.text}\`${when}, which does not contain \`BedrockAgentCore\`.`,
      at: name.at,
      ...(fix === undefined ? {} : { fix }),
    };
  },
});
