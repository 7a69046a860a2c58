import type { Incoming } from './listen.ts';
import { ROUTES, s3Operation } from './rest-operations.ts';
import { type Signature, signatureOf } from './signature.ts';

/** How a service of AWS is spoken to, and how it words its errors. */
export type Protocol = 'json' | 'query' | 'rest-json' | 's3';

/** A request to AWS as it came, and what it asks for. */
export interface AwsRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
  /** The SDK client's name for the service: `cognito-idp`, `bedrock-agentcore-control`; empty: of no service that is known. */
  readonly service: string;
  /** `GetRole`; where it is not known, method and path. */
  readonly operation: string;
  /** The IAM action that the operation needs: `iam:GetRole`, `s3:ListBucket`. */
  readonly action: string;
  readonly protocol: Protocol;
  readonly region: string | undefined;
  readonly accessKey: string | undefined;
  readonly signature: Signature;
}

/** Reads a request to its end and sees what it asks for. */
export async function readRequest(incoming: Incoming, secretKey: string): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const named = Object.entries({ host: incoming.headers[':authority'], ...incoming.headers });
  const headers = Object.fromEntries(
    // What HTTP/2 has for the first line of a request is no header.
    named.flatMap(([name, value]) =>
      name.startsWith(':') || value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
  const sent = { method: incoming.method ?? 'GET', target: incoming.url ?? '/', headers, body: Buffer.concat(chunks) };
  const { scope, ...signature } = signatureOf(sent, secretKey);
  const asked = askedFor(sent, scope?.service);
  return {
    ...sent,
    ...asked,
    action: actionOf(asked.service, asked.operation),
    region: scope?.region,
    accessKey: scope?.accessKey,
    signature: signature.signature,
  };
}

type Sent = Pick<AwsRequest, 'method' | 'target' | 'headers' | 'body'>;
type Asked = Pick<AwsRequest, 'service' | 'operation' | 'protocol'>;

/** What stands before the dot of `X-Amz-Target`. */
const TARGETS: { readonly [prefix: string]: string } = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  Logs_20140328: 'logs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  CodeBuild_20161006: 'codebuild',
};

function askedFor({ method, target, headers, body }: Sent, signedFor = ''): Asked {
  const [prefix = '', named] = (headers['x-amz-target'] ?? '').split('.');
  if (named !== undefined) return { service: TARGETS[prefix] ?? signedFor, operation: named, protocol: 'json' };
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') && signedFor !== '') {
    const action = new URLSearchParams(body.toString('utf8')).get('Action');
    if (action !== null) return { service: signedFor, operation: action, protocol: 'query' };
  }
  const [path = '', query = ''] = target.split('?');
  if (signedFor === 's3')
    return { service: 's3', operation: s3Operation(method, path, new URLSearchParams(query)), protocol: 's3' };
  for (const [service, routes] of Object.entries(ROUTES)) {
    const route = routes.find(([verb, pattern]) => verb === method && pattern.test(path));
    // Whoever brings a bearer token signs nothing.
    if (route !== undefined && (signedFor === '' || service.startsWith(signedFor)))
      return { service, operation: route[2], protocol: 'rest-json' };
  }
  // X-Ray's paths are the names of its operations, but for old ones.
  const operation = signedFor === 'xray' ? path.slice(1) : `${method} ${path}`;
  return { service: signedFor, operation, protocol: 'rest-json' };
}

const PREFIXES: { readonly [service: string]: string } = {
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-runtime': 'bedrock',
};
/** Where the action has another name than the operation. Service authorization reference, 2026-11-25. */
const ACTIONS: { readonly [operation: string]: string } = {
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'bedrock:Converse': 'bedrock:InvokeModel',
};

function actionOf(service: string, operation: string): string {
  const plain = `${PREFIXES[service] ?? service}:${operation}`;
  return ACTIONS[plain] ?? plain;
}
