import { Failure } from '../../model/failure.ts';
import { policyDocumentOf } from '../../domain/cloud/policy-document.ts';
import type { ResourceKind } from './kind.ts';

/** Who may assume a role. A role always has such a policy. */
export const trustPolicy: ResourceKind = {
  writes: ['iam:UpdateAssumeRolePolicy'],

  async read({ id: RoleName }, aws) {
    const answer = await aws.ask({ service: 'iam', operation: 'GetRole', input: { RoleName } });
    const document = policyDocumentOf(answer, 'Role', 'AssumeRolePolicyDocument');
    if (document.kind === 'unread') throw new Failure(document.gap.because, document.gap.hint);
    return document.kind === 'there' ? document.value : undefined;
  },

  async calls({ id: RoleName }, _before, after) {
    if (after === undefined) throw new Failure(`Role \`${RoleName}\` has to trust somebody.`);
    const input = { RoleName, PolicyDocument: JSON.stringify(after) };
    return [{ service: 'iam', operation: 'UpdateAssumeRolePolicy', input }];
  },
};
