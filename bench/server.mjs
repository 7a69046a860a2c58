// The built reference server under load on the loopback address: 500 lists at once, 50 slow calls at once with lists
// beside them, then 20,000 requests with the server's memory along the way, beside a bare node:http server that echoes
// bodies of the same size. Rates are told as a ratio to that echo, measured in turn, because machines differ. An error, a
// call that waits for another one, or memory that grows ends with exit code 1.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 20_000);
const AT_ONCE = 50;
const SLOW_MS = 1000;
// With much room, V8 lets garbage lie for long and memory climbs without a leak; with little, what grows is kept.
const HEAP = ['--max-old-space-size=64'];
const program = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const failures = [];

// Stands in for Amazon Bedrock, slowly.
const aws = createServer((incoming, response) => {
  incoming.resume().on('end', () =>
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const finding = {
        valid: { translation: { premises: [], claims: [{ logic: 'a', naturalLanguage: 'b' }], confidence: 1 } },
      };
      const assessments = [{ automatedReasoningPolicy: { findings: [finding] } }];
      response.end(JSON.stringify({ action: 'NONE', outputs: [], usage: {}, assessments }));
    }, SLOW_MS),
  );
});
const awsUrl = `http://127.0.0.1:${await listening(aws)}`;
const server = await startServer();
const endpoint = { port: server.port, path: '/mcp' };
const echo = await startEcho();

const list = message('tools/list', {});
const modern = {
  ...message('tools/list', {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  }),
  headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
};
const slow = message('tools/call', {
  name: 'validate_content',
  arguments: { guardrail_id: 'tides1', content: 'High water.' },
});

console.log(`Node ${process.version}`);
console.log(
  `start to first answer                ${server.startMs.toFixed(0)} ms (node -e 0: ${(await emptyStart()).toFixed(0)} ms)`,
);
await measured('500 tools/list at once', 500, 500, () => ask(endpoint, list, isList));
const calls = await measured('50 calls at once, AWS taking 1 s', 50, 50, () => ask(endpoint, slow, isValid));
if (calls > 3 * SLOW_MS) failures.push(`slow calls wait for each other: ${calls.toFixed(0)} ms`);
const [beside] = await Promise.all([
  besideSlow(),
  measured('50 more, with lists beside them', 50, 50, () => ask(endpoint, slow, isValid)),
]);
console.log(`  longest list beside them           ${beside.toFixed(0)} ms`);

const rates = { list: [], modern: [], echo: [] };
const memory = [];
const rounds = 10;
for (let round = 0; round < rounds; round++) {
  rates.list.push(await rate(REQUESTS / rounds / 2, () => ask(endpoint, list, isList)));
  rates.modern.push(await rate(REQUESTS / rounds / 2, () => ask(endpoint, modern, isList)));
  rates.echo.push(await rate(1000, () => ask({ port: echo.port, path: '/' }, list, isList)));
  memory.push(residentMb(server.child.pid));
}
const [ofList, ofModern, ofEcho] = [rates.list, rates.modern, rates.echo].map(median);
console.log(
  `requests a second, ${AT_ONCE} at once      list of 2025: ${ofList.toFixed(0)}, of 2026: ${ofModern.toFixed(0)}, echo: ${ofEcho.toFixed(0)}`,
);
console.log(
  `ratio to the echo                    ${(ofList / ofEcho).toFixed(3)} and ${(ofModern / ofEcho).toFixed(3)}`,
);
console.log(`memory over ${REQUESTS} requests, MB      ${memory.join(' ')}`);
// The first rounds fill the heap and the compiler's caches.
const [before, after] = [Math.max(...memory.slice(0, 5)), median(memory.slice(-3))];
if (after > before * 1.15) failures.push(`memory grows: ${before} MB in the first half, ${after} MB at the end`);

server.child.kill('SIGTERM');
echo.child.kill();
const [code] = await once(server.child, 'exit');
if (code !== 0) failures.push(`the server ended with ${code}`);
aws.closeAllConnections();
aws.close();
agent.destroy();
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(failures.length === 0 ? 'no error' : '');
process.exitCode = failures.length === 0 ? 0 : 1;

function message(method, params) {
  return { body: Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })), headers: {} };
}

function isList(text) {
  return text.includes('rewrite_response');
}

function isValid(text) {
  return text.includes('"verdict":"valid"');
}

function ask({ port, path }, { body, headers }, isRight) {
  const began = performance.now();
  return new Promise((resolve) => {
    const failed = (why) => {
      failures.push(why);
      resolve(performance.now() - began);
    };
    const all = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'content-length': body.length,
      ...headers,
    };
    const outgoing = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers: all }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200 || !isRight(text))
          return failed(`${response.statusCode} ${text.slice(0, 200)}`);
        resolve(performance.now() - began);
      });
      response.on('error', (error) => failed(error.message));
    });
    outgoing.on('error', (error) => failed(error.message));
    outgoing.end(body);
  });
}

/** Runs so many requests, so many at once, and gives the milliseconds of all together and each. */
async function run(count, atOnce, work) {
  const began = performance.now();
  const each = [];
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) each.push(await work());
    }),
  );
  return { all: performance.now() - began, each: each.toSorted((a, b) => a - b) };
}

async function measured(name, count, atOnce, work) {
  const { all, each } = await run(count, atOnce, work);
  const at = (share) => each[Math.min(each.length - 1, Math.floor(each.length * share))].toFixed(0);
  console.log(`${name.padEnd(36)} ${all.toFixed(0)} ms in all, median ${at(0.5)} ms, longest ${at(1)} ms`);
  return all;
}

async function rate(count, work) {
  const { all } = await run(count, AT_ONCE, work);
  return (count / all) * 1000;
}

/** The longest that a list takes while slow calls are running. */
async function besideSlow() {
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS / 4));
  const { each } = await run(20, 1, () => ask(endpoint, list, isList));
  return each.at(-1);
}

async function startServer() {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...HEAP, program], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      NODE_NO_WARNINGS: '1',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: awsUrl,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/health`).then(
      () => true,
      () => false,
    );
    if (answered) return { child, port, startMs: performance.now() - began };
    if (child.exitCode !== null) throw new Error('The server does not start: `node server/build.mjs` comes first.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Answers with as many bytes as a list of tools has, after reading the body; a process of its own, as the server is. */
async function startEcho() {
  const [answer] = await Promise.all([fetchList()]);
  const port = await freePort();
  const script = `require('node:http').createServer((i, o) => { const c = []; i.on('data', (d) => c.push(d)).on('end', () => {
    Buffer.concat(c); o.writeHead(200, { 'content-type': 'text/event-stream' }); o.end(process.env.ANSWER); }); }).listen(${port}, '127.0.0.1').keepAliveTimeout = 60_000`;
  const child = spawn(process.execPath, ['-e', script], { env: { ANSWER: answer }, stdio: 'inherit' });
  for (;;) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return { child, port };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function fetchList() {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  return (await fetch(`http://127.0.0.1:${server.port}/mcp`, { method: 'POST', headers, body })).text();
}

async function emptyStart() {
  const began = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - began;
}

async function listening(one) {
  one.keepAliveTimeout = 60_000;
  one.listen(0, '127.0.0.1');
  await once(one, 'listening');
  return one.address().port;
}

async function freePort() {
  const one = createServer();
  const port = await listening(one);
  one.close();
  return port;
}

function residentMb(pid) {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
