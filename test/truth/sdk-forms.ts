import type { Form } from './cell.ts';
import { MAKE_SERVER } from './javascript-program.ts';

const LISTEN = "app.listen(8000, '0.0.0.0');";
const PLAIN = ['const app = express();', 'app.use(express.json());'];
const SESSIONLESS = '{ sessionIdGenerator: undefined }';
const CLOSE = "  res.on('close', () => void transport.close());";

/** The ways of writing a server on version 1 of the TypeScript SDK. */
export const sdkForms: readonly Form[] = [
  { name: 'all made per request', core: true, ...perRequest(SESSIONLESS) },
  { name: 'all made per request, no options', ...perRequest('') },
  {
    name: 'all made per request, json answers',
    ...perRequest('{ sessionIdGenerator: undefined, enableJsonResponse: true }'),
  },
  { name: 'session ids', core: true, ...perRequest('{ sessionIdGenerator: () => randomUUID() }') },
  { name: 'one transport for all', core: true, ...shared('transport', SESSIONLESS) },
  {
    name: 'one transport with session ids for all',
    ...shared('transport', '{ sessionIdGenerator: () => randomUUID() }'),
  },
  { name: 'one server for all', core: true, ...shared('server', SESSIONLESS) },
  { name: 'one server, closed each time', ...shared('server', SESSIONLESS, CLOSE) },
  {
    name: 'listens on all addresses by default',
    ...perRequest(SESSIONLESS, { listen: 'app.listen(8000);' }),
  },
  {
    name: 'listens on 127.0.0.1',
    core: true,
    ...perRequest(SESSIONLESS, { listen: "app.listen(8000, '127.0.0.1');" }),
  },
  {
    name: 'listens on localhost',
    ...perRequest(SESSIONLESS, { listen: "app.listen(8000, 'localhost', () => console.log('up'));" }),
  },
  { name: 'listens on port 3000', ...perRequest(SESSIONLESS, { listen: "app.listen(3000, '0.0.0.0');" }) },
  {
    name: 'port of a variable, not set',
    ...perRequest(SESSIONLESS, { listen: 'app.listen(Number(process.env.PORT ?? 3000));' }),
  },
  {
    name: 'port of a variable that is set',
    environment: { PORT: '8000' },
    ...perRequest(SESSIONLESS, { listen: 'app.listen(Number(process.env.PORT ?? 3000));' }),
  },
  {
    name: 'host of a variable that is set',
    environment: { HOST: '0.0.0.0' },
    ...perRequest(SESSIONLESS, { listen: "app.listen(8000, process.env.HOST || '127.0.0.1');" }),
  },
  { name: 'path elsewhere', core: true, path: '/tides', ...perRequest(SESSIONLESS, { path: '/tides' }) },
  { name: 'all methods at the path', ...perRequest(SESSIONLESS, { route: 'all' }) },
  {
    name: 'the app of the SDK',
    core: true,
    ...perRequest(SESSIONLESS, { app: ['const app = createMcpExpressApp();'] }),
  },
  {
    name: 'the app of the SDK for 0.0.0.0',
    ...perRequest(SESSIONLESS, { app: ["const app = createMcpExpressApp({ host: '0.0.0.0' });"] }),
  },
  {
    name: 'the app of the SDK with hosts',
    ...perRequest(SESSIONLESS, {
      app: ["const app = createMcpExpressApp({ host: '0.0.0.0', allowedHosts: ['localhost', '127.0.0.1'] });"],
    }),
  },
  {
    name: 'guard of the transport',
    ...perRequest(
      "{ sessionIdGenerator: undefined, enableDnsRebindingProtection: true, allowedHosts: ['127.0.0.1:8000'] }",
    ),
  },
  {
    name: 'guard of the transport without hosts',
    ...perRequest('{ sessionIdGenerator: undefined, enableDnsRebindingProtection: true }'),
  },
  { name: 'router below a path', path: '/api/mcp', ...routed('/api', '/mcp') },
  { name: 'router at /mcp', ...routed('/mcp', '/') },
  { name: 'a server of node:http', ...bare() },
  {
    name: 'stdio',
    source: [
      "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
      "import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';",
      '',
      "const server = new McpServer({ name: 'tides', version: '1.0.0' });",
      'await server.connect(new StdioServerTransport());',
      '',
    ].join('\n'),
  },
  {
    name: 'the import of the other major version',
    source: perRequest(SESSIONLESS).source.replace(
      '@modelcontextprotocol/sdk/server/mcp.js',
      '@modelcontextprotocol/server',
    ),
  },
];

interface Choice {
  readonly app?: readonly string[];
  readonly path?: string;
  readonly route?: 'post' | 'all';
  readonly listen?: string;
}

function head(app: readonly string[], options: string): readonly string[] {
  return [
    ...(options.includes('randomUUID') ? ["import { randomUUID } from 'node:crypto';"] : []),
    app.some((line) => line.includes('createMcp'))
      ? "import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';"
      : "import express from 'express';",
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';",
    "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';",
    '',
  ];
}

function handler(options: string): readonly string[] {
  return [
    '  const server = makeServer();',
    `  const transport = new StreamableHTTPServerTransport(${options});`,
    CLOSE,
    '  await server.connect(transport);',
    '  await transport.handleRequest(req, res, req.body);',
  ];
}

function perRequest(
  options: string,
  { app = PLAIN, path = '/mcp', route = 'post', listen = LISTEN }: Choice = {},
): Pick<Form, 'source'> {
  const lines = [
    ...head(app, options),
    ...MAKE_SERVER,
    ...app,
    `app.${route}('${path}', async (req, res) => {`,
    ...handler(options),
    '});',
    listen,
    '',
  ];
  return { source: lines.join('\n') };
}

function shared(what: 'transport' | 'server', options: string, close?: string): Pick<Form, 'source'> {
  const transport = `const transport = new StreamableHTTPServerTransport(${options});`;
  const connect = 'await server.connect(transport);';
  const inside = what === 'server' ? [`  ${transport}`, ...(close === undefined ? [] : [close]), `  ${connect}`] : [];
  const lines = [
    ...head(PLAIN, options),
    ...MAKE_SERVER,
    'const server = makeServer();',
    ...(what === 'transport' ? [transport, connect] : []),
    ...PLAIN,
    "app.post('/mcp', async (req, res) => {",
    ...inside,
    '  await transport.handleRequest(req, res, req.body);',
    '});',
    LISTEN,
    '',
  ];
  return { source: lines.join('\n') };
}

function routed(at: string, path: string): Pick<Form, 'source'> {
  const lines = [
    ...head(PLAIN, ''),
    ...MAKE_SERVER,
    ...PLAIN,
    'const router = express.Router();',
    `router.post('${path}', async (req, res) => {`,
    ...handler(SESSIONLESS),
    '});',
    `app.use('${at}', router);`,
    LISTEN,
    '',
  ];
  return { source: lines.join('\n') };
}

function bare(): Pick<Form, 'source'> {
  const lines = [
    "import { createServer } from 'node:http';",
    ...head(PLAIN, '').slice(1),
    ...MAKE_SERVER,
    'createServer(async (req, res) => {',
    "  if (req.url !== '/mcp' || req.method !== 'POST') return void res.writeHead(404).end();",
    ...handler(SESSIONLESS).map((line) => line.replace(', req.body', '')),
    "}).listen(8000, '0.0.0.0');",
    '',
  ];
  return { source: lines.join('\n') };
}
