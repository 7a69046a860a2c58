import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  type CreateAgentRuntimeCommandInput,
  CreateAgentRuntimeEndpointCommand,
  DeleteAgentRuntimeCommand,
  DeleteAgentRuntimeEndpointCommand,
  GetAgentRuntimeCommand,
  GetAgentRuntimeEndpointCommand,
  ListAgentRuntimesCommand,
  ListAgentRuntimeVersionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UpdateAgentRuntimeCommand,
  UpdateAgentRuntimeEndpointCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { afterEach, describe, expect, it } from 'vitest';
import { clientFor } from '../emulators/aws.ts';
import { type AgentCore, type AgentCoreOptions, openAgentCore } from './agentcore/stand-in.ts';

const opened: AgentCore[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(options: AgentCoreOptions = {}): Promise<{ core: AgentCore; sdk: BedrockAgentCoreControlClient }> {
  const core = await openAgentCore(options);
  opened.push(core);
  return { core, sdk: new BedrockAgentCoreControlClient(clientFor(core)) };
}

const DOCUMENT: Omit<CreateAgentRuntimeCommandInput, 'agentRuntimeName'> = {
  agentRuntimeArtifact: {
    codeConfiguration: {
      code: { s3: { bucket: 'tides', prefix: 'a.zip' } },
      runtime: 'NODE_22',
      entryPoint: ['main.js'],
    },
  },
  roleArn: 'arn:aws:iam::111122223333:role/BedrockAgentCore-tides',
  networkConfiguration: { networkMode: 'PUBLIC' },
  protocolConfiguration: { serverProtocol: 'MCP' },
};

const made = (more: Partial<CreateAgentRuntimeCommandInput> = {}): CreateAgentRuntimeCommand =>
  new CreateAgentRuntimeCommand({ agentRuntimeName: 'tides', ...DOCUMENT, ...more });

describe('the control plane', () => {
  it('creates a runtime with a DEFAULT endpoint, which is ready when its time has come', async () => {
    const { core, sdk } = await open({ behaviour: { settleMs: Infinity } });
    const created = await sdk.send(made({ environmentVariables: { LEVEL: 'high' }, tags: { of: 'tides' } }));
    expect(created).toMatchObject({ status: 'CREATING', agentRuntimeVersion: '1', createdAt: expect.any(Date) });
    expect(created.agentRuntimeArn).toMatch(
      /^arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime\/tides-[a-zA-Z0-9]{10}$/,
    );
    const { agentRuntimeId } = created;
    const get = new GetAgentRuntimeCommand({ agentRuntimeId });
    expect(await sdk.send(get)).toMatchObject({ status: 'CREATING' });
    const update = new UpdateAgentRuntimeCommand({ agentRuntimeId, ...DOCUMENT });
    await expect(sdk.send(update)).rejects.toMatchObject({ name: 'ConflictException' });
    core.settle();
    expect(await sdk.send(get)).toMatchObject({
      ...DOCUMENT,
      status: 'READY',
      agentRuntimeName: 'tides',
      environmentVariables: { LEVEL: 'high' },
      metadataConfiguration: { requireMMDSV2: true },
      workloadIdentityDetails: {
        workloadIdentityArn: expect.stringContaining(':workload-identity-directory/default/'),
      },
    });
    const endpoint = new GetAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName: 'DEFAULT' });
    expect(await sdk.send(endpoint)).toMatchObject({ status: 'READY', liveVersion: '1', targetVersion: '1' });
  });

  it('replaces the whole document with an update, and keeps the versions before and what no model knows', async () => {
    const { sdk } = await open();
    const { agentRuntimeId } = await sdk.send(
      made({ description: 'of noon', environmentVariables: { LEVEL: 'high' } }),
    );
    await sdk.send(new CreateAgentRuntimeEndpointCommand({ agentRuntimeId, name: 'held', agentRuntimeVersion: '1' }));
    const update = new UpdateAgentRuntimeCommand({ agentRuntimeId, ...DOCUMENT });
    update.middlewareStack.add(
      (next) => (given) => {
        // The SDK writes bytes, and takes a text as well.
        const request = given.request as { body: Uint8Array | string };
        const sent = JSON.parse(
          typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body),
        );
        request.body = JSON.stringify({ ...sent, allowedPorts: [8000] });
        return next(given);
      },
      { step: 'serialize', priority: 'low' },
    );
    await sdk.send(update);
    const latest = await sdk.send(new GetAgentRuntimeCommand({ agentRuntimeId }));
    expect(latest).toMatchObject({ agentRuntimeVersion: '2', status: 'READY' });
    expect([latest.description, latest.environmentVariables]).toEqual([undefined, undefined]);
    const first = await sdk.send(new GetAgentRuntimeCommand({ agentRuntimeId, agentRuntimeVersion: '1' }));
    expect(first).toMatchObject({ description: 'of noon', environmentVariables: { LEVEL: 'high' } });
    const raw = new GetAgentRuntimeCommand({ agentRuntimeId });
    let body = '';
    raw.middlewareStack.add(
      (next) => async (given) => {
        const result = await next(given);
        const response = result.response as { body: AsyncIterable<Uint8Array> & { destroy(): void } };
        for await (const chunk of response.body) body += Buffer.from(chunk).toString('utf8');
        throw new Error('enough');
      },
      { step: 'deserialize', priority: 'low' },
    );
    await expect(sdk.send(raw)).rejects.toThrow('enough');
    expect(JSON.parse(body)).toMatchObject({ allowedPorts: [8000] });

    const versions = await sdk.send(new ListAgentRuntimeVersionsCommand({ agentRuntimeId }));
    expect(versions.agentRuntimes?.map((version) => version.agentRuntimeVersion)).toEqual(['2', '1']);
    const endpoint = (endpointName: string): Promise<unknown> =>
      sdk.send(new GetAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName }));
    expect(await endpoint('DEFAULT')).toMatchObject({ liveVersion: '2' });
    expect(await endpoint('held')).toMatchObject({ liveVersion: '1' });
    await sdk.send(
      new UpdateAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName: 'held', agentRuntimeVersion: '2' }),
    );
    expect(await endpoint('held')).toMatchObject({ liveVersion: '2', targetVersion: '2' });
  });

  it('fails creations and updates with a reason, and serves on what was there before', async () => {
    const { core, sdk } = await open({ behaviour: { failureReason: 'The artifact cannot be read.' } });
    const failed = await sdk.send(made({ agentRuntimeName: 'sunk' }));
    const sunk = await sdk.send(new GetAgentRuntimeCommand({ agentRuntimeId: failed.agentRuntimeId }));
    expect(sunk).toMatchObject({ status: 'CREATE_FAILED', failureReason: 'The artifact cannot be read.' });
    core.behave({ failureReason: undefined });
    const { agentRuntimeId } = await sdk.send(made());
    core.behave({ failureReason: 'No.' });
    await sdk.send(new UpdateAgentRuntimeCommand({ agentRuntimeId, ...DOCUMENT }));
    expect(await sdk.send(new GetAgentRuntimeCommand({ agentRuntimeId }))).toMatchObject({ status: 'UPDATE_FAILED' });
    const endpoint = new GetAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName: 'DEFAULT' });
    expect(await sdk.send(endpoint)).toMatchObject({ status: 'UPDATE_FAILED', liveVersion: '1', targetVersion: '2' });
  });

  it.for([
    [
      'a name with a hyphen',
      { agentRuntimeName: 'ti-des' },
      /^1 validation error detected: Value 'ti-des' at 'agentRuntimeName' failed to satisfy constraint/,
    ],
    [
      'a runtime that is blocked',
      {
        agentRuntimeArtifact: {
          codeConfiguration: {
            code: { s3: { bucket: 'tides', prefix: 'a' } },
            runtime: 'PYTHON_3_11',
            entryPoint: ['a.py'],
          },
        },
      },
      /PYTHON_3_11/,
    ],
    [
      'an image of elsewhere',
      { agentRuntimeArtifact: { containerConfiguration: { containerUri: 'docker.io/tides' } } },
      /containerUri/,
    ],
    [
      'an authorizer without rules',
      {
        authorizerConfiguration: {
          customJWTAuthorizer: { discoveryUrl: 'https://a.example/.well-known/openid-configuration' },
        },
      },
      /^At least one of/,
    ],
    ['a short client token', { clientToken: 'short' }, /clientToken/],
  ] as const)('refuses %s', async ([, more, message]) => {
    const { sdk } = await open();
    // The lists of the table cannot be changed, and the SDK's types want some that can.
    const input = more as Partial<CreateAgentRuntimeCommandInput>;
    await expect(sdk.send(made(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('knows a name once, a client token for what it made, and a role after a while', async () => {
    const { core, sdk } = await open({ behaviour: { roleRefusals: 2 } });
    const clientToken = 'one-and-the-same-token-for-two-calls';
    for (let turn = 0; turn < 2; turn++)
      await expect(sdk.send(made({ clientToken }))).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(
          /^Role validation failed for 'arn:aws:iam::111122223333:role\/BedrockAgentCore-tides'/,
        ),
      });
    const first = await sdk.send(made({ clientToken }));
    expect((await sdk.send(made({ clientToken }))).agentRuntimeId).toBe(first.agentRuntimeId);
    await expect(sdk.send(made())).rejects.toMatchObject({ name: 'ConflictException' });
    const elsewhere = new BedrockAgentCoreControlClient(clientFor(core, '444455556666'));
    const others = await elsewhere.send(new ListAgentRuntimesCommand({}));
    expect(others.agentRuntimes).toEqual([]);
    const forged = { accessKeyId: '111122223333', secretAccessKey: 'guessed' };
    const forger = new BedrockAgentCoreControlClient({ ...clientFor(core), credentials: forged });
    await expect(forger.send(made())).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('lists page by page, and tags and deletes', async () => {
    const { core, sdk } = await open();
    for (const name of ['ebb', 'flow', 'neap']) await sdk.send(made({ agentRuntimeName: name }));
    core.seed({ name: 'old', document: { ...DOCUMENT, roleArn: 'arn:aws:iam::111122223333:role/old' } });
    const page = await sdk.send(new ListAgentRuntimesCommand({ maxResults: 3 }));
    const rest = await sdk.send(new ListAgentRuntimesCommand({ maxResults: 3, nextToken: page.nextToken }));
    const all = [...(page.agentRuntimes ?? []), ...(rest.agentRuntimes ?? [])];
    expect(all.map((runtime) => runtime.agentRuntimeName)).toEqual(['ebb', 'flow', 'neap', 'old']);
    expect(rest.nextToken).toBeUndefined();

    const [ebb] = all;
    const resourceArn = ebb?.agentRuntimeArn;
    const agentRuntimeId = ebb?.agentRuntimeId;
    await sdk.send(new TagResourceCommand({ resourceArn, tags: { of: 'tides' } }));
    expect(await sdk.send(new ListTagsForResourceCommand({ resourceArn }))).toMatchObject({ tags: { of: 'tides' } });

    await sdk.send(new CreateAgentRuntimeEndpointCommand({ agentRuntimeId, name: 'held' }));
    const remove = new DeleteAgentRuntimeCommand({ agentRuntimeId });
    await expect(sdk.send(remove)).rejects.toMatchObject({ name: 'ConflictException' });
    await sdk.send(new DeleteAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName: 'held' }));
    core.behave({ settleMs: Infinity });
    expect(await sdk.send(remove)).toMatchObject({ status: 'DELETING' });
    const get = new GetAgentRuntimeCommand({ agentRuntimeId });
    expect(await sdk.send(get)).toMatchObject({ status: 'DELETING' });
    core.settle();
    await expect(sdk.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
