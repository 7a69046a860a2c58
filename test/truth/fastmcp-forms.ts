import type { Form } from './cell.ts';
import { pythonProgram } from './python-program.ts';

const OWN = 'from fastmcp import FastMCP';
const HTTP = 'transport="http"';
const SH = 'transport="streamable-http"';
const OPEN = 'host="0.0.0.0"';
const FREE = 'stateless_http=True';
const FULL = `${OPEN}, ${FREE}`;
const UVICORN = 'import uvicorn';
const SERVED = 'host="0.0.0.0", port=8000';

/** The ways of writing a server on the Python package fastmcp. */
export const fastmcpForms: readonly Form[] = [
  { name: 'all in run, streamable-http', core: true, ...run('', `${SH}, ${FULL}`) },
  { name: 'all in run, http', core: true, ...run('', `${HTTP}, ${FULL}`) },
  { name: 'http without stateless', ...run('', `${HTTP}, ${OPEN}`) },
  { name: 'streamable-http without stateless', core: true, ...run('', `${SH}, ${OPEN}`) },
  { name: 'nothing but the transport', core: true, ...run('', SH) },
  { name: 'run without words', ...run('', '') },
  { name: 'transport stdio', ...run('', 'transport="stdio"') },
  { name: 'stdio with a host', ...run('', `transport="stdio", ${OPEN}`) },
  { name: 'host without a transport', ...run('', FULL) },
  { name: 'transport sse', ...run('', `transport="sse", ${OPEN}`) },
  { name: 'transport sse, stateless', ...run('', `transport="sse", ${FULL}`) },
  { name: 'transport misspelt', ...run('', `transport="streamable_http", ${OPEN}`) },
  { name: 'all in the constructor', core: true, ...run(FULL, SH) },
  { name: 'stateless in the constructor', ...run(FREE, `${SH}, ${OPEN}`) },
  { name: 'host in the constructor', ...run(OPEN, SH) },
  { name: 'port in the constructor', ...run(`${FULL}, port=9000`, SH) },
  { name: 'path in the constructor', path: '/tides', ...run(`${FULL}, streamable_http_path="/tides"`, SH) },
  { name: 'unknown word in the constructor', ...run('harbour=1', `${SH}, ${OPEN}`) },
  {
    name: 'FASTMCP variables',
    core: true,
    environment: { FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS_HTTP: 'true' },
    ...run('', SH),
  },
  {
    name: 'FASTMCP_SERVER variables',
    core: true,
    environment: { FASTMCP_SERVER_HOST: '0.0.0.0', FASTMCP_SERVER_STATELESS_HTTP: 'true' },
    ...run('', SH),
  },
  {
    name: 'FASTMCP_STATELESS_HTTP',
    environment: { FASTMCP_STATELESS_HTTP: 'true' },
    ...run('', `${SH}, ${OPEN}`),
  },
  {
    name: 'FASTMCP_SERVER_STATELESS_HTTP',
    environment: { FASTMCP_SERVER_STATELESS_HTTP: 'true' },
    ...run('', `${SH}, ${OPEN}`),
  },
  {
    name: 'FASTMCP_TRANSPORT',
    core: true,
    environment: { FASTMCP_TRANSPORT: 'http', FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS_HTTP: 'true' },
    ...run('', ''),
  },
  { name: 'FASTMCP_PORT', environment: { FASTMCP_PORT: '9000' }, ...run('', `${SH}, ${OPEN}`) },
  {
    name: 'FASTMCP_PORT, and the port in run',
    environment: { FASTMCP_PORT: '9000' },
    ...run('', `${SH}, ${OPEN}, port=8000`),
  },
  {
    // Where it is not read, the endpoint stays at `/mcp`.
    name: 'FASTMCP_STREAMABLE_HTTP_PATH',
    environment: { FASTMCP_STREAMABLE_HTTP_PATH: '/tides' },
    ...run('', `${SH}, ${OPEN}`),
  },
  { name: 'stateless by its short name', core: true, ...run('', `${HTTP}, ${OPEN}, stateless=True`) },
  { name: 'json answers in run', ...run('', `${HTTP}, ${FULL}, json_response=True`) },
  { name: 'stateful on purpose', ...run('', `${HTTP}, ${OPEN}, stateless_http=False`) },
  {
    name: 'settings later',
    core: true,
    ...write('', [], ['mcp.settings.host = "0.0.0.0"', 'mcp.settings.stateless_http = True'], [`mcp.run(${SH})`]),
  },
  {
    name: 'settings of the package',
    ...write(
      '',
      ['import fastmcp'],
      ['fastmcp.settings.host = "0.0.0.0"', 'fastmcp.settings.stateless_http = True'],
      [`mcp.run(${SH})`],
    ),
  },
  { name: 'path with a slash', core: true, path: '/mcp/', ...run('', `${SH}, ${OPEN}, path="/mcp/"`) },
  { name: 'path without a slash', ...run('', `${SH}, ${OPEN}, path="/mcp"`) },
  { name: 'path elsewhere', path: '/tides', ...run('', `${SH}, ${OPEN}, path="/tides"`) },
  { name: 'path elsewhere, stateless', path: '/tides', ...run('', `${HTTP}, ${FULL}, path="/tides"`) },
  { name: 'port 9000', ...run('', `${SH}, ${OPEN}, port=9000`) },
  { name: 'port 9000, stateless', ...run('', `${HTTP}, ${FULL}, port=9000`) },
  { name: 'host 127.0.0.1', ...run('', `${HTTP}, host="127.0.0.1", ${FREE}`) },
  { name: 'host localhost', ...run('', `${SH}, host="localhost"`) },
  { name: 'host ::', ...run('', `${SH}, host="::"`) },
  { name: 'http_app by uvicorn', core: true, ...served(`mcp.http_app(${FREE})`, SERVED) },
  { name: 'http_app by uvicorn, stateful', ...served('mcp.http_app()', SERVED) },
  {
    name: 'http_app by uvicorn, stateless by variable',
    environment: { FASTMCP_STATELESS_HTTP: 'true' },
    ...served('mcp.http_app()', SERVED),
  },
  { name: 'http_app by uvicorn, path elsewhere', path: '/tides', ...served('mcp.http_app(path="/tides")', SERVED) },
  { name: 'http_app by uvicorn without host', ...served(`mcp.http_app(${FREE})`, 'port=8000') },
  { name: 'http_app by uvicorn on port 9000', ...served(`mcp.http_app(${FREE})`, 'host="0.0.0.0", port=9000') },
  {
    name: 'http_app of a stateless constructor',
    ...write(FREE, [UVICORN], [], [`uvicorn.run(mcp.http_app(), ${SERVED})`]),
  },
  { name: 'http_app for sse', ...served('mcp.http_app(transport="sse")', SERVED) },
  {
    name: 'http_app by the command uvicorn',
    command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'],
    ...write('', [], [`app = mcp.http_app(${FREE})`], []),
  },
  { name: 'streamable_http_app by uvicorn', core: true, ...served('mcp.streamable_http_app()', SERVED) },
  { name: 'sse_app by uvicorn', ...served('mcp.sse_app()', SERVED) },
  { name: 'mounted at the root', ...mounted('/', 'mcp.http_app()', true) },
  { name: 'mounted at the root without lifespan', ...mounted('/', 'mcp.http_app()', false) },
  { name: 'mounted at /mcp', path: '/mcp/mcp', ...mounted('/mcp', 'mcp.http_app()', true) },
  { name: 'mounted at /mcp with the root as path', path: '/mcp/', ...mounted('/mcp', 'mcp.http_app(path="/")', true) },
  { name: 'run_async', ...write('', ['import asyncio'], [], [`asyncio.run(mcp.run_async(${HTTP}, ${FULL}))`]) },
  {
    name: 'run_http_async',
    ...write('', ['import asyncio'], [], [`asyncio.run(mcp.run_http_async(${FULL}))`]),
  },
  {
    name: 'run_http_async for http',
    ...write('', ['import asyncio'], [], [`asyncio.run(mcp.run_http_async(${HTTP}, ${OPEN}))`]),
  },
  {
    name: 'run_streamable_http_async',
    ...write('', ['import asyncio'], [], [`asyncio.run(mcp.run_streamable_http_async(${OPEN}))`]),
  },
  {
    name: 'the command fastmcp run',
    command: cli('--transport', 'http', '--host', '0.0.0.0'),
    ...write('', [], [], []),
  },
  {
    name: 'the command fastmcp run for streamable-http',
    command: cli('--transport', 'streamable-http', '--host', '0.0.0.0'),
    ...write('', [], [], []),
  },
  {
    name: 'the command fastmcp run --stateless',
    core: true,
    command: cli('--transport', 'http', '--host', '0.0.0.0', '--stateless'),
    ...write('', [], [], []),
  },
  {
    name: 'the command fastmcp run, stateless by variable',
    command: cli('--transport', 'http', '--host', '0.0.0.0'),
    environment: { FASTMCP_STATELESS_HTTP: 'true' },
    ...write('', [], [], []),
  },
  {
    name: 'the command fastmcp run on port 9000',
    command: cli('--transport', 'http', '--host', '0.0.0.0', '--port', '9000'),
    ...write('', [], [], []),
  },
  { name: 'the command fastmcp run without words', command: cli(), ...write('', [], [], []) },
  {
    name: 'the command fastmcp run beside a guarded run',
    command: cli('--transport', 'http'),
    ...run('', `${HTTP}, ${FULL}`),
  },
  { name: 'guard asked for', ...run('', `${HTTP}, ${FULL}, host_origin_protection=True`) },
  { name: 'guard refused', core: true, ...run('', `${HTTP}, ${FULL}, host_origin_protection=False`) },
  { name: 'guard with all hosts', ...run('', `${HTTP}, ${FULL}, allowed_hosts=["*"]`) },
  {
    name: 'guard asked for by variable',
    environment: { FASTMCP_HTTP_HOST_ORIGIN_PROTECTION: 'true' },
    ...run('', `${HTTP}, ${FULL}`),
  },
  {
    name: 'guard refused by variable',
    environment: { FASTMCP_HTTP_HOST_ORIGIN_PROTECTION: 'false' },
    ...run('', `${HTTP}, ${FULL}`),
  },
  { name: 'middleware in run', ...run('', `${HTTP}, ${FULL}, middleware=[]`) },
  {
    name: 'words out of a dictionary',
    ...write('', [], ['WORDS = {"host": "0.0.0.0", "stateless_http": True}'], [`mcp.run(${HTTP}, **WORDS)`]),
  },
  { name: 'nothing starts it', ...write('', [], [], []) },
  {
    name: 'the FastMCP of the official SDK',
    source: pythonProgram({
      imports: ['from mcp.server.fastmcp import FastMCP'],
      className: 'FastMCP',
      constructor: FULL,
      start: [`mcp.run(${SH})`],
    }),
  },
];

function run(constructor: string, words: string): Pick<Form, 'source'> {
  return write(constructor, [], [], [`mcp.run(${words})`]);
}

function served(app: string, words: string): Pick<Form, 'source'> {
  return write('', [UVICORN], [], [`uvicorn.run(${app}, ${words})`]);
}

function cli(...words: readonly string[]): readonly string[] {
  return ['fastmcp', 'run', 'main.py', ...words];
}

function mounted(at: string, app: string, lifespan: boolean): Pick<Form, 'source'> {
  const given = lifespan ? ', lifespan=inner.lifespan' : '';
  return write(
    '',
    [UVICORN, 'from starlette.applications import Starlette', 'from starlette.routing import Mount'],
    [`inner = ${app}`, `app = Starlette(routes=[Mount("${at}", app=inner)]${given})`],
    [`uvicorn.run(app, ${SERVED})`],
  );
}

function write(
  constructor: string,
  imports: readonly string[],
  between: readonly string[],
  start: readonly string[],
): Pick<Form, 'source'> {
  return { source: pythonProgram({ imports: [...imports, OWN], className: 'FastMCP', constructor, between, start }) };
}
