import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from './support/run.ts';

const CASE = 'fixtures/checks/agent-name-invalid/fails-in-every-kind-of-file/project';

let folder = '';
let environment: Readonly<Record<string, string>> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-names-'));
  cpSync(CASE, join(folder, 'project'), { recursive: true });
  environment = { XDG_STATE_HOME: join(folder, 'state') };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(root: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(root).map((name) => [name, readFileSync(join(root, name), 'latin1')]));
}

it('gives an agent another name in all files at once, and takes it back byte for byte', async () => {
  const root = join(folder, 'project');
  const before = filesOf(root);
  const only = ['--only', 'agent-name-invalid'];

  const mended = await run(['fix', root, '--yes', ...only], environment);
  expect(mended.code).toBe(0);
  const after = filesOf(root);
  const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
  expect(changed.toSorted()).toEqual([
    '.bedrock_agentcore.yaml',
    'README.md',
    'deploy.py',
    'deploy.sh',
    'template.yaml',
  ]);
  // Roles, repositories and log groups keep the name that they have.
  const kept = [...after.values()].flatMap((text) => text.match(/[\w/:.-]*weather-server[\w-]*/g) ?? []);
  expect(new Set(kept)).toEqual(
    new Set([
      'arn:aws:iam::111122223333:role/weather-server',
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/bedrock-agentcore-weather-server',
      'bedrock-agentcore-weather-server-builder',
      '/aws/bedrock-agentcore/runtimes/weather-server',
      'weather-server',
    ]),
  );
  expect(after.get('README.md')).toContain('# weather-server\n');
  await expect(run([root, ...only], environment)).resolves.toMatchObject({ code: 0 });

  await expect(run(['fix', root, '--undo'], environment)).resolves.toMatchObject({ code: 0 });
  expect(filesOf(root)).toEqual(before);
});
