import { textAt } from '../domain/cloud/documents.ts';
import type { Aws, AwsAnswer } from '../model/aws.ts';
import type { CallerPolicies } from '../model/caller-policies.ts';
import { defineCollector } from '../model/fact.ts';
import { allOf, awsOf } from './aws.ts';
import { type Attached, managedPolicy, policiesOf, ROLE_POLICY_ACTIONS } from './policies.ts';

/** Reads the policies of whoever asks: those of the user and its groups, or of the role behind a session. */
export const callerPolicies = defineCollector<'callerPolicies', 'caller'>({
  source: 'cloud',
  needs: ['caller'],
  permissions: [
    'iam:GetRole',
    ...ROLE_POLICY_ACTIONS,
    'iam:GetUser',
    'iam:ListUserPolicies',
    'iam:GetUserPolicy',
    'iam:ListAttachedUserPolicies',
    'iam:ListGroupsForUser',
    'iam:ListGroupPolicies',
    'iam:GetGroupPolicy',
    'iam:ListAttachedGroupPolicies',
  ],
  async collect({ caller }, world) {
    const aws = awsOf(world);
    const { principal } = caller;
    if (principal === undefined) {
      const kind = caller.arn.endsWith(':root') ? 'root' : 'other';
      return { kind, policies: [], unread: [] } satisfies CallerPolicies;
    }
    const isRole = principal.kind === 'role';
    const [answer, own, groups] = await Promise.all([
      aws.ask({
        service: 'iam',
        operation: isRole ? 'GetRole' : 'GetUser',
        input: { [isRole ? 'RoleName' : 'UserName']: principal.name },
      }),
      policiesOf(isRole ? 'Role' : 'User', principal.name, aws),
      isRole ? NOTHING : ofGroups(principal.name, aws),
    ]);
    const boundary = boundaryIn(answer, isRole ? 'Role' : 'User');
    const arn = answer.ok ? textAt(answer.value, isRole ? 'Role' : 'User', 'Arn') : undefined;
    return {
      kind: principal.kind,
      arn: arn ?? `arn:${caller.partition}:iam::${caller.account}:${principal.kind}/${principal.name}`,
      policies: [...own.policies, ...groups.policies],
      // Whether there is a boundary is not known either, where the principal itself is not to be read.
      unread: [...own.unread, ...groups.unread, ...(answer.ok ? [] : [{ gap: answer.gap }])],
      ...(boundary === undefined ? {} : { boundary: await managedPolicy(boundary, aws) }),
    };
  },
});

const NOTHING: Attached = { policies: [], unread: [] };

async function ofGroups(user: string, aws: Aws): Promise<Attached> {
  const groups = await allOf(
    aws,
    { service: 'iam', operation: 'ListGroupsForUser', input: { UserName: user } },
    { member: 'Groups', token: 'Marker' },
  );
  if (groups.kind === 'unread') return { policies: [], unread: [{ gap: groups.gap }] };
  const names = groups.kind === 'there' ? groups.value.flatMap((one) => textAt(one, 'GroupName') ?? []) : [];
  const all = await Promise.all(names.map((name) => policiesOf('Group', name, aws)));
  return { policies: all.flatMap(({ policies }) => policies), unread: all.flatMap(({ unread }) => unread) };
}

function boundaryIn(answer: AwsAnswer, kind: 'Role' | 'User'): string | undefined {
  return answer.ok ? textAt(answer.value, kind, 'PermissionsBoundary', 'PermissionsBoundaryArn') : undefined;
}
