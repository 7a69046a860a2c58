import { listAt, memberAt, textAt } from '../domain/cloud/documents.ts';
import type { AwsCall, WritableAws } from '../model/aws.ts';
import { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import { change, found, remove } from './answers.ts';
import { until, type Watch } from './watch.ts';

/** A stack as CloudFormation describes it. */
export interface Stack {
  readonly name: string;
  readonly status: string;
  /** When it was begun, in milliseconds; absent where CloudFormation does not say. */
  readonly since?: number;
  readonly outputs: { readonly [key: string]: string };
  readonly tags: { readonly [key: string]: string };
}

/** What a stack is to be. */
export interface StackWish {
  readonly name: string;
  readonly template: string;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
}

function ask(operation: string, input: AwsCall['input']): AwsCall {
  return { service: 'cloudformation', operation, input };
}

/** The stack of a name, if there is one. */
export async function stackOf(name: string, aws: WritableAws): Promise<Stack | undefined> {
  const answer = found(await aws.ask(ask('DescribeStacks', { StackName: name })));
  const [stack] = listAt(answer, 'Stacks');
  if (stack === undefined) return undefined;
  const since = Date.parse(String(memberAt(stack, 'CreationTime')));
  return {
    name,
    status: textAt(stack, 'StackStatus') ?? '',
    ...(Number.isNaN(since) ? {} : { since }),
    outputs: pairsIn(listAt(stack, 'Outputs'), 'OutputKey', 'OutputValue'),
    tags: pairsIn(listAt(stack, 'Tags'), 'Key', 'Value'),
  };
}

function pairsIn(list: readonly Json[], key: string, value: string): { readonly [key: string]: string } {
  return Object.fromEntries(list.map((one) => [textAt(one, key) ?? '', textAt(one, value) ?? '']));
}

/** Brings a stack to what it is to be, through a change set that is told first; says whether anything was changed. */
export async function bringStack(wish: StackWish, aws: WritableAws, watch: Watch): Promise<boolean> {
  const before = await settled(wish.name, aws, watch);
  if (before?.status === 'ROLLBACK_COMPLETE' || before?.status === 'ROLLBACK_FAILED')
    // Nothing can be done with the stack of a creation that failed but to delete it.
    await removeStack(wish.name, aws, watch);
  const isNew = before === undefined || /^(?:ROLLBACK_|REVIEW_IN_PROGRESS)/.test(before.status);
  const set = await makeChangeSet(wish, isNew ? 'CREATE' : 'UPDATE', aws, watch);
  if (set === undefined) return false;
  for (const line of linesOf(set.changes)) watch.note(line);
  watch.tell('executing the change set');
  const since = await newestEvent(wish.name, aws);
  await change(aws, ask('ExecuteChangeSet', { StackName: wish.name, ChangeSetName: set.name }));
  await finished(wish.name, since, aws, watch);
  return true;
}

/** Deletes a stack and waits until it is gone. */
export async function removeStack(name: string, aws: WritableAws, watch: Watch): Promise<void> {
  if ((await settled(name, aws, watch)) === undefined) return;
  const since = await newestEvent(name, aws);
  await remove(aws, ask('DeleteStack', { StackName: name }));
  await until(async () => {
    const stack = await stackOf(name, aws);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return true;
    if (stack.status === 'DELETE_FAILED') throw failed(name, stack.status, await eventsOf(name, aws), since);
    watch.tell(`deleting stack ${name}: ${stack.status}`);
    return undefined;
  }, watch);
}

/** The stack once nothing is under way in it, as after a run that was cut off. */
async function settled(name: string, aws: WritableAws, watch: Watch): Promise<Stack | undefined> {
  const { stack } = await until(async () => {
    const now = await stackOf(name, aws);
    if (now === undefined || now.status === 'DELETE_COMPLETE') return { stack: undefined };
    if (now.status === 'REVIEW_IN_PROGRESS' || !now.status.endsWith('_IN_PROGRESS')) return { stack: now };
    watch.tell(`waiting for stack ${name}: ${now.status}`);
    return undefined;
  }, watch);
  return stack;
}

interface ChangeSet {
  readonly name: string;
  readonly changes: readonly Json[];
}

/** A change set that can be executed; `undefined` when there is nothing to change. */
async function makeChangeSet(
  wish: StackWish,
  type: 'CREATE' | 'UPDATE',
  aws: WritableAws,
  watch: Watch,
): Promise<ChangeSet | undefined> {
  const name = `agentcore-doctor-${Date.now()}`;
  watch.tell('making a change set');
  await change(
    aws,
    ask('CreateChangeSet', {
      StackName: wish.name,
      ChangeSetName: name,
      ChangeSetType: type,
      TemplateBody: wish.template,
      // Its role has a name, by which others are allowed to pass it.
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries(wish.parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Tags: Object.entries(wish.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  const which = { StackName: wish.name, ChangeSetName: name };
  const set = await until(async () => {
    const answer = found(await aws.ask(ask('DescribeChangeSet', which)));
    return /_(?:COMPLETE|FAILED)$|^FAILED$/.test(textAt(answer, 'Status') ?? '') ? answer : undefined;
  }, watch);
  const because = textAt(set, 'StatusReason') ?? '';
  const changes = listAt(set, 'Changes');
  if (textAt(set, 'Status') === 'CREATE_COMPLETE' && (changes.length > 0 || type === 'CREATE'))
    return { name, changes };
  await remove(aws, ask('DeleteChangeSet', which));
  if (/didn't contain changes|no updates are to be performed/i.test(because) || because === '') return undefined;
  throw new Failure(`CloudFormation makes no change set for \`${wish.name}\`: ${because}`);
}

function linesOf(changes: readonly Json[]): readonly string[] {
  return changes.map((one) => {
    const resource = (name: string): string => textAt(one, 'ResourceChange', name) ?? '';
    const replaced = resource('Replacement') === 'True' ? ', which replaces it' : '';
    return `${resource('Action').toLowerCase()} ${resource('LogicalResourceId')} (${resource('ResourceType')})${replaced}`;
  });
}

async function finished(name: string, since: string | undefined, aws: WritableAws, watch: Watch): Promise<void> {
  await until(async () => {
    const stack = await stackOf(name, aws);
    const status = stack?.status ?? 'DELETE_COMPLETE';
    if (/^(?:CREATE|UPDATE)_COMPLETE$/.test(status)) return true;
    const events = await eventsOf(name, aws);
    if (!status.endsWith('_IN_PROGRESS')) throw failed(name, status, events, since);
    const [newest] = events;
    watch.tell(`${textAt(newest, 'LogicalResourceId') ?? name}: ${textAt(newest, 'ResourceStatus') ?? status}`);
    return undefined;
  }, watch);
}

/** The events of a stack, newest first. */
async function eventsOf(name: string, aws: WritableAws): Promise<readonly Json[]> {
  return listAt(found(await aws.ask(ask('DescribeStackEvents', { StackName: name }))), 'StackEvents');
}

async function newestEvent(name: string, aws: WritableAws): Promise<string | undefined> {
  return textAt((await eventsOf(name, aws))[0], 'EventId');
}

/** The first thing that went wrong is the cause; the others were called off because of it. */
function failed(name: string, status: string, events: readonly Json[], since: string | undefined): Failure {
  const end = events.findIndex((event) => textAt(event, 'EventId') === since);
  const own = end < 0 ? events : events.slice(0, end);
  const first = own.findLast((event) => textAt(event, 'ResourceStatus')?.endsWith('_FAILED'));
  const because = textAt(first, 'ResourceStatusReason') ?? 'CloudFormation says no reason.';
  return new Failure(
    `Stack \`${name}\` is \`${status}\`: ${textAt(first, 'LogicalResourceId') ?? name}: ${because}`,
    'Run `deploy` again when that is mended, or `destroy` to remove what is there.',
  );
}
