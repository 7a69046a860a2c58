import { OBSERVABILITY, PERMISSIONS } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// What the runtime's role and the person who deploys or calls are allowed to do.

const ecr: Cause = {
  id: 'role-without-ecr',
  title: 'The role of the runtime may not pull the image',
  because:
    'AgentCore pulls it as the execution role: GetAuthorizationToken on all resources, BatchGetImage and GetDownloadUrlForLayer on the repository.',
  remedy:
    'Allow these three actions; the last two on the ARN of the repository. A policy of the repository must not deny them.',
  evidence: 'The message names the execution role and the ECR actions.',
  check: 'role-without-ecr',
  references: [PERMISSIONS, 'https://github.com/awslabs/agentcore-samples/issues/154'],
};

const trust: Cause = {
  id: 'role-trust-invalid',
  title: 'AgentCore may not assume the role',
  because:
    'The trust policy does not name `bedrock-agentcore.amazonaws.com`, its conditions name another account or region, or the role is seconds old.',
  remedy:
    'Let the service assume the role, with `aws:SourceAccount` and `aws:SourceArn` of this account and region; try a new role again after a minute.',
  evidence: 'The message names the role and not one of its permissions.',
  check: 'role-trust-invalid',
  references: [PERMISSIONS],
};

const passRole: Cause = {
  id: 'role-not-passable',
  title: 'The one who deploys may not pass this role',
  because:
    'The documented policies allow `iam:PassRole` on names that begin with `AmazonBedrockAgentCore`, and this role is called otherwise.',
  remedy:
    'Give the role such a name, or allow `iam:PassRole` on it with `iam:PassedToService` `bedrock-agentcore.amazonaws.com`.',
  evidence: 'The message says `iam:PassRole` and names the role.',
  check: 'role-name-not-passable',
  references: [PERMISSIONS, 'https://github.com/awslabs/agentcore-samples/issues/874'],
};

const linkedRole: Cause = {
  id: 'linked-role-not-creatable',
  title: 'The one who deploys may not create the service-linked role',
  because: 'The first runtime of an account, and the first in a VPC, makes AgentCore create a role of its own.',
  remedy: 'Allow `iam:CreateServiceLinkedRole` once, or let an administrator create the role before.',
  evidence: 'The message says `iam:CreateServiceLinkedRole`.',
  check: 'caller-cannot-deploy',
  references: [PERMISSIONS, 'https://docs.aws.amazon.com/IAM/latest/UserGuide/create-service-linked-role.html'],
};

const cannotDeploy: Cause = {
  id: 'caller-cannot-deploy',
  title: 'The one who deploys lacks a permission',
  because: 'The action that the message names is not allowed to the identity that it names.',
  remedy: 'Allow that action, or use the profile that has it.',
  evidence: 'The message names the user or session and the action.',
  check: 'caller-cannot-deploy',
  references: [PERMISSIONS],
};

export const cannotInvoke: Cause = {
  id: 'caller-cannot-invoke',
  title: 'The caller may not invoke the runtime',
  because:
    'A signed call needs `bedrock-agentcore:InvokeAgentRuntime` on the runtime and on its endpoint, and a resource policy must not refuse it.',
  remedy: 'Allow the action on `…:runtime/<id>` and `…:runtime/<id>/runtime-endpoint/*`.',
  evidence: 'The call is signed (SigV4), and the message names the action.',
  check: 'auth-refused',
  references: [PERMISSIONS],
};

const cannotInvokeForUser: Cause = {
  id: 'caller-cannot-invoke-for-user',
  title: 'The caller may not call on behalf of a user',
  because:
    'The header `X-Amzn-Bedrock-AgentCore-Runtime-User-Id` needs `bedrock-agentcore:InvokeAgentRuntimeForUser` in addition.',
  remedy: 'Allow that action, or leave the header out.',
  evidence: 'The same call without the header gets through.',
  check: 'auth-refused',
  references: [PERMISSIONS],
};

const outboundSecret: Cause = {
  id: 'role-without-secret',
  title: 'The role of the runtime may not read a secret that the server needs',
  because:
    'The credential provider keeps its secret in Secrets Manager; the refusal becomes an error of the first request, and that a start-up timeout.',
  remedy:
    'Allow `secretsmanager:GetSecretValue` on `bedrock-agentcore-identity!default/*`, and GetResourceOauth2Token.',
  evidence: "The container's log names the operation and the action; the caller sees only the timeout.",
  check: 'role-without-tool-access',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html',
  ],
};

const spans: Cause = {
  id: 'role-without-spans',
  title: 'The role may not set up the destination of traces, or the agent for them is too old',
  because:
    "Traces in the runtime's own log group need `logs:PutResourcePolicy` and ADOT 0.18 or newer; the toolkit installs 0.12.2.",
  remedy:
    'Allow `logs:PutResourcePolicy` on the log group of the runtime, and install a newer `aws-opentelemetry-distro`.',
  evidence: 'The log group has no stream `spans`.',
  check: 'role-without-xray',
  references: [OBSERVABILITY, PERMISSIONS],
};

const noToolAccess: Cause = {
  id: 'role-without-tool-access',
  title: 'The role of the runtime may not do what a tool does',
  because: 'Tools call AWS as the execution role, and the role has only what it was given.',
  remedy: 'Allow the action that the message names, on the resource that it names.',
  evidence:
    "The identity in the message is an assumed role of the runtime, and the line stands in the container's log.",
  check: 'role-without-tool-access',
  references: [PERMISSIONS],
};

export const roles: readonly Symptom[] = [
  {
    id: 'image-not-pullable',
    title: 'The role cannot pull the image',
    grade: 'fault',
    seen: [
      { says: 'Access denied while validating ECR URI' },
      { says: 'The execution role requires permissions for ecr:' },
    ],
    suspects: [surely(ecr)],
  },
  {
    id: 'role-not-assumable',
    title: 'The role is refused',
    grade: 'fault',
    seen: [
      { says: 'Role validation failed' },
      { says: 'cannot be assumed by' },
      { says: 'role … cannot be assumed' },
      { says: 'is unable to assume role' },
      { says: 'sts:AssumeRole … not authorized' },
    ],
    suspects: [surely(trust)],
  },
  {
    id: 'pass-role-denied',
    title: '`iam:PassRole` is denied',
    grade: 'fault',
    seen: [{ says: 'not authorized to perform: iam:PassRole' }],
    suspects: [surely(passRole)],
  },
  {
    id: 'linked-role-denied',
    title: '`iam:CreateServiceLinkedRole` is denied',
    grade: 'fault',
    seen: [{ says: 'not authorized to perform: iam:CreateServiceLinkedRole' }],
    suspects: [surely(linkedRole)],
  },
  {
    id: 'invoke-for-user-denied',
    title: 'A call for a user is denied',
    grade: 'fault',
    seen: [
      { says: 'not authorized to perform: bedrock-agentcore:InvokeAgentRuntimeForUser' },
      { says: 'InvokeAgentRuntimeForUser' },
      { says: 'Runtime-User-Id', status: 403 },
    ],
    suspects: [surely(cannotInvokeForUser), perhaps(cannotInvoke)],
  },
  {
    id: 'invoke-denied',
    title: 'The call of the runtime is denied',
    grade: 'fault',
    seen: [
      { says: 'not authorized to perform: bedrock-agentcore:InvokeAgentRuntime' },
      { says: '(AccessDeniedException) when calling the InvokeAgentRuntime operation' },
    ],
    suspects: [surely(cannotInvoke)],
    unless: ['invoke-for-user-denied', 'auth-family-refused'],
  },
  {
    id: 'secret-denied',
    title: "The credential provider's secret is not readable",
    grade: 'fault',
    seen: [
      { says: 'GetResourceOauth2Token … AccessDenied' },
      { says: 'AccessDeniedException … GetResourceOauth2Token' },
      { says: 'not authorized to perform: secretsmanager:GetSecretValue' },
      { says: 'GetResourceOauth2Token … secretsmanager:GetSecretValue' },
    ],
    suspects: [surely(outboundSecret)],
  },
  {
    id: 'spans-denied',
    title: 'Traces cannot be written to the log group',
    grade: 'fault',
    seen: [
      { says: 'PutResourcePolicy … denied' },
      { says: 'not authorized to perform: logs:PutResourcePolicy' },
      { says: 'logs:PutResourcePolicy' },
    ],
    suspects: [surely(spans)],
  },
  {
    id: 'tool-action-denied',
    title: "The runtime's role lacks a permission",
    grade: 'fault',
    seen: [
      { says: 'assumed-role/AmazonBedrockAgentCore … is not authorized to perform' },
      { says: 'BedrockAgentCore-session … is not authorized to perform' },
    ],
    suspects: [likely(noToolAccess), perhaps(cannotDeploy)],
    unless: [
      'pass-role-denied',
      'linked-role-denied',
      'invoke-denied',
      'invoke-for-user-denied',
      'secret-denied',
      'spans-denied',
    ],
  },
  {
    id: 'action-denied',
    title: 'An action is denied',
    grade: 'effect',
    seen: [{ says: 'is not authorized to perform:' }],
    suspects: [likely(cannotDeploy), likely(noToolAccess)],
    unless: [
      'pass-role-denied',
      'linked-role-denied',
      'invoke-denied',
      'invoke-for-user-denied',
      'secret-denied',
      'spans-denied',
      'tool-action-denied',
      'role-not-assumable',
    ],
  },
];
