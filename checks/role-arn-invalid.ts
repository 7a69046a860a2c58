import { configsOf, isOpen, nameOf } from '../src/domain/manifest/agent-config.ts';
import { locatedText, textOf, valueAt } from '../src/domain/config/tree.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix, Safety } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

interface Judged {
  readonly agent: AgentConfig;
  readonly what: 'execution role' | 'CodeBuild role';
  readonly key: readonly string[] | undefined;
  readonly role: Located<string>;
}

export default defineCheck({
  id: 'role-arn-invalid',
  title: 'The execution role is not the ARN of a role',
  severity: 'error',
  why: 'CreateAgentRuntime takes the ARN of an IAM role only; a role name, a user, a session of an assumed role or an instance profile is refused.',
  remedy: 'Write `arn:aws:iam::<account>:role/<name>`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const agent of configsOf(manifests)) {
      if (agent.executionRole !== undefined)
        yield { agent, what: 'execution role', key: keyOf(agent), role: agent.executionRole };
      const build = locatedText(valueAt(agent.tree, 'codebuild', 'execution_role'));
      if (build !== undefined)
        yield { agent, what: 'CodeBuild role', key: ['codebuild', 'execution_role'], role: build };
    }
  },

  judge(judged: Judged) {
    const { agent, what, role } = judged;
    if (isOpen(role.value) || /^arn:aws(-[^:]+)?:iam::\d{12}:role\/.+$/.test(role.value)) return undefined;
    const message = `The ${what} of \`${nameOf(agent)}\` is \`${role.value}\`, ${kindOf(role.value)}.`;
    return { message, at: role.at, ...cureOf(judged) };
  },
});

/** Where the tools keep the role; nothing where none of them reads it. */
function keyOf({ kind }: AgentConfig): readonly string[] | undefined {
  if (kind === 'cli') return ['executionRoleArn'];
  return kind === 'toolkit' ? ['aws', 'execution_role'] : undefined;
}

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

function cureOf(judged: Judged): { readonly remedy?: string; readonly fix?: Fix } {
  const { agent, role, what } = judged;
  if (/^auto$/i.test(role.value)) return what === 'execution role' ? createdOf(agent) : {};
  const [, partition, account, name] = /^arn:(aws[^:]*):sts::(\d{12}):assumed-role\/([^/]+)/.exec(role.value) ?? [];
  if (name !== undefined) return written(judged, `arn:${partition}:iam::${account}:role/${name}`, 'review');
  const elsewhere = /^(arn:aws[^:]*:iam:)[^:]+(:\d{12}:role\/.+)$/.exec(role.value);
  if (elsewhere !== null) return written(judged, `${elsewhere[1]}${elsewhere[2]}`, 'safe');
  const known = /^\d{12}$/.test(agent.account?.value ?? '') ? agent.account?.value : undefined;
  return known === undefined || !/^[\w+=,.@-]+$/.test(role.value)
    ? {}
    : written(judged, `arn:${partitionOf(agent.region?.value ?? '')}:iam::${known}:role/${role.value}`, 'review');
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** A role may have a path, which neither its name nor a session of it shows. */
function written(
  { agent, key, role }: Judged,
  arn: string,
  safety: Safety,
): { readonly remedy: string; readonly fix?: Fix } {
  const remedy = `Write \`${arn}\`${safety === 'safe' ? '' : ", with the role's path when it has one"}.`;
  const fix: Fix | undefined =
    key === undefined
      ? undefined
      : { title: `Write \`${arn}\``, safety, edits: [{ kind: 'set', at: agent.tree.at, path: key, value: arn }] };
  return role.value === arn ? { remedy } : { remedy, ...optional('fix', fix) };
}

/** The toolkit makes a role when it is told to, the CLI when it is told of none. */
function createdOf({ kind, tree }: AgentConfig): { readonly remedy: string; readonly fix?: Fix } {
  const { at } = tree;
  if (kind === 'cli') {
    const title = 'Remove `executionRoleArn`, so that the CLI has a role created';
    const edits = [{ kind: 'unset', at, path: ['executionRoleArn'] }] as const;
    return { remedy: `${title}.`, fix: { title, safety: 'safe', edits } };
  }
  const remedy = 'Write `execution_role_auto_create: true` and remove `execution_role`.';
  if (kind !== 'toolkit') return { remedy };
  const forbidden = textOf(valueAt(tree, 'aws', 'execution_role_auto_create'));
  return {
    remedy,
    fix: {
      title: remedy.replace(/\.$/, ''),
      safety: forbidden === undefined || forbidden === 'true' ? 'safe' : 'review',
      edits: [
        { kind: 'unset', at, path: ['aws', 'execution_role'] },
        { kind: 'set', at, path: ['aws', 'execution_role_auto_create'], value: true },
      ],
    },
  };
}
