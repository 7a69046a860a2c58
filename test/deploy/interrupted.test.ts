import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

// Killed behind any of the calls that change something, a deployment is finished by running it again, and a removal
// removes what is there.

type Environment = { readonly [name: string]: string };

// A sign-in is not signed, so the emulator takes everybody who signs in for one of this account.
const YES = ['--yes', '--account', ACCOUNT];

function deploying(name: string): readonly string[] {
  return ['deploy', '--name', name, '--test-user', 'tester@example.com', ...YES];
}

const WRITES = [
  'cloudformation:CreateChangeSet',
  'cloudformation:ExecuteChangeSet',
  's3:PutObject',
  'bedrock-agentcore:CreateAgentRuntime',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminSetUserPassword',
];

/** Runs the program, which is killed once AWS has carried out a call and before it hears so. */
async function killedAfter(action: string, words: readonly string[], aws: WholeAws, environment: Environment) {
  const child = spawn(process.execPath, ['dist/bin.cjs', ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: 'ignore',
  });
  const end = aws.proxy.play({
    on: action,
    times: 1,
    fault: { kind: 'meanwhile', when: 'after', work: () => void child.kill('SIGKILL') },
  });
  const [, signal] = await once(child, 'exit');
  end();
  return signal;
}

async function reported(words: readonly string[], environment: Environment): Promise<JsonDeployReport> {
  const { code, out, err } = await run([...words, '--format', 'json'], environment);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}${out}`);
  return JSON.parse(out);
}

describe('a deployment that is killed', { timeout: 300_000 }, () => {
  it.each(WRITES)('behind %s is finished by the next run, and is one', async (action) => {
    const name = `tides${WRITES.indexOf(action)}`;
    const { aws, environment } = await opened();
    expect(await killedAfter(action, deploying(name), aws, environment)).toBe('SIGKILL');
    const { deployed } = await reported(deploying(name), environment);
    expect(['works', 'locked']).toContain(deployed?.proof.state);
    const again = await reported(deploying(name), environment);
    expect({ mode: again.mode, id: again.deployed?.runtimeId }).toEqual({ mode: 'unchanged', id: deployed?.runtimeId });
    await reported(['destroy', '--name', name, ...YES], environment);
    expect((await reported(['destroy', '--name', name, '--dry-run'], environment)).steps).toEqual([]);
  });

  it.each(['bedrock-agentcore:DeleteAgentRuntime', 's3:DeleteObject*', 'cloudformation:DeleteStack'])(
    'behind %s while it is removed is removed by the next run',
    async (action) => {
      const name = `ebb${action.length}`;
      const { aws, environment } = await opened();
      await reported(deploying(name), environment);
      const words = ['destroy', '--name', name, ...YES];
      expect(await killedAfter(action, words, aws, environment)).toBe('SIGKILL');
      await reported(words, environment);
      expect((await reported(['destroy', '--name', name, '--dry-run'], environment)).steps).toEqual([]);
    },
  );
});

describe('what somebody else made', () => {
  it('is neither changed nor removed', { timeout: 60_000 }, async () => {
    const { aws, environment } = await opened();
    aws.agentcore.seed({ name: 'theirs', document: {} });
    for (const words of [deploying('theirs'), ['destroy', '--name', 'theirs', ...YES]]) {
      const { code, err } = await run(words, environment);
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('was not made by `deploy`') });
    }
  });
});

let whole: Promise<WholeAws> | undefined;

async function opened(): Promise<{ readonly aws: WholeAws; readonly environment: Environment }> {
  whole ??= wholeAws({
    skip: (because) => {
      throw new Error(because);
    },
  });
  const aws = await whole;
  return { aws, environment: { ...aws.environment, XDG_STATE_HOME: folderWith({}) } };
}
