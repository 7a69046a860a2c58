import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineMarkerOf } from '../src/domain/symptom/log-line.ts';
import { symptoms } from '../src/domain/symptom/table.ts';
import { healthyLog } from './support/healthy-log.ts';

const mark = lineMarkerOf(symptoms);

describe('a line of a log', () => {
  it.each([
    ['INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)', 'host-loopback'],
    ['INFO:     Uvicorn running on http://0.0.0.0:8080 (Press CTRL+C to quit)', 'port-not-8000'],
    ["INFO     Starting MCP server 'tides' with transport 'stdio'", 'transport-not-http'],
    [
      'INFO:mcp.server.streamable_http_manager:Created new transport with session ID: 4ab56e3b4ad545178f27',
      'not-stateless',
    ],
    ['                    INFO     Created new          streamable_http_manager.py:301', 'not-stateless'],
    ['  File "/venv/mcp/server/streamable_http_manager.py", line 280, in _handle_stateful_request', 'not-stateless'],
    ['                    WARNING  Invalid Host header:       transport_security.py:64', 'host-guard'],
    ['WARNING:mcp.server.transport_security:Invalid Host header: cell01.example', 'host-guard'],
    ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 421 Misdirected Request', 'host-guard'],
    ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 401 Unauthorized', 'auth-inside-server'],
    ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 404 Not Found', 'path-not-mcp'],
    ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 307 Temporary Redirect', 'redirects-trailing-slash'],
    ['INFO:     127.0.0.1:46224 - "POST /invocations HTTP/1.1" 404 Not Found', 'protocol-mismatch'],
    ['INFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 400 Bad Request', 'not-stateless'],
    ['POST /mcp 500 3.1 ms - -', 'transport-reused'],
    ['POST /mcp 421 1.204 ms - 19', 'host-guard'],
    ['ValueError: Unknown transport: http', 'transport-unknown'],
    [
      "ModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x, where FastMCP was renamed to MCPServer",
      'sdk-import-broken',
    ],
    ["ModuleNotFoundError: No module named 'httpx'", 'dependency-missing'],
    ['exec /usr/local/bin/python: exec format error', 'image-platform'],
    ['Failed to mount overlay: No such file or directory', 'image-named-user'],
    ['RuntimeError: Task group is not initialized. Make sure to use run().', 'lifespan-missing'],
    [
      'Error: Stateless transport cannot be reused across requests. Create a new transport per request.',
      'transport-reused',
    ],
    [
      '{"severityText":"ERROR","body":"Exception in ASGI application","attributes":{"exception.stacktrace":"…\\nRuntimeError: Task group is not initialized. Make sure to use run()."}}',
      'lifespan-missing',
    ],
    ['\u001B[31mERROR\u001B[0m botocore.exceptions.NoRegionError: You must specify a region.', 'server-does-not-start'],
  ])('%s', (line, check) => {
    expect(mark(line)?.suspect.cause.check).toBe(check);
  });

  it('is described in one sentence', () => {
    expect(mark('ValueError: Unknown transport: http')?.sentence).toBe(
      '`http` is a word of `fastmcp` 2.9 and later; `mcp` ends with a ValueError at it.',
    );
    expect(mark('INFO: 127.0.0.1:4 - "POST /mcp HTTP/1.1" 404 Not Found')?.sentence).toBe(
      'The server answers `POST /mcp` with 404.',
    );
  });

  it('does not lean on the line before it', () => {
    expect(mark('File "/app/main.py", line 3: os.environ[')).toBeUndefined();
    expect(mark('KeyError: 1')).toBeUndefined();
  });

  it('of a server that is well is not marked, in 100,000 lines', () => {
    const marked = new Map<string, string>();
    let lines = 0;
    for (const line of healthyLog(100_000)) {
      lines += 1;
      const found = mark(line);
      if (found !== undefined) marked.set(found.symptom.id, line);
    }
    expect(lines).toBe(100_000);
    expect([...marked]).toEqual([]);
  });

  it('of the noise that means nothing is not marked', () => {
    for (const line of [
      'anyio.ClosedResourceError',
      'ERROR    Error in message router',
      'INFO: 127.0.0.1:4 - "GET /mcp HTTP/1.1" 405 Method Not Allowed',
    ])
      expect(mark(line)).toBeUndefined();
  });
});

describe('the table', () => {
  /** The files that a file loads by itself, with those that they load. */
  function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+\.ts)'/gm,
    ))
      loadedBy(relative('.', join(dirname(file), name ?? '')), seen);
    return seen;
  }

  it('is loaded by no command before it is asked', () => {
    const commands = readdirSync('src/commands').map((name) => join('src/commands', name));
    const loaded = ['src/cli.ts', ...commands].flatMap((file) => [...loadedBy(file)]);
    expect(loaded).toContain('checks/of-files.ts');
    // What hides secrets knows nothing of the table, and is needed for every line that is shown.
    const own = loaded.filter((file) => file !== 'src/domain/symptom/masked.ts');
    expect(own.filter((file) => file.startsWith('src/domain/symptom/'))).toEqual([]);
  });
});
