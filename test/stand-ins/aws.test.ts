import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockAgentCoreControlClient, CreateAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetTraceSegmentDestinationCommand, XRayClient } from '@aws-sdk/client-xray';
import { expect, it } from 'vitest';
import { clientFor } from '../emulators/aws.ts';
import { wholeAws } from './aws.ts';

it('is one AWS behind one URL: what is made in one service is seen by the others', async (context) => {
  const aws = await wholeAws(context);
  const sdk = clientFor(aws);
  const iam = new IAMClient(sdk);
  const document = (Statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  const Principal = { Service: 'bedrock-agentcore.amazonaws.com' };
  const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'tides', AssumeRolePolicyDocument }));
  aws.ecr.put({ repository: 'tides', tag: 'one' });
  const create = (): Promise<{ readonly agentRuntimeArn?: string | undefined }> =>
    new BedrockAgentCoreControlClient(sdk).send(
      new CreateAgentRuntimeCommand({
        agentRuntimeName: 'tides',
        roleArn: Role?.Arn,
        agentRuntimeArtifact: {
          containerConfiguration: { containerUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/tides:one' },
        },
      }),
    );
  await expect(create()).rejects.toMatchObject({
    message: expect.stringContaining('Access denied while validating ECR'),
  });
  const PolicyDocument = document({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'tides', PolicyName: 'pull', PolicyDocument }));
  const { agentRuntimeArn } = await create();
  aws.agentcore.fail('tides', 'health-check');
  const payload = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}');
  const types = { accept: 'application/json, text/event-stream', contentType: 'application/json' };
  const invoke = new InvokeAgentRuntimeCommand({ agentRuntimeArn, payload, ...types });
  const { response } = await new BedrockAgentCoreClient(sdk).send(invoke);
  expect(await response?.transformToString()).toContain('Runtime health check failed');
  await new XRayClient(sdk).send(new GetTraceSegmentDestinationCommand({}));

  expect(aws.proxy.actions()).toEqual([
    'bedrock-agentcore:CreateAgentRuntime',
    'bedrock-agentcore:InvokeAgentRuntime',
    'iam:CreateRole',
    'iam:PutRolePolicy',
    'xray:GetTraceSegmentDestination',
  ]);
});

it('passes a live tail on as it comes', async (context) => {
  const aws = await wholeAws(context);
  const logs = new CloudWatchLogsClient(clientFor(aws));
  const group = { logGroupName: '/tides' };
  await logs.send(new CreateLogGroupCommand(group));
  await logs.send(new CreateLogStreamCommand({ ...group, logStreamName: 'flow' }));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  const logGroupIdentifiers = logGroups?.flatMap(({ logGroupArn }) => logGroupArn ?? []);
  const { responseStream = [] } = await logs.send(new StartLiveTailCommand({ logGroupIdentifiers }));
  const put = async (): Promise<void> => {
    await sleep(300);
    const logEvents = [{ timestamp: Date.now(), message: 'the tide comes in' }];
    await logs.send(new PutLogEventsCommand({ ...group, logStreamName: 'flow', logEvents }));
  };
  const writing = put();
  const seen: string[] = [];
  for await (const { sessionUpdate } of responseStream) {
    for (const { message } of sessionUpdate?.sessionResults ?? []) seen.push(message ?? '');
    if (seen.length > 0) break;
  }
  await writing;
  expect(seen).toEqual(['the tide comes in']);
});
