import { listAt, memberAt, textAt } from '../domain/cloud/documents.ts';
import type { AwsCall, WritableAws } from '../model/aws.ts';
import { found, remove } from './answers.ts';
import type { Present } from './deployment.ts';

/** The log groups under the name of a runtime. AWS keeps them when it goes, so some may be of another that had this name. */
export interface RuntimeLogs {
  /** Of this deployment. */
  readonly own: readonly string[];
  /** Of this one or of somebody else's: nothing tells. */
  readonly others: readonly string[];
}

const PREFIX = '/aws/bedrock-agentcore/runtimes/';

/**
 * Finds the log groups of a name, all endpoints. They carry no tag; but no two runtimes have one name at a time, so what
 * was made since the stack is there is this deployment's.
 */
export async function logsOf(name: string, { runtime, stack }: Present, aws: WritableAws): Promise<RuntimeLogs> {
  const groups = await groupsOf(name, aws);
  const isOwn = ({ group, at }: LogGroup): boolean =>
    (runtime !== undefined && group.startsWith(`${PREFIX}${runtime.id}-`)) ||
    (stack?.since !== undefined && at !== undefined && at >= stack.since);
  return {
    own: groups.filter(isOwn).map(({ group }) => group),
    others: groups.filter((one) => !isOwn(one)).map(({ group }) => group),
  };
}

interface LogGroup {
  readonly group: string;
  /** When it was made, in milliseconds. */
  readonly at: number | undefined;
}

async function groupsOf(name: string, aws: WritableAws): Promise<readonly LogGroup[]> {
  const logGroupNamePrefix = `${PREFIX}${name}-`;
  const all: LogGroup[] = [];
  let nextToken: string | undefined;
  do {
    const input = { logGroupNamePrefix, ...(nextToken === undefined ? {} : { nextToken }) };
    const call: AwsCall = { service: 'logs', operation: 'DescribeLogGroups', input };
    const page = found(await aws.ask(call));
    for (const one of listAt(page, 'logGroups')) {
      const [group, at] = [textAt(one, 'logGroupName') ?? '', memberAt(one, 'creationTime')];
      // Another runtime's name may begin like this one.
      if (/^[A-Za-z0-9]{10}-/.test(group.slice(logGroupNamePrefix.length)))
        all.push({ group, at: typeof at === 'number' ? at : undefined });
    }
    nextToken = textAt(page, 'nextToken');
  } while (nextToken !== undefined);
  return all;
}

/** Deletes log groups with all that is in them. */
export async function removeLogGroups(names: readonly string[], aws: WritableAws): Promise<void> {
  for (const logGroupName of names)
    await remove(aws, { service: 'logs', operation: 'DeleteLogGroup', input: { logGroupName } });
}
