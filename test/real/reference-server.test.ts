import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { startServer, type Started } from '../server/start.ts';
import { finding } from '../stand-ins/bedrock/findings.ts';
import { type Bedrock, openBedrock } from '../stand-ins/bedrock/stand-in.ts';
import { TODAY } from './days.ts';
import { build } from './environment.ts';
import { onNode22 } from './node-22.ts';
import { ran } from './program.ts';

// The reference server before those who know nothing of it: clients of another team, the conformance suite of the
// protocol, and the doctor itself.

const PROGRAM = resolve('dist/bin.cjs');
const TOOLS = ['validate_content', 'list_guardrails', 'get_guardrail_info', 'rewrite_response'];

let bedrock: Bedrock;
let server: Started;

beforeAll(async () => {
  bedrock = await openBedrock();
  bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
  bedrock.finds((text) => [finding(text.includes('noon') ? 'valid' : 'invalid', text)]);
  bedrock.says(() => 'High water is at noon.');
  server = await startServer(bedrock.url, { BEDROCK_MODEL_ID: 'anthropic.claude-test' });
});
afterAll(() => bedrock.close());

describe('the official client in Python', { timeout: 300_000 }, () => {
  it.each([
    ['mcp==1.30.0', '', '2025-11-25'],
    ['mcp==2.3.0', '', '2025-11-25'],
    ['mcp==2.3.0', 'modern', '2026-07-28'],
  ])('%s %s lists and calls all tools in %s', async (requirement, mode, protocol) => {
    const built = await build({ requirements: [requirement], before: TODAY });
    if (!built.ok) throw new Error(built.because);
    const words = [join(import.meta.dirname, 'call_all.py'), server.url, ...(mode === '' ? [] : [mode])];
    const { output } = await ran(join(built.environment.bin, 'python'), words);
    // The last line is what the session came to.
    const session: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
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

describe.skipIf(!existsSync(PROGRAM))('the doctor', { timeout: 120_000 }, () => {
  it('finds nothing in the sources, and has an answer to all that it asks', async () => {
    const { code, output } = await ran(process.execPath, [
      PROGRAM,
      'server',
      '--offline',
      '--format',
      'json',
      '--fail-on',
      'note',
    ]);
    expect(code, output).toBe(0);
    const report: unknown = JSON.parse(output);
    expect(report).toMatchObject({ summary: { errors: 0, warnings: 0, notes: 0, unknown: 0, crashed: 0 }, unread: [] });
    // It knew the server for what it is.
    for (const check of ['host-loopback', 'port-not-8000', 'legacy-clients-rejected', 'not-stateless'])
      expect(output).toMatch(new RegExp(`"check": "${check}",\\s+"status": "pass"`));
  });

  it('finds nothing where it plays AgentCore towards the server', async () => {
    const words = [PROGRAM, 'rehearse', 'server', '--yes', '--url', server.url, '--fail-on', 'note'];
    const given = ['--tool', 'validate_content', '--args', '{"guardrail_id":"tides1","content":"At noon."}'];
    const { code, output } = await ran(process.execPath, [...words, ...given]);
    expect(code, output).toBe(0);
    expect(output).toContain('Nothing found');
  });
});

/** Scenarios that ask a server for nothing but what it has: no tools, prompts and resources of the suite's own. */
const SCENARIOS = [
  'server-initialize',
  'ping',
  'tools-list',
  'dns-rebinding-protection',
  'server-session-lifecycle',
  'http-header-validation',
  'input-required-result-validate-input',
];

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'the conformance suite',
  { timeout: 300_000 },
  () => {
    async function scenario(context: TestContext, name: string) {
      const requirement = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
      const wanted = { library: 'conformance', requirement, program: 'conformance' };
      const [node, suite] = await onNode22(context, wanted);
      return ran(node, [suite, 'server', '--url', server.url, '--scenario', name]);
    }

    it('is content with all that this server has', async (context) => {
      for (const name of SCENARIOS) {
        const { code, output } = await scenario(context, name);
        expect(code, output).toBe(0);
        expect(output).toMatch(/, 0 failed, 0 warnings/);
      }
    });

    it('misses its own tools only where it looks at a server without sessions', async (context) => {
      const { output } = await scenario(context, 'server-stateless');
      const failed = output.split('\n').filter((line) => /^\s+Error: /.test(line));
      expect(output).toContain('Passed: 24/28, 4 failed, 0 warnings');
      expect(failed.filter((line) => !line.includes('Not testable: server does not list'))).toEqual([]);
    });
  },
);
