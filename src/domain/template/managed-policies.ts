/**
 * What AWS managed policies grant, as far as a runtime's role is concerned: the patterns of their Allow statements on
 * ECR and on CloudWatch Logs. A policy that is not here may grant anything.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html (verified 2026-11-23)
 */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  // Everything but iam, organizations and account: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
  PowerUserAccess: ['ecr:*', 'logs:*'],
  CloudWatchFullAccess: ['logs:*'],
  CloudWatchFullAccessV2: ['logs:*'],
  CloudWatchLogsFullAccess: ['logs:*'],
  CloudWatchLogsReadOnlyAccess: ['logs:Describe*', 'logs:Get*', 'logs:List*', 'logs:FilterLogEvents'],
  CloudWatchAgentServerPolicy: ['logs:PutLogEvents', 'logs:Describe*', 'logs:CreateLogStream', 'logs:CreateLogGroup'],
  AWSLambdaBasicExecutionRole: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  AmazonAPIGatewayPushToCloudWatchLogs: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'logs:Get*',
  ],
  AmazonEC2ContainerRegistryReadOnly: ['ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
  AmazonEC2ContainerRegistryPullOnly: ['ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
  AmazonEC2ContainerRegistryPowerUser: ['ecr:GetAuthorizationToken', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
  AmazonEC2ContainerRegistryFullAccess: ['ecr:*'],
  AmazonECSTaskExecutionRolePolicy: [
    'ecr:GetAuthorizationToken',
    'ecr:GetDownloadUrlForLayer',
    'ecr:BatchGetImage',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  AmazonBedrockFullAccess: [],
  AmazonBedrockReadOnly: [],
  AmazonS3FullAccess: [],
  AmazonS3ReadOnlyAccess: [],
  AmazonSQSFullAccess: [],
  AWSXRayDaemonWriteAccess: [],
  AWSXrayWriteOnlyAccess: [],
};

/**
 * The action patterns of an AWS managed policy, by its ARN. `unknown`: it is one, and this table does not know it.
 * `undefined`: the ARN names no AWS managed policy.
 */
export function managedGrants(arn: string): readonly string[] | 'unknown' | undefined {
  const name = /:iam::aws:policy\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : (GRANTS[name] ?? 'unknown');
}
