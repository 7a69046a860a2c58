import { Failure } from '../../model/failure.ts';
import { policyDocumentOf } from '../../domain/cloud/policy-document.ts';
import type { ResourceKind } from './kind.ts';

/** A role of the doctor's own, that a function runs under which needs nothing: its document says who may assume it. */
export const lambdaRole: ResourceKind = {
  writes: ['iam:CreateRole', 'iam:DeleteRole'],

  async read({ id: RoleName }, aws) {
    const answer = await aws.ask({ service: 'iam', operation: 'GetRole', input: { RoleName } });
    const document = policyDocumentOf(answer, 'Role', 'AssumeRolePolicyDocument');
    if (document.kind === 'unread') throw new Failure(document.gap.because, document.gap.hint);
    return document.kind === 'there' ? document.value : undefined;
  },

  async calls({ id: RoleName }, before, after) {
    if (after === undefined) return [{ service: 'iam', operation: 'DeleteRole', input: { RoleName } }];
    if (before !== undefined) throw new Failure(`Role \`${RoleName}\` is made and deleted, and not changed.`);
    const input = { RoleName, AssumeRolePolicyDocument: JSON.stringify(after) };
    return [{ service: 'iam', operation: 'CreateRole', input }];
  },
};
