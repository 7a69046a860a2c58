import { setTimeout as sleep } from 'node:timers/promises';
import {
  BedrockAgentCoreControlClient,
  DeleteAgentRuntimeCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT, clientFor } from '../emulators/aws.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

// A deployment that is asked for otherwise than it stands, and one that AWS could not bring to an end.

const YES = ['--yes', '--account', ACCOUNT];
let aws: WholeAws;
let environment: { readonly [name: string]: string };

beforeEach(async (context) => {
  aws ??= await wholeAws(context);
  aws.agentcore.behave({ failureReason: undefined });
  environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
}, 120_000);

async function reported(words: readonly string[]): Promise<JsonDeployReport> {
  const { code, out, err } = await run([...words, '--format', 'json'], environment);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}${out}`);
  return JSON.parse(out);
}

function agentcore(): BedrockAgentCoreControlClient {
  return new BedrockAgentCoreControlClient(clientFor(aws));
}

describe('a deployment that is asked for otherwise', { timeout: 120_000 }, () => {
  it('lets AWS credentials in where tokens were asked for, and says beforehand that the pool goes', async () => {
    const { deployed } = await reported(['deploy', '--name', 'turned', ...YES]);
    const words = ['deploy', '--name', 'turned', '--auth', 'iam'];
    const plan = await reported([...words, '--dry-run']);
    expect(plan.steps.map(({ what }) => what).join('\n')).toContain(`user pool \`${deployed?.userPool}\``);
    const turned = await reported([...words, ...YES]);
    expect({ mode: turned.mode, id: turned.deployed?.runtimeId }).toEqual({
      mode: 'deployed',
      id: deployed?.runtimeId,
    });
    expect(turned.deployed?.proof).toMatchObject({ state: 'works' });
    const back = await reported(['deploy', '--name', 'turned', ...YES]);
    expect(back.deployed?.proof).toMatchObject({ state: 'locked' });
  });
});

describe('what has changed besides', { timeout: 120_000 }, () => {
  it('are the tags of the runtime, too, and those of others stay', async () => {
    const words = ['deploy', '--name', 'tagged', '--auth', 'iam'];
    const { deployed } = await reported([...words, '--tags', 'team=tides', ...YES]);
    const arn = deployed?.runtimeArn ?? '';
    await agentcore().send(new TagResourceCommand({ resourceArn: arn, tags: { cost: '42' } }));
    const plan = await reported([...words, '--tags', 'team=moons', '--dry-run']);
    expect(plan.steps.flatMap(({ calls, done }) => (done ? [] : calls))).toContain('bedrock-agentcore:TagResource');
    expect((await reported([...words, '--tags', 'team=moons', ...YES])).mode).toBe('deployed');
    const { tags } = await agentcore().send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ team: 'moons', cost: '42', 'agentcore-doctor:deployment': 'tagged' });
    expect((await reported([...words, '--tags', 'team=moons', ...YES])).mode).toBe('unchanged');
  });
});

describe('logs', { timeout: 120_000 }, () => {
  it('that were there before the deployment stay, and the others go when it is asked for', async () => {
    const theirs = '/aws/bedrock-agentcore/runtimes/drained-AAAAAAAAAA-DEFAULT';
    const logs = new CloudWatchLogsClient(clientFor(aws));
    await logs.send(new CreateLogGroupCommand({ logGroupName: theirs }));
    // The emulator tells the time of a stack in seconds.
    await sleep(1100);
    const name = ['--name', 'drained'];
    const { deployed } = await reported(['deploy', ...name, '--auth', 'iam', ...YES]);
    const own = `/aws/bedrock-agentcore/runtimes/${deployed?.runtimeId}-DEFAULT`;
    const groups = async (): Promise<readonly (string | undefined)[]> => {
      const prefix = { logGroupNamePrefix: '/aws/bedrock-agentcore/runtimes/drained-' };
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand(prefix));
      return logGroups.map(({ logGroupName }) => logGroupName).toSorted();
    };
    expect(await groups()).toEqual([theirs, own].toSorted());
    // As a run that was cut off leaves it: the runtime is gone, and the stack tells whose logs they are.
    await agentcore().send(new DeleteAgentRuntimeCommand({ agentRuntimeId: deployed?.runtimeId }));
    const removed = await reported(['destroy', ...name, '--logs', ...YES]);
    expect(removed.steps.map(({ what }) => what)).toContain(`delete log group \`${own}\``);
    expect(removed.notes).toEqual([expect.stringContaining(`\`${theirs}\` remains: nothing tells`)]);
    expect(await groups()).toEqual([theirs]);
    const again = await reported(['destroy', ...name, '--logs', ...YES]);
    expect(again.notes[0]).toBe('There was nothing to remove.');
    expect(await groups()).toEqual([theirs]);
  });
});

describe('a runtime that failed, or is on its way out', { timeout: 120_000 }, () => {
  it('to be made is made again by the next run', async () => {
    aws.agentcore.behave({ failureReason: 'The archive cannot be read.' });
    const first = await run(['deploy', '--name', 'unmade', '--auth', 'iam', ...YES], environment);
    expect(first).toMatchObject({ code: 2, err: expect.stringContaining('The archive cannot be read.') });
    aws.agentcore.behave({ failureReason: undefined });
    const { deployed } = await reported(['deploy', '--name', 'unmade', '--auth', 'iam', ...YES]);
    expect(deployed?.proof.state).toBe('works');
  });

  it('to be updated is updated again by the next run', async () => {
    const words = ['deploy', '--name', 'stuck', '--auth', 'iam', ...YES];
    const { deployed } = await reported(words);
    aws.agentcore.behave({ failureReason: 'No capacity.' });
    const failed = await run([...words, '--guardrail', 'tides1'], environment);
    expect(failed).toMatchObject({ code: 2, err: expect.stringContaining('No capacity.') });
    aws.agentcore.behave({ failureReason: undefined });
    const again = await reported([...words, '--guardrail', 'tides1']);
    expect({ mode: again.mode, id: again.deployed?.runtimeId }).toEqual({
      mode: 'deployed',
      id: deployed?.runtimeId,
    });
    expect(again.deployed?.proof.state).toBe('works');
  });

  it('is waited for when it is being deleted, and made anew', async () => {
    const words = ['deploy', '--name', 'going', '--auth', 'iam', ...YES];
    const { deployed } = await reported(words);
    aws.agentcore.behave({ settleMs: 3000 });
    await agentcore().send(new DeleteAgentRuntimeCommand({ agentRuntimeId: deployed?.runtimeId }));
    aws.agentcore.behave({ settleMs: 0 });
    const again = await reported(words);
    expect(again.deployed?.runtimeId).not.toBe(deployed?.runtimeId);
    expect(again.deployed?.proof.state).toBe('works');
  });
});
