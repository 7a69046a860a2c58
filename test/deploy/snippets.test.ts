import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
import { programsOf } from '../emulators/python-packages.ts';
import { unlessUnavailable } from '../real/unavailable.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

// What `deploy` tells people to run is run as it is written, by the programs that it is for.

const TOOLS = ['validate_content', 'list_guardrails', 'get_guardrail_info', 'rewrite_response'];
const call = promisify(execFile);
let aws: WholeAws;
let environment: { readonly [name: string]: string };

beforeEach(async (context) => {
  aws ??= await wholeAws(context);
  environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
}, 120_000);

/** Deploys, and gives what was told under each title. */
async function toldFor(words: readonly string[]): Promise<(title: string) => string> {
  const { code, out, err } = await run(
    ['deploy', ...words, '--yes', '--account', ACCOUNT, '--format', 'json'],
    environment,
  );
  if (code !== 0) throw new Error(`${err}${out}`);
  const { deployed }: JsonDeployReport = JSON.parse(out);
  return (title) => {
    const snippet = deployed?.snippets.find((one) => one.title.startsWith(title));
    if (snippet === undefined) throw new Error(`nothing is told for ${title}`);
    return snippet.lines.join('\n');
  };
}

async function said(program: string, words: readonly string[], more: { readonly [name: string]: string } = {}) {
  const env = { PATH: process.env['PATH'], ...environment, ...more };
  const { stdout, stderr } = await call(program, [...words], { env });
  if (stdout === '') throw new Error(stderr);
  return stdout;
}

function toolsIn(text: string): readonly string[] {
  return TOOLS.filter((tool) => text.includes(tool));
}

describe('what is told of a deployment', { timeout: 300_000 }, () => {
  it('for users gets a token and calls the server from TypeScript', async () => {
    const told = await toldFor(['--name', 'told', '--test-user', 'tester@example.com']);
    const password = await passwordIn();
    const program = folderWith({});
    writeFileSync(
      join(program, 'agentcore-doctor'),
      `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'dist/bin.cjs')}' "$@"\n`,
      { mode: 0o755 },
    );
    const PATH = `${program}:${process.env['PATH']}`;
    const script = `${told('A token')}\nprintf %s "$BEARER_TOKEN"`;
    const BEARER_TOKEN = await said('sh', ['-ec', script], { PATH, TOKEN_PASSWORD: password });
    expect(
      toolsIn(await said(process.execPath, ['--input-type=module', '-e', told('TypeScript')], { BEARER_TOKEN })),
    ).toEqual(TOOLS);
  });

  it('for AWS credentials calls the server with `boto3`', async (context) => {
    const told = await toldFor(['--name', 'signed', '--auth', 'iam']);
    const bin = await unlessUnavailable(context, () => programsOf('requirements.txt'));
    expect(toolsIn(await said(join(bin, 'python'), ['-c', told('Python')]))).toEqual(TOOLS);
  });
});

async function passwordIn(): Promise<string> {
  const folder = join(environment['XDG_STATE_HOME'] ?? '', 'agentcore-doctor/passwords');
  return (await said('sh', ['-ec', `cat '${folder}'/*`])).trim();
}
