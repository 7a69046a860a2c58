/** A source of numbers that is the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/**
 * Lines that a server writes which is well: uvicorn, FastMCP in columns, OpenTelemetry as ADOT writes it, Node with
 * pino, morgan and the console, and what libraries say beside it.
 */
export function* healthyLog(lines: number, seed = 1): Iterable<string> {
  const roll = dice(seed);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[roll(list.length)] ?? list[0];
  const hex = (length: number): string => Array.from({ length }, () => roll(16).toString(16)).join('');
  const port = (): number => 30_000 + roll(30_000);
  const time = (): string =>
    `2026-11-25T${String(roll(24)).padStart(2, '0')}:${String(roll(60)).padStart(2, '0')}:${String(roll(60)).padStart(2, '0')}.${roll(1000)}Z`;
  const tool = (): string =>
    pick([
      'find_tide',
      'list_harbours',
      'get_guardrail_info',
      'validate_content',
      'search',
      'store_order',
      'delete_session',
    ]);
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `INFO:     127.0.0.1:${port()} - "POST /mcp HTTP/1.1" 200 OK`,
    () => `INFO:     127.0.0.1:${port()} - "POST /mcp HTTP/1.1" 202 Accepted`,
    () => `INFO:     127.0.0.1:${port()} - "GET /mcp HTTP/1.1" 405 Method Not Allowed`,
    () => `INFO:     127.0.0.1:${port()} - "DELETE /mcp HTTP/1.1" 405 Method Not Allowed`,
    () =>
      `INFO:     127.0.0.1:${port()} - "GET ${pick(['/', '/ping', '/health', '/favicon.ico', '/.well-known/oauth-protected-resource'])} HTTP/1.1" 404 Not Found`,
    () => `INFO:     Started server process [${1 + roll(400)}]`,
    () => 'INFO:     Waiting for application startup.',
    () => 'INFO:     Application startup complete.',
    () => 'INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)',
    () => `INFO:     Shutting down`,
    () => `INFO:     Finished server process [${1 + roll(400)}]`,
    () => `[11/25/26 18:49:${10 + roll(50)}] INFO     StreamableHTTP       streamable_http_manager.py:143`,
    () => '                             session manager                                    ',
    () => '                             started                                            ',
    () => `                    INFO     Processing request of type            server.py:733`,
    () =>
      `                             ${pick(['ListToolsRequest', 'CallToolRequest', 'PingRequest', 'ListPromptsRequest'])}`,
    () => '                    INFO     Terminating session: None    streamable_http.py:788',
    () => `INFO:mcp.server.lowlevel.server:Processing request of type ${pick(['CallToolRequest', 'ListToolsRequest'])}`,
    () => `INFO:mcp.server.streamable_http:Terminating session: None`,
    () => `INFO:mcp.server.streamable_http_manager:StreamableHTTP session manager started`,
    () => `[11/25/26 18:49:34] INFO     Starting MCP server 'tides' with   transport.py:358`,
    () => `INFO     Starting MCP server 'tides' with transport 'http' (stateless) on http://0.0.0.0:8000/mcp`,
    () => `INFO:httpx:HTTP Request: GET https://api.example/v1/${tool()}?id=${roll(1_000)} "HTTP/1.1 200 OK"`,
    () => `INFO:botocore.credentials:Found credentials from IAM Role: execution_role`,
    () => `INFO:botocore.tokens:Loading cached SSO token for default`,
    () =>
      `DEBUG:urllib3.connectionpool:https://bedrock-runtime.us-east-1.amazonaws.com:443 "POST /guardrail/${hex(12)}/version/1/apply HTTP/1.1" 200 ${roll(5_000)}`,
    () => `${time()} INFO tides.tools ${tool()} took ${roll(900)} ms for ${roll(500)} items`,
    () => `${time()} INFO tides.auth user ${hex(8)} is allowed to call ${tool()}`,
    () => `${time()} INFO tides.tools token budget: ${roll(200_000)} of 200000 used`,
    () => `${time()} WARNING tides.cache entry expired, loading it anew`,
    () => `${time()} INFO tides.db connection pool ready: ${roll(20)} of 20`,
    () => `${time()} INFO tides.tools not found in cache: ${hex(16)}; reading it from the table`,
    () =>
      JSON.stringify({
        resource: {
          attributes: {
            'service.name': 'tides.DEFAULT',
            'telemetry.sdk.language': 'python',
            'aws.log.group.names': '/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT',
            'cloud.resource_id':
              'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/tides-AbCdEf1234/runtime-endpoint/DEFAULT:DEFAULT',
          },
        },
        scope: { name: pick(['mcp.server.lowlevel.server', 'tides.tools', 'opentelemetry.instrumentation.starlette']) },
        timeUnixNano: 1_764_097_764_000_000_000 + roll(1_000_000),
        severityNumber: 9,
        severityText: 'INFO',
        body: pick([
          'Processing request of type CallToolRequest',
          `${tool()} done in ${roll(500)} ms`,
          'Terminating session: None',
        ]),
        attributes: { otelTraceID: hex(32), otelSpanID: hex(16), 'code.function.name': tool(), 'session.id': hex(32) },
        traceId: hex(32),
        spanId: hex(16),
      }),
    () =>
      JSON.stringify({
        name: 'POST /mcp',
        kind: 'SERVER',
        traceId: hex(32),
        spanId: hex(16),
        status: { code: 'UNSET' },
        attributes: {
          'http.method': 'POST',
          'http.route': '/mcp',
          'http.status_code': 200,
          'net.peer.ip': '127.0.0.1',
          'http.host': `cell${roll(20)}.us-east-1.prod.arp.example`,
        },
        durationNano: roll(900_000_000),
      }),
    () =>
      JSON.stringify({
        level: 30,
        time: 1_764_097_764_000 + roll(1_000_000),
        pid: 1,
        hostname: hex(12),
        req: { method: 'POST', url: '/mcp' },
        res: { statusCode: 200 },
        responseTime: roll(400),
        msg: 'request completed',
      }),
    () =>
      JSON.stringify({
        level: 'info',
        message: `tool ${tool()} called`,
        requestId: `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
        durationMs: roll(800),
      }),
    () => `POST /mcp ${pick([200, 202])} ${roll(300)}.${roll(999)} ms - ${roll(4_000)}`,
    () =>
      `::ffff:127.0.0.1 - - [25/Nov/2026:18:49:3${roll(10)} +0000] "POST /mcp HTTP/1.1" 200 ${roll(4_000)} "-" "node"`,
    () => `MCP server listening on http://0.0.0.0:8000/mcp`,
    () => `Server listening on port 8000`,
    () => `[tides] ${tool()}(${JSON.stringify({ id: hex(6), limit: roll(100), retry: false })}) -> ok`,
    () => `event: message`,
    () =>
      `data: ${JSON.stringify({ jsonrpc: '2.0', id: roll(90), result: { content: [{ type: 'text', text: `${roll(10)}.${roll(10)} m` }], isError: false } })}`,
    () => '',
  ];
  for (let line = 0; line < lines; line++) yield pick(forms)();
}
