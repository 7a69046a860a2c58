/**
 * Actions that know no resource: a request for one is about `*`, and a statement on anything narrower never speaks of
 * it. Those that the doctor asks about, deploys with, or meets in the code of servers; of an action that is not here the
 * resource decides that is asked for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * (verified 2026-11-25)
 */
const WITHOUT_RESOURCE: { readonly [service: string]: readonly string[] } = {
  bedrock: [
    'GetFoundationModelAvailability',
    'GetModelInvocationLoggingConfiguration',
    'ListCustomModels',
    'ListFoundationModels',
    'ListImportedModels',
    'ListInferenceProfiles',
    'ListKnowledgeBases',
    'ListPromptRouters',
    'Rerank',
    'RetrieveAndGenerate',
  ],
  'bedrock-agentcore': [
    'CreateAgentRuntime',
    'CreateBrowser',
    'CreateCodeInterpreter',
    'CreateGateway',
    'CreateMemory',
    'ListAgentRuntimeEndpoints',
    'ListAgentRuntimeVersions',
    'ListAgentRuntimes',
    'ListBrowsers',
    'ListCodeInterpreters',
    'ListGateways',
    'ListMemories',
  ],
  cloudformation: ['DescribeAccountLimits', 'ListExports', 'ListStacks', 'ValidateTemplate'],
  codebuild: ['ListBuilds', 'ListProjects'],
  'cognito-idp': [
    'CreateUserPool',
    'DescribeUserPoolDomain',
    'InitiateAuth',
    'ListUserPools',
    'RespondToAuthChallenge',
  ],
  dynamodb: ['DescribeEndpoints', 'DescribeLimits', 'ListBackups', 'ListGlobalTables', 'ListStreams', 'ListTables'],
  ecr: ['DescribeRegistry', 'GetAuthorizationToken', 'GetRegistryPolicy', 'PutRegistryPolicy'],
  iam: [
    'GetAccountAuthorizationDetails',
    'GetAccountSummary',
    'ListAccountAliases',
    'ListPolicies',
    'ListRoles',
    'ListUsers',
    'SimulateCustomPolicy',
  ],
  kms: ['CreateKey', 'GenerateRandom', 'ListAliases', 'ListKeys'],
  lambda: ['CreateEventSourceMapping', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions', 'ListLayers'],
  logs: ['DeleteResourcePolicy', 'DescribeDeliveries', 'DescribeQueries', 'ListLogGroups', 'StopLiveTail', 'StopQuery'],
  s3: ['ListAllMyBuckets'],
  secretsmanager: ['BatchGetSecretValue', 'GetRandomPassword', 'ListSecrets'],
  sqs: ['ListQueues'],
  ssm: ['DescribeParameters', 'ListCommands', 'ListDocuments'],
  sts: ['DecodeAuthorizationMessage', 'GetAccessKeyInfo', 'GetCallerIdentity', 'GetSessionToken'],
  xray: [
    'BatchGetTraces',
    'GetGroups',
    'GetIndexingRules',
    'GetSamplingRules',
    'GetSamplingStatisticSummaries',
    'GetSamplingTargets',
    'GetServiceGraph',
    'GetTraceGraph',
    'GetTraceSegmentDestination',
    'GetTraceSummaries',
    'ListResourcePolicies',
    'PutResourcePolicy',
    'PutSpans',
    'PutTelemetryRecords',
    'PutTraceSegments',
    'UpdateIndexingRule',
    'UpdateTraceSegmentDestination',
  ],
};

/** Actions that may name a resource; a request that names none is about `*` and is told from all others. */
const RESOURCE_OPTIONAL = ['bedrock:ListGuardrails', 'cloudwatch:PutMetricData'];

/**
 * Actions for which AWS's tables have no resource and its guides write `log-group:*` (verified 2026-11-25): what a
 * statement on log groups does for them cannot be told.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
const DISPUTED = ['logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy'];

const TABLE: ReadonlyMap<string, ResourceUse> = new Map([
  ...Object.entries(WITHOUT_RESOURCE).flatMap(([service, names]) =>
    names.map((name) => entry(`${service}:${name}`, 'none')),
  ),
  ...RESOURCE_OPTIONAL.map((action) => entry(action, 'optional')),
  ...DISPUTED.map((action) => entry(action, 'disputed')),
]);

/** Whether an action is about a resource: `none`, never; `optional`, not always; `disputed`, AWS says both. */
export type ResourceUse = 'none' | 'optional' | 'disputed' | 'some';

/** How an action uses resources, as far as the table knows it. */
export function resourceUseOf(action: string): ResourceUse {
  return TABLE.get(action.toLowerCase()) ?? 'some';
}

/** The actions of the table that know no resource, or not always. */
export function actionsWithoutResource(): readonly string[] {
  return [
    ...Object.entries(WITHOUT_RESOURCE).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
    ...RESOURCE_OPTIONAL,
    ...DISPUTED,
  ];
}

function entry(action: string, use: ResourceUse): readonly [string, ResourceUse] {
  return [action.toLowerCase(), use];
}
