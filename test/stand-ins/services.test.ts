import { BedrockClient, GetGuardrailCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { ApplyGuardrailCommand, BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import {
  GetIndexingRulesCommand,
  GetTraceSegmentDestinationCommand,
  UpdateTraceSegmentDestinationCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { afterEach, describe, expect, it } from 'vitest';
import { clientFor } from '../emulators/aws.ts';
import { FINDING_KINDS, finding } from './bedrock/findings.ts';
import { openBedrock } from './bedrock/stand-in.ts';
import { openEcr } from './ecr/stand-in.ts';
import { openRefusingProxy } from './refusing-proxy/proxy.ts';
import { openXray } from './xray/stand-in.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function kept<T extends { readonly close: () => Promise<void> }>(opened: T): T {
  closing.push(opened.close);
  return opened;
}

describe('the stand-in for ECR', () => {
  it('has images of several architectures, with configurations that can be downloaded', async () => {
    const ecr = kept(await openEcr());
    const repositoryName = 'tides';
    const digest = ecr.put({ repository: repositoryName, tag: 'both', platforms: ['linux/amd64', 'linux/arm64'] });
    ecr.put({ repository: repositoryName, tag: 'one', user: 'node', layers: 54 });
    const sdk = new ECRClient(clientFor(ecr));
    const get = async (...imageIds: { imageTag?: string; imageDigest?: string }[]) =>
      sdk.send(new BatchGetImageCommand({ repositoryName, imageIds }));

    const both = await get({ imageTag: 'both' }, { imageTag: 'none' });
    expect(both.failures).toMatchObject([{ failureCode: 'ImageNotFound', imageId: { imageTag: 'none' } }]);
    expect(both.images?.[0]?.imageId).toEqual({ imageTag: 'both', imageDigest: digest });
    const index = JSON.parse(both.images?.[0]?.imageManifest ?? '');
    expect(index.manifests.map((one: { platform: object }) => one.platform)).toEqual([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
    const arm = await get({ imageDigest: index.manifests[1].digest });
    const { config } = JSON.parse(arm.images?.[0]?.imageManifest ?? '');
    const download = async (layerDigest: string): Promise<unknown> => {
      const { downloadUrl = '' } = await sdk.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }));
      return (await fetch(downloadUrl)).json();
    };
    expect(await download(config.digest)).toMatchObject({ architecture: 'arm64' });
    await expect(download(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ name: 'LayersNotFoundException' });

    const one = await get({ imageTag: 'one' });
    const manifest = JSON.parse(one.images?.[0]?.imageManifest ?? '');
    expect(manifest.layers).toHaveLength(54);
    expect(await download(manifest.config.digest)).toMatchObject({ config: { User: 'node' } });

    const described = await sdk.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'one' }] }));
    expect(described.imageDetails).toMatchObject([{ imageTags: ['one'] }]);
    const lost = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'none' }] });
    await expect(sdk.send(lost)).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  });

  it('has repositories, with a policy or without', async () => {
    const ecr = kept(await openEcr());
    ecr.put({ repository: 'tides', tag: 'one' });
    const sdk = new ECRClient(clientFor(ecr));
    const found = await sdk.send(new DescribeRepositoriesCommand({ repositoryNames: ['tides'] }));
    expect(found.repositories).toMatchObject([
      { repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/tides' },
    ]);
    const policy = new GetRepositoryPolicyCommand({ repositoryName: 'tides' });
    await expect(sdk.send(policy)).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
    ecr.policy('tides', { Version: '2012-10-17', Statement: [] });
    expect(await sdk.send(policy)).toMatchObject({ policyText: '{"Version":"2012-10-17","Statement":[]}' });
    const lost = new DescribeRepositoriesCommand({ repositoryNames: ['none'] });
    await expect(sdk.send(lost)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
  });
});

describe('the stand-in for Bedrock', () => {
  it.for(FINDING_KINDS)('finds what is %s, and lets it pass all the same', async (kind) => {
    const bedrock = kept(await openBedrock());
    bedrock.guardrail({
      id: 'tides1',
      name: 'tides',
      policies: ['arn:aws:bedrock:eu-west-1:111122223333:automated-reasoning-policy/tidepolicy12:1'],
    });
    bedrock.finds((text) => [finding(kind, text)]);
    const content = [{ text: { text: 'High water is at one.' } }];
    const input = { guardrailIdentifier: 'tides1', guardrailVersion: 'DRAFT', source: 'OUTPUT', content } as const;
    const answer = await new BedrockRuntimeClient(clientFor(bedrock)).send(new ApplyGuardrailCommand(input));
    expect(answer.action).toBe('NONE');
    const [found] = answer.assessments?.[0]?.automatedReasoningPolicy?.findings ?? [];
    // The SDK's reader drops whatever the model does not have.
    expect(found).toEqual(finding(kind, 'High water is at one.'));
  });

  it('refuses what it does not know, and what is empty or too large', async () => {
    const bedrock = kept(await openBedrock());
    bedrock.guardrail({ id: 'tides1', name: 'tides' });
    const apply = (guardrailIdentifier: string, text: string): Promise<unknown> => {
      const content = [{ text: { text } }];
      const input = { guardrailIdentifier, guardrailVersion: 'DRAFT', source: 'INPUT' as const, content };
      return new BedrockRuntimeClient(clientFor(bedrock)).send(new ApplyGuardrailCommand(input));
    };
    await expect(apply('nobody', 'x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(apply('tides1', ' ')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(apply('tides1', 'x'.repeat(100_001))).rejects.toMatchObject({ name: 'ValidationException' });
    const arn = 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/tides1';
    expect(await apply(arn, 'x')).toMatchObject({ action: 'NONE' });
  });

  it('lists guardrails page by page, shows their policies, and answers as a model', async () => {
    const bedrock = kept(await openBedrock());
    for (const id of ['ebb1', 'flow1', 'neap1']) bedrock.guardrail({ id, name: id, policies: ['arn:of:policy'] });
    const sdk = new BedrockClient(clientFor(bedrock));
    const first = await sdk.send(new ListGuardrailsCommand({ maxResults: 2 }));
    const second = await sdk.send(new ListGuardrailsCommand({ maxResults: 2, nextToken: first.nextToken }));
    expect([first, second].map(({ guardrails }) => guardrails?.map(({ id }) => id))).toEqual([
      ['ebb1', 'flow1'],
      ['neap1'],
    ]);
    expect(await sdk.send(new GetGuardrailCommand({ guardrailIdentifier: 'ebb1' }))).toMatchObject({
      status: 'READY',
      createdAt: expect.any(Date),
      automatedReasoningPolicy: { policies: ['arn:of:policy'] },
    });
    bedrock.says((prompt) => `You said: ${prompt}`);
    const messages = [{ role: 'user', content: [{ text: 'noon' }] }] as const;
    const converse = new ConverseCommand({
      modelId: 'some.model:0',
      messages: messages.map((one) => ({ ...one, content: [...one.content] })),
    });
    expect(await new BedrockRuntimeClient(clientFor(bedrock)).send(converse)).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: 'You said: noon' }] } },
      stopReason: 'end_turn',
    });
  });
});

describe('the stand-in for X-Ray', () => {
  it('says where traces go', async () => {
    const xray = kept(await openXray());
    const sdk = new XRayClient(clientFor(xray));
    const get = new GetTraceSegmentDestinationCommand({});
    expect(await sdk.send(get)).toMatchObject({ Destination: 'XRay', Status: 'ACTIVE' });
    await sdk.send(new UpdateTraceSegmentDestinationCommand({ Destination: 'CloudWatchLogs' }));
    expect(await sdk.send(get)).toMatchObject({ Destination: 'CloudWatchLogs', Status: 'PENDING' });
    xray.set({ Destination: 'CloudWatchLogs', Status: 'ACTIVE' });
    expect(await sdk.send(get)).toMatchObject({ Status: 'ACTIVE' });
    expect(await sdk.send(new GetIndexingRulesCommand({}))).toMatchObject({ IndexingRules: [{ Name: 'Default' }] });
  });
});

describe('one endpoint for all', () => {
  it('sends each service to its own place', async () => {
    const [xray, ecr, bedrock] = [kept(await openXray()), kept(await openEcr()), kept(await openBedrock())];
    const both = { bedrock: bedrock.url, 'bedrock-runtime': bedrock.url };
    // Nobody is behind the default one.
    const proxy = kept(
      await openRefusingProxy({ default: 'http://127.0.0.1:9', xray: xray.url, ecr: ecr.url, ...both }),
    );
    const sdk = clientFor(proxy);
    await new XRayClient(sdk).send(new GetTraceSegmentDestinationCommand({}));
    await new ECRClient(sdk).send(new DescribeRepositoriesCommand({}));
    await new BedrockClient(sdk).send(new ListGuardrailsCommand({}));
    const converse = new ConverseCommand({ modelId: 'm', messages: [{ role: 'user', content: [{ text: 'noon' }] }] });
    await new BedrockRuntimeClient(sdk).send(converse);
    expect(proxy.actions()).toEqual([
      'bedrock:InvokeModel',
      'bedrock:ListGuardrails',
      'ecr:DescribeRepositories',
      'xray:GetTraceSegmentDestination',
    ]);
    expect(proxy.calls.map(({ signature }) => signature)).toEqual(['right', 'right', 'right', 'right']);
  });
});
