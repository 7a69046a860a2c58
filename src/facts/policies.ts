import { listAt, textAt } from '../domain/cloud/documents.ts';
import { policyDocumentOf } from '../domain/cloud/policy-document.ts';
import type { Aws, Looked } from '../model/aws.ts';
import type { Gap } from '../model/fact.ts';
import type { Json } from '../model/json.ts';
import type { RolePolicy } from '../model/role.ts';
import { allOf } from './aws.ts';

/** What is attached to a user, a role or a group; lists that could not be read are named. */
export interface Attached {
  readonly policies: readonly RolePolicy[];
  readonly unread: readonly { readonly gap: Gap }[];
}

/** How IAM calls the operations of each kind of principal. */
export type PrincipalKind = 'Role' | 'User' | 'Group';

/** Every IAM action that reading the policies of a role needs. */
export const ROLE_POLICY_ACTIONS = [
  'iam:ListRolePolicies',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
] as const;

/** Reads all policies of a principal with their documents, inline and managed side by side. */
export async function policiesOf(kind: PrincipalKind, name: string, aws: Aws): Promise<Attached> {
  const [inline, managed] = await Promise.all([inlineOf(kind, name, aws), managedOf(kind, name, aws)]);
  const lists = [inline, managed];
  return {
    policies: lists.flatMap((list) => (list.kind === 'there' ? list.value : [])),
    unread: lists.flatMap((list) => (list.kind === 'unread' ? [{ gap: list.gap }] : [])),
  };
}

async function inlineOf(kind: PrincipalKind, name: string, aws: Aws): Promise<Looked<readonly RolePolicy[]>> {
  const input = { [`${kind}Name`]: name };
  const names = await allOf(
    aws,
    { service: 'iam', operation: `List${kind}Policies`, input },
    { member: 'PolicyNames', token: 'Marker' },
  );
  if (names.kind !== 'there') return names;
  const texts = names.value.filter((one): one is string => typeof one === 'string');
  const read = async (policy: string): Promise<RolePolicy> => {
    const answer = await aws.ask({
      service: 'iam',
      operation: `Get${kind}Policy`,
      input: { ...input, PolicyName: policy },
    });
    return { kind: 'inline', name: policy, document: policyDocumentOf(answer, 'PolicyDocument') };
  };
  return { kind: 'there', value: await Promise.all(texts.map(read)) };
}

async function managedOf(kind: PrincipalKind, name: string, aws: Aws): Promise<Looked<readonly RolePolicy[]>> {
  const attached = await allOf(
    aws,
    { service: 'iam', operation: `ListAttached${kind}Policies`, input: { [`${kind}Name`]: name } },
    { member: 'AttachedPolicies', token: 'Marker' },
  );
  if (attached.kind !== 'there') return attached;
  const arns = attached.value.flatMap((one) => textAt(one, 'PolicyArn') ?? []);
  return { kind: 'there', value: await Promise.all(arns.map((arn) => managedPolicy(arn, aws))) };
}

/** A managed policy in the version that holds. */
export async function managedPolicy(arn: string, aws: Aws): Promise<RolePolicy> {
  const of = (document: Looked<Json>): RolePolicy => ({ kind: 'managed', name: arn, document });
  const policy = await aws.ask({ service: 'iam', operation: 'GetPolicy', input: { PolicyArn: arn } });
  if (!policy.ok) return of(policyDocumentOf(policy));
  const version = textAt(policy.value, 'Policy', 'DefaultVersionId') ?? 'v1';
  const answer = await aws.ask({
    service: 'iam',
    operation: 'GetPolicyVersion',
    input: { PolicyArn: arn, VersionId: version },
  });
  return of(policyDocumentOf(answer, 'PolicyVersion', 'Document'));
}

/** The value of a tag of IAM. */
export function tagIn(document: Json | undefined, key: string): string | undefined {
  const tag = listAt(document, 'Tags').find((one) => textAt(one, 'Key') === key);
  return textAt(tag, 'Value');
}
