// Prints how fast `logs tail` reads a million events of a stand-in of CloudWatch Logs, how much memory that takes, and how
// soon the first line is there: beside `aws logs tail` (where the AWS CLI is installed) and beside a bare loop that
// fetches pages and prints their messages. All in one run, so that a busy machine slows all of them alike. Nothing here
// fails: the goals stand beside the figures. Where others work on the machine, the CPU time tells more than the lines a
// second; it is read from /proc. LOG_EVENTS and BENCH_ROUNDS change the size.
import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const EVENTS = Number(process.env['LOG_EVENTS'] ?? 1_000_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const GROUP = '/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-bench-'));
const bin = join(root, 'dist', 'bin.cjs');
const aws = process.env['AWS_CLI'] ?? awsCli();

const standIn = `
import { startCloudWatchLogs } from './test/stand-ins/cloudwatch-logs/serve.ts';
import { incident } from './test/stand-ins/cloudwatch-logs/playlist.ts';
import { healthyLog } from './test/support/healthy-log.ts';
const count = Number(process.argv[2]);
const messages = [...healthyLog(997)].filter(Boolean);
const now = Date.now();
const events = incident({ group: '${GROUP}', count, from: now - 3 * 3600_000, to: now - 60_000, latest: 0, perStream: 20_000, messages });
const { url } = await startCloudWatchLogs({ events });
console.log(url);
`;
// As short as it can be written: one page after the other, each message on a line.
const bare = `
let nextToken;
do {
  const body = JSON.stringify({ logGroupName: '${GROUP}', startTime: Date.now() - 4 * 3600_000, nextToken });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const page = await (await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body })).json();
  let text = '';
  for (const { timestamp, logStreamName, message } of page.events) text += new Date(timestamp).toISOString() + ' ' + logStreamName + ' ' + message + '\\n';
  process.stdout.write(text);
  nextToken = page.nextToken;
} while (nextToken !== undefined);
`;

const bundled = join(folder, 'stand-in.mjs');
await build({
  stdin: { contents: standIn, loader: 'ts', resolveDir: root },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: bundled,
  logLevel: 'warning',
});
writeFileSync(join(folder, 'bare.mjs'), bare);

const ours = (...more) => [process.execPath, bin, 'logs', 'tail', GROUP, '--since', '4h', '--no-follow', ...more];
const contenders = [
  { name: 'bare fetch-and-print loop', argv: [process.execPath, join(folder, 'bare.mjs')] },
  { name: 'logs tail', argv: ours() },
  { name: 'logs tail --json', argv: ours('--json') },
  { name: 'logs tail --diagnose', argv: ours('--diagnose') },
  ...(aws === undefined
    ? []
    : [{ name: 'aws logs tail', argv: [aws, 'logs', 'tail', GROUP, '--since', '4h', '--endpoint-url', 'URL'] }]),
];

const server = await started(EVENTS);
const results = new Map(contenders.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, argv } of contenders) results.get(name).push(await measured(argv, server.url));
}
const perSecond = (name) => EVENTS / (median(results.get(name).map(({ taken }) => taken)) / 1000);
console.log(`${EVENTS} events of healthy logs, ${ROUNDS} interleaved rounds, medians, Node ${process.version}`);
if (aws === undefined)
  console.log('Version 2 of the AWS CLI is not installed: `apt-get install awscli`, or name it with AWS_CLI.');
for (const { name } of contenders) {
  const cpu = median(results.get(name).map((one) => one.cpu));
  const peaks = results.get(name).map(({ peak }) => peak);
  const toBare = perSecond(name) / perSecond('bare fetch-and-print loop');
  const toAws =
    aws === undefined ? '' : `  ${(perSecond(name) / perSecond('aws logs tail')).toFixed(2).padStart(5)} x aws`;
  console.log(
    `${name.padEnd(28)} ${perSecond(name).toFixed(0).padStart(7)} lines/s  ${toBare.toFixed(2).padStart(5)} x bare${toAws}  ${cpu.toFixed(2).padStart(6)} s CPU  peak ${String(Math.max(...peaks)).padStart(4)} MB`,
  );
}
console.log('goals for `logs tail`: >= 0.7 x bare, >= 3 x aws, peak <= 150 MB');
server.end();

const small = await started(Math.ceil(EVENTS / 10));
const { peak } = await measured(ours(), small.url);
console.log(`peak for a tenth of the events: ${peak} MB`);
for (const name of ['bare fetch-and-print loop', 'logs tail', 'aws logs tail']) {
  const argv = contenders.find((one) => one.name === name)?.argv;
  if (argv === undefined) continue;
  const firsts = [];
  for (let round = 0; round < 7; round++) firsts.push((await measured(argv, small.url)).first);
  console.log(`first line, ${name.padEnd(28)} ${median(firsts).toFixed(0).padStart(5)} ms after the start`);
}
small.end();
rmSync(folder, { recursive: true, force: true });

/** Version 2 of the AWS CLI, which has `logs tail`; version 1, as PyPI has it, does not. */
function awsCli() {
  return ['aws', '/usr/bin/aws', '/usr/local/bin/aws'].find((path) => {
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return stdout?.startsWith('aws-cli/2');
  });
}

function started(events) {
  const child = spawn(process.execPath, ['--max-old-space-size=4096', bundled, String(events)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (data) => resolve({ url: String(data).trim(), end: () => child.kill() }));
  });
}

/** Runs a program to its end: how long it took, when its first line came, and its peak memory in MB. */
function measured([command, ...argv], url) {
  const begun = performance.now();
  // Debian's is older than the variable for endpoints.
  const words = argv.map((word) => (word === 'URL' ? url : word));
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  });
  let first;
  let peak = 0;
  let cpu = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ').slice(13, 15);
      cpu = (Number(user) + Number(system)) / 100;
      peak = Math.max(peak, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
    } catch {
      // It is over.
    }
  }, 25);
  child.stdout.on('data', () => (first ??= performance.now() - begun));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      clearInterval(look);
      if (code !== 0 && code !== 1) reject(new Error(`${command} ended with ${code}`));
      else resolve({ taken: performance.now() - begun, first, peak, cpu });
    });
  });
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
