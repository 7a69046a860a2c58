import type { GoneImport, SdkHistory, ServerMethod } from './python-sdk-line.ts';

const words = (text: string): readonly string[] => text.split(' ');

const missingModule = (module: string, error = `ModuleNotFoundError: No module named '${module}'`): GoneImport => ({
  module,
  error,
});
const missingName = (module: string, name: string): GoneImport => ({
  module,
  name,
  error: `ImportError: cannot import name '${name}' from '${module}'`,
});

/** Names of the 2.x line that 1.x code cannot import. */
const notYet = [missingModule('mcp.server.mcpserver'), missingName('mcp.server', 'MCPServer')];
const notYetGuarded = [...notYet, missingModule('mcp.server.transport_security')];
const notYetStreamable = [
  ...notYetGuarded,
  missingModule('mcp.server.streamable_http_manager'),
  missingModule('mcp.client.streamable_http'),
];
const renamedLater = missingName('mcp.client.streamable_http', 'streamable_http_client');
const notYetRenamedClient = [...notYet, renamedLater];

/** Names of the 1.x line that are gone from 2.x, beside `mcp.server.fastmcp` itself. */
const renamed = [
  missingName('mcp.server', 'FastMCP'),
  missingName('mcp.server', 'fastmcp'),
  missingName('mcp.client.streamable_http', 'streamablehttp_client'),
  missingName('mcp.shared.exceptions', 'McpError'),
  missingName('mcp', 'McpError'),
  missingName('mcp.shared.memory', 'create_connected_server_and_client_session'),
  missingModule('mcp.shared.version'),
  missingName('mcp.types', 'AnyFunction'),
  missingName('mcp.types', 'Content'),
  missingName('mcp.types', 'ResourceReference'),
];
const silentRemoval = [missingModule('mcp.server.fastmcp'), ...renamed];
const explainedRemoval = [
  missingModule(
    'mcp.server.fastmcp',
    "ModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x, where FastMCP was renamed to MCPServer " +
      '(from mcp.server.mcpserver import MCPServer) and other APIs changed; see the migration guide at ' +
      'https://py.sdk.modelcontextprotocol.io/v2/migration/#fastmcp-renamed-to-mcpserver ' +
      "or pin 'mcp<2' to keep running v1 code.",
  ),
  ...renamed,
];

const stdio: ServerMethod = { name: 'run_stdio_async', accepts: [] };
const DUPLICATES = 'warn_on_duplicate_resources warn_on_duplicate_tools warn_on_duplicate_prompts';
const LATER = `debug log_level host port mount_path sse_path message_path streamable_http_path json_response stateless_http`;
const TAIL = `${DUPLICATES} dependencies lifespan auth`;
const BODY = 'max_request_body_size';
const SESSIONS = 'session_idle_timeout max_sessions';
const STREAMABLE_V2 = `streamable_http_path json_response stateless_http event_store retry_interval ${BODY}`;
const SSE_V2 = 'sse_path message_path';
const HTTP_SETTINGS = words(`${LATER} transport_security`);

/** Every released version of `mcp`, from the first one on the index (0.9.1). */
export const mcpHistory: SdkHistory = {
  first: {
    package: 'mcp',
    from: '0.9.1',
    classes: [],
    goneImports: [...notYetStreamable, missingModule('mcp.server.fastmcp'), missingName('mcp.server', 'FastMCP')],
    constructorAccepts: [],
    constructorRejects: [],
    constructorDeprecated: [],
    constructorUnknown: 'rejected',
    constructorErrors: {},
    runAccepts: [],
    runError: "TypeError: FastMCP.run() got an unexpected keyword argument '{name}'",
    stdioError: "TypeError: FastMCP.run() got an unexpected keyword argument '{name}'",
    runMethods: [],
    httpApp: [],
    lowLevelHandlers: 'decorators',
    transports: [],
    unknownTransportError: 'ValueError: Unknown transport: {transport}',
    defaults: { transport: 'stdio', host: '0.0.0.0', port: 8000, stateless: false },
    environment: { prefixes: [], settings: [] },
    hostGuard: 'none',
    acceptsAnyAccept: false,
    jsonAcceptSuffices: false,
    settingsAttribute: 'effective',
    commandFlags: [],
    eras: ['2024-11-05'],
    dependsOn: '',
    breaksWith: [],
    requiresPython: '>=3.10',
    verified: '2026-11-23',
    source: 'mcp/server/__init__.py',
    runs: [],
  },
  changes: [
    {
      from: '1.2.0',
      classes: [
        { module: 'mcp.server.fastmcp', name: 'FastMCP' },
        { module: 'mcp.server.fastmcp.server', name: 'FastMCP' },
        { module: 'mcp.server', name: 'FastMCP' },
      ],
      goneImports: notYetStreamable,
      constructorAccepts: words(`name debug log_level host port ${DUPLICATES} dependencies`),
      constructorUnknown: 'ignored',
      runAccepts: ['transport'],
      runMethods: [stdio, { name: 'run_sse_async', accepts: [] }],
      transports: ['stdio', 'sse'],
      environment: { prefixes: ['FASTMCP_'], settings: words('debug log_level host port') },
      breaksWith: [
        {
          package: 'pydantic',
          specifier: '<2.14',
          error: "ImportError: cannot import name 'eval_type_backport' from 'pydantic._internal._typing_extra'",
          today: true,
        },
      ],
      source: 'mcp/server/fastmcp/server.py',
    },
    {
      from: '1.3.0',
      constructorAccepts: words(`name instructions debug log_level host port ${DUPLICATES} dependencies lifespan`),
    },
    {
      from: '1.5.0',
      constructorAccepts: words(
        `name instructions debug log_level host port sse_path message_path ${DUPLICATES} dependencies lifespan`,
      ),
      httpApp: [{ name: 'sse_app', accepts: [] }],
      environment: {
        prefixes: ['FASTMCP_'],
        settings: words('debug log_level host port sse_path message_path'),
      },
      runs: ['1.6.0'],
    },
    {
      from: '1.7.0',
      constructorAccepts: words(
        `name instructions auth_server_provider debug log_level host port sse_path message_path ${TAIL}`,
      ),
    },
    {
      from: '1.8.0',
      goneImports: [...notYetGuarded, renamedLater],
      constructorAccepts: words(`name instructions auth_server_provider event_store ${LATER} ${TAIL}`),
      runAccepts: words('transport mount_path'),
      runMethods: [
        stdio,
        { name: 'run_sse_async', accepts: ['mount_path'] },
        { name: 'run_streamable_http_async', accepts: [] },
      ],
      httpApp: [
        { name: 'sse_app', accepts: ['mount_path'] },
        { name: 'streamable_http_app', accepts: [] },
      ],
      transports: words('stdio sse streamable-http'),
      defaults: { transport: 'stdio', host: '0.0.0.0', port: 8000, path: '/mcp', stateless: false },
      environment: { prefixes: ['FASTMCP_'], settings: words(LATER) },
      slashRedirect: 'to-slash',
      foreignSession: 400,
      statelessGet: 'stream',
      runs: ['1.8.0'],
    },
    { from: '1.9.0', eras: words('2024-11-05 2025-03-26') },
    {
      from: '1.9.1',
      constructorAccepts: words(`name instructions auth_server_provider event_store tools ${LATER} ${TAIL}`),
      defaults: {
        transport: 'stdio',
        host: '127.0.0.1',
        port: 8000,
        path: '/mcp',
        stateless: false,
      },
      runs: ['1.9.4'],
    },
    {
      from: '1.10.0',
      goneImports: notYetRenamedClient,
      constructorAccepts: words(
        `name instructions auth_server_provider token_verifier event_store tools ${LATER} ${TAIL} transport_security`,
      ),
      eras: words('2024-11-05 2025-03-26 2025-06-18'),
    },
    { from: '1.12.0', slashRedirect: 'from-slash', runs: ['1.12.2'] },
    {
      from: '1.12.3',
      constructorUnknown: 'rejected',
      constructorError: "TypeError: FastMCP.__init__() got an unexpected keyword argument '{name}'",
      environment: { prefixes: [], settings: [] },
      runs: ['1.12.4'],
    },
    {
      from: '1.15.0',
      constructorAccepts: words(
        `name instructions website_url icons auth_server_provider token_verifier event_store tools ${LATER} ${TAIL} transport_security`,
      ),
    },
    { from: '1.20.0', jsonAcceptSuffices: true },
    { from: '1.21.1', breaksWith: [], runs: ['1.22.0'] },
    {
      from: '1.23.0',
      constructorAccepts: words(
        `name instructions website_url icons auth_server_provider token_verifier event_store retry_interval tools ${LATER} ${TAIL} transport_security`,
      ),
      hostGuard: 'constructor-host-loopback',
      hostGuardReply: 'Invalid Host header',
    },
    { from: '1.23.1', eras: words('2024-11-05 2025-03-26 2025-06-18 2025-11-25') },
    { from: '1.24.0', goneImports: notYet, runs: ['1.25.0'] },
    { from: '1.26.0', foreignSession: 404, runs: ['1.26.0'] },
    {
      from: '1.29.0',
      constructorAccepts: words(
        `name instructions website_url icons auth_server_provider token_verifier event_store retry_interval tools ${LATER} ${BODY} ${TAIL} transport_security`,
      ),
    },
    {
      from: '1.30.0',
      constructorAccepts: words(
        `name instructions website_url icons auth_server_provider token_verifier event_store retry_interval tools ${LATER} ${BODY} ${SESSIONS} ${TAIL} transport_security`,
      ),
      runs: ['1.30.0'],
    },
    {
      from: '2.0.0',
      classes: [
        { module: 'mcp.server.mcpserver', name: 'MCPServer' },
        { module: 'mcp.server.mcpserver.server', name: 'MCPServer' },
        { module: 'mcp.server', name: 'MCPServer' },
      ],
      goneImports: silentRemoval,
      constructorAccepts: words(
        `name title description instructions website_url icons version auth_server_provider token_verifier tools resources extensions debug log_level ${TAIL} resource_security request_state_security cache_hints subscriptions middleware`,
      ),
      constructorRejects: HTTP_SETTINGS.filter((name) => name !== 'debug' && name !== 'log_level'),
      constructorError: "TypeError: MCPServer.__init__() got an unexpected keyword argument '{name}'",
      runAccepts: words(`transport host port ${STREAMABLE_V2} transport_security`),
      runError: "TypeError: MCPServer.run_streamable_http_async() got an unexpected keyword argument '{name}'",
      stdioError: undefined,
      runMethods: [
        stdio,
        { name: 'run_sse_async', accepts: words(`host port ${SSE_V2} transport_security`) },
        {
          name: 'run_streamable_http_async',
          accepts: words(`host port ${STREAMABLE_V2} transport_security`),
        },
      ],
      httpApp: [
        { name: 'sse_app', accepts: words(`${SSE_V2} transport_security host`) },
        { name: 'streamable_http_app', accepts: words(`${STREAMABLE_V2} transport_security host`) },
      ],
      lowLevelHandlers: 'constructor',
      lowLevelError: "AttributeError: 'Server' object has no attribute '{name}'",
      hostGuard: 'run-host-loopback',
      acceptsAnyAccept: true,
      settingsAttribute: 'fails',
      settingsError: 'ValueError: "Settings" object has no field "{name}"',
      eras: words('2024-11-05 2025-03-26 2025-06-18 2025-11-25 2026-07-28'),
      source: 'mcp/server/mcpserver/server.py',
      runs: ['2.0.0'],
    },
    { from: '2.0.1', goneImports: explainedRemoval },
    {
      from: '2.1.0',
      goneImports: silentRemoval,
      runMethods: [
        stdio,
        { name: 'run_sse_async', accepts: words(`host port ${SSE_V2} ${BODY} transport_security`) },
        {
          name: 'run_streamable_http_async',
          accepts: words(`host port ${STREAMABLE_V2} transport_security`),
        },
      ],
      httpApp: [
        { name: 'sse_app', accepts: words(`${SSE_V2} ${BODY} transport_security host`) },
        { name: 'streamable_http_app', accepts: words(`${STREAMABLE_V2} transport_security host`) },
      ],
    },
    { from: '2.1.1', goneImports: explainedRemoval, runs: ['2.1.1'] },
    {
      from: '2.2.0',
      runAccepts: words(`transport host port ${STREAMABLE_V2} ${SESSIONS} transport_security`),
      runMethods: [
        stdio,
        { name: 'run_sse_async', accepts: words(`host port ${SSE_V2} ${BODY} transport_security`) },
        {
          name: 'run_streamable_http_async',
          accepts: words(`host port ${STREAMABLE_V2} ${SESSIONS} transport_security`),
        },
      ],
      httpApp: [
        { name: 'sse_app', accepts: words(`${SSE_V2} ${BODY} transport_security host`) },
        { name: 'streamable_http_app', accepts: words(`${STREAMABLE_V2} ${SESSIONS} transport_security host`) },
      ],
      runs: ['2.3.0'],
    },
  ],
};
