import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { unlessUnavailable } from '../real/unavailable.ts';
import { clientFor, environmentFor } from './aws.ts';
import { emulator } from './emulators.ts';
import { programsOf } from './python-packages.ts';

const RoleName = 'tides';
const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';

describe('an emulator', () => {
  it.for([
    ['ministack', '111122223333'],
    ['moto', '123456789012'],
  ] as const)('answers the SDK: %s', async ([name, account], context) => {
    const sts = new STSClient(clientFor(await emulator(context, name)));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: account });
  });

  it("answers AWS's own command line, which looks nowhere else", async (context) => {
    const aws = await emulator(context, 'ministack');
    const program = join(await unlessUnavailable(context, () => programsOf('tools.txt')), 'aws');
    const env = { PATH: process.env['PATH'], ...environmentFor(aws) };
    const child = spawn(program, ['sts', 'get-caller-identity'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    expect(JSON.parse(await text(child.stdout))).toMatchObject({ Account: '111122223333' });
  });

  it('is one for a test file, with an account for each who wants one', async (context) => {
    const [one, same] = await Promise.all([emulator(context, 'ministack'), emulator(context, 'ministack')]);
    expect(one.url).toBe(same.url);
    await new IAMClient(clientFor(one)).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const roleIn = (account: string): Promise<unknown> =>
      new IAMClient(clientFor(one, account)).send(new GetRoleCommand({ RoleName }));
    expect(await roleIn('111122223333')).toMatchObject({ Role: { RoleName } });
    await expect(roleIn('444455556666')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await one.reset();
    await expect(roleIn('111122223333')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('does not outlive the process that started it, however that ends', async (context) => {
    await unlessUnavailable(context, () => programsOf('requirements.txt'));
    const script = join(mkdtempSync(join(tmpdir(), 'agentcore-doctor-')), 'start.mjs');
    const contents = `import { startEmulator } from './start.ts'; console.log((await startEmulator('ministack')).url);`;
    await build({
      stdin: { contents, loader: 'ts', resolveDir: import.meta.dirname },
      define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = String((await once(child.stdout, 'data'))[0]).trim();
    expect((await fetch(`${url}/_ministack/health`)).status).toBe(200);
    child.kill('SIGKILL');
    for (let turn = 0; turn < 200 && (await answers(url)); turn++) await sleep(50);
    expect(await answers(url)).toBe(false);
    rmSync(join(script, '..'), { recursive: true });
  });
});

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
