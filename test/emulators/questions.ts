import { BedrockClient, CreateGuardrailCommand } from '@aws-sdk/client-bedrock';
import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  GetAgentRuntimeCommand,
  GetAgentRuntimeEndpointCommand,
  ListTagsForResourceCommand,
  UpdateAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { ApplyGuardrailCommand, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import {
  CreateRoleCommand,
  GetPolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetTraceSegmentDestinationCommand, XRayClient } from '@aws-sdk/client-xray';
import type { clientFor } from './aws.ts';

export type Sdk = ReturnType<typeof clientFor>;

/** What came of a call: `done`, or the name of its error; `fails`, where the answer is none of AWS's. */
export async function said(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    ({ name }: Error) => (/(?:Exception|ValidationError)$/.test(name) ? name : 'fails'),
  );
}

let count = 0;
function fresh(name: string): string {
  return `${name}${count++}`;
}

async function role(sdk: Sdk): Promise<{ readonly iam: IAMClient; readonly RoleName: string; readonly arn: string }> {
  const iam = new IAMClient(sdk);
  const RoleName = fresh('role');
  const Principal = { Service: 'bedrock-agentcore.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return { iam, RoleName, arn: Role?.Arn ?? '' };
}

export async function brokenTrust(sdk: Sdk): Promise<string> {
  const { iam, RoleName } = await role(sdk);
  return said(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: '{"nothing":1}' })));
}

export async function brokenPolicy(sdk: Sdk): Promise<string> {
  const { iam, RoleName } = await role(sdk);
  return said(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'x', PolicyDocument: '{"nothing":1}' })));
}

export async function largePolicy(sdk: Sdk): Promise<string> {
  const { iam, RoleName } = await role(sdk);
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'tides'.repeat(2100)}` }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return said(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'x', PolicyDocument })));
}

export async function managedPolicy(sdk: Sdk): Promise<string> {
  const PolicyArn = 'arn:aws:iam::aws:policy/BedrockAgentCoreFullAccess';
  return said(new IAMClient(sdk).send(new GetPolicyCommand({ PolicyArn })));
}

export async function simulation(sdk: Sdk): Promise<unknown> {
  const { iam, arn } = await role(sdk);
  const simulate = new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: ['ec2:RunInstances'] });
  return iam.send(simulate).then(
    ({ EvaluationResults }) => EvaluationResults?.[0]?.EvalDecision,
    () => 'fails',
  );
}

async function log(sdk: Sdk): Promise<(input: FilterLogEventsCommandInput) => Promise<[number, boolean]>> {
  const logs = new CloudWatchLogsClient(sdk);
  const logGroupName = fresh('/tides/');
  const timestamp = Date.now();
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const [logStreamName, texts] of [
    ['ebb', ['ERROR low', 'calm', 'WARN low', 'calm', 'calm']],
    ['flow', ['calm', 'calm']],
  ] as const) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const logEvents = texts.map((message, place) => ({ message, timestamp: timestamp + place }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
  return async (input) => {
    const { events = [], nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName, ...input }));
    return [events.length, nextToken !== undefined];
  };
}

/** How many events come, and whether there is a token. */
export async function smallPage(sdk: Sdk): Promise<unknown> {
  return (await log(sdk))({ limit: 2 });
}

export async function streamPrefix(sdk: Sdk): Promise<unknown> {
  return (await (await log(sdk))({ logStreamNamePrefix: 'eb' }))[0];
}

export async function streamNames(sdk: Sdk): Promise<unknown> {
  return (await (await log(sdk))({ logStreamNames: ['ebb'] }))[0];
}

export async function eitherTerm(sdk: Sdk): Promise<unknown> {
  return (await (await log(sdk))({ filterPattern: '?ERROR ?WARN' }))[0];
}

export async function traceDestination(sdk: Sdk): Promise<string> {
  return said(new XRayClient(sdk).send(new GetTraceSegmentDestinationCommand({})));
}

/** Where the layers of an image are to be had. */
export async function layerUrl(sdk: Sdk): Promise<string> {
  const ecr = new ECRClient(sdk);
  const repositoryName = fresh('tides');
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const layerDigest = `sha256:${'a'.repeat(64)}`;
  return ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest })).then(
    ({ downloadUrl = '' }) => new URL(downloadUrl).hostname.replace(/^\d+\./, ''),
    () => 'fails',
  );
}

export async function agentCoreStack(sdk: Sdk): Promise<string> {
  const Properties = { AgentRuntimeName: 'tides' };
  const TemplateBody = JSON.stringify({ Resources: { Tides: { Type: 'AWS::BedrockAgentCore::Runtime', Properties } } });
  return said(new CloudFormationClient(sdk).send(new CreateStackCommand({ StackName: fresh('tides'), TemplateBody })));
}

/** The id of a guardrail, and whether anything is found by what checks it. */
export async function guardrail(sdk: Sdk): Promise<unknown> {
  const messaging = { blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
  const made = await new BedrockClient(sdk).send(new CreateGuardrailCommand({ name: fresh('tides'), ...messaging }));
  const { guardrailId: guardrailIdentifier = '' } = made;
  const content = [{ text: { text: 'High water is at one.' } }];
  const input = { guardrailIdentifier, guardrailVersion: 'DRAFT', source: 'OUTPUT' as const, content };
  const answer = await new BedrockRuntimeClient(sdk).send(new ApplyGuardrailCommand(input));
  const findings = answer.assessments?.[0]?.automatedReasoningPolicy?.findings;
  return { isIdOfAws: /^[a-z0-9]+$/.test(guardrailIdentifier), hasFindings: findings !== undefined };
}

const DOCUMENT = {
  agentRuntimeArtifact: {
    codeConfiguration: { code: { s3: { bucket: 'b', prefix: 'k' } }, runtime: 'NODE_22', entryPoint: ['main.js'] },
  },
  roleArn: 'arn:aws:iam::111122223333:role/tides',
} as const;

async function runtime(sdk: Sdk, { network = true, name = fresh('tides') } = {}) {
  const control = new BedrockAgentCoreControlClient(sdk);
  const { codeConfiguration } = DOCUMENT.agentRuntimeArtifact;
  const document = {
    ...DOCUMENT,
    agentRuntimeArtifact: { codeConfiguration: { ...codeConfiguration, entryPoint: ['main.js'] } },
    ...(network ? { networkConfiguration: { networkMode: 'PUBLIC' as const } } : {}),
  };
  const create = (): Promise<{ agentRuntimeArn?: string | undefined; agentRuntimeId?: string | undefined }> =>
    control.send(new CreateAgentRuntimeCommand({ agentRuntimeName: name, description: 'of noon', ...document }));
  return { control, create, document };
}

export async function runtimeWithoutNetwork(sdk: Sdk): Promise<string> {
  return said((await runtime(sdk, { network: false })).create());
}

export async function runtimeTwice(sdk: Sdk): Promise<string> {
  const { create } = await runtime(sdk);
  await create();
  return said(create());
}

export async function runtimeWithHyphen(sdk: Sdk): Promise<string> {
  return said((await runtime(sdk, { name: 'ti-des' })).create());
}

/** What an update without a description makes of it, in the end, and whether the version before can still be seen. */
export async function runtimeUpdate(sdk: Sdk): Promise<unknown> {
  const { control, create, document } = await runtime(sdk);
  const { agentRuntimeId, agentRuntimeArn = '' } = await create();
  await control.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
  await control.send(new UpdateAgentRuntimeCommand({ agentRuntimeId, ...document }));
  for (let turn = 0; turn < 3; turn++) await control.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
  const { status, description } = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
  const first = await control.send(new GetAgentRuntimeCommand({ agentRuntimeId, agentRuntimeVersion: '1' }));
  const isArn = /:runtime\/[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/.test(agentRuntimeArn);
  return { status, description, first: first.agentRuntimeVersion, isArn };
}

export async function runtimeEndpoint(sdk: Sdk): Promise<string> {
  const { control, create } = await runtime(sdk);
  const { agentRuntimeId } = await create();
  return said(control.send(new GetAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName: 'DEFAULT' })));
}

export async function runtimeTags(sdk: Sdk): Promise<string> {
  const { control, create } = await runtime(sdk);
  const { agentRuntimeArn: resourceArn } = await create();
  return said(control.send(new ListTagsForResourceCommand({ resourceArn })));
}

/** What a request without any credentials gets. */
export async function invocation(sdk: Sdk): Promise<number> {
  const { agentRuntimeArn = '' } = await (await runtime(sdk)).create();
  const url = `${sdk.endpoint}/runtimes/${encodeURIComponent(agentRuntimeArn)}/invocations`;
  return (await fetch(url, { method: 'POST', body: '{}' })).status;
}
