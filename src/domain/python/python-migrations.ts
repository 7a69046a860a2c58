import type { ImportSite } from '../../model/server.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { goneImport } from './python-sdks.ts';

/** What an import becomes in another version: parts of its module and of its name, each as it is and as it then is. */
export interface Migration {
  readonly module: readonly [from: string, to: string];
  readonly name: readonly [from: string, to: string];
}

interface Move {
  /** The module, and all that lies below it when `below` is set. */
  readonly from: string;
  readonly to: string;
  readonly below?: true;
  readonly renames?: Readonly<Record<string, string>>;
  /** The only names that are there, where it lacks others. */
  readonly only?: readonly string[];
  /** Names that it lacks. */
  readonly lacks?: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

/** Read from the packages mcp 1.29.0 and 2.3.0, fastmcp 2.14.7, 3.2.4 and 4.1.6 on 2026-11-25. */
const MOVES: readonly Move[] = [
  {
    from: 'mcp.server.fastmcp',
    to: 'mcp.server.mcpserver',
    below: true,
    renames: { FastMCP: 'MCPServer', FastMCPError: 'MCPServerError' },
    lacks: ['ValidationError'],
  },
  { from: 'mcp.server', to: 'mcp.server', renames: { FastMCP: 'MCPServer' }, only: ['FastMCP'] },
  {
    from: 'mcp.server.mcpserver',
    to: 'mcp.server.fastmcp',
    below: true,
    renames: { MCPServer: 'FastMCP', MCPServerError: 'FastMCPError' },
    only: words(
      'MCPServer MCPServerError Context Image Audio Icon ToolError ResourceError Message UserMessage AssistantMessage',
    ),
  },
  { from: 'mcp.server', to: 'mcp.server', renames: { MCPServer: 'FastMCP' }, only: ['MCPServer'] },
  {
    from: 'fastmcp.server.proxy',
    to: 'fastmcp.server.providers.proxy',
    only: words(
      'FastMCPProxy ProxyClient ProxyPrompt ProxyProvider ProxyResource ProxyTemplate ProxyTool StatefulProxyClient',
    ),
  },
  {
    from: 'fastmcp.server.openapi',
    to: 'fastmcp.server.providers.openapi',
    only: words('MCPType OpenAPIProvider OpenAPIResource OpenAPIResourceTemplate OpenAPITool RouteMap'),
  },
  {
    from: 'fastmcp.server.auth',
    to: 'fastmcp.server.auth',
    renames: { BearerAuthProvider: 'JWTVerifier' },
    only: ['BearerAuthProvider'],
  },
];

/** What an import that fails becomes in the version that is installed; `undefined`: nothing takes its place as it is. */
export function migrationOf({ module, name }: ImportSite, line: PythonSdkLine): Migration | undefined {
  for (const { from, to, below, renames = {}, only, lacks = [] } of MOVES) {
    const inside = module === from || (below === true && module.startsWith(`${from}.`));
    if (!inside || name === '' || name === '*' || lacks.includes(name) || only?.includes(name) === false) continue;
    const target = renames[name] ?? name;
    if (goneImport(line, module.replace(from, to), target) === undefined)
      return { module: [from, to], name: [name, target] };
  }
  return undefined;
}
