import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { PLAIN } from '../../src/commands/paint.ts';
import { deployHuman, type JsonDeployReport } from '../../src/report/deployed.ts';
import { lookAt, run, statusOf } from '../account/look.ts';
import { clientFor } from '../emulators/aws.ts';
import { finding } from '../stand-ins/bedrock/findings.ts';
import { type WholeAws, wholeAws } from '../stand-ins/aws.ts';
import { folderWith } from '../support/run.ts';

/** `npm run story` shows what the program says. */
function tell(words: readonly string[], said: string): void {
  if (process.env['STORY'] !== undefined) process.stdout.write(`\n$ agentcore-doctor ${words.join(' ')}\n${said}`);
}

// The whole story of a deployment as a user lives through it, with the built program and nothing but HTTP: it is put
// there, called, broken on purpose, mended, and removed.

const ACCOUNT = '111122223333';
const YES = ['--yes', '--account', ACCOUNT];
const TOOLS = ['validate_content', 'list_guardrails', 'get_guardrail_info', 'rewrite_response'];
const USER = 'tester@example.com';

describe('a deployment', { timeout: 120_000 }, () => {
  let aws: WholeAws | undefined;
  let environment: { readonly [name: string]: string };
  let report: JsonDeployReport;
  let password: string;

  const things = (): NonNullable<JsonDeployReport['deployed']> => {
    if (report.deployed === undefined) throw new Error('nothing is deployed');
    return report.deployed;
  };
  const said = async (words: readonly string[]): Promise<JsonDeployReport> => {
    const { code, out, err } = await run([...words, '--format', 'json'], environment);
    if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}${out}`);
    const made: JsonDeployReport = JSON.parse(out);
    tell(words, `${err}${deployHuman(made, PLAIN)}`);
    return made;
  };
  /** The same for a person. */
  const shown = async (words: readonly string[], more: { readonly [name: string]: string } = {}): Promise<string> => {
    const { out, err } = await run(words, { ...environment, ...more });
    tell(words, `${err}${out}`);
    return out;
  };
  const token = async (use: 'access' | 'id'): Promise<string> => {
    const words = ['token', 'get', '--client-id', things().userClientId ?? '', '--username', USER, '--use', use];
    const { out, err } = await run(words, { ...environment, TOKEN_PASSWORD: password });
    if (out === '') throw new Error(err);
    return out.trim();
  };

  beforeEach(async (context) => {
    if (aws !== undefined) return;
    aws = await wholeAws(context);
    aws.bedrock.guardrail({ id: 'tides1', name: 'tides', policies: ['arn:of:policy'] });
    aws.bedrock.finds((text) => [finding(text.includes('noon') ? 'valid' : 'invalid', text)]);
    aws.bedrock.says(() => 'High water is at noon.');
    environment = { ...aws.environment, XDG_STATE_HOME: folderWith({}) };
  }, 120_000);

  it('is planned first, and nothing is written', async () => {
    const made = aws?.proxy.calls ?? [];
    const before = made.length;
    const plan = await said(['deploy', '--dry-run']);
    expect(plan.mode).toBe('planned');
    expect(plan.steps.flatMap(({ calls }) => calls)).toEqual([
      'cloudformation:CreateChangeSet',
      'cloudformation:ExecuteChangeSet',
      's3:PutObject',
      'bedrock-agentcore:CreateAgentRuntime',
    ]);
    const called = made.slice(before).map(({ operation }) => operation);
    expect(called.filter((operation) => !/^(?:Get|List|Describe|Head)/.test(operation))).toEqual([]);
  });

  it('refuses a name with a hyphen, and says what a name is', async () => {
    const words = ['deploy', '--name', 'arc-validator', ...YES];
    const { code, err } = await run(words, environment);
    tell(words, err);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('no hyphen') });
  });

  it('is there after one command, and proved by a client', async () => {
    aws?.agentcore.behave({ roleRefusals: 1 });
    const model = ['--model', 'anthropic.claude-test', '--guardrail', 'tides1'];
    report = await said(['deploy', ...YES, '--test-user', USER, ...model, '--tags', 'team=tides']);
    expect(report.mode).toBe('deployed');
    expect(things().proof).toMatchObject({ state: 'works', tools: TOOLS });
    password = readFileSync(things().passwordFile ?? '', 'utf8').trim();
    expect(JSON.stringify(report)).not.toContain(password);
  });

  it('has nothing to do when it is run again', async () => {
    const model = ['--model', 'anthropic.claude-test', '--guardrail', 'tides1'];
    const again = await said(['deploy', ...YES, '--test-user', USER, ...model, '--tags', 'team=tides']);
    expect(again.mode).toBe('unchanged');
    expect(again.deployed?.runtimeArn).toBe(things().runtimeArn);
  });

  it('answers with all four tools', async () => {
    const client = new Client({ name: 'caller', version: '1.0.0' });
    const headers = { Authorization: `Bearer ${await token('access')}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(things().url), { requestInit: { headers } }));
    const call = async (name: string, given: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: given })).structuredContent;
    expect(await call('validate_content', { content: 'High water is at noon.' })).toMatchObject({ valid: true });
    expect(await call('list_guardrails', {})).toMatchObject({ guardrails: [{ id: 'tides1' }] });
    expect(await call('get_guardrail_info', { guardrail_id: 'tides1' })).toMatchObject({ name: 'tides' });
    expect(await call('rewrite_response', { user_query: 'When?', llm_response: 'At ten.' })).toMatchObject({
      changed: true,
    });
    await client.close();
  });

  it('refuses the wrong kind of token, and the probe says so', async () => {
    const wrong = { BEARER_TOKEN: await token('id') };
    await shown(['probe', things().runtimeArn], wrong);
    const { code, out } = await run(['probe', things().runtimeArn, '--format', 'json'], { ...environment, ...wrong });
    const found = JSON.parse(out).outcomes.filter(({ status }: { status: string }) => status === 'fail');
    expect({ code, first: found[0]?.check }).toEqual({ code: 1, first: 'auth-refused' });
    expect(found[0].findings[0].message).toMatch(/ID token/);
  });

  it('loses its logs with a statement of its role, which the doctor finds and mends', async () => {
    const { deleteRolePolicy } = await roleOf(things().roleArn, environment);
    await deleteRolePolicy('Observability');
    const files = { 'README.md': 'a server' };
    const look = ['--arn', things().runtimeArn];
    expect(statusOf('role-without-logs', await lookAt(files, environment, look))).toBe('fail');
    await shown(['doctor', folderWith(files), ...look, '--only', 'role-without-logs']);
    const mended = await run(
      ['fix', '--cloud', folderWith(files), ...look, ...YES, '--review', 'role-without-logs', '--format', 'json'],
      environment,
    );
    expect(JSON.parse(mended.out).fixes.map(({ became }: { became: string }) => became)).toContain('mended');
    expect(statusOf('role-without-logs', await lookAt(files, environment, look))).toBe('pass');
  });

  it('tells what it did in its log', async () => {
    await shown(['logs', 'tail', things().runtimeArn, '--no-follow', '--since', '1h', '--summary']);
    const { code, out } = await run(
      ['logs', 'tail', things().runtimeArn, '--no-follow', '--since', '1h', '--json'],
      environment,
    );
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('validate_content') });
  });

  it('goes when it is destroyed, and nothing is left', async () => {
    const removed = await said(['destroy', ...YES, '--logs']);
    expect(removed.mode).toBe('removed');
    const left = await said(['destroy', '--dry-run', '--logs']);
    expect({ steps: left.steps, notes: left.notes }).toEqual({ steps: [], notes: ['There was nothing to remove.'] });
    const pools = await poolsIn(environment);
    expect(pools).not.toContain(report.name);
  });
});

async function roleOf(arn: string, environment: { readonly [name: string]: string }) {
  const { DeleteRolePolicyCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(clientFor({ url: environment['AWS_ENDPOINT_URL'] ?? '' }));
  const RoleName = arn.split('/').at(-1);
  return {
    deleteRolePolicy: (PolicyName: string) => client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  };
}

async function poolsIn(environment: { readonly [name: string]: string }): Promise<readonly (string | undefined)[]> {
  const { CognitoIdentityProviderClient, ListUserPoolsCommand } =
    await import('@aws-sdk/client-cognito-identity-provider');
  const client = new CognitoIdentityProviderClient(clientFor({ url: environment['AWS_ENDPOINT_URL'] ?? '' }));
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.map(({ Name }) => Name);
}
