import type { Breakage, GoneImport, SdkHistory, ServerMethod } from './python-sdk-line.ts';

const words = (text: string): readonly string[] => text.split(' ');

const missingModule = (module: string): GoneImport => ({
  module,
  error: `ModuleNotFoundError: No module named '${module}'`,
});
const missingName = (module: string, name: string): GoneImport => ({
  module,
  name,
  error: `ImportError: cannot import name '${name}' from '${module}'`,
});

const HANDSHAKE_2025_03 = words('2024-11-05 2025-03-26');
const HANDSHAKE_2025_06 = words('2024-11-05 2025-03-26 2025-06-18');
const HANDSHAKE_2025_11 = words('2024-11-05 2025-03-26 2025-06-18 2025-11-25');
const BOTH_ERAS = [...HANDSHAKE_2025_11, '2026-07-28'];

const pydanticBackport: Breakage = {
  package: 'pydantic',
  specifier: '<2.14',
  error: "ImportError: cannot import name 'eval_type_backport' from 'pydantic._internal._typing_extra'",
  today: true,
};
const pydanticDefaults: Breakage = {
  package: 'pydantic',
  specifier: '<2.12',
  error: 'TypeError: cannot specify both default and default_factory',
  today: true,
};
const mcpTwo = (error: string): Breakage => ({
  package: 'mcp',
  specifier: '<2',
  error,
  today: true,
});
const noSettingsPackage = mcpTwo("ModuleNotFoundError: No module named 'pydantic_settings'");

const host = (address: string, path?: '/mcp' | '/mcp/') => ({
  transport: 'stdio',
  host: address,
  port: 8000,
  stateless: false,
  ...(path === undefined ? {} : { path }),
});
const method = (name: string, accepts: string): ServerMethod => ({
  name,
  accepts: accepts === '' ? [] : words(accepts),
});

/** The keywords of a run method, and those of `run`, which passes them on. */
const running = (name: string, accepts: string, others: readonly ServerMethod[]) => ({
  runAccepts: words(`transport ${accepts}`),
  runMethods: [method(name, name === 'run_http_async' ? `transport ${accepts}` : accepts), ...others],
});

const EARLY = 'debug log_level host port';
const SSE = `${EARLY} sse_path message_path`;
const TRANSPORT = `${SSE} streamable_http_path json_response stateless_http`;
const DUPLICATES = 'on_duplicate_tools on_duplicate_resources on_duplicate_prompts';
const CACHED = `name instructions lifespan tags ${DUPLICATES} dependencies cache_expiration_seconds`;
const EXPLICIT = `name instructions auth lifespan tool_serializer ${DUPLICATES} mask_error_details tools include_tags exclude_tags ${TRANSPORT}`;
const KEYWORDS = `${EXPLICIT} version middleware`;
const MODERN =
  'name instructions version website_url icons auth middleware providers lifespan tools on_duplicate mask_error_details dereference_schemas strict_input_validation list_page_size tasks session_state_store';
const SAMPLING = 'sampling_handler sampling_handler_behavior';

const RUN = 'host port log_level path uvicorn_config';
const BANNER = `show_banner ${RUN} middleware`;
const RUN_V3 = `${BANNER} json_response stateless_http stateless`;
const GUARD = 'host_origin_protection allowed_hosts allowed_origins';
const APP = 'path middleware json_response stateless_http transport';
const APP_V3 = `${APP} event_store retry_interval`;

const stdio = method('run_stdio_async', '');
const oldSse = method('run_sse_async', `${RUN} message_path`);
const oldRuns = [method('run_streamable_http_async', RUN), method('run_sse_async', RUN)];
const oldApps = [method('streamable_http_app', 'path middleware'), method('sse_app', 'path message_path middleware')];

const removedFromConstructor = (name: string, advice: string): readonly [string, string] => [
  name,
  `TypeError: FastMCP() no longer accepts \`${name}\`. ${advice}`,
];
const passTo = (keyword: string, methods: string, variable: string): string =>
  `Pass \`${keyword}\` to ${methods}, or set ${variable}.`;
const BOTH_METHODS = '`run_http_async()` or `http_app()`';
const removedInThree = Object.fromEntries([
  removedFromConstructor('host', passTo('host', '`run_http_async()`', 'FASTMCP_HOST')),
  removedFromConstructor('port', passTo('port', '`run_http_async()`', 'FASTMCP_PORT')),
  removedFromConstructor('sse_path', passTo('path', BOTH_METHODS, 'FASTMCP_SSE_PATH')),
  removedFromConstructor('message_path', 'Set FASTMCP_MESSAGE_PATH.'),
  removedFromConstructor('streamable_http_path', passTo('path', BOTH_METHODS, 'FASTMCP_STREAMABLE_HTTP_PATH')),
  removedFromConstructor('json_response', passTo('json_response', BOTH_METHODS, 'FASTMCP_JSON_RESPONSE')),
  removedFromConstructor('stateless_http', passTo('stateless_http', BOTH_METHODS, 'FASTMCP_STATELESS_HTTP')),
  removedFromConstructor('debug', 'Set FASTMCP_DEBUG.'),
  removedFromConstructor('log_level', passTo('log_level', '`run_http_async()`', 'FASTMCP_LOG_LEVEL')),
  ...words(DUPLICATES).map((name) => removedFromConstructor(name, 'Use `on_duplicate=` instead.')),
  removedFromConstructor(
    'tool_serializer',
    'Return ToolResult from your tools instead. See https://gofastmcp.com/servers/tools#custom-serialization',
  ),
  removedFromConstructor('include_tags', 'Use `server.enable(tags=..., only=True)` after creating the server.'),
  removedFromConstructor('exclude_tags', 'Use `server.disable(tags=...)` after creating the server.'),
  removedFromConstructor(
    'tool_transformations',
    'Use `server.add_transform(ToolTransform(...))` after creating the server.',
  ),
]);
const removedInFour = (why: string) => ({
  ...removedInThree,
  ...Object.fromEntries(
    words(SAMPLING).map((name) => removedFromConstructor(name, `${why} Call an LLM directly from your tool.`)),
  ),
});

const FLAGS = 'transport host port log-level';
const FLAGS_2_11 = `${FLAGS} path no-banner python with project with-requirements`;
const FLAGS_2_12 = `${FLAGS_2_11} skip-source skip-env`;
const FLAGS_3 = `${FLAGS_2_12} reload reload-dir stateless`;
const ALL_TRANSPORTS = words('stdio http sse streamable-http');

/** Every released version of `fastmcp`, from the first one on the index. */
export const fastmcpHistory: SdkHistory = {
  first: {
    package: 'fastmcp',
    from: '0.1.0',
    classes: [
      { module: 'fastmcp', name: 'FastMCP' },
      { module: 'fastmcp.server', name: 'FastMCP' },
    ],
    goneImports: [missingName('fastmcp', 'Context'), missingName('fastmcp', 'MCPServer')],
    constructorAccepts: words(`name ${EARLY} warn_on_duplicate_resources warn_on_duplicate_tools`),
    constructorRejects: words('stateless_http json_response streamable_http_path sse_path message_path mount_path'),
    constructorDeprecated: [],
    constructorUnknown: 'rejected',
    constructorError: 'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings',
    constructorErrors: {},
    runAccepts: ['transport'],
    runError: "TypeError: FastMCP.run() got an unexpected keyword argument '{name}'",
    stdioError: "TypeError: FastMCP.run() got an unexpected keyword argument '{name}'",
    runMethods: [stdio, method('run_sse_async', '')],
    httpApp: [],
    transports: words('stdio sse'),
    unknownTransportError: 'ValueError: Unknown transport: {transport}',
    defaults: host('0.0.0.0'),
    environment: { prefixes: ['FASTMCP_'], settings: words(EARLY) },
    hostGuard: 'none',
    acceptsAnyAccept: false,
    jsonAcceptSuffices: false,
    settingsAttribute: 'effective',
    commandFlags: ['transport'],
    eras: HANDSHAKE_2025_11,
    dependsOn: '>=1.0.0',
    breaksWith: [mcpTwo("AttributeError: 'Server' object has no attribute 'list_tools'")],
    requiresPython: '>=3.10',
    verified: '2026-11-23',
    source: 'fastmcp/server.py',
    runs: [],
  },
  changes: [
    {
      from: '0.3.0',
      goneImports: [missingName('fastmcp', 'MCPServer')],
      constructorAccepts: words(
        `name ${EARLY} warn_on_duplicate_resources warn_on_duplicate_tools warn_on_duplicate_prompts`,
      ),
      dependsOn: '>=1.0.0,<2.0.0',
      breaksWith: [],
    },
    { from: '0.3.1', constructorUnknown: 'ignored', constructorRejects: [] },
    {
      from: '0.3.3',
      constructorAccepts: words(
        `name ${EARLY} warn_on_duplicate_resources warn_on_duplicate_tools warn_on_duplicate_prompts dependencies`,
      ),
    },
    {
      from: '2.0.0',
      constructorAccepts: words(
        `name instructions lifespan ${SSE} warn_on_duplicate_resources warn_on_duplicate_tools warn_on_duplicate_prompts dependencies`,
      ),
      runMethods: [stdio, method('run_sse_async', '')],
      httpApp: [method('sse_app', '')],
      environment: { prefixes: ['FASTMCP_SERVER_'], settings: words(SSE) },
      dependsOn: '>=1.6.0,<2.0.0',
      breaksWith: [pydanticBackport],
      source: 'fastmcp/server/server.py, fastmcp/settings.py',
    },
    { from: '2.1.0', constructorAccepts: words(`name instructions lifespan tags ${SSE} ${DUPLICATES} dependencies`) },
    {
      from: '2.1.1',
      runMethods: [stdio, method('run_sse_async', 'host port log_level')],
    },
    {
      from: '2.2.0',
      constructorAccepts: words(`${CACHED} ${SSE}`),
      runAccepts: words('transport host port log_level'),
      runError: "TypeError: FastMCP.run_sse_async() got an unexpected keyword argument '{name}'",
      stdioError: "TypeError: FastMCP.run_stdio_async() got an unexpected keyword argument '{name}'",
      runMethods: [stdio, method('run_sse_async', 'host port log_level')],
      defaults: host('127.0.0.1'),
      commandFlags: words(FLAGS),
    },
    {
      from: '2.2.7',
      constructorAccepts: words(`${CACHED} ${SSE} auth_server_provider tool_serializer auth`),
      dependsOn: '>=1.7.1,<2.0.0',
    },
    {
      from: '2.2.8',
      runAccepts: words('transport host port log_level uvicorn_config'),
      runMethods: [stdio, method('run_sse_async', 'host port log_level uvicorn_config')],
      breaksWith: [],
      runs: ['2.2.10'],
    },
    {
      from: '2.3.0',
      constructorAccepts: words(`${CACHED} ${TRANSPORT} auth_server_provider tool_serializer auth`),
      ...running('run_streamable_http_async', RUN, [stdio, oldSse]),
      runError: "TypeError: FastMCP.run_streamable_http_async() got an unexpected keyword argument '{name}'",
      httpApp: [method('streamable_http_app', 'path'), method('sse_app', 'path message_path')],
      transports: words('stdio sse streamable-http'),
      defaults: host('127.0.0.1', '/mcp'),
      environment: { prefixes: ['FASTMCP_SERVER_'], settings: words(TRANSPORT) },
      slashRedirect: 'to-slash',
      jsonAcceptSuffices: true,
      foreignSession: 404,
      statelessGet: 'stream',
      dependsOn: '>=1.8.0,<2.0.0',
      runs: ['2.3.0'],
    },
    {
      from: '2.3.2',
      unknownHttpTransport: 'makes-nothing',
      ...running('run_http_async', RUN, [method('run_streamable_http_async', RUN), stdio, oldSse]),
      runError: "TypeError: FastMCP.run_http_async() got an unexpected keyword argument '{name}'",
      httpApp: [method('http_app', 'path middleware transport'), ...oldApps],
    },
    {
      from: '2.3.4',
      constructorDeprecated: words(TRANSPORT),
      constructorWarning:
        'DeprecationWarning: Passing runtime and transport-specific settings as kwargs to the FastMCP constructor is deprecated (as of 2.3.4), including most transport settings. If possible, provide settings when calling run() instead.',
      dependsOn: '>=1.8.1,<2.0.0',
      breaksWith: [pydanticDefaults],
    },
    {
      from: '2.3.5',
      ...running('run_http_async', `${RUN} middleware`, [method('run_streamable_http_async', RUN), stdio, oldSse]),
      dependsOn: '>=1.9.0,<2.0.0',
      runs: ['2.3.5'],
    },
    {
      from: '2.4.0',
      constructorAccepts: words(
        `${CACHED} ${TRANSPORT} auth_server_provider tool_serializer auth resource_prefix_format`,
      ),
    },
    {
      from: '2.5.0',
      constructorAccepts: words(
        `${CACHED} ${TRANSPORT} auth_server_provider tool_serializer auth resource_prefix_format mask_error_details`,
      ),
    },
    {
      from: '2.6.0',
      constructorAccepts: words(
        `${CACHED} ${TRANSPORT} tool_serializer auth default_auth_provider resource_prefix_format mask_error_details tools`,
      ),
      dependsOn: '>=1.9.2,<2.0.0',
    },
    { from: '2.6.1', constructorDeprecated: [], runs: ['2.6.1'] },
    {
      from: '2.8.0',
      constructorAccepts: words(`${EXPLICIT} cache_expiration_seconds resource_prefix_format dependencies`),
      constructorRejects: words('mount_path transport_security'),
      constructorDeprecated: words(TRANSPORT),
      constructorWarning:
        'DeprecationWarning: Providing `{name}` when creating a server is deprecated. Provide it when calling `run` or as a global setting instead.',
      constructorUnknown: 'rejected',
      constructorError: "TypeError: FastMCP.__init__() got an unexpected keyword argument '{name}'",
      httpApp: [method('http_app', APP), ...oldApps],
      environment: { prefixes: ['FASTMCP_', 'FASTMCP_SERVER_'], settings: words(TRANSPORT) },
      settingsAttribute: 'fails',
      settingsError: "AttributeError: 'FastMCP' object has no attribute 'settings'",
      globalSettings: 'until-construction',
    },
    {
      from: '2.8.1',
      ...running('run_http_async', `${RUN} middleware`, [...oldRuns, stdio]),
      settingsAttribute: 'deprecated',
      dependsOn: '>=1.9.4,<2.0.0',
      runs: ['2.8.1'],
    },
    {
      from: '2.9.0',
      constructorAccepts: words(`${KEYWORDS} cache_expiration_seconds resource_prefix_format dependencies`),
      transports: ALL_TRANSPORTS,
      defaults: host('127.0.0.1', '/mcp/'),
    },
    {
      from: '2.9.2',
      jsonAcceptSuffices: false,
      foreignSession: 400,
      eras: HANDSHAKE_2025_03,
      dependsOn: '>=1.9.4,<1.10.0',
      runs: ['2.9.2'],
    },
    {
      from: '2.10.0',
      ...running('run_http_async', BANNER, [...oldRuns, method('run_stdio_async', 'show_banner')]),
      jsonAcceptSuffices: true,
      foreignSession: 404,
      commandFlags: words(`${FLAGS} no-banner`),
      eras: HANDSHAKE_2025_11,
      dependsOn: '>=1.10.0',
      breaksWith: [noSettingsPackage, pydanticDefaults],
    },
    {
      from: '2.10.1',
      ...running('run_http_async', `${RUN} middleware`, [...oldRuns, stdio]),
      commandFlags: words(FLAGS),
    },
    {
      from: '2.10.2',
      ...running('run_http_async', `${BANNER} stateless_http`, [...oldRuns, method('run_stdio_async', 'show_banner')]),
      commandFlags: words(`${FLAGS} no-banner`),
    },
    { from: '2.10.3', commandFlags: words(`${FLAGS} path no-banner`), runs: ['2.10.6'] },
    {
      from: '2.11.0',
      constructorAccepts: words(
        `${KEYWORDS} cache_expiration_seconds resource_prefix_format dependencies tool_transformations include_fastmcp_meta`,
      ),
      commandFlags: words(FLAGS_2_11),
      breaksWith: [mcpTwo("ImportError: cannot import name 'AnyFunction' from 'mcp.types'"), pydanticDefaults],
    },
    {
      from: '2.11.2',
      constructorAccepts: words(
        `${KEYWORDS} resource_prefix_format dependencies tool_transformations include_fastmcp_meta`,
      ),
      breaksWith: [mcpTwo("ImportError: cannot import name 'AnyFunction' from 'mcp.types'")],
    },
    {
      from: '2.11.3',
      defaults: host('127.0.0.1', '/mcp'),
      slashRedirect: 'from-slash',
      dependsOn: '>=1.12.4,<2.0.0',
      breaksWith: [],
      runs: ['2.11.3'],
    },
    {
      from: '2.12.0',
      constructorAccepts: words(
        `${KEYWORDS} resource_prefix_format dependencies tool_transformations include_fastmcp_meta ${SAMPLING}`,
      ),
      commandFlags: words(FLAGS_2_12),
      // The model that the words go through (utilities/mcp_server_config/v1/mcp_server_config.py) lacks the fourth one.
      commandTransports: words('stdio http sse'),
    },
    { from: '2.12.2', commandTransports: undefined },
    {
      from: '2.12.4',
      ...running('run_http_async', `${BANNER} stateless_http`, [
        ...oldRuns,
        method('run_stdio_async', 'show_banner log_level'),
      ]),
    },
    {
      from: '2.12.5',
      jsonAcceptSuffices: false,
      foreignSession: 400,
      eras: HANDSHAKE_2025_06,
      dependsOn: '>=1.12.4,<1.17.0',
      breaksWith: [pydanticBackport],
      runs: ['2.12.5'],
    },
    {
      from: '2.13.0',
      constructorAccepts: words(
        `${KEYWORDS} website_url icons resource_prefix_format dependencies tool_transformations include_fastmcp_meta strict_input_validation ${SAMPLING}`,
      ),
      ...running('run_http_async', `${BANNER} json_response stateless_http`, [
        ...oldRuns,
        method('run_stdio_async', 'show_banner log_level'),
      ]),
      jsonAcceptSuffices: true,
      foreignSession: 404,
      eras: HANDSHAKE_2025_11,
      dependsOn: '>=1.17.0,<2.0.0',
      breaksWith: [],
    },
    { from: '2.13.1', dependsOn: '>=1.19.0,!=1.21.1,<2.0.0' },
    {
      from: '2.13.3',
      foreignSession: 400,
      eras: HANDSHAKE_2025_06,
      dependsOn: '>=1.19.0,!=1.21.1,<1.23',
      runs: ['2.13.3'],
    },
    {
      from: '2.14.0',
      constructorAccepts: words(
        `${KEYWORDS} website_url icons tool_transformations include_fastmcp_meta strict_input_validation tasks ${SAMPLING}`,
      ),
      goneImports: [missingName('fastmcp.server.auth', 'BearerAuthProvider'), missingName('fastmcp', 'MCPServer')],
      ...running('run_http_async', `${BANNER} json_response stateless_http`, [
        method('run_stdio_async', 'show_banner log_level'),
      ]),
      httpApp: [method('http_app', APP_V3)],
      environment: { prefixes: ['FASTMCP_'], settings: words(TRANSPORT) },
      foreignSession: 404,
      eras: HANDSHAKE_2025_11,
      dependsOn: '>=1.23.1',
      breaksWith: [noSettingsPackage],
    },
    { from: '2.14.1', dependsOn: '>=1.24.0' },
    { from: '2.14.2', dependsOn: '>=1.24.0,<2.0', breaksWith: [], runs: ['2.14.7'] },
    {
      from: '3.0.0',
      unknownHttpTransport: undefined,
      constructorAccepts: words(`${MODERN} ${SAMPLING}`),
      constructorRejects: words(`${TRANSPORT} mount_path transport_security`),
      constructorDeprecated: [],
      constructorError: "TypeError: FastMCP() got unexpected keyword argument(s): '{name}'",
      constructorErrors: removedInThree,
      ...running('run_http_async', RUN_V3, [method('run_stdio_async', 'show_banner log_level stateless')]),
      runError: "TypeError: TransportMixin.run_http_async() got an unexpected keyword argument '{name}'",
      stdioError: "TypeError: TransportMixin.run_stdio_async() got an unexpected keyword argument '{name}'",
      statelessGet: 405,
      settingsAttribute: 'fails',
      globalSettings: 'until-run',
      commandFlags: words(FLAGS_3),
      source: 'fastmcp/server/server.py, fastmcp/server/mixins/transport.py, fastmcp/settings.py',
    },
    {
      from: '3.1.0',
      constructorAccepts: words(`${MODERN} transforms ${SAMPLING}`),
      environment: { prefixes: ['FASTMCP_'], settings: words(`${TRANSPORT} transport`) },
      commandFlags: words(`${FLAGS_3} module`),
      runs: ['3.1.1'],
    },
    { from: '3.2.0', constructorAccepts: words(`${MODERN} transforms ${SAMPLING} client_log_level`) },
    {
      from: '3.3.0',
      constructorAccepts: words(`${MODERN} transforms ${SAMPLING} client_log_level experimental_capabilities`),
    },
    {
      from: '3.4.0',
      ...running('run_http_async', `${RUN_V3} sockets`, [method('run_stdio_async', 'show_banner log_level stateless')]),
    },
    {
      from: '3.4.3',
      ...running('run_http_async', `${RUN_V3} ${GUARD} sockets`, [
        method('run_stdio_async', 'show_banner log_level stateless'),
      ]),
      httpApp: [method('http_app', `${APP_V3} ${GUARD}`)],
      environment: {
        prefixes: ['FASTMCP_'],
        settings: words(`${TRANSPORT} transport http_host_origin_protection http_allowed_hosts http_allowed_origins`),
      },
      hostGuard: 'always',
      hostGuardReply: 'Misdirected Request',
      runs: ['3.4.3'],
    },
    { from: '3.4.4', hostGuard: 'opt-in', runs: ['3.4.11'] },
    {
      from: '4.0.0',
      goneImports: [
        missingModule('fastmcp.server.proxy'),
        missingModule('fastmcp.server.openapi'),
        missingName('fastmcp.server.auth', 'BearerAuthProvider'),
        missingName('fastmcp', 'MCPServer'),
      ],
      constructorAccepts: words(
        `${MODERN} transforms client_log_level experimental_capabilities resource_security request_state_security cache_ttl cache_scope`,
      ),
      constructorErrors: removedInFour('Server-initiated sampling was removed from MCP by SEP-2577.'),
      httpApp: [method('http_app', `${APP_V3} ${GUARD} session_idle_timeout`)],
      environment: {
        prefixes: ['FASTMCP_'],
        settings: words(
          `${TRANSPORT} transport http_host_origin_protection http_allowed_hosts http_allowed_origins http_session_idle_timeout`,
        ),
      },
      acceptsAnyAccept: true,
      eras: BOTH_ERAS,
      dependsOn: '>=2.0.0,<3.0.0',
      runs: ['4.0.0'],
    },
    {
      from: '4.0.3',
      constructorErrors: removedInFour(
        'Server-initiated sampling is deprecated in MCP (SEP-2577) and the 2026-07-28 protocol has no back-channel for it (SEP-2322).',
      ),
    },
    { from: '4.1.2', dependsOn: '>=2.2.0,<3.0.0' },
    { from: '4.1.4', dependsOn: '>=2.3.0,<3.0.0', runs: ['4.1.6', '4.2.3'] },
  ],
};
