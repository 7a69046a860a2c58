import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { BedrockAgentCoreControlClient, CreateAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { type AgentCore, openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import type { Fault } from '../stand-ins/refusing-proxy/faults.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import { type Look, lookAt, manifestWith, SERVER } from './look.ts';

// What goes wrong on the way to AWS changes no verdict into its opposite: it stays as it is, or is not known.

const SECRET = 'hunter2-of-the-tides';
const roleName = 'AmazonBedrockAgentCoreWeather';

interface Stage {
  readonly proxy: RefusingProxy;
  readonly core: AgentCore;
  readonly files: { readonly [path: string]: string };
}

let stage: Stage | string = 'it was not set up';
let plain: Look;

beforeAll(async () => {
  const skipped: string[] = [];
  const skip = (because: string): never => {
    skipped.push(because);
    throw new Error(because);
  };
  try {
    stage = await open(skip);
    plain = await look();
  } catch (error) {
    if (skipped.length === 0) throw error;
    stage = skipped.join();
  }
}, 120_000);

afterAll(async () => {
  if (typeof stage === 'string') return;
  await stage.proxy.close();
  await stage.core.close();
});

async function open(skip: (because: string) => never): Promise<Stage> {
  const aws = await emulator({ skip }, 'ministack');
  const core = await openAgentCore();
  const proxy = await openRefusingProxy({
    default: aws.url,
    'bedrock-agentcore': core.url,
    'bedrock-agentcore-control': core.url,
  });
  const iam = new IAMClient(clientFor(aws));
  const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const role = await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: document(trust) }));
  const logs = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'run', PolicyDocument: document(logs) }));
  const control = new BedrockAgentCoreControlClient(clientFor(core));
  const made = await control.send(
    new CreateAgentRuntimeCommand({
      agentRuntimeName: 'weather',
      roleArn: role.Role?.Arn ?? '',
      agentRuntimeArtifact: {
        containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
      },
      networkConfiguration: { networkMode: 'PUBLIC' },
      protocolConfiguration: { serverProtocol: 'MCP' },
      environmentVariables: { TIDE_PASSWORD: SECRET },
    }),
  );
  const manifest = manifestWith({ role: role.Role?.Arn ?? '', arn: made.agentRuntimeArn ?? '' });
  return {
    proxy,
    core,
    files: { '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n' },
  };
}

function look(): Promise<Look> {
  const { proxy, files } = staged();
  return lookAt(files, environmentFor(proxy));
}

function staged(): Stage {
  if (typeof stage === 'string') throw new Error(stage);
  return stage;
}

/** Each check with what became of it. */
function verdicts({ report }: Look): ReadonlyMap<string, string> {
  return new Map(
    report.outcomes.map(({ check, status, findings }) => [
      check,
      `${status} ${findings.map(({ message }) => message).join()}`,
    ]),
  );
}

/** The actions that a plain run calls, the first of which decides whether the account is asked at all. */
function called(): readonly string[] {
  return staged()
    .proxy.actions()
    .filter((action) => action !== 'sts:GetCallerIdentity');
}

describe('an account', { timeout: 300_000 }, () => {
  it('is asked for what the policy of the README allows, and for nothing else', (context) => {
    if (typeof stage === 'string') return context.skip(stage);
    const readme = readFileSync('README.md', 'utf8');
    const policy = /<!-- policy -->\n```json\n([^]*?)```/.exec(readme)?.[1] ?? '';
    const allowed: readonly string[] = JSON.parse(policy).Statement[0].Action;
    const asked = stage.proxy.actions();
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it('gives no value of an environment variable away', (context) => {
    if (typeof stage === 'string') return context.skip(stage);
    expect(JSON.stringify(plain)).not.toContain(SECRET);
  });

  it('says the same when every call is throttled once, and when each takes two seconds', async (context) => {
    if (typeof stage === 'string') return context.skip(stage);
    const { proxy } = stage;
    const ends = called().map((on) => proxy.play({ on, fault: { kind: 'throttled' }, times: 1 }));
    expect(verdicts(await look())).toEqual(verdicts(plain));
    for (const end of ends) end();
    proxy.delay(2000);
    expect(verdicts(await look())).toEqual(verdicts(plain));
    proxy.delay(0);
  });

  it.for<[string, Fault]>([
    ['is denied', { kind: 'denied' }],
    ['fails', { kind: 'failed' }],
    ['breaks off', { kind: 'reset', when: 'after' }],
    ['is not implemented', { kind: 'not-implemented' }],
    ['is throttled to the end', { kind: 'throttled' }],
  ])('is not judged otherwise where a read %s', async ([, fault], context) => {
    if (typeof stage === 'string') return context.skip(stage);
    const { proxy } = stage;
    // Waiting four times for each of them would take minutes, and be the same each time.
    for (const on of fault.kind === 'throttled' ? called().slice(0, 2) : called()) {
      const end = proxy.play({ on, fault });
      const now = await look();
      end();
      const before = verdicts(plain);
      const changed = [...verdicts(now)].filter(([check, verdict]) => verdict !== before.get(check));
      expect(
        changed.filter(([, verdict]) => !/^(?:unknown|not-applicable) /.test(verdict)),
        on,
      ).toEqual([]);
      expect(
        now.report.outcomes.filter(({ status }) => status === 'crashed'),
        on,
      ).toEqual([]);
      expect(now.report.denied, on).toEqual(fault.kind === 'denied' ? [on] : undefined);
    }
  });
});
