import { namesOf } from '../domain/deploy/names.ts';
import { outputsOf } from '../domain/deploy/stack.ts';
import type { WritableAws } from '../model/aws.ts';
import type { DeployPlace, DeployStep } from '../model/deployment-plan.ts';
import { removeCode } from './code.ts';
import type { Present } from './deployment.ts';
import { removeLogGroups } from './logs.ts';
import { removeRuntime } from './runtime.ts';
import { removeStack } from './stack.ts';
import type { Watch } from './watch.ts';

/** What is there, and what of it goes. */
export interface Removal {
  readonly name: string;
  readonly place: DeployPlace;
  readonly present: Present;
  /** The log groups that are known for those of this deployment. */
  readonly logGroups: readonly string[];
  readonly removesLogs: boolean;
}

/** The steps of a removal with their calls, in order: what uses something goes before it. */
export function removalSteps({ name, place, present, logGroups, removesLogs }: Removal): readonly DeployStep[] {
  const { runtime, stack } = present;
  const bucket = outputsOf(stack?.outputs ?? {})?.bucket;
  const one = (what: string, ...calls: readonly string[]): DeployStep => ({ what, calls, done: false });
  return [
    ...(runtime === undefined
      ? []
      : [one(`delete agent runtime \`${runtime.id}\``, 'bedrock-agentcore:DeleteAgentRuntime')]),
    ...(removesLogs ? logGroups.map((group) => one(`delete log group \`${group}\``, 'logs:DeleteLogGroup')) : []),
    ...(bucket === undefined ? [] : [one(`empty bucket \`${bucket}\``, 's3:DeleteObjectVersion')]),
    ...(stack === undefined
      ? []
      : [one(`delete stack \`${namesOf(name, place).stack}\` with all that it made`, 'cloudformation:DeleteStack')]),
  ];
}

/** Removes it. Cut off anywhere, it removes the rest when it is run again. */
export async function removeDeployment(removal: Removal, aws: WritableAws, watch: Watch): Promise<void> {
  const { name, place, present, logGroups, removesLogs } = removal;
  if (present.runtime !== undefined) {
    await removeRuntime(present.runtime, aws, watch);
    watch.note(`runtime \`${present.runtime.id}\` is gone`);
  }
  // The stack tells which logs are its own, so it goes last.
  if (removesLogs) {
    await removeLogGroups(logGroups, aws);
    for (const group of logGroups) watch.note(`log group \`${group}\` is gone`);
  }
  const bucket = outputsOf(present.stack?.outputs ?? {})?.bucket;
  if (bucket !== undefined) {
    const removed = await removeCode(bucket, place, aws);
    watch.note(`bucket \`${bucket}\` is empty (${removed} objects deleted)`);
  }
  if (present.stack !== undefined) {
    await removeStack(namesOf(name, place).stack, aws, watch);
    watch.note(`stack \`${namesOf(name, place).stack}\` is gone`);
  }
}
