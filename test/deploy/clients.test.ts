import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { JsonDeployReport } from '../../src/report/deployed.ts';
import { run } from '../account/look.ts';
import { ACCOUNT } from '../emulators/aws.ts';
import { TODAY } from '../real/days.ts';
import { build } from '../real/environment.ts';
import { onNode22 } from '../real/node-22.ts';
import { unlessUnavailable } from '../real/unavailable.ts';
import { wholeAws } from '../stand-ins/aws.ts';
import { finding } from '../stand-ins/bedrock/findings.ts';
import { folderWith } from '../support/run.ts';

// Clients of other teams call the deployed reference server with a user's access token, through the door of AgentCore.

const TOOLS = ['validate_content', 'list_guardrails', 'get_guardrail_info', 'rewrite_response'];
const USER = 'tester@example.com';
const ran = promisify(execFile);

let deployed: NonNullable<JsonDeployReport['deployed']> | undefined;
let token = '';

function things(): NonNullable<JsonDeployReport['deployed']> {
  if (deployed === undefined) throw new Error('nothing is deployed');
  return deployed;
}

beforeEach(async (context) => {
  if (deployed !== undefined) return;
  const aws = await wholeAws(context);
  aws.bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
  aws.bedrock.finds((text) => [finding(text.includes('noon') ? 'valid' : 'invalid', text)]);
  aws.bedrock.says(() => 'High water is at noon.');
  const environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
  const words = ['deploy', '--yes', '--account', ACCOUNT, '--test-user', USER, '--model', 'anthropic.claude-test'];
  const { out, err } = await run([...words, '--format', 'json'], environment);
  if (out === '') throw new Error(err);
  const report: JsonDeployReport = JSON.parse(out);
  const { userClientId = '', passwordFile = '' } = report.deployed ?? {};
  const asked = ['token', 'get', '--client-id', userClientId, '--username', USER];
  const password = readFileSync(passwordFile, 'utf8').trim();
  token = (await run(asked, { ...environment, TOKEN_PASSWORD: password })).out.trim();
  deployed = report.deployed;
}, 120_000);

/** Runs a program with the token in the variable that the snippets name, and returns what it wrote. */
async function written(program: string, words: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: folderWith({}), BEARER_TOKEN: token };
  return (await ran(program, words, { env, timeout: 90_000 })).stdout;
}

describe('the official client in Python', { timeout: 300_000 }, () => {
  it.for([
    ['mcp==1.30.0', '', '2025-11-25'],
    ['mcp==2.3.0', '', '2025-11-25'],
    ['mcp==2.3.0', 'modern', '2026-07-28'],
  ] as const)('%s %s lists and calls all tools in %s', async ([requirement, mode, protocol], context) => {
    const python = await pythonWith(requirement, context);
    const words = [resolve('test/real/call_all.py'), things().url, ...(mode === '' ? [] : [mode])];
    const session: unknown = JSON.parse((await written(python, words)).trim().split('\n').at(-1) ?? '');
    expect(session).toMatchObject({
      protocol,
      tools: TOOLS,
      called: {
        validate_content: { structuredContent: { valid: true } },
        list_guardrails: { structuredContent: { guardrails: [{ id: 'tides1' }] } },
        get_guardrail_info: { structuredContent: { name: 'tides' } },
        rewrite_response: { structuredContent: { changed: true, ending: 'valid' } },
      },
    });
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'the command line of MCP Inspector',
  { timeout: 300_000 },
  () => {
    it('lists the tools and calls one', async (context) => {
      const list: unknown = JSON.parse(await inspected(context, ['--method', 'tools/list']));
      expect(list).toMatchObject({ tools: TOOLS.map((name) => ({ name })) });
      const args = ['--tool-arg', 'guardrail_id=tides1', 'content=High water is at noon.'];
      const called = ['--method', 'tools/call', '--tool-name', 'validate_content', ...args];
      expect(JSON.parse(await inspected(context, called))).toMatchObject({ structuredContent: { valid: true } });
    });
  },
);

describe('what `deploy` prints', { timeout: 300_000 }, () => {
  it('calls the server with curl, word for word', async () => {
    const answer = await written('sh', ['-c', snippet('curl').join('\n')]);
    for (const tool of TOOLS) expect(answer).toContain(`"name":"${tool}"`);
    const refused = await written('sh', ['-c', ['unset BEARER_TOKEN', ...snippet('curl')].join('\n')]);
    for (const tool of TOOLS) expect(refused).not.toContain(tool);
  });

  it('calls the server from Python, word for word', async (context) => {
    const python = await pythonWith('fastmcp==4.2.3', context);
    const answer = await written(python, ['-c', snippet('Python (`fastmcp`)').join('\n')]);
    for (const tool of TOOLS) expect(answer).toContain(`name='${tool}'`);
  });
});

function snippet(title: string): readonly string[] {
  const found = things().snippets.find((one) => one.title === title);
  if (found === undefined) throw new Error(`nothing is printed for ${title}`);
  return found.lines;
}

async function pythonWith(requirement: string, context: TestContext): Promise<string> {
  const built = await unlessUnavailable(context, () => build({ requirements: [requirement], before: TODAY }));
  if (!built.ok) throw new Error(built.because);
  return join(built.environment.bin, 'python');
}

async function inspected(context: TestContext, words: readonly string[]): Promise<string> {
  const requirement = '@modelcontextprotocol/inspector@2.12.0';
  const [node, inspector] = await onNode22(context, { library: 'inspector', requirement, program: 'mcp-inspector' });
  const header = ['--header', `Authorization: Bearer ${token}`];
  return written(node, [inspector, '--cli', things().url, '--transport', 'http', ...header, ...words]);
}
