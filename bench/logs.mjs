// Prints how fast `logs tail` reads a million events of a stand-in of CloudWatch Logs, how much memory that takes, and how
// soon the first line is there: beside `aws logs tail` (where version 2 of the AWS CLI is installed) and beside bare loops
// that fetch pages and print their messages. All in one run, so that a busy machine slows all of them alike. Nothing here
// fails: the goals stand beside the figures.
//
// What is measured is who asks. The stand-in has every page ready as bytes before the first run, its own CPU time is shown
// beside each figure, and all write to a file, since the CLI writes line by line and would otherwise wait for its reader.
// CPU time is what the kernel charged for the finished process; where others work on the machine it tells more than the
// lines a second. LOG_EVENTS and BENCH_ROUNDS change the size.
import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const EVENTS = Number(process.env['LOG_EVENTS'] ?? 1_000_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** How far away the service is, where the first line is timed. */
const ROUND_TRIP_MS = 200;
const GROUP = '/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT';
/** The same for all, so that they ask for the same pages. */
const SINCE = new Date(Math.floor(Date.now() / 1000) * 1000 - 4 * 3_600_000).toISOString().replace('.000', '');
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agentcore-doctor-bench-'));
const bin = join(root, 'dist', 'bin.cjs');
const aws = process.env['AWS_CLI'] ?? awsCli();

const standIn = `
import { startCloudWatchLogs } from './test/stand-ins/cloudwatch-logs/serve.ts';
import { incident } from './test/stand-ins/cloudwatch-logs/playlist.ts';
import { healthyLog } from './test/support/healthy-log.ts';
const [count, latencyMs] = process.argv.slice(2).map(Number);
const messages = [...healthyLog(997)].filter(Boolean);
const now = Date.now();
const events = incident({ group: '${GROUP}', count, from: now - 3 * 3600_000, to: now - 60_000, latest: 0, perStream: 20_000, messages });
const { url } = await startCloudWatchLogs({ events, ...(latencyMs > 0 ? { latencyMs } : {}) });
let bytes = 0;
let nextToken;
do {
  const body = JSON.stringify({ logGroupName: '${GROUP}', startTime: Date.parse('${SINCE}'), nextToken });
  const text = await (await fetch(url, { method: 'POST', headers: { 'x-amz-target': 'Logs_20140328.FilterLogEvents' }, body })).text();
  bytes += text.length;
  ({ nextToken } = JSON.parse(text));
} while (nextToken !== undefined);
console.log(JSON.stringify({ url, bytes }));
`;
// As short as it can be written: one page after the other, each message on a line.
const bareFetch = `
let nextToken;
do {
  const body = JSON.stringify({ logGroupName: '${GROUP}', startTime: Date.parse('${SINCE}'), nextToken });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const page = await (await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body })).json();
  let text = '';
  for (const { timestamp, logStreamName, message } of page.events) text += new Date(timestamp).toISOString() + ' ' + logStreamName + ' ' + message + '\\n';
  process.stdout.write(text);
  nextToken = page.nextToken;
} while (nextToken !== undefined);
`;
// The same by the AWS SDK, as people would write it.
const bareSdk = `
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
const client = new CloudWatchLogsClient({});
for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName: '${GROUP}', startTime: Date.parse('${SINCE}') })) {
  let text = '';
  for (const { timestamp = 0, logStreamName, message } of events) text += new Date(timestamp).toISOString() + ' ' + logStreamName + ' ' + message + '\\n';
  process.stdout.write(text);
}
`;

const standInFile = await bundled('stand-in.mjs', standIn);
const sdkFile = await bundled('bare-sdk.cjs', bareSdk);
const bareFile = join(folder, 'bare.mjs');
writeFileSync(bareFile, bareFetch);

const BARE = 'bare loop on fetch';
const AWS = 'aws logs tail';
const ours = (...more) => [process.execPath, bin, 'logs', 'tail', GROUP, '--since', SINCE, '--no-follow', ...more];
const contenders = [
  { name: BARE, argv: [process.execPath, bareFile] },
  { name: 'bare loop on the AWS SDK', argv: [process.execPath, sdkFile] },
  { name: 'logs tail', argv: ours() },
  { name: 'logs tail --json', argv: ours('--json') },
  { name: 'logs tail --diagnose', argv: ours('--diagnose') },
  ...(aws === undefined
    ? []
    : [{ name: AWS, argv: [aws, 'logs', 'tail', GROUP, '--since', SINCE, '--endpoint-url', 'URL'] }]),
];

const server = await started(EVENTS, 0);
const results = new Map(contenders.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, argv } of contenders) results.get(name).push(await measured(argv, server));
}
const middle = (name, what) => median(results.get(name).map((one) => one[what]));
const ratio = (name, to, what) => `${(middle(to, what) / middle(name, what)).toFixed(2).padStart(5)} x`;
console.log(
  `${EVENTS} events of healthy logs, ${(server.bytes / 1e6).toFixed(0)} MB, ${ROUNDS} interleaved rounds, medians, Node ${process.version}`,
);
if (aws === undefined)
  console.log('Version 2 of the AWS CLI is not installed: `apt-get install awscli`, or name it with AWS_CLI.');
console.log(
  `${''.padEnd(26)} lines/s   wall    CPU  stand-in's CPU   of bare: wall   CPU${aws === undefined ? '' : '   of aws: wall   CPU'}    peak`,
);
for (const { name } of contenders) {
  const cells = [
    name.padEnd(26),
    String(Math.round(EVENTS / middle(name, 'wall'))).padStart(7),
    `${middle(name, 'wall').toFixed(2).padStart(5)} s`,
    `${middle(name, 'cpu').toFixed(2).padStart(5)} s`,
    `${middle(name, 'serving').toFixed(2).padStart(13)} s`,
    `${ratio(name, BARE, 'wall').padStart(15)}`,
    ratio(name, BARE, 'cpu'),
    ...(aws === undefined ? [] : [ratio(name, AWS, 'wall').padStart(14), ratio(name, AWS, 'cpu')]),
    `${String(Math.max(...results.get(name).map(({ peak }) => peak))).padStart(4)} MB`,
  ];
  console.log(cells.join(' '));
}
console.log('goals for `logs tail`: >= 0.7 x bare, >= 3 x aws, peak <= 150 MB and flat');
for (const name of ['logs tail', 'logs tail --diagnose'])
  console.log(
    `memory of ${name}, the most in each quarter of its run: ${results.get(name).at(-1).quarters.join(', ')} MB`,
  );
server.end();

await firstLines();
rmSync(folder, { recursive: true, force: true });

/** When the first line is there: at once answered, and by a service that is a round trip away. */
async function firstLines() {
  const near = await started(1000, 0);
  const far = await started(1000, ROUND_TRIP_MS);
  console.log(`first line after the start, 7 runs, medians; start-up, and a service that is ${ROUND_TRIP_MS} ms away`);
  const named = { name: 'logs tail, by the name of the runtime', argv: ours().with(4, 'tides') };
  for (const { name, argv } of [...contenders.filter(({ name }) => [BARE, 'logs tail', AWS].includes(name)), named]) {
    const [here, there] = [[], []];
    for (let run = 0; run < 7; run++) {
      here.push(await firstLine(argv, near.url));
      there.push(await firstLine(argv, far.url));
    }
    const trips = (median(there) - median(here)) / ROUND_TRIP_MS;
    console.log(
      `${name.padEnd(38)} ${median(here).toFixed(0).padStart(5)} ms ${median(there).toFixed(0).padStart(6)} ms: ${trips.toFixed(2)} round trips${name === 'logs tail' ? '  (goal <= 1.5)' : ''}`,
    );
  }
  near.end();
  far.end();
}

/** Version 2 of the AWS CLI, which has `logs tail`; version 1, as PyPI has it, does not. */
function awsCli() {
  return ['aws', '/usr/bin/aws', '/usr/local/bin/aws'].find((path) => {
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return stdout?.startsWith('aws-cli/2');
  });
}

async function bundled(name, contents) {
  const outfile = join(folder, name);
  const format = name.endsWith('.cjs') ? 'cjs' : 'esm';
  // What a loop awaits at the top, CommonJS does not have.
  const text =
    format === 'cjs' ? contents.replace(/^(?!import)(?=const client)/m, 'void (async () => {\n') + '})();' : contents;
  await build({
    stdin: { contents: text, loader: 'ts', resolveDir: root },
    bundle: true,
    platform: 'node',
    format,
    minify: format === 'cjs',
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}

function started(events, latency) {
  const child = spawn(process.execPath, ['--max-old-space-size=4096', standInFile, String(events), String(latency)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (data) =>
      resolve({ ...JSON.parse(String(data)), pid: child.pid, end: () => child.kill() }),
    );
  });
}

function environment(url) {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    NODE_NO_WARNINGS: '1',
  };
}

/** Debian's AWS CLI is older than the variable for endpoints. */
function launched(argv, url, stdout) {
  const [command, ...words] = argv.map((word) => (word === 'URL' ? url : word));
  return spawn(command, words, { cwd: folder, stdio: ['ignore', stdout, 'inherit'], env: environment(url) });
}

/** Runs a program to its end: seconds it took, of CPU time too, and its memory in MB. */
function measured(argv, { url, pid }) {
  const out = openSync(join(folder, 'out'), 'w');
  const before = { children: cpuIn('self', 15), serving: cpuIn(pid, 13) };
  const begun = performance.now();
  const child = launched(argv, url, out);
  const sizes = [];
  let peak = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      sizes.push(megabytes(/VmRSS:\s+(\d+)/.exec(status)));
      peak = Math.max(peak, megabytes(/VmHWM:\s+(\d+)/.exec(status)));
    } catch {
      // It is over.
    }
  }, 25);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      const wall = (performance.now() - begun) / 1000;
      clearInterval(look);
      closeSync(out);
      if (code !== 0 && code !== 1) return reject(new Error(`${argv[0]} ended with ${code}`));
      if (statSync(join(folder, 'out')).size === 0) return reject(new Error(`${argv[0]} wrote nothing`));
      const quarter = Math.ceil(sizes.length / 4);
      const quarters = [0, 1, 2, 3].map((number) => Math.max(...sizes.slice(number * quarter, (number + 1) * quarter)));
      resolve({
        wall,
        cpu: cpuIn('self', 15) - before.children,
        serving: cpuIn(pid, 13) - before.serving,
        peak,
        quarters,
      });
    });
  });
}

/** Seconds of CPU time, of a process (13) or of its children that have ended (15); the clock ticks a hundred times a second. */
function cpuIn(pid, place) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(' ')
    .slice(place, place + 2);
  return (Number(user) + Number(system)) / 100;
}

function megabytes(found) {
  return Math.round(Number(found?.[1] ?? 0) / 1024);
}

/** Milliseconds to the first line that comes through a pipe. */
function firstLine(argv, url) {
  const begun = performance.now();
  const child = launched(argv, url, 'pipe');
  let first;
  child.stdout.on('data', () => (first ??= performance.now() - begun));
  return new Promise((resolve) => child.once('exit', () => resolve(first)));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
