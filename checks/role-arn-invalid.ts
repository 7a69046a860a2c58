import { configsOf, isOpen, nameOf } from '../src/domain/manifest/agent-config.ts';
import { locatedText, valueAt } from '../src/domain/config/tree.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';

export default defineCheck({
  id: 'role-arn-invalid',
  title: 'The execution role is not the ARN of a role',
  severity: 'error',
  why: 'CreateAgentRuntime takes the ARN of an IAM role only; a role name, a user, a session of an assumed role or an instance profile is refused.',
  remedy: 'Write `arn:aws:iam::<account>:role/<name>`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html'],
  fix: 'none',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      if (agent.executionRole !== undefined)
        yield { what: `The execution role of \`${nameOf(agent)}\``, role: agent.executionRole };
      const build = locatedText(valueAt(agent.tree, 'codebuild', 'execution_role'));
      if (build !== undefined) yield { what: `The CodeBuild role of \`${nameOf(agent)}\``, role: build };
    }
  },

  judge({ what, role }: { readonly what: string; readonly role: Located<string> }) {
    if (isOpen(role.value) || /^arn:aws(-[^:]+)?:iam::\d{12}:role\/.+$/.test(role.value)) return undefined;
    return { message: `${what} is \`${role.value}\`, ${kindOf(role.value)}.`, at: role.at, ...remedyFor(role.value) };
  },
});

function kindOf(role: string): string {
  if (role === '') return 'an empty text';
  if (/^auto$/i.test(role)) return 'which is not the way to have one created';
  if (!role.startsWith('arn:')) return 'which is a name, not an ARN';
  const [, , service, region, account, resource = ''] = role.split(':');
  if (service === 'sts') return 'which is a session of an assumed role';
  if (/^(user|group|policy|instance-profile)\//.test(resource))
    return `which is the ARN of ${resource.startsWith('i') ? 'an' : 'a'} ${resource.split('/')[0]}`;
  if (region !== '') return 'which names a region; IAM has none';
  return /^\d{12}$/.test(account ?? '') ? 'which is not the ARN of a role' : 'which has no account of 12 digits';
}

function remedyFor(role: string): { readonly remedy?: string } {
  if (/^auto$/i.test(role)) return { remedy: 'Write `execution_role_auto_create: true` and remove `execution_role`.' };
  const session = /^arn:(aws[^:]*):sts::(\d{12}):assumed-role\/([^/]+)/.exec(role);
  return session === null
    ? {}
    : {
        remedy: `Write \`arn:${session[1]}:iam::${session[2]}:role/${session[3]}\`, with the role's path when it has one.`,
      };
}
