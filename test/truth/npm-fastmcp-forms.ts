import type { Form } from './cell.ts';

const OPEN = "host: '0.0.0.0'";
const FULL = `port: 8000, ${OPEN}, stateless: true`;

/** The ways of writing a server on the npm package fastmcp. */
export const npmFastmcpForms: readonly Form[] = [
  { name: 'all in the options', core: true, ...started(FULL) },
  { name: 'without stateless', core: true, ...started(`port: 8000, ${OPEN}`) },
  { name: 'without host', core: true, ...started('port: 8000, stateless: true') },
  { name: 'without port', ...started(`${OPEN}, stateless: true`) },
  { name: 'no options of HTTP', core: true, source: program("{ transportType: 'httpStream' }") },
  { name: 'no options', source: program('') },
  { name: 'stdio', source: program("{ transportType: 'stdio' }") },
  { name: 'host 127.0.0.1', ...started("port: 8000, host: '127.0.0.1', stateless: true") },
  { name: 'host localhost', ...started("port: 8000, host: 'localhost', stateless: true") },
  { name: 'port 3000', ...started(`port: 3000, ${OPEN}, stateless: true`) },
  { name: 'endpoint elsewhere', core: true, path: '/tides', ...started(`${FULL}, endpoint: '/tides'`) },
  { name: 'endpoint said', ...started(`${FULL}, endpoint: '/mcp'`) },
  { name: 'json answers', ...started(`${FULL}, enableJsonResponse: true`) },
  { name: 'stateful on purpose', ...started(`port: 8000, ${OPEN}, stateless: false`) },
  {
    name: 'all in the environment',
    environment: {
      FASTMCP_TRANSPORT: 'httpStream',
      FASTMCP_PORT: '8000',
      FASTMCP_HOST: '0.0.0.0',
      FASTMCP_STATELESS: 'true',
    },
    source: program(''),
  },
  {
    name: 'transport of the environment by the word of the command line',
    core: true,
    environment: {
      FASTMCP_TRANSPORT: 'http-stream',
      FASTMCP_PORT: '8000',
      FASTMCP_HOST: '0.0.0.0',
      FASTMCP_STATELESS: 'true',
    },
    source: program(''),
  },
  {
    name: 'stateless in the environment',
    environment: { FASTMCP_STATELESS: 'true' },
    ...started(`port: 8000, ${OPEN}`),
  },
  {
    name: 'host in the environment',
    environment: { FASTMCP_HOST: '0.0.0.0' },
    ...started('port: 8000, stateless: true'),
  },
  { name: 'port in the environment', environment: { FASTMCP_PORT: '8000' }, ...started(`${OPEN}, stateless: true`) },
  { name: 'port in the environment and in the options', environment: { FASTMCP_PORT: '9000' }, ...started(FULL) },
  {
    name: 'all on the command line',
    command: [
      'node',
      'server.js',
      '--transport',
      'http-stream',
      '--port',
      '8000',
      '--host',
      '0.0.0.0',
      '--stateless',
      'true',
    ],
    source: program(''),
  },
  {
    name: 'the variable of the package of Python',
    environment: { FASTMCP_STATELESS_HTTP: 'true' },
    ...started(`port: 8000, ${OPEN}`),
  },
];

function started(options: string): Pick<Form, 'source'> {
  return { source: program(`{ transportType: 'httpStream', httpStream: { ${options} } }`) };
}

function program(options: string): string {
  return [
    "import { FastMCP } from 'fastmcp';",
    '',
    "const server = new FastMCP({ name: 'tides', version: '1.0.0' });",
    '',
    "server.addTool({ name: 'tide', description: 'When the next high tide comes', execute: async () => '14:20' });",
    '',
    `await server.start(${options});`,
    '',
  ].join('\n');
}
