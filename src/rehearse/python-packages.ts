import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../model/failure.ts';
import { keptFolder } from './kept-folder.ts';
import { endOf, runProgram } from './programs.ts';
import { type PythonWish, wantedOf } from './python-environment.ts';

/** The Python of AgentCore for which packages are taken: the newest that most packages have wheels for. */
const PYTHON = '3.13';

/**
 * A folder with the packages that a project asks for, for the ARM processors that AgentCore runs on: wheels only, since
 * what is built here is for this machine. Kept in the user's cache, found again by what is asked for.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy.html (verified 2026-11-26)
 */
export async function pythonPackages(wish: Omit<PythonWish, 'python'>): Promise<string> {
  const { plan, cache, root, onStep, signal } = wish;
  const contents = plan.installs.map((path) => [path, readFileSync(join(root, path), 'utf8')]);
  const hash = createHash('sha256').update(JSON.stringify([PYTHON, contents, plan.packages]));
  return keptFolder(join(cache, 'python-arm64', hash.digest('hex').slice(0, 20)), async (unfinished) => {
    const uv = (await runProgram('uv', ['--version'])).code === 0;
    const scratch = mkdtempSync(join(tmpdir(), 'agentcore-doctor-packages-'));
    try {
      const wanted = await wantedOf(scratch, wish, uv);
      mkdirSync(unfinished, { recursive: true });
      if (wanted.length === 0) return;
      onStep?.(`fetching ${[...plan.installs, ...plan.packages].join(', ')} for ARM64`);
      const { code, output } = uv
        ? await runProgram('uv', [...UV, '--target', unfinished, ...wanted], { signal, folder: root })
        : await runProgram('python3', [...PIP, '--target', unfinished, ...wanted], { signal, folder: root });
      if (code !== 0) throw new Failure(`The packages of the project cannot be had for ARM64:\n  ${endOf(output)}`);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}

const UV = [
  'pip',
  'install',
  '--python-platform',
  'aarch64-manylinux2014',
  '--python-version',
  PYTHON,
  '--only-binary',
  ':all:',
];
const PIP =
  `-m pip install --quiet --platform manylinux2014_aarch64 --python-version ${PYTHON} --implementation cp --only-binary=:all:`.split(
    ' ',
  );
