import { listAt, memberAt, textAt } from '../../domain/cloud/documents.ts';
import { policyDocumentOf } from '../../domain/cloud/policy-document.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import { isObject, partsOf, type ResourceKind } from './kind.ts';

/** A statement of the policy that says who may call a function, as `AddPermission` takes it. */
export const lambdaPermission: ResourceKind = {
  writes: ['lambda:AddPermission', 'lambda:RemovePermission'],

  async read(resource, aws) {
    const { input, statement } = namesOf(resource);
    const call = { service: 'lambda', operation: 'GetPolicy', input, region: resource.region } as const;
    const policy = policyDocumentOf(await aws.ask(call), 'Policy');
    if (policy.kind === 'unread') throw new Failure(policy.gap.because, policy.gap.hint);
    if (policy.kind === 'missing') return undefined;
    const own = listAt(policy.value, 'Statement').find((one) => textAt(one, 'Sid') === statement);
    return own === undefined ? undefined : permissionOf(own);
  },

  async calls(resource, before, after) {
    const { input, statement } = namesOf(resource);
    const named = { ...input, StatementId: statement };
    const { region } = resource;
    if (after === undefined) return [{ service: 'lambda', operation: 'RemovePermission', input: named, region }];
    if (before !== undefined || !isObject(after))
      throw new Failure(`Statement \`${statement}\` is added and removed, and not changed.`);
    return [{ service: 'lambda', operation: 'AddPermission', input: { ...after, ...named }, region }];
  },
};

/** The function and its statement; a version or an alias has a policy of its own. */
function namesOf(resource: CloudResource): {
  readonly input: { readonly [member: string]: string };
  readonly statement: string;
} {
  const [arn, statement] = partsOf(resource);
  const [, , , , , , name, qualifier] = arn.split(':');
  if (name === undefined) throw new Failure(`\`${arn}\` is not the ARN of a function.`);
  const FunctionName = qualifier === undefined ? arn : arn.slice(0, -qualifier.length - 1);
  return { input: { FunctionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) }, statement };
}

/** A statement in the terms of `AddPermission`; whatever else it says is kept, so that it is not taken for the same. */
function permissionOf(statement: Json): Json {
  const conditions = Object.entries(memberAt(statement, 'Condition') ?? {}).flatMap(([operator, tests]) =>
    Object.entries(tests ?? {}).map(
      ([key, value]) => [KEYS[`${operator} ${key.toLowerCase()}`] ?? key, value] as const,
    ),
  );
  const effect = textAt(statement, 'Effect') ?? 'Allow';
  return {
    Action: memberAt(statement, 'Action') ?? '',
    Principal: textAt(statement, 'Principal', 'Service') ?? memberAt(statement, 'Principal') ?? '',
    ...(effect === 'Allow' ? {} : { Effect: effect }),
    ...Object.fromEntries(conditions),
  };
}

/** How Lambda writes down what `AddPermission` was told. */
const KEYS: { readonly [condition: string]: string } = {
  'ArnLike aws:sourcearn': 'SourceArn',
  'StringEquals aws:sourceaccount': 'SourceAccount',
};
