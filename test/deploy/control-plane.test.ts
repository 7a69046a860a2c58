import { afterAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { runtimeDocumentOf } from '../../src/domain/deploy/runtime.ts';
import { bringRuntime, isUpToDate, removeRuntime, runtimeOf } from '../../src/deploy/runtime.ts';
import type { DeployAuth, DeployWish } from '../../src/model/deployment-plan.ts';
import { memberAt, textAt } from '../../src/domain/cloud/documents.ts';
import type { Json } from '../../src/model/json.ts';
import { openAws, type RealAws } from '../../src/world/aws/index.ts';
import { ACCOUNT, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';

// What is sent to the control plane, before an emulator that is none of ours: it reads the requests by the model of
// botocore, and gives back what it understood.

const BUNDLE = { digest: 'f00d'.repeat(16), runtime: 'NODE_22', entryPoint: ['main.js'] };
const OUTPUTS = {
  roleArn: `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCore-${REGION}-tides`,
  bucket: `bedrock-agentcore-runtime-${ACCOUNT}-${REGION}-mcp`,
  userPool: `${REGION}_aB3dEfGh1`,
  userClient: 'users1',
  programClient: undefined,
};
const TAGS = { team: 'tides', 'agentcore-doctor:deployment': 'tides' };
const WAYS: readonly DeployAuth[] = [
  { kind: 'cognito', programs: false, trigger: true },
  { kind: 'oidc', discoveryUrl: 'https://login.example/.well-known/openid-configuration', clients: ['a', 'b'] },
  { kind: 'iam' },
];

function documentFor(auth: DeployAuth, model?: string): { readonly [member: string]: Json } {
  const place = { partition: 'aws', account: ACCOUNT, region: REGION };
  const wish: DeployWish = { name: 'tides', place, auth, model, isReference: true, environment: {}, tags: {} };
  return runtimeDocumentOf(wish, BUNDLE, OUTPUTS);
}

async function doorTo(context: TestContext): Promise<RealAws> {
  const environment = environmentFor(await emulator(context, 'moto'));
  // The SDK looks for credentials in the process, too.
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return openAws({ environment });
}
afterAll(() => vi.unstubAllEnvs());

function watch(signal = AbortSignal.timeout(30_000)) {
  return { tell: () => undefined, note: () => undefined, signal };
}

async function stateOf(agentRuntimeId: string, aws: RealAws): Promise<Json> {
  const service = 'bedrock-agentcore-control';
  const answer = await aws.ask({ service, operation: 'GetAgentRuntime', input: { agentRuntimeId } });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

describe('the control plane of moto', { timeout: 90_000 }, () => {
  it.for(WAYS)('understands the runtime that is made for $kind, and forgets it', async (auth, context) => {
    const aws = await doorTo(context);
    const document = documentFor(auth, 'anthropic.claude-test');
    const made = await bringRuntime(auth.kind, document, TAGS, aws, watch());
    expect(made).toMatchObject({ status: 'READY', tags: TAGS });
    expect(await stateOf(made.id, aws)).toMatchObject({ agentRuntimeName: auth.kind, ...document });
    expect(await isUpToDate(made, document, aws)).toBe(true);
    await removeRuntime(made, aws, watch());
    expect(await runtimeOf(auth.kind, aws)).toBeUndefined();
  });

  it('understands the update of one', async (context) => {
    const aws = await doorTo(context);
    const { id } = await bringRuntime('changed', documentFor({ kind: 'iam' }), TAGS, aws, watch());
    const document = documentFor({ kind: 'cognito', programs: false, trigger: false }, 'anthropic.claude-next');
    expect(await isUpToDate({ id, status: 'READY' }, document, aws)).toBe(false);
    // Its updates are never over, so waiting for this one is called off.
    const patience = watch(AbortSignal.timeout(3000));
    await expect(bringRuntime('changed', document, TAGS, aws, patience)).rejects.toThrow(/abort/i);
    const state = await stateOf(id, aws);
    expect(state).toMatchObject({ agentRuntimeVersion: '2', status: 'UPDATING', ...document });
    expect(textAt(memberAt(state, 'environmentVariables') ?? {}, 'BEDROCK_MODEL_ID')).toBe('anthropic.claude-next');
  });
});
