import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterEach, describe, expect, it } from 'vitest';
import { clientFor, environmentFor, REGION } from '../emulators/aws.ts';
import { emulator } from '../emulators/emulators.ts';
import { openAgentCore } from '../stand-ins/agentcore/stand-in.ts';
import { openRefusingProxy, type RefusingProxy } from '../stand-ins/refusing-proxy/proxy.ts';
import type { Answer as Answered } from '../stand-ins/wire/answer.ts';
import { forwarded, wholeBody } from '../stand-ins/wire/upstream.ts';
import { openXray } from '../stand-ins/xray/stand-in.ts';
import { folderWith } from '../support/run.ts';
import { foundBy, lookAt, manifestWith, run, SERVER, statusOf } from './look.ts';

// `--simulate` is refused at any address but AWS's own. So here is what answers at these: the program connects over TLS to
// iam.amazonaws.com, and the connection leads to an emulator, or to a stand-in for what no emulator says.

interface Context {
  readonly skip: (because: string) => never;
}

const closed: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closed.splice(0)) await close();
});

const ROLE = 'AmazonBedrockAgentCoreWeather';

const GRANTS = [
  { Effect: 'Allow', Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Resource: '*' },
  { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
  { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
];

interface Account {
  readonly proxy: RefusingProxy;
  readonly files: { readonly [path: string]: string };
  readonly id: string;
}

/** An account with one role, which may do what these statements say, and the project that runs under it. */
async function account(context: Context, id: string, statements: readonly object[] = GRANTS): Promise<Account> {
  const aws = await emulator(context, 'ministack');
  const [core, xray] = await Promise.all([openAgentCore(), openXray()]);
  const proxy = await openRefusingProxy({ default: aws.url, xray: xray.url, 'bedrock-agentcore-control': core.url });
  closed.push(proxy.close, core.close, xray.close);
  const iam = new IAMClient(clientFor(aws, id));
  const document = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const made = await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: document([trust]) }));
  if (statements.length > 0)
    await iam.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'run', PolicyDocument: document(statements) }),
    );
  const image = `${id}.dkr.ecr.${REGION}.amazonaws.com/weather`;
  const manifest = manifestWith({ role: made.Role?.Arn ?? '', image }).replaceAll('111122223333', id);
  const files = { '.bedrock_agentcore.yaml': manifest, 'server.py': SERVER, 'requirements.txt': 'fastmcp==3.4.4\n' };
  return { proxy, files, id };
}

/** What IAM is asked, as it stands in the form of the request. */
type Answer = (form: URLSearchParams) => string | undefined;

/** Plays all addresses of AWS in front of a proxy; `answer` speaks in the place of IAM's simulation. */
async function atAws(
  context: Context,
  { proxy, id }: Account,
  answer?: Answer,
): Promise<{ readonly environment: { readonly [name: string]: string }; readonly asked: readonly URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const certificate = certificateIn(context, folderWith({}));
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const form = new URLSearchParams(body.toString('utf8'));
    const isSimulation = form.get('Action') === 'SimulatePrincipalPolicy';
    if (isSimulation) asked.push(form);
    const own = isSimulation ? answer?.(form) : undefined;
    if (own !== undefined) return void response.writeHead(200, { 'content-type': 'text/xml' }).end(own);
    const passed = await passedOn(proxy.url, request, body);
    response.writeHead(passed.status, passed.headers).end(passed.body);
  };
  const server = createServer(certificate.pair, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  closed.push(
    () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  );
  const own = Object.entries(environmentFor({ url: '' }, { account: id })).filter(
    ([name]) => !name.startsWith('AWS_ENDPOINT_URL'),
  );
  return {
    asked,
    environment: {
      ...Object.fromEntries(own),
      AWS_CA_BUNDLE: certificate.file,
      // It listens on a port, and not on a pipe.
      PORT_OF_AWS: String((server.address() as AddressInfo).port),
      NODE_OPTIONS: `--require ${resolve('test/support/at-aws.cjs')}`,
    },
  };
}

/** Hands a request on to the proxy, and its answer back. */
async function passedOn(
  to: string,
  { method = 'GET', url: target = '/', headers }: IncomingMessage,
  body: Buffer,
): Promise<{ readonly status: number; readonly headers: Answered['headers']; readonly body: Buffer }> {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const answer = await forwarded({ method, target, headers: texts, body }, to);
  return { status: answer.status, headers: answer.headers, body: await wholeBody(answer) };
}

/** A certificate for the names of AWS, which is its own authority. */
function certificateIn(context: Context, folder: string) {
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = ['*.amazonaws.com', `*.${REGION}.amazonaws.com`, `api.ecr.${REGION}.amazonaws.com`];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=stand-in of AWS'];
  const more = ['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`, '-keyout', key];
  try {
    execFileSync('openssl', [...words, ...more, '-out', file], { stdio: 'ignore' });
  } catch (error) {
    if (process.env['CI']) throw error;
    context.skip('there is no openssl to make a certificate with');
  }
  if (!existsSync(file)) throw new Error('openssl made no certificate');
  return { file, pair: { key: readFileSync(key), cert: readFileSync(file) } };
}

function actionsIn(form: URLSearchParams): readonly string[] {
  return [...form].flatMap(([name, value]) => (name.startsWith('ActionNames.') ? [value] : []));
}

/** An answer of IAM in the form of its API reference: a decision for each action on the one resource. */
function simulated(form: URLSearchParams, decide: (action: string) => string): string {
  const resource = form.get('ResourceArns.member.1') ?? '*';
  const results = actionsIn(form).map((action) => {
    const [decision = '', more = ''] = decide(action).split('|');
    return `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decision}</EvalDecision>${more}<ResourceSpecificResults><member><EvalResourceName>${resource}</EvalResourceName><EvalResourceDecision>${decision}</EvalResourceDecision></member></ResourceSpecificResults></member>`;
  });
  return `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${results.join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
}

const CHECK = 'simulation-mismatch';

describe('--simulate', { timeout: 60_000 }, () => {
  it('agrees with an emulator that evaluates the same policies', async (context) => {
    const one = await account(context, '666600000001');
    const { environment, asked } = await atAws(context, one);
    const look = await lookAt(one.files, environment, ['--simulate']);
    expect(statusOf('role-without-ecr', look)).toBe('pass');
    expect([statusOf(CHECK, look), foundBy(CHECK, look)]).toEqual(['pass', []]);
    expect(asked.map((form) => [form.get('ResourceArns.member.1'), actionsIn(form)]).toSorted()).toEqual([
      ['*', ['ecr:GetAuthorizationToken', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords']],
      [`arn:aws:ecr:${REGION}:${one.id}:repository/weather`, ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
      ...['', ':log-stream:2026/01/01/[runtime-logs]0'].map((end) => [
        `arn:aws:logs:${REGION}:${one.id}:log-group:/aws/bedrock-agentcore/runtimes/weather-0123456789-DEFAULT${end}`,
        ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      ]),
    ]);
  });

  it('agrees, too, where nothing is allowed', async (context) => {
    const one = await account(context, '666600000002', []);
    const { environment } = await atAws(context, one);
    const look = await lookAt(one.files, environment, ['--simulate']);
    expect(statusOf('role-without-ecr', look)).toBe('fail');
    expect([statusOf(CHECK, look), foundBy(CHECK, look)]).toEqual(['pass', []]);
  });

  it('says what a policy of the organisation takes away', async (context) => {
    const one = await account(context, '666600000003');
    const held =
      'implicitDeny|<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>';
    const { environment } = await atAws(context, one, (form) =>
      simulated(form, (action) => (action.startsWith('xray:') ? held : 'allowed')),
    );
    const look = await lookAt(one.files, environment, ['--simulate']);
    expect(statusOf('role-without-xray', look)).toBe('pass');
    expect(foundBy(CHECK, look)).toEqual(
      ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'].map(
        (action) =>
          `The policies of \`arn:aws:iam::${one.id}:role/${ROLE}\` allow \`${action}\`, and IAM denies it: a policy of the organisation does not allow it.`,
      ),
    );
  });

  it('says that it may not ask, and names the action', async (context) => {
    const one = await account(context, '666600000004');
    one.proxy.play({ on: 'iam:SimulatePrincipalPolicy', fault: { kind: 'denied' } });
    const { environment } = await atAws(context, one);
    const look = await lookAt(one.files, environment, ['--simulate']);
    expect(statusOf(CHECK, look)).toBe('unknown');
    expect(look.report.denied).toContain('iam:SimulatePrincipalPolicy');
  });

  it('is not asked where the call does not say so, and the report says how', async (context) => {
    const one = await account(context, '666600000005');
    const { environment, asked } = await atAws(context, one);
    const look = await lookAt(one.files, environment);
    expect(statusOf(CHECK, look)).toBeUndefined();
    expect(look.report.notAsked).toContainEqual({
      source: 'cloud',
      checks: [CHECK],
      because: 'IAM itself was not asked what the roles may do.',
      hint: '`--simulate` asks it.',
    });
    const fixed = await run(['fix', folderWith(one.files), '--cloud'], environment);
    expect(fixed.code).toBe(0);
    expect(asked).toEqual([]);
  });

  it('is refused where AWS_ENDPOINT_URL leads elsewhere', async (context) => {
    const one = await account(context, '666600000006');
    const argv = [folderWith(one.files), '--simulate'];
    const { code, out, err } = await run(argv, environmentFor(one.proxy, { account: one.id }));
    expect([code, out, err.split('\n')[0]]).toEqual([
      2,
      '',
      'agentcore-doctor: `--simulate` asks IAM itself, and `AWS_ENDPOINT_URL` leads elsewhere: an emulator may allow everything.',
    ]);
    expect(one.proxy.calls).toEqual([]);
  });

  it('is sent nowhere where the configuration file leads elsewhere', async (context) => {
    const one = await account(context, '666600000007');
    const configuration = folderWith({ config: `[default]\nregion = ${REGION}\nendpoint_url = ${one.proxy.url}\n` });
    const {
      AWS_ENDPOINT_URL: _,
      AWS_ENDPOINT_URL_XRAY: __,
      ...environment
    } = environmentFor(one.proxy, {
      account: one.id,
    });
    const look = await lookAt(one.files, { ...environment, AWS_CONFIG_FILE: join(configuration, 'config') }, [
      '--simulate',
    ]);
    expect(statusOf('role-without-ecr', look)).toBe('pass');
    const outcome = look.report.outcomes.find(({ check }) => check === CHECK);
    expect(outcome?.status).toBe('unknown');
    expect(outcome?.unclear[0]?.unclear).toContain('IAM is not asked at `127.0.0.1`, which is no address of AWS.');
    expect(one.proxy.actions()).toContain('iam:GetRole');
    expect(one.proxy.actions()).not.toContain('iam:SimulatePrincipalPolicy');
  });
});
