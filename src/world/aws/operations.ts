import type { AwsService } from '../../model/aws.ts';

// What this program asks of AWS, and what it changes there. An operation that is not here cannot be called; the policies
// of the README are made from these tables. Where the IAM action has another name than the operation, it stands beside it.

type Operations = { readonly [service in AwsService]?: readonly (string | readonly [string, string])[] };

/** Operations that only look. */
export const READS: Operations = {
  sts: ['GetCallerIdentity'],
  iam: [
    'GetRole',
    'ListRolePolicies',
    'GetRolePolicy',
    'ListAttachedRolePolicies',
    'GetPolicy',
    'GetPolicyVersion',
    'GetUser',
    'ListUserPolicies',
    'GetUserPolicy',
    'ListAttachedUserPolicies',
    'ListGroupsForUser',
    'ListGroupPolicies',
    'GetGroupPolicy',
    'ListAttachedGroupPolicies',
    'SimulatePrincipalPolicy',
  ],
  'bedrock-agentcore-control': [
    'GetAgentRuntime',
    'ListAgentRuntimes',
    'ListAgentRuntimeVersions',
    'GetAgentRuntimeEndpoint',
    'ListAgentRuntimeEndpoints',
    'ListTagsForResource',
  ],
  'cognito-idp': [
    'DescribeUserPool',
    'DescribeUserPoolClient',
    'DescribeUserPoolDomain',
    'DescribeResourceServer',
    'ListResourceServers',
    'ListUserPoolClients',
    'ListUsers',
    'AdminGetUser',
    'GetUserPoolMfaConfig',
  ],
  ecr: ['DescribeRepositories', 'DescribeImages', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetRepositoryPolicy'],
  lambda: ['GetFunctionConfiguration', 'GetPolicy'],
  logs: [
    'DescribeLogGroups',
    'DescribeLogStreams',
    'FilterLogEvents',
    'GetLogEvents',
    'DescribeResourcePolicies',
    'StartLiveTail',
  ],
  xray: ['GetTraceSegmentDestination', 'GetIndexingRules'],
  s3: [
    ['HeadBucket', 's3:ListBucket'],
    ['HeadObject', 's3:GetObject'],
    ['GetBucketLocation', 's3:GetBucketLocation'],
    ['ListObjectVersions', 's3:ListBucketVersions'],
  ],
  cloudformation: ['DescribeStacks', 'DescribeStackEvents', 'DescribeChangeSet', 'GetTemplate', 'ListStackResources'],
};

/** Operations that change something. */
export const WRITES: Operations = {
  iam: ['PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'CreateRole', 'DeleteRole'],
  'bedrock-agentcore-control': ['CreateAgentRuntime', 'UpdateAgentRuntime', 'DeleteAgentRuntime', 'TagResource'],
  'cognito-idp': [
    'AdminCreateUser',
    'UpdateUserPool',
    'UpdateUserPoolClient',
    'CreateUserPoolClient',
    'DeleteUserPoolClient',
    'AdminSetUserPassword',
  ],
  lambda: [
    ['AddPermission', 'lambda:AddPermission'],
    ['RemovePermission', 'lambda:RemovePermission'],
    ['Invoke', 'lambda:InvokeFunction'],
    'CreateFunction',
    'DeleteFunction',
  ],
  cloudformation: ['CreateChangeSet', 'ExecuteChangeSet', 'DeleteChangeSet', 'DeleteStack'],
  s3: ['PutObject', ['DeleteObjects', 's3:DeleteObjectVersion']],
  logs: ['DeleteLogGroup'],
};

/** Operations that anybody may call, without credentials: what they need is in the request. */
export const UNSIGNED: Operations = { 'cognito-idp': ['InitiateAuth'] };

const PREFIXES: { readonly [service in AwsService]?: string } = { 'bedrock-agentcore-control': 'bedrock-agentcore' };

/** The IAM action that an operation needs: `iam:GetRole`. */
export function actionOf(service: AwsService, operation: string): string {
  const entry = [...(READS[service] ?? []), ...(WRITES[service] ?? [])].find(
    (one) => typeof one !== 'string' && one[0] === operation,
  );
  return typeof entry === 'object' ? entry[1] : `${PREFIXES[service] ?? service}:${operation}`;
}

/** Whether an operation stands in a table. */
export function isListed(table: Operations, service: AwsService, operation: string): boolean {
  return (table[service] ?? []).some((one) => (typeof one === 'string' ? one : one[0]) === operation);
}
