import { setTimeout as sleep } from 'node:timers/promises';
import { agentRuntime } from '../apply/cloud/agent-runtime.ts';
import { isSame } from '../apply/cloud/document.ts';
import { isObject } from '../apply/cloud/kind.ts';
import { listAt, textAt } from '../domain/cloud/documents.ts';
import type { AwsAnswer, AwsCall, WritableAws } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import { change, found, refused, remove } from './answers.ts';
import { until, type Watch } from './watch.ts';

/** An agent runtime as far as a deployment looks at it. */
export interface DeployedRuntime {
  readonly id: string;
  readonly arn: string;
  /** `READY`, `CREATING`, `CREATE_FAILED`, … */
  readonly status: string;
  readonly tags: { readonly [key: string]: string };
}

function call(operation: string, input: AwsCall['input']): AwsCall {
  return { service: 'bedrock-agentcore-control', operation, input };
}

/** The runtime of a name in the account, if there is one. */
export async function runtimeOf(name: string, aws: WritableAws): Promise<DeployedRuntime | undefined> {
  let nextToken: string | undefined;
  do {
    const page = found(
      await aws.ask(call('ListAgentRuntimes', { maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) })),
    );
    const one = listAt(page, 'agentRuntimes').find((item) => textAt(item, 'agentRuntimeName') === name);
    if (one !== undefined) {
      const arn = textAt(one, 'agentRuntimeArn') ?? '';
      const tags = found(await aws.ask(call('ListTagsForResource', { resourceArn: arn })));
      const [id, status] = [textAt(one, 'agentRuntimeId') ?? '', textAt(one, 'status') ?? ''];
      return { id, arn, status, tags: textsIn(tags) };
    }
    nextToken = textAt(page, 'nextToken');
  } while (nextToken !== undefined);
  return undefined;
}

function textsIn(answer: Json | undefined): { readonly [key: string]: string } {
  const tags = isObject(answer) ? answer['tags'] : undefined;
  if (!isObject(tags)) return {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

/** Whether a runtime is already what its document says. One that failed is not, whatever it says of itself. */
export async function isUpToDate(
  { id, status }: Pick<DeployedRuntime, 'id' | 'status'>,
  document: { readonly [member: string]: Json },
  aws: WritableAws,
): Promise<boolean> {
  if (status.endsWith('_FAILED')) return false;
  const before = await agentRuntime.read({ type: 'agent-runtime', id, region: aws.region ?? '' }, aws);
  if (!isObject(before)) return false;
  return (
    Object.entries(document).every(([member, value]) => isSame(before[member] ?? EMPTY[member], value)) &&
    (before[AUTHORIZER] === undefined || document[AUTHORIZER] !== undefined)
  );
}

/** Whether a runtime carries tags. Those that others gave it are left as they are. */
export function isTagged({ tags }: Pick<DeployedRuntime, 'tags'>, wanted: { readonly [key: string]: string }): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

/** Without it, callers prove themselves by AWS credentials: to leave it out is a decision, too. */
const AUTHORIZER = 'authorizerConfiguration';

/** What AgentCore leaves out where it is empty. */
const EMPTY: { readonly [member: string]: Json } = { environmentVariables: {} };

/** Makes the runtime, or brings the one that is there to what its document says; and waits until it is ready. */
export async function bringRuntime(
  name: string,
  document: { readonly [member: string]: Json },
  tags: { readonly [key: string]: string },
  aws: WritableAws,
  watch: Watch,
): Promise<DeployedRuntime> {
  const before = await standing(name, aws, watch);
  if (before === undefined) await create(name, document, tags, aws, watch);
  const runtime = before ?? (await runtimeOf(name, aws));
  if (runtime === undefined) throw new Failure(`AgentCore made runtime \`${name}\`, and does not list it.`);
  const resource = { type: 'agent-runtime', id: runtime.id, region: aws.region ?? '' } as const;
  watch.tell(`waiting for runtime ${runtime.id}`);
  if (before !== undefined && !(await isUpToDate(runtime, document, aws))) {
    const state = await agentRuntime.read(resource, aws);
    const { [AUTHORIZER]: _, ...kept } = isObject(state) ? state : {};
    const after = { ...kept, ...document };
    for (const update of await agentRuntime.calls(resource, state, after, aws)) await patiently(update, aws, watch);
  }
  await agentRuntime.settle?.(resource, aws, watch.signal);
  if (!isTagged(runtime, tags)) await change(aws, call('TagResource', { resourceArn: runtime.arn, tags }));
  return runtime;
}

/**
 * The runtime that an update can start from. One that is going is waited for; one that could not be made never ran, and
 * makes room.
 */
async function standing(name: string, aws: WritableAws, watch: Watch): Promise<DeployedRuntime | undefined> {
  const { now } = await until(async () => {
    const one = await runtimeOf(name, aws);
    if (one === undefined || !one.status.endsWith('ING')) return { now: one };
    watch.tell(`waiting for runtime ${one.id}: ${one.status}`);
    return undefined;
  }, watch);
  if (now?.status !== 'CREATE_FAILED') return now;
  await removeRuntime(now, aws, watch);
  return undefined;
}

async function create(
  agentRuntimeName: string,
  document: { readonly [member: string]: Json },
  tags: { readonly [key: string]: string },
  aws: WritableAws,
  watch: Watch,
): Promise<void> {
  await patiently(call('CreateAgentRuntime', { agentRuntimeName, ...document, tags }), aws, watch);
}

/**
 * How AgentCore says that a role has not spread yet: seconds, sometimes a minute. Nothing else is tried again.
 * https://github.com/aws/bedrock-agentcore-starter-toolkit (0.3.10, verified 2026-11-26)
 */
const SPREADING = /role validation failed|cannot be assumed/i;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 20_000];

async function patiently(asked: AwsCall, aws: WritableAws, watch: Watch): Promise<void> {
  for (const pause of PAUSES_MS) {
    const answer: AwsAnswer = await aws.change(asked);
    if (answer.ok) return;
    if (!SPREADING.test(answer.message)) throw refused(asked, answer);
    watch.tell('waiting for the role to spread');
    await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal: watch.signal });
  }
  await change(aws, asked);
}

/** Deletes a runtime and waits until AgentCore no longer knows it. */
export async function removeRuntime(
  { id }: Pick<DeployedRuntime, 'id'>,
  aws: WritableAws,
  watch: Watch,
): Promise<void> {
  await agentRuntime
    .idle?.({ type: 'agent-runtime', id, region: aws.region ?? '' }, aws, watch.signal)
    .catch(() => undefined);
  await remove(aws, call('DeleteAgentRuntime', { agentRuntimeId: id }));
  await until(async () => {
    const left = found(await aws.ask(call('GetAgentRuntime', { agentRuntimeId: id })));
    if (left === undefined) return true;
    if (textAt(left, 'status') === 'DELETE_FAILED')
      throw new Failure(
        `Runtime \`${id}\` cannot be deleted: ${textAt(left, 'failureReason') ?? 'AWS says no reason'}`,
      );
    watch.tell(`deleting runtime ${id}`);
    return undefined;
  }, watch);
}
