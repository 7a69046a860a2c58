/** Which operation a method and a path are, for services that say neither in a header nor in the body. */
export type Route = readonly [method: string, path: RegExp, operation: string];

const ONE = String.raw`[^/]+`;

function at(method: string, template: string, operation: string): Route {
  const path = template.replaceAll(/\{\w+\}/g, ONE);
  return [method, new RegExp(`^${path}/?$`), operation];
}

// Methods and paths as the service models of the SDKs have them (client-bedrock-agentcore-control 3.1142.0,
// client-lambda 3.1164.0, botocore 1.43.106, 2026-11-25).

/** By the name of the service's SDK client; services with the same signing name stand in different rows. */
export const ROUTES: { readonly [service: string]: readonly Route[] } = {
  'bedrock-agentcore-control': [
    at('PUT', '/runtimes', 'CreateAgentRuntime'),
    at('POST', '/runtimes', 'ListAgentRuntimes'),
    at('GET', '/runtimes/{id}', 'GetAgentRuntime'),
    at('PUT', '/runtimes/{id}', 'UpdateAgentRuntime'),
    at('DELETE', '/runtimes/{id}', 'DeleteAgentRuntime'),
    at('POST', '/runtimes/{id}/versions', 'ListAgentRuntimeVersions'),
    at('PUT', '/runtimes/{id}/runtime-endpoints', 'CreateAgentRuntimeEndpoint'),
    at('POST', '/runtimes/{id}/runtime-endpoints', 'ListAgentRuntimeEndpoints'),
    at('GET', '/runtimes/{id}/runtime-endpoints/{name}', 'GetAgentRuntimeEndpoint'),
    at('PUT', '/runtimes/{id}/runtime-endpoints/{name}', 'UpdateAgentRuntimeEndpoint'),
    at('DELETE', '/runtimes/{id}/runtime-endpoints/{name}', 'DeleteAgentRuntimeEndpoint'),
    at('GET', '/tags/{arn}', 'ListTagsForResource'),
    at('POST', '/tags/{arn}', 'TagResource'),
    at('DELETE', '/tags/{arn}', 'UntagResource'),
  ],
  'bedrock-agentcore': [
    at('POST', '/runtimes/{arn}/invocations', 'InvokeAgentRuntime'),
    at('POST', '/runtimes/{arn}/stopruntimesession', 'StopRuntimeSession'),
    at(
      'GET',
      '/runtimes/{arn}/invocations/.well-known/oauth-protected-resource',
      'GetRuntimeProtectedResourceMetadata',
    ),
  ],
  bedrock: [
    at('GET', '/guardrails', 'ListGuardrails'),
    at('POST', '/guardrails', 'CreateGuardrail'),
    at('GET', '/guardrails/{id}', 'GetGuardrail'),
    at('DELETE', '/guardrails/{id}', 'DeleteGuardrail'),
  ],
  'bedrock-runtime': [
    at('POST', '/guardrail/{id}/version/{version}/apply', 'ApplyGuardrail'),
    at('POST', '/model/{id}/converse', 'Converse'),
    at('POST', '/model/{id}/invoke', 'InvokeModel'),
  ],
  lambda: [
    at('GET', '/2015-03-31/functions', 'ListFunctions'),
    at('POST', '/2015-03-31/functions', 'CreateFunction'),
    at('GET', '/2015-03-31/functions/{name}', 'GetFunction'),
    at('DELETE', '/2015-03-31/functions/{name}', 'DeleteFunction'),
    at('GET', '/2015-03-31/functions/{name}/configuration', 'GetFunctionConfiguration'),
    at('PUT', '/2015-03-31/functions/{name}/configuration', 'UpdateFunctionConfiguration'),
    at('PUT', '/2015-03-31/functions/{name}/code', 'UpdateFunctionCode'),
    at('GET', '/2015-03-31/functions/{name}/policy', 'GetPolicy'),
    at('POST', '/2015-03-31/functions/{name}/policy', 'AddPermission'),
    at('DELETE', '/2015-03-31/functions/{name}/policy/{statement}', 'RemovePermission'),
    at('POST', '/2015-03-31/functions/{name}/invocations', 'Invoke'),
    at('GET', '/2017-03-31/tags/{arn}', 'ListTags'),
    at('POST', '/2017-03-31/tags/{arn}', 'TagResource'),
  ],
};

/** Sub-resources of a bucket, as S3 has them in the query: `?policy`. */
const OF_BUCKETS: { readonly [query: string]: string } = {
  versioning: 'BucketVersioning',
  lifecycle: 'BucketLifecycleConfiguration',
  publicAccessBlock: 'PublicAccessBlock',
  tagging: 'BucketTagging',
  policy: 'BucketPolicy',
  encryption: 'BucketEncryption',
  ownershipControls: 'BucketOwnershipControls',
  location: 'BucketLocation',
};
const VERBS: { readonly [method: string]: string } = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };

/** The operation of S3 (path style) that a request is. */
export function s3Operation(method: string, path: string, query: URLSearchParams): string {
  const [, bucket = '', ...key] = path.split('/');
  if (bucket === '') return 'ListBuckets';
  if (key.join('/') !== '') return method === 'POST' ? 'PostObject' : { ...VERBS, HEAD: 'Head' }[method] + 'Object';
  const part = Object.keys(OF_BUCKETS).find((name) => query.has(name));
  if (part !== undefined) return `${VERBS[method] ?? method}${OF_BUCKETS[part]}`;
  if (query.has('delete')) return 'DeleteObjects';
  if (query.has('versions')) return 'ListObjectVersions';
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  return { HEAD: 'HeadBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method] ?? `${method} bucket`;
}
