// Prints how long the doctor takes, as ratios to `node -e 0` in the same run, its peak memory, and how it grows with
// the number of agents. Runs are interleaved, so that a busy machine slows all of them alike. Nothing here fails: the
// goals stand beside the figures. What Node itself does at each start is in every ratio: where NODE_EXTRA_CA_CERTS is
// set, it reads certificates, and the ratios are smaller than elsewhere; the milliseconds above `node -e 0` are not.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { timeAccount } from './account.mjs';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 25);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'dist', 'bin.cjs');
const guide = join(root, 'fixtures', 'projects', 'field-guide');

const baseline = { name: 'node -e 0', argv: ['-e', '0'] };
const contenders = [
  baseline,
  { name: '--version', argv: [bin, '--version'], goal: 1.3 },
  { name: 'doctor field-guide', argv: [bin, guide], goal: 2 },
  { name: 'doctor field-guide --format json', argv: [bin, guide, '--format', 'json'] },
  { name: 'checks', argv: [bin, 'checks'] },
  { name: 'explain 406', argv: [bin, 'explain', '406'] },
  { name: '--help', argv: [bin, '--help'] },
];

const times = new Map(contenders.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, argv } of contenders) times.get(name).push(time(argv));
}

const base = median(times.get(baseline.name));
console.log(`${ROUNDS} interleaved rounds, medians, Node ${process.version}`);
if (process.env['NODE_EXTRA_CA_CERTS']) console.log('NODE_EXTRA_CA_CERTS is set, so Node reads certificates each time');
for (const { name, goal } of contenders) {
  const own = median(times.get(name));
  const against = goal === undefined ? '' : `  (goal <= ${goal})`;
  console.log(
    `${name.padEnd(34)} ${own.toFixed(0).padStart(6)} ms  +${(own - base).toFixed(0).padStart(3)}  ${(own / base).toFixed(2).padStart(5)} x${against}`,
  );
}
console.log(`peak memory, doctor field-guide    ${peakOf([bin, guide])} MB (node -e 0: ${peakOf(baseline.argv)} MB)`);

for (const agents of [250, 500, 1000]) {
  const folder = generate(agents);
  const rounds = Array.from({ length: 5 }, () => time([bin, folder]));
  const own = median(rounds);
  const goal = agents === 1000 ? '  (goal <= 1500 ms)' : '';
  console.log(
    `${`doctor, ${agents} agents`.padEnd(34)} ${own.toFixed(0).padStart(6)} ms  ${(own / agents).toFixed(2).padStart(5)} ms each, ${peakOf([bin, folder])} MB${goal}`,
  );
  rmSync(folder, { recursive: true, force: true });
}

await timeAccount(bin);

function time(argv) {
  const start = performance.now();
  const { status, error, stdout, stderr } = spawnSync(process.execPath, argv, { maxBuffer: 1 << 30, encoding: 'utf8' });
  const taken = performance.now() - start;
  // A run that crashed is no measurement.
  if (
    error !== undefined ||
    ![0, 1, 3].includes(status) ||
    stderr !== '' ||
    (argv !== baseline.argv && stdout === '')
  ) {
    throw new Error(`${argv.join(' ')}: ${status} ${error ?? stderr}`);
  }
  return taken;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function peakOf(argv) {
  const tell =
    'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));';
  const { output } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, ...argv],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  return Math.round(Number(output[3]) / 1024);
}

/** A monorepo of one manifest, server and requirements file for each agent; a quarter of the servers are wrong. */
function generate(agents) {
  const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-bench-'));
  for (let number = 0; number < agents; number++) {
    const name = `agent_${number}`;
    const home = join(folder, 'services', name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, '.bedrock_agentcore.yaml'), manifestOf(name));
    writeFileSync(join(home, 'requirements.txt'), 'mcp==1.29.0\nboto3>=1.43,<2\n');
    writeFileSync(join(home, 'server.py'), serverOf(name, number % 4 !== 0));
  }
  return folder;
}

function manifestOf(name) {
  return `default_agent: ${name}
agents:
  ${name}:
    name: ${name}
    entrypoint: server.py
    deployment_type: container
    platform: linux/arm64
    aws:
      execution_role: arn:aws:iam::111122223333:role/AmazonBedrockAgentCore${name}
      account: '111122223333'
      region: eu-central-1
      protocol_configuration:
        server_protocol: MCP
    memory:
      mode: NO_MEMORY
`;
}

function serverOf(name, right) {
  return `"""The server of ${name}."""

import boto3
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("${name}"${right ? ', host="0.0.0.0"' : ''}, stateless_http=True)
table = boto3.resource("dynamodb").Table("${name}")


@mcp.tool()
def find(key: str) -> dict:
    """Find one item."""
    return table.get_item(Key={"id": key}).get("Item", {})


@mcp.tool()
def store(key: str, value: str) -> str:
    """Store one item."""
    table.put_item(Item={"id": key, "value": value})
    return f"{key} stored"


if __name__ == "__main__":
    mcp.run(transport="streamable-http")
`;
}
