import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { send } from '../../src/world/http.ts';
import { deployed, endpointAt, told } from '../probe/deployed.ts';
import { freePort } from '../support/port.ts';
import { folderWith } from '../support/run.ts';
import { build } from './environment.ts';
import { unlessUnavailable } from './unavailable.ts';

// Servers of the libraries that people use, asked directly and behind the front door.

const NOW = '2026-11-25';
const PYTHON_TOOL = `
@mcp.tool()
def tide(harbour: str) -> str:
    return f"high water in {harbour} at noon"

`;

/** A library, and a server of it on a port, which keeps sessions or does not. */
interface Library {
  readonly name: string;
  readonly requirement?: string;
  /** What is found of a server that keeps sessions, asked directly and behind the front door. */
  readonly direct?: readonly string[];
  readonly behind: string;
  readonly says: RegExp;
  readonly source: (port: number, isStateless: boolean) => string;
}

const word = (isStateless: boolean): string => (isStateless ? 'True' : 'False');

const LIBRARIES: readonly Library[] = [
  {
    name: 'mcp 1.30.0',
    behind: 'handshake-fails',
    says: /Received error \(404\)/,
    requirement: 'mcp==1.30.0',
    source: (port, isStateless) =>
      `from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("tides", host="0.0.0.0", port=${port}, stateless_http=${word(isStateless)})\n${PYTHON_TOOL}mcp.run(transport="streamable-http")\n`,
  },
  {
    name: 'mcp 2.3.0',
    behind: 'session-rotation-breaks',
    says: /keeps sessions.*a request of version 2026-07-28, which has no sessions/,
    requirement: 'mcp==2.3.0',
    source: (port, isStateless) =>
      `from mcp.server.mcpserver import MCPServer\nmcp = MCPServer("tides")\n${PYTHON_TOOL}mcp.run(transport="streamable-http", host="0.0.0.0", port=${port}, stateless_http=${word(isStateless)})\n`,
  },
  {
    name: 'fastmcp 4.2.3',
    behind: 'session-rotation-breaks',
    says: /keeps sessions.*a request of version 2026-07-28, which has no sessions/,
    requirement: 'fastmcp==4.2.3',
    source: (port, isStateless) =>
      `from fastmcp import FastMCP\nmcp = FastMCP("tides")\n${PYTHON_TOOL}mcp.run(transport="http", host="0.0.0.0", port=${port}, stateless_http=${word(isStateless)})\n`,
  },
  {
    name: 'the TypeScript SDK',
    // One transport for all: it takes one handshake in its life.
    direct: ['transport-reused-live'],
    behind: 'handshake-fails',
    says: /Received error \(400\)/,
    source: (port, isStateless) => `
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
const make = async () => {
  const server = new McpServer({ name: 'tides', version: '1.0.0' });
  server.tool('tide', async () => ({ content: [{ type: 'text', text: 'noon' }] }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: ${isStateless ? 'undefined' : 'randomUUID'} });
  await server.connect(transport);
  return transport;
};
const kept = ${isStateless ? 'undefined' : 'await make()'};
createServer(async (request, response) => {
  if (request.url !== '/mcp') return response.writeHead(404).end();
  await (kept ?? (await make())).handleRequest(request, response);
}).listen(${port}, '0.0.0.0');
`,
  },
];

let started: ChildProcess | undefined;
afterEach(() => {
  if (started?.pid !== undefined) process.kill(-started.pid, 'SIGKILL');
  started = undefined;
});

/** Starts a server of a library and waits until it listens. Its endpoint. */
async function start({ requirement, source }: Library, isStateless: boolean): Promise<string> {
  const port = await freePort();
  const text = source(port, isStateless);
  const [program, words] =
    requirement === undefined
      ? [process.execPath, ['--input-type=module', '--eval', text]]
      : [await pythonOf(requirement), [join(folderWith({ 'server.py': text }), 'server.py')]];
  const child = spawn(program, words, { detached: true, stdio: 'ignore' });
  started = child;
  for (let turn = 0; turn < 600 && child.exitCode === null; turn++) {
    const answer = await send({ method: 'GET', url: `http://127.0.0.1:${port}/up`, headers: {}, limitMs: 1000 });
    if (answer.kind === 'response') return `http://127.0.0.1:${port}/mcp`;
    await sleep(50);
  }
  throw new Error(`${program} does not listen`);
}

async function pythonOf(requirement: string): Promise<string> {
  const built = await build({ requirements: [requirement], before: NOW });
  if (!built.ok) throw new Error(built.because);
  return join(built.environment.bin, 'python');
}

describe.each(LIBRARIES)('a server with $name', { timeout: 300_000 }, (library) => {
  const serve = (context: TestContext, isStateless: boolean): Promise<string> =>
    unlessUnavailable(context, () => start(library, isStateless));

  it('that keeps no sessions works, asked directly and behind the front door', async (context) => {
    const url = await serve(context, true);
    const direct = await told({ endpoint: endpointAt(url), tool: { name: 'tide', arguments: { harbour: 'Husum' } } });
    expect([direct.failed, direct.unclear]).toEqual([[], []]);
    expect(direct.probed.isHealthy).toBe(true);
    expect(direct.probed.probe.client).toMatchObject({ server: { name: 'tides' }, call: { isError: false } });
    const { endpoint, token } = await deployed(url);
    const behind = await told({ endpoint, token: await token() });
    expect([behind.failed, behind.unclear, behind.probed.isHealthy]).toEqual([[], [], true]);
  });

  it('that keeps sessions does not work behind the front door, and why is said as far as it shows', async (context) => {
    const url = await serve(context, false);
    const direct = await told({ endpoint: endpointAt(url) });
    const { endpoint, token } = await deployed(url);
    const behind = await told({ endpoint, token: await token() });
    expect([direct.failed, behind.failed]).toEqual([library.direct ?? [], [library.behind]]);
    expect(behind.says).toMatch(library.says);
    expect(behind.probed.isHealthy).toBe(false);
  });

  it('is missed at another path', async (context) => {
    const url = await serve(context, true);
    const { failed } = await told({ endpoint: endpointAt(url.replace('/mcp', '/sse')) });
    expect(failed).toEqual(['endpoint-not-found']);
  });
});
