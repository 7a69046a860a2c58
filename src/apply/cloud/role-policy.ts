import type { WritableAws } from '../../model/aws.ts';
import { Failure } from '../../model/failure.ts';
import { listAt } from '../../domain/cloud/documents.ts';
import { policyDocumentOf } from '../../domain/cloud/policy-document.ts';
import type { State } from './document.ts';
import { partsOf, type ResourceKind, valueOf } from './kind.ts';

/**
 * The characters that all inline policies of a role may have together, blanks not counted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (verified 2026-11-25)
 */
const MOST_CHARACTERS = 10_240;

/** An inline policy of a role. It is always one of its own, because writing replaces the whole policy of that name. */
export const rolePolicy: ResourceKind = {
  writes: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],

  async read(resource, aws) {
    const [RoleName, PolicyName] = partsOf(resource);
    const answer = await aws.ask({ service: 'iam', operation: 'GetRolePolicy', input: { RoleName, PolicyName } });
    const document = policyDocumentOf(answer, 'PolicyDocument');
    if (document.kind === 'unread') throw new Failure(document.gap.because, document.gap.hint);
    return document.kind === 'there' ? document.value : undefined;
  },

  async calls(resource, _before, after, aws) {
    const [RoleName, PolicyName] = partsOf(resource);
    if (after === undefined)
      return [{ service: 'iam', operation: 'DeleteRolePolicy', input: { RoleName, PolicyName } }];
    const PolicyDocument = JSON.stringify(after);
    const others = await charactersOf(RoleName, PolicyName, aws);
    if (others + PolicyDocument.length > MOST_CHARACTERS)
      throw new Failure(
        `The inline policies of role \`${RoleName}\` would have ${others + PolicyDocument.length} characters, and IAM takes ${MOST_CHARACTERS}.`,
        'Attach a managed policy instead.',
      );
    return [{ service: 'iam', operation: 'PutRolePolicy', input: { RoleName, PolicyName, PolicyDocument } }];
  },
};

/** How many characters the other inline policies of a role have. */
async function charactersOf(RoleName: string, own: string, aws: WritableAws): Promise<number> {
  const list = valueOf(await aws.ask({ service: 'iam', operation: 'ListRolePolicies', input: { RoleName } }));
  const names = listAt(list, 'PolicyNames').filter((name): name is string => typeof name === 'string' && name !== own);
  const documents = await Promise.all(
    names.map(async (PolicyName): Promise<State> => {
      const answer = await aws.ask({ service: 'iam', operation: 'GetRolePolicy', input: { RoleName, PolicyName } });
      const document = policyDocumentOf(answer, 'PolicyDocument');
      return document.kind === 'there' ? document.value : undefined;
    }),
  );
  return documents.reduce<number>((sum, one) => sum + (one === undefined ? 0 : JSON.stringify(one).length), 0);
}
