import type { Server } from '../../model/server.ts';
import { compareRelease } from '../python/python-sdks.ts';

/** The settings that a server needs for AgentCore, by the name that the sentence uses. */
export type Needed = 'host' | 'port' | 'path' | 'stateless' | 'transport';

const PYTHON: Record<Needed, string> = {
  host: 'host="0.0.0.0"',
  port: 'port=8000',
  path: 'path="/mcp"',
  stateless: 'stateless_http=True',
  transport: 'transport="streamable-http"',
};

/** `fastmcp run` and `mcp run` take their settings as flags, and pass over the `__main__` block. */
const FLAGS: Record<Needed, string> = {
  host: 'Add `--host 0.0.0.0` to the command.',
  port: 'Add `--port 8000` to the command.',
  path: 'Leave `--path` out of the command, or write `--path /mcp`.',
  stateless:
    'Add `--stateless` to the command (fastmcp 3.0 and later), or set `FASTMCP_STATELESS_HTTP=true` in the image.',
  transport: 'Add `--transport http` to the command.',
};

/** Where this library, in this version, takes a setting: an instruction for a remedy. */
export function placeOf(needed: Needed, server: Server): string {
  if (needed === 'path' && server.mounts.length > 0) return 'Mount the app at `/`, and leave its own path at `/mcp`.';
  if (server.library === 'fastmcp' && isRunByCommand(server)) return FLAGS[needed];
  switch (server.library) {
    case 'mcp':
      return mcpPlace(needed, server);
    case 'fastmcp':
      return fastmcpPlace(needed, server);
    case 'mcp-lowlevel':
      return needed === 'stateless' ? 'Write `StreamableHTTPSessionManager(…, stateless=True)`.' : uvicornPlace(needed);
    case 'npm:fastmcp':
      return `Write \`start({ transportType: 'httpStream', httpStream: { port: 8000, host: '0.0.0.0', stateless: true } })\`.`;
    case '@modelcontextprotocol/sdk':
    case '@modelcontextprotocol/server':
      return javascriptPlace(needed);
    case 'fastapi-mcp':
    case 'bedrock-agentcore':
      return uvicornPlace(needed);
  }
}

/** 1.x takes everything but the transport in the constructor, 2.x in `run`. Checked against the packages 2026-11-23. */
function mcpPlace(needed: Needed, server: Server): string {
  if (needed === 'transport') return 'Write `run(transport="streamable-http")`.';
  const word = needed === 'path' ? 'streamable_http_path="/mcp"' : PYTHON[needed];
  if (servedByUvicorn(server) && (needed === 'host' || needed === 'port')) return uvicornPlace(needed);
  return isBefore(server, '2.0.0')
    ? `Write \`${word}\` in the call of \`FastMCP\`.`
    : `Write \`${word}\` in the call of \`run\`.`;
}

/** `run` takes `stateless_http` from 2.10.2 on; before, the constructor does. Checked against the packages 2026-11-23. */
function fastmcpPlace(needed: Needed, server: Server): string {
  if (needed === 'transport')
    return `Write \`run(transport="${isBefore(server, '2.9.0') ? 'streamable-http' : 'http'}")\`.`;
  if (servedByUvicorn(server))
    return needed === 'stateless' || needed === 'path'
      ? `Write \`${PYTHON[needed]}\` in the call of \`http_app\`.`
      : uvicornPlace(needed);
  return isBefore(server, '2.10.2') && needed === 'stateless'
    ? `Write \`${PYTHON[needed]}\` in the call of \`FastMCP\`, or raise fastmcp to 2.10.2 or newer and write it in the call of \`run\`.`
    : `Write \`${PYTHON[needed]}\` in the call of \`run\`.`;
}

function isRunByCommand({ launches }: Server): boolean {
  return launches.some(({ how, appCall, reached }) => how === 'command' && appCall === undefined && reached !== 'no');
}

function servedByUvicorn({ launches }: Server): boolean {
  return launches.some(({ how }) => how === 'app' || how === 'command');
}

function uvicornPlace(needed: Needed): string {
  switch (needed) {
    case 'host':
      return 'Start uvicorn with `host="0.0.0.0"` (`--host 0.0.0.0`; with gunicorn, `-b 0.0.0.0:8000`).';
    case 'port':
      return 'Start uvicorn with `port=8000` (`--port 8000`; with gunicorn, `-b 0.0.0.0:8000`).';
    case 'path':
      return 'Serve the app at `/mcp`.';
    case 'stateless':
      return 'Make the app with `stateless_http=True`.';
    case 'transport':
      return 'Serve streamable HTTP.';
  }
}

function javascriptPlace(needed: Needed): string {
  switch (needed) {
    case 'host':
    case 'port':
      return "Write `listen(8000, '0.0.0.0')`.";
    case 'path':
      return 'Route `POST /mcp` to the transport.';
    case 'stateless':
      return 'Write `sessionIdGenerator: undefined`, and make a new transport and server for each request.';
    case 'transport':
      return 'Serve a `StreamableHTTPServerTransport` over HTTP at `/mcp`.';
  }
}

function isBefore({ version }: Server, release: string): boolean {
  return version.kind !== 'unknown' && compareRelease(version.version, release) < 0;
}
