import { roleNameOf } from '../domain/cloud/arns.ts';
import { memberAt, textAt } from '../domain/cloud/documents.ts';
import { policyDocumentOf } from '../domain/cloud/policy-document.ts';
import type { Aws, AwsAnswer, Looked } from '../model/aws.ts';
import type { CloudTarget, Named, Runtimes, Targets } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import type { NamedRole, RolePolicy, RoleState } from '../model/role.ts';
import { awsOf, lookedAt } from './aws.ts';
import { managedPolicy, policiesOf, ROLE_POLICY_ACTIONS, tagIn } from './policies.ts';

/** Reads the execution roles that the files, the options and the deployed runtimes name, each once. */
export const roles = defineCollector<'roles', 'targets' | 'caller' | 'runtimes'>({
  source: 'cloud',
  needs: ['targets', 'caller', 'runtimes'],
  permissions: ['iam:GetRole', ...ROLE_POLICY_ACTIONS],
  async collect({ targets, runtimes }, world) {
    const aws = awsOf(world);
    return { roles: await Promise.all(namedRoles(targets, runtimes).map((role) => withState(role, aws))) };
  },
});

/** Every role by its name, and who runs under it. */
function namedRoles({ targets }: Targets, { runtimes }: Runtimes): readonly Omit<NamedRole, 'state'>[] {
  const found = new Map<string, { named: Named; targets: CloudTarget[] }>();
  const add = (named: Named, target: CloudTarget): void => {
    const name = roleNameOf(named.value);
    const known = found.get(name);
    if (known === undefined) found.set(name, { named, targets: [target] });
    else if (!known.targets.includes(target)) known.targets.push(target);
  };
  for (const target of targets) if (target.role !== undefined) add(target.role, target);
  for (const { target, state, asked } of runtimes)
    if (state.kind === 'there' && state.value.roleArn !== '')
      add({ value: state.value.roleArn, from: `the role of runtime \`${asked}\`` }, target);
  return [...found.values()];
}

async function withState(role: Omit<NamedRole, 'state'>, aws: Aws): Promise<NamedRole> {
  return { ...role, state: await stateOf(roleNameOf(role.named.value), aws) };
}

async function stateOf(name: string, aws: Aws): Promise<Looked<RoleState>> {
  const [answer, attached] = await Promise.all([
    aws.ask({ service: 'iam', operation: 'GetRole', input: { RoleName: name } }),
    policiesOf('Role', name, aws),
  ]);
  const boundary = await boundaryOf(answer, aws);
  return lookedAt(answer, (value) => {
    const stack = tagIn(memberAt(value, 'Role'), 'aws:cloudformation:stack-name');
    return {
      arn: textAt(value, 'Role', 'Arn') ?? '',
      name: textAt(value, 'Role', 'RoleName') ?? name,
      trust: policyDocumentOf(answer, 'Role', 'AssumeRolePolicyDocument'),
      ...attached,
      ...(boundary === undefined ? {} : { boundary }),
      ...(stack === undefined ? {} : { stack }),
    };
  });
}

async function boundaryOf(answer: AwsAnswer, aws: Aws): Promise<RolePolicy | undefined> {
  const arn = answer.ok ? textAt(answer.value, 'Role', 'PermissionsBoundary', 'PermissionsBoundaryArn') : undefined;
  return arn === undefined ? undefined : managedPolicy(arn, aws);
}
