import type { Node } from 'web-tree-sitter';

/** What one Python module says, as plain JSON: only the statements that can matter to a server. */
export interface PythonModule {
  readonly path: string;
}

/** Reads a module. Never throws: what a broken file hides is simply not there. */
export function readPythonModule(path: string, text: string, root: Node): PythonModule {
  void [text, root];
  return { path };
}

/** A cheap test before anything is parsed: whether a text can hold an MCP server or an AgentCore application. */
export function mentionsServer(text: string): boolean {
  return /\b(?:FastMCP|MCPServer|StreamableHTTPSessionManager|FastApiMCP|BedrockAgentCoreApp|create_proxy|as_proxy)\b/.test(text);
}

/** The files of the project that a module imports. `exists` tells whether a path is a file of the project. */
export function localImportsOf(module: PythonModule, exists: (path: string) => boolean): readonly string[] {
  void [module, exists];
  return [];
}
