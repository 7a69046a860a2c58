import { beforeAll, describe, expect, it } from 'vitest';
import { javaScriptFileOf } from '../src/domain/javascript/javascript-imports.ts';
import { readJavaScriptModule } from '../src/domain/javascript/javascript-module.ts';
import { mentionsJavaScriptServer, settleJavaScriptServers } from '../src/domain/javascript/javascript-servers.ts';
import type { JavaScriptModule } from '../src/domain/javascript/javascript-syntax.ts';
import type { Surroundings } from '../src/domain/server/surroundings.ts';
import { headOf, linesOf } from '../src/domain/text.ts';
import type { Server } from '../src/model/server.ts';
import type { Setting } from '../src/model/value.ts';
import type { SyntaxParser } from '../src/model/world.ts';
import { parserOf } from '../src/world/syntax.ts';

let parser: SyntaxParser;
beforeAll(async () => {
  parser = await parserOf('typescript');
});

interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly version?: string;
}

function settle(
  files: Readonly<Record<string, string>> | string,
  { env = {}, argv, version = '1.32.2' }: Around = {},
): readonly Server[] {
  const texts = typeof files === 'string' ? { 'src/index.ts': files } : files;
  const modules = new Map<string, JavaScriptModule>();
  for (const [path, text] of Object.entries(texts))
    modules.set(
      path,
      parser.read(text, (root) => readJavaScriptModule(path, text, root)),
    );
  const [entry] = modules.values();
  if (entry === undefined) throw new Error('no module');
  const surroundings: Surroundings = {
    environment: Object.entries(env).map(([name, value]) => ({
      name,
      value,
      at: headOf('Dockerfile'),
      from: '`ENV` in Dockerfile',
    })),
    ...(argv === undefined ? {} : { argv: argv.map((value) => ({ value, at: headOf('Dockerfile') })) }),
    started: 'as-program',
    versionOf: () => ({ kind: 'exact', version, from: 'package-lock.json', at: headOf('package-lock.json') }),
  };
  const servers = settleJavaScriptServers(
    entry,
    (from, specifier) => modules.get(javaScriptFileOf(from, specifier, (path) => modules.has(path)) ?? ''),
    surroundings,
  );
  expect(JSON.parse(JSON.stringify(servers))).toEqual(servers);
  return servers;
}

function shown(setting: Setting<unknown>): string {
  return setting.kind === 'unclear'
    ? 'unclear'
    : `${String(setting.value)}${setting.kind === 'default' ? ' by default' : ''}`;
}

/** One line per launch: what matters to the checks. */
function summary(servers: readonly Server[]): readonly string[] {
  return servers.flatMap((server) =>
    server.launches.map(({ transport, host, port, path, stateless, hostGuard, reached }) =>
      shown(transport).startsWith('stdio')
        ? `stdio ${reached}`
        : `${shown(transport)} ${shown(host)}:${shown(port)} ${shown(path)} stateless=${shown(stateless)} guard=${shown(hostGuard)} ${reached}`,
    ),
  );
}

const SDK = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
`;
const HANDLE = `async (req, res) => {
  const server = new McpServer({ name: 'x', version: '1' });
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  res.on('close', () => transport.close());
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
}`;
const RIGHT = 'streamable-http 0.0.0.0:8000 /mcp stateless=true guard=false by default yes';
const OPEN = 'streamable-http :: by default:8000 /mcp stateless=true guard=false by default yes';

describe('settings of a server on the 1.x SDK', () => {
  it.each<[string, string, string]>([
    [
      'literal host and port',
      `const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    ['no host', `const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000, () => {});`, OPEN],
    [
      'an options object',
      `const app = express(); app.post('/mcp', ${HANDLE}); app.listen({ port: 8000, host: '0.0.0.0' });`,
      RIGHT,
    ],
    [
      'constants',
      `const PORT: number = 8000; const HOST = '0.0.0.0' as const; const app = express(); app.post('/mcp', ${HANDLE}); app.listen(PORT, HOST);`,
      RIGHT,
    ],
    [
      'a config object',
      `const config = { port: 8000, host: '0.0.0.0' }; const app = express(); app.post('/mcp', ${HANDLE}); app.listen(config.port, config.host);`,
      RIGHT,
    ],
    [
      'a named handler',
      `const app = express(); app.post('/mcp', handle); app.listen(8000, '0.0.0.0'); const handle = ${HANDLE};`,
      RIGHT,
    ],
    [
      'a handler behind another function',
      `const app = express(); app.post('/mcp', (req, res) => { void handle(req, res); }); app.listen(8000, '0.0.0.0'); async function handle(req, res) { await (${HANDLE})(req, res); }`,
      RIGHT,
    ],
    [
      'middleware in front',
      `const app = express(); app.use(express.json({ limit: '4mb' })); app.post('/mcp', express.json(), ${HANDLE}); app.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    [
      'route().post()',
      `const app = express(); app.route('/mcp').post(${HANDLE}).get((q, s) => s.status(405).end()); app.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    [
      'a router',
      `const router = express.Router(); router.post('/', ${HANDLE}); const app = express(); app.use('/mcp', router); app.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    ['a slash at the end', `const app = express(); app.post('/mcp/', ${HANDLE}); app.listen(8000, '0.0.0.0');`, RIGHT],
    [
      'main()',
      `async function main() { const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000, '0.0.0.0'); } main().catch(console.error);`,
      RIGHT,
    ],
    [
      'an HTTP server around the application',
      `import http from 'node:http'; const app = express(); app.post('/mcp', ${HANDLE}); const server = http.createServer(app); server.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    [
      'a bare HTTP server',
      `import { createServer } from 'node:http'; createServer(async (req, res) => { if (req.url !== '/mcp') { res.writeHead(404).end(); return; } await (${HANDLE})(req, res); }).listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    [
      'a class',
      `class App { private app = express(); constructor() { this.app.post('/mcp', (req, res) => this.handle(req, res)); } async handle(req, res) { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await make().connect(t); await t.handleRequest(req, res); } start() { this.app.listen(8000, '0.0.0.0'); } } function make() { return new McpServer({}); } new App().start();`,
      RIGHT.replace(' yes', ' unclear'),
    ],
    [
      'another path',
      `const app = express(); app.post('/api/mcp', ${HANDLE}); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('/mcp', '/api/mcp'),
    ],
    [
      'an array of paths',
      `const app = express(); app.post(['/', '/mcp'], ${HANDLE}); app.listen(8000, '0.0.0.0');`,
      RIGHT,
    ],
    [
      'loopback',
      `const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000, 'localhost');`,
      RIGHT.replace('0.0.0.0', 'localhost'),
    ],
    [
      'sessions',
      `import { randomUUID } from 'node:crypto'; const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() }); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('stateless=true', 'stateless=false'),
    ],
    [
      'sessions by reference',
      `import { randomUUID } from 'node:crypto'; const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID }); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('stateless=true', 'stateless=false'),
    ],
    [
      'no option',
      `const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport(); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('stateless=true', 'stateless=true by default'),
    ],
    [
      'options from elsewhere',
      `const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport(load()); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('stateless=true', 'stateless=unclear'),
    ],
    [
      'a port from a schema',
      `import { z } from 'zod'; const env = z.object({ PORT: z.coerce.number() }).parse(process.env); const app = express(); app.post('/mcp', ${HANDLE}); app.listen(env.PORT, '0.0.0.0');`,
      RIGHT.replace('8000', 'unclear'),
    ],
    [
      'the guard of the transport',
      `const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableDnsRebindingProtection: true, allowedHosts: ['127.0.0.1'] }); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('false by default', 'true'),
    ],
    [
      'the guard of the transport without a list',
      `const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableDnsRebindingProtection: true }); await t.handleRequest(q, s); }); app.listen(8000, '0.0.0.0');`,
      RIGHT.replace('false by default', 'false'),
    ],
    [
      'another server beside it',
      `const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000, '0.0.0.0'); const health = express(); health.get('/health', (q, s) => s.end()); health.listen(9090, 'localhost');`,
      RIGHT,
    ],
  ])('%s', (_name, source, expected) => {
    expect(summary(settle(SDK + source))).toEqual([expected]);
  });
});

describe('settings from the environment and the command line', () => {
  const served = (port: string): string =>
    `${SDK}const app = express(); app.post('/mcp', ${HANDLE}); app.listen(${port}, '0.0.0.0');`;

  it.each<[string, Around, string]>([
    ['process.env.PORT || 3000', {}, '3000'],
    ['process.env.PORT || 3000', { env: { PORT: '8000' } }, '8000'],
    ['Number(process.env.PORT ?? 8000)', {}, '8000'],
    ['parseInt(process.env["PORT"] || "3000", 10)', { env: { PORT: '8000' } }, '8000'],
    ['+(process.env.PORT || "8000")', {}, '8000'],
    ['process.env.PORT ? parseInt(process.env.PORT) : 3000', {}, '3000'],
    ['process.env.PORT ? parseInt(process.env.PORT) : 3000', { env: { PORT: '8000' } }, '8000'],
    ['process.env.PORT', {}, 'unclear'],
    ['process.argv[2] ? Number(process.argv[2]) : 8000', { argv: [] }, '8000'],
    ['process.argv[2] ? Number(process.argv[2]) : 8000', {}, 'unclear'],
    ['getPort()', {}, 'unclear'],
  ])('%s with %j is %s', (expression, around, expected) => {
    expect(summary(settle(served(expression), around))).toEqual([RIGHT.replace('8000', expected)]);
  });

  it('says which variable is not set', () => {
    const [server] = settle(served('process.env.PORT || 3000'));
    expect(server?.launches[0]?.port).toMatchObject({
      via: 'the default of `PORT`',
      unless: 'unless the environment sets `PORT`',
    });
  });

  it('reads constants of other modules', () => {
    const files = {
      'src/index.ts': `${SDK}import { PORT } from './config.js'; import { createApp } from './app.js'; const app = createApp(); app.listen(PORT, '0.0.0.0');`,
      'src/config.ts': 'const { PORT: raw = "8000" } = process.env; export const PORT = Number(raw);',
      'src/app.ts': `${SDK}export function createApp() { const app = express(); app.post('/mcp', ${HANDLE}); return app; }`,
    };
    expect(summary(settle(files))).toEqual([RIGHT]);
    expect(settle(files)[0]?.path).toBe('src/app.ts');
  });

  it('follows require and module.exports', () => {
    const files = {
      'index.js': "const app = require('./app'); const { port } = require('./config'); app.listen(port, '0.0.0.0');",
      'config.js': 'module.exports = { port: 8000 };',
      'app.js': `const express = require('express'); const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js'); const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await t.handleRequest(q, s, q.body); }); module.exports = app;`,
    };
    expect(summary(settle(files))).toEqual([RIGHT]);
  });

  it('takes the branch that the image takes', () => {
    const source = `${SDK}import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
const app = express(); app.post('/mcp', ${HANDLE});
async function main() {
  if (process.env.TRANSPORT === 'http') app.listen(8000, '0.0.0.0');
  else await new McpServer({}).connect(new StdioServerTransport());
}
main();`;
    expect(summary(settle(source, { env: { TRANSPORT: 'http' } }))).toEqual([RIGHT]);
    expect(summary(settle(source))).toEqual([RIGHT.replace('yes', 'no'), 'stdio yes']);
    expect(settle(source)[0]?.launches[1]?.transport).toMatchObject({
      value: 'stdio',
      unless: 'unless the environment sets `TRANSPORT`',
    });
  });

  it('cannot tell the branch of an unknown command line', () => {
    const source = `${SDK}import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
const app = express(); app.post('/mcp', ${HANDLE});
if (process.argv.includes('--stdio')) { await new McpServer({}).connect(new StdioServerTransport()); } else { app.listen(8000, '0.0.0.0'); }`;
    expect(summary(settle(source))).toEqual([RIGHT.replace('yes', 'unclear'), 'stdio unclear']);
    expect(summary(settle(source, { argv: [] }))).toEqual([RIGHT]);
    expect(summary(settle(source, { argv: ['--stdio'] }))).toEqual([RIGHT.replace('yes', 'no'), 'stdio yes']);
  });
});

describe('other ways to serve', () => {
  it.each<[string, string, string]>([
    [
      'stdio only',
      "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'; const t = new StdioServerTransport(); await new McpServer({}).connect(t);",
      'stdio yes',
    ],
    [
      'SSE only',
      `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'; import express from 'express'; const app = express(); app.get('/sse', async (q, s) => { const t = new SSEServerTransport('/messages', s); }); app.listen(8000);`,
      'sse :: by default:8000 /sse stateless=false by default guard=false by default yes',
    ],
    [
      'createMcpExpressApp()',
      `import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'; ${SDK} const app = createMcpExpressApp(); app.post('/mcp', ${HANDLE}); app.listen(8000);`,
      OPEN.replace('guard=false', 'guard=true'),
    ],
    [
      'createMcpExpressApp({ host })',
      `import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'; ${SDK} const app = createMcpExpressApp({ host: '0.0.0.0' }); app.post('/mcp', ${HANDLE}); app.listen(8000);`,
      OPEN.replace('guard=false by default', 'guard=false'),
    ],
    [
      'createMcpHandler on node:http',
      "import { createServer } from 'node:http'; import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; import { toNodeHandler } from '@modelcontextprotocol/node'; const handler = createMcpHandler(() => new McpServer({})); createServer(toNodeHandler(handler)).listen(8000);",
      'streamable-http :: by default:8000 /mcp by default stateless=true by default guard=false by default yes',
    ],
    [
      'createMcpHandler on Express',
      "import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; import { toNodeHandler } from '@modelcontextprotocol/node'; import { createMcpExpressApp } from '@modelcontextprotocol/express'; const app = createMcpExpressApp({ host: '0.0.0.0' }); const node = toNodeHandler(createMcpHandler(() => new McpServer({}))); app.all('/mcp', (req, res) => void node(req, res, req.body)); app.listen(8000, '0.0.0.0');",
      'streamable-http 0.0.0.0:8000 /mcp stateless=true by default guard=false yes',
    ],
    [
      'Hono',
      "import { Hono } from 'hono'; import { serve } from '@hono/node-server'; import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; const handler = createMcpHandler(() => new McpServer({})); const app = new Hono(); app.all('/mcp', (c) => handler.fetch(c.req.raw)); serve({ fetch: app.fetch, port: 8000 });",
      'streamable-http :: by default:8000 /mcp stateless=true by default guard=false by default yes',
    ],
    [
      'Hono without a port',
      "import { Hono } from 'hono'; import { serve } from '@hono/node-server'; import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; const handler = createMcpHandler(() => new McpServer({})); const app = new Hono(); app.all('/mcp', (c) => handler.fetch(c.req.raw)); serve(app);",
      'streamable-http :: by default:3000 by default /mcp stateless=true by default guard=false by default yes',
    ],
    [
      'Fastify',
      `import Fastify from 'fastify'; ${SDK} const app = Fastify({ logger: true }); app.post('/mcp', async (req, reply) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await t.handleRequest(req.raw, reply.raw, req.body); }); await app.listen({ port: 8000 });`,
      'streamable-http localhost by default:8000 /mcp stateless=true guard=false by default yes',
    ],
    [
      'Bun',
      "import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; const handler = createMcpHandler(() => new McpServer({})); Bun.serve({ port: 8000, fetch: handler.fetch });",
      'streamable-http 0.0.0.0 by default:8000 /mcp by default stateless=true by default guard=false by default yes',
    ],
  ])('%s', (_name, source, expected) => {
    expect(summary(settle(source))).toEqual([expected]);
  });

  it.each<[string, Around, string]>([
    [
      '{ transportType: "httpStream", httpStream: { port: 8000, host: "0.0.0.0", stateless: true } }',
      {},
      '0.0.0.0:8000 /mcp by default stateless=true guard=false by default yes',
    ],
    [
      '{ transportType: "httpStream" }',
      {},
      'localhost by default:8080 by default /mcp by default stateless=false by default guard=false by default yes',
    ],
    [
      '{ transportType: "httpStream" }',
      { env: { FASTMCP_PORT: '8000', FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS: 'true' } },
      '0.0.0.0:8000 /mcp by default stateless=true guard=false by default yes',
    ],
    [
      '{ transportType: "httpStream", httpStream: { port: 9000 } }',
      { argv: ['--port', '8000', '--host', '0.0.0.0'] },
      '0.0.0.0:9000 /mcp by default stateless=false by default guard=false by default yes',
    ],
    [
      '{ transportType: "httpStream", httpStream: { port: 8000 } }',
      { version: '3.14.5' },
      ':: by default:8000 /mcp by default stateless=false by default guard=false by default yes',
    ],
  ])('npm fastmcp %s %j', (options, around, expected) => {
    const source = `import { FastMCP } from 'fastmcp'; const server = new FastMCP({ name: 'x', version: '1.0.0' }); server.start(${options});`;
    expect(summary(settle(source, { version: '4.20.16', ...around }))).toEqual([`streamable-http ${expected}`]);
  });

  it('takes npm fastmcp without options for stdio', () => {
    expect(
      summary(settle("import { FastMCP } from 'fastmcp'; const s = new FastMCP({ name: 'x' }); await s.start();")),
    ).toEqual(['stdio yes']);
  });

  it('drops SSE that is offered beside', () => {
    const source = `${SDK}import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'; const app = express(); app.post('/mcp', ${HANDLE}); app.get('/sse', async (q, s) => { await make().connect(new SSEServerTransport('/messages', s)); }); app.listen(8000, '0.0.0.0');`;
    expect(summary(settle(source))).toEqual([RIGHT]);
  });
});

describe('what only one check understands', () => {
  const peculiar = (source: string): readonly string[] =>
    settle(source).flatMap(({ peculiarities }) => peculiarities.map(({ check, saw }) => `${check}: ${saw}`));

  it.each<[string, string, readonly string[]]>([
    [
      'one transport for all',
      `${SDK}const server = new McpServer({}); const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await server.connect(transport); const app = express(); app.post('/mcp', async (q, s) => { await transport.handleRequest(q, s, q.body); }); app.listen(8000);`,
      ['transport-reused: transport'],
    ],
    [
      'one transport for all, in main',
      `${SDK}async function main() { const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await new McpServer({}).connect(transport); const app = express(); app.post('/mcp', (q, s) => transport.handleRequest(q, s, q.body)); app.listen(8000); } main();`,
      ['transport-reused: transport'],
    ],
    [
      'one server for all',
      `${SDK}const server = new McpServer({}); const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await server.connect(t); await t.handleRequest(q, s, q.body); }); app.listen(8000);`,
      ['transport-reused: server'],
    ],
    [
      'one server for all, closed each time',
      `${SDK}const server = new McpServer({}); const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); s.on('close', () => t.close()); await server.connect(t); await t.handleRequest(q, s, q.body); }); app.listen(8000);`,
      ['transport-reused: server, closed'],
    ],
    [
      'one server of a class',
      `${SDK}class S { server = new McpServer({}); run() { const app = express(); app.post('/mcp', async (q, s) => { const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await this.server.connect(t); await t.handleRequest(q, s, q.body); }); app.listen(8000); } } new S().run();`,
      ['transport-reused: server'],
    ],
    ['a server per request', `${SDK}const app = express(); app.post('/mcp', ${HANDLE}); app.listen(8000);`, []],
    [
      'a server per request from a factory',
      `${SDK}const make = () => new McpServer({}); const app = express(); app.post('/mcp', async (q, s) => { const server = make(); const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await server.connect(t); await t.handleRequest(q, s, q.body); }); app.listen(8000);`,
      [],
    ],
    [
      'a transport per request from a factory',
      `${SDK}async function open() { const server = new McpServer({}); const t = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined }); await server.connect(t); return t; } const app = express(); app.post('/mcp', async (q, s) => { const t = await open(); await t.handleRequest(q, s, q.body); }); app.listen(8000);`,
      [],
    ],
    [
      'a map of sessions',
      `${SDK}const transports = {}; const app = express(); app.post('/mcp', async (q, s) => { let t = transports[q.headers['mcp-session-id']]; if (!t) { t = new StreamableHTTPServerTransport({ sessionIdGenerator: () => 'a', onsessioninitialized: (id) => { transports[id] = t; } }); await new McpServer({}).connect(t); } await t.handleRequest(q, s, q.body); }); app.listen(8000);`,
      [],
    ],
    [
      'older clients rejected',
      "import { createServer } from 'node:http'; import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'; import { toNodeHandler } from '@modelcontextprotocol/node'; createServer(toNodeHandler(createMcpHandler(() => new McpServer({}), { legacy: 'reject' }))).listen(8000);",
      ["legacy-clients-rejected: legacy: 'reject'"],
    ],
    [
      'older clients served elsewhere',
      "import { createServer } from 'node:http'; import { createMcpHandler, isLegacyRequest, McpServer } from '@modelcontextprotocol/server'; import { toNodeHandler } from '@modelcontextprotocol/node'; createServer(toNodeHandler(createMcpHandler(() => new McpServer({}), { legacy: 'reject' }))).listen(8000);",
      [],
    ],
  ])('%s', (_name, source, expected) => {
    expect(peculiar(source)).toEqual(expected);
  });
});

describe('what is no server', () => {
  it.each<[string, string]>([
    [
      'a hand-written server',
      "import http from 'node:http'; http.createServer((q, s) => s.end('{}')).listen(3000, 'localhost');",
    ],
    [
      'a client',
      "import { Client } from '@modelcontextprotocol/sdk/client/index.js'; import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'; new Client({}).connect(new StreamableHTTPClientTransport(new URL('http://localhost:3000/mcp')));",
    ],
    [
      'a source in a string',
      'const example = `import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js"; new StreamableHTTPServerTransport()`;',
    ],
    [
      'types',
      "import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'; export const map: Record<string, StreamableHTTPServerTransport> = {};",
    ],
    ['a Lambda handler', `${SDK}export const handler = ${HANDLE};`],
  ])('%s', (_name, source) => {
    expect(settle(source)).toEqual([]);
  });

  it('is told from what may be one by the text alone', () => {
    expect(mentionsJavaScriptServer(SDK)).toBe(true);
    expect(mentionsJavaScriptServer("import express from 'express';")).toBe(false);
  });
});

describe('the text that a setting comes from', () => {
  const APP = `const app = express(); app.post('/mcp', ${HANDLE}); `;
  it.each<[string, string, Around, string]>([
    ['a literal', `${APP}app.listen(3000, 'localhost');`, {}, "literal 3000 in 3000; literal localhost in 'localhost'"],
    [
      'constants',
      `${APP}const PORT: number = 3000; const HOST = 'localhost' as const; app.listen(PORT, HOST);`,
      {},
      "constant 3000 in 3000; constant localhost in 'localhost'",
    ],
    [
      'members of an object',
      `${APP}const at = { port: 3000, host: 'localhost' }; app.listen({ port: at.port, host: at.host });`,
      {},
      "constant 3000 in 3000; constant localhost in 'localhost'",
    ],
    [
      'a number as text',
      `${APP}app.listen(Number('3000'), '::1');`,
      {},
      "literal 3000 in '3000'; literal ::1 in '::1'",
    ],
    ['a sum', `${APP}app.listen(1000 + 2000, 'local' + 'host');`, {}, 'nothing; nothing'],
    ['no host', `${APP}app.listen(3000);`, {}, 'literal 3000 in 3000; nothing'],
    [
      'a word',
      `${APP}app.listen(Number(process.argv[2]), '0.0.0.0');`,
      { argv: ['9000'] },
      "word 9000; literal 0.0.0.0 in '0.0.0.0'",
    ],
    [
      'a variable',
      `${APP}app.listen(Number(process.env.PORT ?? 8000));`,
      { env: { PORT: '9000' } },
      'variable 9000; nothing',
    ],
  ])('is known: %s', (_name, code, around, wanted) => {
    const text = SDK + code;
    const [server] = settle(text, around);
    const shownAt = (setting: Setting<unknown> | undefined): string => {
      const written = setting?.kind === 'set' ? setting.written : undefined;
      if (written === undefined) return 'nothing';
      const lines = linesOf('src/index.ts', text);
      const own = text.slice(lines.offset(written.at.range.start), lines.offset(written.at.range.end));
      return `${written.as} ${written.text}${written.at.path === 'src/index.ts' ? ` in ${own}` : ''}`;
    };
    const [launch] = server?.launches ?? [];
    expect(`${shownAt(launch?.port)}; ${shownAt(launch?.host)}`).toBe(wanted);
  });
});
