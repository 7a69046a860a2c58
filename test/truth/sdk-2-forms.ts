import type { Form } from './cell.ts';
import { MAKE_SERVER } from './javascript-program.ts';

const NODE_LISTEN = "createServer(toNodeHandler(handler)).listen(8000, '0.0.0.0');";
const HANDLER = 'const handler = createMcpHandler(() => makeServer());';
const LISTEN = "app.listen(8000, '0.0.0.0');";
const PLAIN = ['const app = express();', 'app.use(express.json());'];

/** The ways of writing a server on version 2 of the TypeScript SDK. */
export const sdk2Forms: readonly Form[] = [
  { name: 'handler', core: true, ...handled(HANDLER) },
  {
    name: 'handler that rejects older clients',
    core: true,
    ...handled("const handler = createMcpHandler(() => makeServer(), { legacy: 'reject' });"),
  },
  {
    name: 'handler that serves older clients',
    ...handled("const handler = createMcpHandler(() => makeServer(), { legacy: 'stateless' });"),
  },
  {
    name: 'handler on 127.0.0.1',
    core: true,
    ...handled(HANDLER, "createServer(toNodeHandler(handler)).listen(8000, '127.0.0.1');"),
  },
  {
    name: 'handler on localhost',
    ...handled(HANDLER, "createServer(toNodeHandler(handler)).listen(8000, 'localhost');"),
  },
  {
    name: 'handler on port 3000',
    ...handled(HANDLER, "createServer(toNodeHandler(handler)).listen(3000, '0.0.0.0');"),
  },
  { name: 'handler on every address', ...handled(HANDLER, 'createServer(toNodeHandler(handler)).listen(8000);') },
  {
    name: 'handler on the port of a variable',
    ...handled(HANDLER, 'createServer(toNodeHandler(handler)).listen(Number(process.env.PORT ?? 8080));'),
  },
  { name: 'handler in the app of the SDK', core: true, ...inApp(['const app = createMcpExpressApp();']) },
  {
    name: 'handler in the app of the SDK for 0.0.0.0',
    ...inApp(["const app = createMcpExpressApp({ host: '0.0.0.0' });"]),
  },
  {
    name: 'handler in the app of the SDK with hosts',
    ...inApp(["const app = createMcpExpressApp({ host: '0.0.0.0', allowedHosts: ['localhost', '127.0.0.1'] });"]),
  },
  { name: 'handler in an app of express', ...inApp(PLAIN) },
  { name: 'handler elsewhere', path: '/tides', ...inApp(PLAIN, '/tides') },
  { name: 'transport per request', ...wired('request', '{ sessionIdGenerator: undefined }') },
  { name: 'transport with session ids', core: true, ...wired('request', '{ sessionIdGenerator: () => randomUUID() }') },
  { name: 'one transport for all', core: true, ...wired('transport', '{ sessionIdGenerator: undefined }') },
  { name: 'one server for all', ...wired('server', '{ sessionIdGenerator: undefined }') },
  {
    name: 'the import of the other major version',
    source: wired('request', '{ sessionIdGenerator: undefined }').source.replace(
      "'@modelcontextprotocol/server'",
      "'@modelcontextprotocol/sdk/server/mcp.js'",
    ),
  },
];

function handled(handler: string, listen = NODE_LISTEN): Pick<Form, 'source'> {
  const lines = [
    "import { createServer } from 'node:http';",
    "import { toNodeHandler } from '@modelcontextprotocol/node';",
    "import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';",
    '',
    ...MAKE_SERVER,
    handler,
    // A listener of node:http answers on every path.
    listen,
    '',
  ];
  return { source: lines.join('\n') };
}

function inApp(app: readonly string[], path = '/mcp'): Pick<Form, 'source'> {
  const lines = [
    app === PLAIN
      ? "import express from 'express';"
      : "import { createMcpExpressApp } from '@modelcontextprotocol/express';",
    "import { toNodeHandler } from '@modelcontextprotocol/node';",
    "import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';",
    '',
    ...MAKE_SERVER,
    'const handle = toNodeHandler(createMcpHandler(() => makeServer()));',
    ...app,
    `app.all('${path}', (req, res) => void handle(req, res, req.body));`,
    LISTEN,
    '',
  ];
  return { source: lines.join('\n') };
}

function wired(what: 'request' | 'server' | 'transport', options: string): Pick<Form, 'source'> {
  const server = 'const server = makeServer();';
  const transport = `const transport = new NodeStreamableHTTPServerTransport(${options});`;
  const connect = 'await server.connect(transport);';
  const all = [server, transport, connect];
  const outside = { request: 0, server: 1, transport: 3 }[what];
  const lines = [
    ...(options.includes('randomUUID') ? ["import { randomUUID } from 'node:crypto';"] : []),
    "import express from 'express';",
    "import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';",
    "import { McpServer } from '@modelcontextprotocol/server';",
    '',
    ...MAKE_SERVER,
    ...all.slice(0, outside),
    ...PLAIN,
    "app.post('/mcp', async (req, res) => {",
    ...all.slice(outside).map((line) => `  ${line}`),
    '  await transport.handleRequest(req, res, req.body);',
    '});',
    LISTEN,
    '',
  ];
  return { source: lines.join('\n') };
}
