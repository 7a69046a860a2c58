import { listAt, textAt } from '../domain/cloud/documents.ts';
import type { AwsCall, WritableAws } from '../model/aws.ts';
import { found, remove } from './answers.ts';

/** The log groups of the runtimes that have or had a name, all endpoints: AWS keeps them when the runtime goes. */
export async function logGroupsOf(name: string, aws: WritableAws): Promise<readonly string[]> {
  const logGroupNamePrefix = `/aws/bedrock-agentcore/runtimes/${name}-`;
  const call: AwsCall = { service: 'logs', operation: 'DescribeLogGroups', input: { logGroupNamePrefix } };
  return listAt(found(await aws.ask(call)), 'logGroups')
    .flatMap((group) => textAt(group, 'logGroupName') ?? [])
    .filter((group) => /^[A-Za-z0-9]{10}-/.test(group.slice(logGroupNamePrefix.length)));
}

/** Deletes log groups with all that is in them. */
export async function removeLogGroups(names: readonly string[], aws: WritableAws): Promise<void> {
  for (const logGroupName of names)
    await remove(aws, { service: 'logs', operation: 'DeleteLogGroup', input: { logGroupName } });
}
