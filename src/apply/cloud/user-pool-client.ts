import { memberAt } from '../../domain/cloud/documents.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import type { State } from './document.ts';
import { isObject, membersBut, partsOf, type ResourceKind, valueOf } from './kind.ts';

/**
 * What `DescribeUserPoolClient` says and `UpdateUserPoolClient` does not take. Every other member is carried over: what
 * an update leaves out goes back to its default.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 * (verified 2026-11-26)
 */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'UserPoolId',
  'ClientId',
  'ClientSecret',
  'ClientType',
  'CreationDate',
  'LastModifiedDate',
]);

/** An app client that somebody uses, with everything that an update would reset; its secret is not read. */
export const userPoolClient: ResourceKind = {
  writes: ['cognito-idp:UpdateUserPoolClient'],

  async read(resource, aws) {
    const [UserPoolId, ClientId] = partsOf(resource);
    const answer = await aws.ask({
      service: 'cognito-idp',
      operation: 'DescribeUserPoolClient',
      input: { UserPoolId, ClientId },
      region: resource.region,
    });
    const client = memberAt(valueOf(answer), 'UserPoolClient');
    return client === undefined ? undefined : clientDocument(client);
  },

  async calls(resource, _before, after) {
    const [UserPoolId, ClientId] = partsOf(resource);
    if (!isObject(after)) throw new Failure(`App client \`${ClientId}\` is not deleted by a fix.`);
    const document = { ...after, UserPoolId, ClientId };
    const { region } = resource;
    return [{ service: 'cognito-idp', operation: 'UpdateUserPoolClient', input: document, document, region }];
  },
};

/** An app client in the shape that writing takes. No list of flows and an empty one are the same. */
export function clientDocument(client: Json): { readonly [member: string]: Json } {
  const members: State = membersBut(NOT_WRITTEN, client);
  const flows = members['ExplicitAuthFlows'];
  return Array.isArray(flows) && flows.length === 0 ? membersBut(new Set(['ExplicitAuthFlows']), members) : members;
}
