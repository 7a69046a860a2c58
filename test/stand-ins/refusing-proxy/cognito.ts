import { ACCOUNT, REGION } from '../../emulators/aws.ts';
import type { AwsRequest } from '../wire/request.ts';
import { askJson, signedAs } from '../wire/upstream.ts';

/** A document of Cognito's. */
export interface Document {
  readonly [name: string]: unknown;
}

const TARGET = 'AWSCognitoIdentityProviderService';

/** The input of a request to Cognito for one of these operations. */
export function inputOf(request: AwsRequest, ...operations: readonly string[]): Document | undefined {
  if (request.service !== 'cognito-idp' || !operations.includes(request.operation)) return undefined;
  try {
    // An object, as every input of this service is.
    return JSON.parse(request.body.toString('utf8')) as Document;
  } catch {
    return undefined;
  }
}

export async function poolOf(request: AwsRequest, upstream: string, pool: unknown): Promise<Document | undefined> {
  const answer = await askJson(request, upstream, `${TARGET}.DescribeUserPool`, { UserPoolId: pool });
  return documentIn(answer, 'UserPool');
}

/** An app client; where the call does not say of which pool, of whichever has it. */
export async function clientOf(request: AwsRequest, upstream: string, input: Document): Promise<Document | undefined> {
  // Sign-ins are not signed.
  const as =
    request.accessKey === undefined
      ? { headers: signedAs({ account: ACCOUNT, region: REGION }, 'cognito-idp') }
      : request;
  const pools = input['UserPoolId'] === undefined ? await poolIds(as, upstream) : [input['UserPoolId']];
  for (const pool of pools) {
    const wanted = { UserPoolId: pool, ClientId: input['ClientId'] };
    const answer = await askJson(as, upstream, `${TARGET}.DescribeUserPoolClient`, wanted);
    const client = documentIn(answer, 'UserPoolClient');
    if (client !== undefined) return client;
  }
  return undefined;
}

async function poolIds(as: Pick<AwsRequest, 'headers'>, upstream: string): Promise<readonly unknown[]> {
  const answer = await askJson(as, upstream, `${TARGET}.ListUserPools`, { MaxResults: 60 });
  const pools = answer?.['UserPools'];
  return Array.isArray(pools) ? pools.map(({ Id }) => Id) : [];
}

function documentIn(answer: Document | undefined, name: string): Document | undefined {
  const value = answer?.[name];
  // Whatever is an object here is a document.
  return typeof value === 'object' && value !== null ? (value as Document) : undefined;
}

/** The texts of a list. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
