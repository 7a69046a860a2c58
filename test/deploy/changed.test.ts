import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
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

describe('a runtime that failed', { timeout: 120_000 }, () => {
  it('to be made is made again by the next run', async () => {
    aws.agentcore.behave({ failureReason: 'The archive cannot be read.' });
    const first = await run(['deploy', '--name', 'unmade', '--auth', 'iam', ...YES], environment);
    expect(first).toMatchObject({ code: 2, err: expect.stringContaining('The archive cannot be read.') });
    aws.agentcore.behave({ failureReason: undefined });
    const { deployed } = await reported(['deploy', '--name', 'unmade', '--auth', 'iam', ...YES]);
    expect(deployed?.proof.state).toBe('works');
  });
});
