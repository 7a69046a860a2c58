// How long a look at an account takes when each answer takes 200 ms: a stand-in with fixed answers, on this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const DELAY_MS = 200;
const POLICIES = 8;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/AmazonBedrockAgentCoreWeather`;
const RUNTIME = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:runtime/weather-a1b2c3d4e5`;

/** Times the program on an account whose every read takes 200 ms, and prints how many reads there were. */
export async function timeAccount(bin) {
  let reads = 0;
  let slow = true;
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    reads += 1;
    if (slow) await sleep(DELAY_MS);
    const [type, body] = answerTo(request, Buffer.concat(chunks).toString());
    response.writeHead(body === undefined ? 501 : 200, { 'content-type': type }).end(body ?? '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = projectFolder();
  const environment = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const run = async () => {
    const start = performance.now();
    const child = spawn(process.execPath, [bin, folder], { env: environment, stdio: 'ignore' });
    await once(child, 'close');
    return performance.now() - start;
  };
  const median = async () => {
    const times = [];
    for (let round = 0; round < 5; round++) times.push(await run());
    return times.toSorted((a, b) => a - b)[2];
  };
  const late = await median();
  const count = reads / 5;
  slow = false;
  const prompt = await median();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  console.log(
    `doctor, an account in ${count} reads of ${DELAY_MS} ms each    ${late.toFixed(0)} ms  (goal <= 1500 ms; ${prompt.toFixed(0)} ms where they take none)`,
  );
}

function answerTo({ url, headers }, body) {
  const target = headers['x-amz-target'] ?? '';
  if (target !== '') return ['application/x-amz-json-1.1', undefined];
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return ['text/xml', query(action, new URLSearchParams(body))];
  if (/\/runtime-endpoints\//.test(url)) return ['application/json', JSON.stringify({ runtimeEndpoints: [] })];
  if (/^\/runtimes\/./.test(url)) return ['application/json', JSON.stringify(runtime())];
  return ['application/json', undefined];
}

function runtime() {
  return {
    agentRuntimeArn: RUNTIME,
    agentRuntimeId: 'weather-a1b2c3d4e5',
    agentRuntimeName: 'weather',
    agentRuntimeVersion: '1',
    roleArn: ROLE,
    status: 'READY',
    protocolConfiguration: { serverProtocol: 'MCP' },
    agentRuntimeArtifact: {
      containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/weather:1` },
    },
  };
}

/** An answer of a service that speaks XML. */
function query(action, given) {
  const wrap = (inner) => `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
  const policy = encodeURIComponent(
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
  );
  const names = Array.from({ length: POLICIES }, (_, index) => `policy-${index}`);
  const answers = {
    GetCallerIdentity: `<Arn>arn:aws:iam::${ACCOUNT}:user/tester</Arn><UserId>A</UserId><Account>${ACCOUNT}</Account>`,
    GetRole: `<Role><Arn>${ROLE}</Arn><RoleName>AmazonBedrockAgentCoreWeather</RoleName><AssumeRolePolicyDocument>${policy}</AssumeRolePolicyDocument></Role>`,
    GetUser: `<User><Arn>arn:aws:iam::${ACCOUNT}:user/tester</Arn><UserName>tester</UserName></User>`,
    ListRolePolicies: `<PolicyNames>${names.map((name) => `<member>${name}</member>`).join('')}</PolicyNames>`,
    ListUserPolicies: '<PolicyNames/>',
    ListAttachedRolePolicies: '<AttachedPolicies/>',
    ListAttachedUserPolicies: '<AttachedPolicies/>',
    ListGroupsForUser: '<Groups/>',
    GetRolePolicy: `<RoleName>x</RoleName><PolicyName>${given.get('PolicyName')}</PolicyName><PolicyDocument>${policy}</PolicyDocument>`,
  };
  return answers[action] === undefined ? undefined : wrap(answers[action]);
}

function projectFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-bench-'));
  writeFileSync(
    join(folder, '.bedrock_agentcore.yaml'),
    `default_agent: weather
agents:
  weather:
    name: weather
    entrypoint: server.py
    deployment_type: container
    platform: linux/arm64
    aws:
      account: '${ACCOUNT}'
      region: ${REGION}
      execution_role: ${ROLE}
      protocol_configuration:
        server_protocol: MCP
    bedrock_agentcore:
      agent_arn: ${RUNTIME}
`,
  );
  return folder;
}
