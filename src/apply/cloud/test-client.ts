import { listAt, memberAt, textAt } from '../../domain/cloud/documents.ts';
import type { WritableAws } from '../../model/aws.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import { isSame } from './document.ts';
import { isObject, partsOf, type ResourceKind, valueOf } from './kind.ts';
import { clientDocument } from './user-pool-client.ts';

/**
 * An app client of the doctor's own, known by its name: who made it may delete it. What it says beyond what every new
 * client says is its document.
 */
export const testClient: ResourceKind = {
  writes: ['cognito-idp:ListUserPoolClients', 'cognito-idp:CreateUserPoolClient', 'cognito-idp:DeleteUserPoolClient'],

  async read(resource, aws) {
    const id = await idOf(resource, aws);
    if (id === undefined) return undefined;
    const [UserPoolId] = partsOf(resource);
    const client = memberAt(
      await ask('DescribeUserPoolClient', { UserPoolId, ClientId: id }, resource, aws),
      'UserPoolClient',
    );
    if (client === undefined) return undefined;
    const said = Object.entries(clientDocument(client)).filter(([name, value]) => !isDefault(name, value));
    // A client with a secret is none of ours: ours are made without.
    return Object.fromEntries([
      ...said,
      ...(textAt(client, 'ClientSecret') ? [['GenerateSecret', true] as const] : []),
    ]);
  },

  async calls(resource, before, after, aws) {
    const [UserPoolId, ClientName] = partsOf(resource);
    const { region } = resource;
    if (before === undefined && isObject(after)) {
      const input = { ...after, UserPoolId, ClientName };
      return [{ service: 'cognito-idp', operation: 'CreateUserPoolClient', input, region }];
    }
    const ClientId = await idOf(resource, aws);
    if (after !== undefined || ClientId === undefined)
      throw new Failure(`App client \`${ClientName}\` is made and deleted, and not changed.`);
    return [{ service: 'cognito-idp', operation: 'DeleteUserPoolClient', input: { UserPoolId, ClientId }, region }];
  },

  idOf,
};

/** The id of the client with that name; a `Failure` where several have it. */
async function idOf(resource: CloudResource, aws: WritableAws): Promise<string | undefined> {
  const [UserPoolId, name] = partsOf(resource);
  const found: string[] = [];
  for (let NextToken: string | undefined; ;) {
    const input = { UserPoolId, MaxResults: 60, ...(NextToken === undefined ? {} : { NextToken }) };
    const page = await ask('ListUserPoolClients', input, resource, aws);
    for (const one of listAt(page, 'UserPoolClients'))
      if (textAt(one, 'ClientName') === name) found.push(textAt(one, 'ClientId') ?? '');
    NextToken = textAt(page, 'NextToken');
    if (NextToken === undefined) break;
  }
  if (found.length > 1)
    throw new Failure(
      `User pool \`${UserPoolId}\` has ${found.length} app clients \`${name}\`.`,
      'Delete those that nobody uses.',
    );
  return found[0];
}

async function ask(
  operation: string,
  input: { readonly [member: string]: Json },
  { region }: CloudResource,
  aws: WritableAws,
): Promise<Json | undefined> {
  return valueOf(await aws.ask({ service: 'cognito-idp', operation, input, region }));
}

/**
 * What a client is that nobody said anything of, as Cognito and its emulators give it.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 * (verified 2026-11-26)
 */
const DEFAULTS: { readonly [member: string]: readonly Json[] } = {
  RefreshTokenValidity: [30],
  AccessTokenValidity: [0, 1, 60],
  IdTokenValidity: [0, 1, 60],
  EnableTokenRevocation: [true],
  AuthSessionValidity: [3],
  PreventUserExistenceErrors: ['LEGACY', 'ENABLED'],
  SupportedIdentityProviders: [['COGNITO']],
};

function isDefault(name: string, value: Json): boolean {
  if (name === 'ClientName' || value === '' || value === false) return true;
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return true;
  return (DEFAULTS[name] ?? []).some((one) => isSame(one, value));
}
