import { runtimeIdOf } from '../domain/cloud/arns.ts';
import { textAt } from '../domain/cloud/documents.ts';
import { endpointsOf, runtimeStateOf } from '../domain/cloud/runtime-state.ts';
import type { Aws, Looked } from '../model/aws.ts';
import type { Caller, CloudTarget, NamedRuntime, RuntimeState } from '../model/cloud.ts';
import { defineCollector } from '../model/fact.ts';
import { allOf, awsOf, lookedAt } from './aws.ts';

/** Reads the agent runtimes that the targets name, by their ids or, where none is written down, by their names. */
export const runtimes = defineCollector<'runtimes', 'targets' | 'caller'>({
  source: 'cloud',
  needs: ['targets', 'caller'],
  permissions: [
    'bedrock-agentcore:GetAgentRuntime',
    'bedrock-agentcore:ListAgentRuntimes',
    'bedrock-agentcore:ListAgentRuntimeEndpoints',
  ],
  async collect({ targets: { targets }, caller }, world) {
    const aws = awsOf(world);
    const found = await Promise.all(targets.map((target) => runtimeOf(target, caller, aws)));
    return { runtimes: found.filter((one) => one !== undefined) };
  },
});

async function runtimeOf(target: CloudTarget, caller: Caller, aws: Aws): Promise<NamedRuntime | undefined> {
  const region = target.region?.value ?? caller.region;
  const asked = target.runtime === undefined ? target.runtimeName?.value : runtimeIdOf(target.runtime.value);
  if (region === undefined || asked === undefined) return undefined;
  // A name has no hyphen; an id is a name, a hyphen and ten letters or digits.
  const id: Looked<string> =
    asked.includes('-') && target.runtime !== undefined
      ? { kind: 'there', value: asked }
      : await idOf(asked, region, aws);
  const state = id.kind === 'there' ? await stateOf(id.value, region, aws) : id;
  // Before the first deployment, a name is looked for and not found: nothing is wrong with that.
  if (state.kind === 'missing' && target.runtime === undefined) return undefined;
  return { target, asked, region, state };
}

async function idOf(name: string, region: string, aws: Aws): Promise<Looked<string>> {
  const all = await allOf(
    aws,
    { service: 'bedrock-agentcore-control', operation: 'ListAgentRuntimes', input: { maxResults: 100 }, region },
    { member: 'agentRuntimes', token: 'nextToken' },
  );
  if (all.kind !== 'there') return all;
  const own = all.value.find((one) => textAt(one, 'agentRuntimeName') === name);
  const id = textAt(own, 'agentRuntimeId');
  return id === undefined ? { kind: 'missing' } : { kind: 'there', value: id };
}

async function stateOf(id: string, region: string, aws: Aws): Promise<Looked<RuntimeState>> {
  const service = 'bedrock-agentcore-control';
  const input = { agentRuntimeId: id };
  const [runtime, endpoints] = await Promise.all([
    aws.ask({ service, operation: 'GetAgentRuntime', input, region }),
    aws.ask({ service, operation: 'ListAgentRuntimeEndpoints', input, region }),
  ]);
  return lookedAt(runtime, (document) => runtimeStateOf(document, lookedAt(endpoints, endpointsOf)));
}
