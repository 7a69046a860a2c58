import type { Server } from '../../model/server.ts';
import { DUPLICATES, meantBy, type Said, wantsHttp } from './python-arguments.ts';
import { lineOfServer } from './python-line.ts';

/** What to do about a keyword in the wrong place. */
export function remedyFor(said: Said, server: Server): string {
  const { name, where } = said;
  const line = lineOfServer(server);
  const meant = line === undefined ? undefined : meantBy(said, line);
  if (meant !== undefined) return `Write \`${meant}\`.`;
  if (line !== undefined && wantsHttp(said, line))
    return `Write \`transport="${line.transports.includes('http') ? 'http' : 'streamable-http'}"\`, which takes it.`;
  if (DUPLICATES.test(name)) return 'Write `on_duplicate=…`, which holds for tools, resources and prompts.';
  const one = server.library === 'mcp' && server.className === 'FastMCP';
  if (where === 'command') return remedyForOption(name);
  if (where === 'settings') return `Delete the assignment and give \`${name}\` to \`run()\`.`;
  if (where === 'app' && name === 'streamable_http_app') return 'Call `http_app(stateless_http=True)` instead.';
  if (where === 'constructor' && isSetting(name)) {
    const word =
      server.library === 'fastmcp' && name === 'streamable_http_path'
        ? 'path'
        : name === 'mount_path'
          ? 'streamable_http_path'
          : name;
    return `Move it to \`run(transport="${server.library === 'fastmcp' ? 'http' : 'streamable-http'}", ${word}=…)\`.`;
  }
  if (one && isSetting(name))
    return `Move it to the constructor, \`FastMCP(${name === 'path' ? 'streamable_http_path' : name}=…)\`.`;
  if (server.library === 'mcp' && (name === 'path' || name === 'mount_path'))
    return 'Write `streamable_http_path=…` instead.';
  if (server.library === 'fastmcp' && /^(?:stateless(?:_http)?|json_response)$/.test(name))
    return `Raise fastmcp to ${name === 'json_response' ? '2.13.0' : name === 'stateless' ? '3.0.0' : '2.10.2'} or newer, or move it to the constructor.`;
  return `Remove \`${name}\`, or install a version that takes it.`;
}

function remedyForOption(name: string): string {
  return name === '--stateless'
    ? 'Set `FASTMCP_STATELESS_HTTP=true` in the image in its place, or raise fastmcp to 3.0.0 or newer.'
    : `Leave \`${name}\` out, or install a version that takes it.`;
}

function isSetting(name: string): boolean {
  return /^(?:host|port|path|mount_path|streamable_http_path|stateless_http|json_response|transport_security|event_store|sse_path|message_path)$/.test(
    name,
  );
}
