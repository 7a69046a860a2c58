import type { Form, Release } from './cell.ts';
import { pythonProgram } from './python-program.ts';

const SH = 'transport="streamable-http"';
const OPEN = 'host="0.0.0.0"';
const FREE = 'stateless_http=True';
const UVICORN = 'import uvicorn';
const FULL = `${OPEN}, ${FREE}`;

/** The ways of writing a server on the official Python SDK. */
export function mcpForms({ version }: Release): readonly Form[] {
  const two = version.startsWith('2.');
  const own = two ? 'from mcp.server.mcpserver import MCPServer' : 'from mcp.server.fastmcp import FastMCP';
  const other = two ? 'from mcp.server.fastmcp import FastMCP' : 'from mcp.server.mcpserver import MCPServer';
  const className = two ? 'MCPServer' : 'FastMCP';
  // What this version takes in the constructor, 2.x takes where it is started.
  const run = (constructor: string, words: string): Pick<Form, 'source'> => ({
    source: pythonProgram({ imports: [own], className, constructor, start: [`mcp.run(${words})`] }),
  });
  const write = (
    constructor: string,
    imports: readonly string[],
    between: readonly string[],
    start: readonly string[],
  ) => ({
    source: pythonProgram({ imports: [...imports, own], className, constructor, between, start }),
  });
  const right = (more: string): Pick<Form, 'source'> =>
    two ? run('', [SH, FULL, more].filter(Boolean).join(', ')) : run([FULL, more].filter(Boolean).join(', '), SH);
  const app = two ? `mcp.streamable_http_app(${FULL})` : 'mcp.streamable_http_app()';
  const inside = two ? '' : FULL;
  const mounted = (at: string, lifespan: boolean) =>
    write(
      inside,
      [
        'import contextlib',
        UVICORN,
        'from starlette.applications import Starlette',
        'from starlette.routing import Mount',
      ],
      [
        `inner = ${app}`,
        '',
        '',
        '@contextlib.asynccontextmanager',
        'async def lifespan(app):',
        '    async with mcp.session_manager.run():',
        '        yield',
        '',
        '',
        `app = Starlette(routes=[Mount("${at}", app=inner)]${lifespan ? ', lifespan=lifespan' : ''})`,
      ],
      ['uvicorn.run(app, host="0.0.0.0", port=8000)'],
    );
  const security = (words: string) =>
    two
      ? write(
          '',
          ['from mcp.server.transport_security import TransportSecuritySettings'],
          [],
          [`mcp.run(${SH}, ${FULL}, transport_security=TransportSecuritySettings(${words}))`],
        )
      : write(
          `${FULL}, transport_security=TransportSecuritySettings(${words})`,
          ['from mcp.server.transport_security import TransportSecuritySettings'],
          [],
          [`mcp.run(${SH})`],
        );
  return [
    { name: 'all in the constructor', core: true, ...run(FULL, SH) },
    { name: 'all in run', core: true, ...run('', `${SH}, ${FULL}`) },
    { name: 'nothing but the transport', core: true, ...run('', SH) },
    { name: 'constructor without host', core: true, ...run(FREE, SH) },
    { name: 'constructor without stateless', ...run(OPEN, SH) },
    { name: 'run without stateless', core: true, ...run('', `${SH}, ${OPEN}`) },
    { name: 'run without host', ...run('', `${SH}, ${FREE}`) },
    { name: 'stateless in the constructor, host in run', ...run(FREE, `${SH}, ${OPEN}`) },
    {
      name: 'transport http',
      core: true,
      ...(two ? run('', `transport="http", ${FULL}`) : run(FULL, 'transport="http"')),
    },
    { name: 'transport http, all in run', ...run('', `transport="http", ${FULL}`) },
    {
      name: 'transport by position',
      ...(two ? run('', `"streamable-http", ${FULL}`) : run(FULL, '"streamable-http"')),
    },
    {
      name: 'transport misspelt',
      ...(two ? run('', `transport="streamable_http", ${FULL}`) : run(FULL, 'transport="streamable_http"')),
    },
    { name: 'run without words', ...(two ? run('', '') : run(FULL, '')) },
    {
      name: 'transport sse',
      ...(two ? run('', `transport="sse", ${OPEN}`) : run(OPEN, 'transport="sse"')),
    },
    {
      name: 'settings later',
      core: true,
      ...write('', [], ['mcp.settings.host = "0.0.0.0"', 'mcp.settings.stateless_http = True'], [`mcp.run(${SH})`]),
    },
    {
      name: 'host in the settings later',
      core: true,
      ...write(FREE, [], ['mcp.settings.host = "0.0.0.0"'], [`mcp.run(${SH})`]),
    },
    {
      name: 'stateless in the settings later',
      ...write(OPEN, [], ['mcp.settings.stateless_http = True'], [`mcp.run(${SH})`]),
    },
    { name: 'port in the settings later', ...write(FULL, [], ['mcp.settings.port = 9000'], [`mcp.run(${SH})`]) },
    {
      name: 'all in the environment',
      core: true,
      environment: { FASTMCP_HOST: '0.0.0.0', FASTMCP_STATELESS_HTTP: 'true' },
      ...run('', SH),
    },
    {
      name: 'stateless in the environment',
      environment: { FASTMCP_STATELESS_HTTP: 'true' },
      ...(two ? run('', `${SH}, ${OPEN}`) : run(OPEN, SH)),
    },
    {
      name: 'host in the environment',
      environment: { FASTMCP_HOST: '0.0.0.0' },
      ...(two ? run('', `${SH}, ${FREE}`) : run(FREE, SH)),
    },
    { name: 'port in the environment', environment: { FASTMCP_PORT: '9000' }, ...right('') },
    { name: 'path in the environment', environment: { FASTMCP_STREAMABLE_HTTP_PATH: '/tides' }, ...right('') },
    { name: 'port 9000', ...right('port=9000') },
    { name: 'port 8000 said', ...right('port=8000') },
    { name: 'path elsewhere', core: true, path: '/tides', ...right('streamable_http_path="/tides"') },
    { name: 'path with a slash', path: '/mcp/', ...right('streamable_http_path="/mcp/"') },
    { name: 'path in run', ...(two ? run('', `${SH}, ${FULL}, path="/mcp"`) : run(FULL, `${SH}, path="/mcp"`)) },
    {
      name: 'mount path in run',
      ...(two ? run('', `${SH}, ${FULL}, mount_path="/x"`) : run(FULL, `${SH}, mount_path="/x"`)),
    },
    { name: 'json answers', ...right('json_response=True') },
    {
      name: 'host 127.0.0.1',
      ...(two ? run('', `${SH}, ${FREE}, host="127.0.0.1"`) : run(`${FREE}, host="127.0.0.1"`, SH)),
    },
    {
      name: 'host localhost',
      ...(two ? run('', `${SH}, ${FREE}, host="localhost"`) : run(`${FREE}, host="localhost"`, SH)),
    },
    {
      name: 'stateful on purpose',
      ...(two ? run('', `${SH}, ${OPEN}, stateless_http=False`) : run(`${OPEN}, stateless_http=False`, SH)),
    },
    {
      name: 'unknown word in the constructor',
      ...run(two ? 'harbour=1' : `${FULL}, harbour=1`, two ? `${SH}, ${FULL}` : SH),
    },
    {
      name: 'app by uvicorn, host at uvicorn only',
      core: true,
      ...write(
        two ? '' : FREE,
        [UVICORN],
        [],
        [`uvicorn.run(mcp.streamable_http_app(${two ? FREE : ''}), host="0.0.0.0", port=8000)`],
      ),
    },
    {
      name: 'app by uvicorn',
      ...write(inside, [UVICORN], [], [`uvicorn.run(${app}, host="0.0.0.0", port=8000)`]),
    },
    {
      name: 'app by uvicorn, stateful',
      ...write(
        two ? '' : OPEN,
        [UVICORN],
        [],
        [`uvicorn.run(mcp.streamable_http_app(${two ? OPEN : ''}), host="0.0.0.0", port=8000)`],
      ),
    },
    {
      name: 'app by uvicorn, words for the app',
      ...write('', [UVICORN], [], [`uvicorn.run(mcp.streamable_http_app(${FULL}), host="0.0.0.0", port=8000)`]),
    },
    { name: 'app by uvicorn without host', ...write(inside, [UVICORN], [], [`uvicorn.run(${app}, port=8000)`]) },
    {
      name: 'app by uvicorn on port 9000',
      ...write(inside, [UVICORN], [], [`uvicorn.run(${app}, host="0.0.0.0", port=9000)`]),
    },
    {
      name: 'app by the command uvicorn',
      command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'],
      ...write(inside, [], [`app = ${app}`], []),
    },
    {
      name: 'app by the command uvicorn without host',
      command: ['uvicorn', 'main:app', '--port', '8000'],
      ...write(inside, [], [`app = ${app}`], []),
    },
    { name: 'mounted at the root', ...mounted('/', true) },
    { name: 'mounted at the root without lifespan', ...mounted('/', false) },
    { name: 'mounted at /mcp', path: '/mcp/mcp', ...mounted('/mcp', true) },
    {
      name: 'run_streamable_http_async',
      ...write(inside, ['import asyncio'], [], [`asyncio.run(mcp.run_streamable_http_async(${two ? FULL : ''}))`]),
    },
    {
      name: 'run_streamable_http_async with words',
      ...write('', ['import asyncio'], [], [`asyncio.run(mcp.run_streamable_http_async(${FULL}))`]),
    },
    { name: 'guard with nothing said', ...security('') },
    { name: 'guard off', ...security('enable_dns_rebinding_protection=False') },
    { name: 'guard with hosts of its own', ...security('allowed_hosts=["127.0.0.1:*", "localhost:*"]') },
    {
      name: 'the command mcp run',
      command: ['mcp', 'run', 'main.py', '--transport', 'streamable-http'],
      ...write(inside, [], [], []),
    },
    { name: 'nothing starts it', ...write(inside, [], [], []) },
    {
      name: 'the import of the other major version',
      core: true,
      source: pythonProgram({
        imports: [other],
        className: two ? 'FastMCP' : 'MCPServer',
        constructor: two ? FULL : '',
        start: [`mcp.run(${two ? SH : `${SH}, ${FULL}`})`],
      }),
    },
    {
      name: 'host and port of variables that are set',
      environment: { HOST: '0.0.0.0', PORT: '8000' },
      ...write(
        two ? '' : `host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "9000")), ${FREE}`,
        ['import os'],
        [],
        [
          two
            ? `mcp.run(${SH}, host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "9000")), ${FREE})`
            : `mcp.run(${SH})`,
        ],
      ),
    },
  ];
}
