import type { Node } from 'web-tree-sitter';
import type { Located, Place } from '../../model/location.ts';
import { ancestorsOf, folderOf } from '../paths.ts';
import { type Reads, readsOf } from './python-reads.ts';
import { requestsOf, type ClientRequest } from './python-requests.ts';
import { type Reading, statementsOf } from './python-read.ts';
import { placeOf, type Source } from './python-source.ts';
import type { PythonImport, Statement } from './python-statements.ts';
import { linesOf } from '../text.ts';

/** What one Python module says, as plain JSON: only the statements that can matter to a server. */
export interface PythonModule {
  readonly path: string;
  readonly statements: readonly Statement[];
  readonly reads: Reads;
  /** Questions to the client in the middle of a call, anywhere in the module. */
  readonly requests: readonly Located<ClientRequest>[];
  /** Pieces that could not be parsed and mention what servers are made of: nothing is known about them. */
  readonly broken: readonly Place[];
}

/** Reads a module. Never throws: what a broken file hides is simply not there. */
export function readPythonModule(path: string, text: string, root: Node): PythonModule {
  const isWhole = !root.hasError;
  const source: Source = { text, lines: linesOf(path, text), isWhole, nesting: { depth: 0 } };
  const statements = root.isError ? [] : statementsOf(root, readingOf(source));
  return {
    path,
    statements,
    reads: readsOf(statements, root, source),
    requests: requestsOf(root, source),
    broken: isWhole ? [] : brokenPlaces(root, source),
  };
}

/** A cheap test before anything is parsed: whether a text can hold an MCP server or an AgentCore application. */
export function mentionsServer(text: string): boolean {
  return /\b(?:FastMCP|MCPServer|StreamableHTTPSessionManager|FastApiMCP|BedrockAgentCoreApp|create_proxy|stdio_server|mcp\.server)\b/.test(
    text,
  );
}

/** Words that a server, its start or its settings are made of. */
const MATTERS =
  /FastMCP|MCPServer|FastApiMCP|BedrockAgentCoreApp|StreamableHTTP|create_proxy|as_proxy|from_fastapi|from_openapi|stdio_server|\.run(?:_\w+)?\b|_app\(|uvicorn|hypercorn|\.serve\(|\.mount\w*\(|\bMount\(|\bRoute\(|\.settings\b|runpy|handle_request|add_middleware|\.include_router/;
const SETTINGS = /environ\b|getenv|add_argument|parse_args|sys\.argv|BaseSettings/;
/** Functions that are small enough to be read when they may hold a setting. */
const SHORT = 2_500;

function readingOf(source: Source): Reading {
  const names = relevantFunctions(source.text);
  const calls = names.size === 0 ? undefined : new RegExp(`\\b(?:${[...names].join('|')})\\b`);
  return {
    source,
    wantsText: (text) => MATTERS.test(text) || SETTINGS.test(text) || calls?.test(text) === true,
    wantsFunction: (name, text) =>
      names.has(name)
        ? 'starts'
        : name === '__init__' || (text.length <= SHORT && SETTINGS.test(text))
          ? 'settings'
          : 'nothing',
  };
}

/** The functions whose bodies matter: by what they say, and by whom they call, followed until nothing is new. */
function relevantFunctions(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const pieces = text
    .split(/^(?=[ \t]*(?:async[ \t]+)?def[ \t]|if[ (]+__name__)/m)
    .slice(1)
    .map((piece) => ({ piece, name: /def[ \t]+(\w+)/.exec(piece)?.[1] ?? '' }));
  for (const { piece, name } of pieces) if (MATTERS.test(withoutComments(piece)) && name !== '') found.add(name);
  for (let known = -1; known !== found.size;) {
    known = found.size;
    if (known === 0) break;
    const calling = new RegExp(`\\b(?:${[...found].join('|')})\\b\\s*[(,)]`);
    for (const { piece, name } of pieces)
      if (!found.has(name) && name !== '' && calling.test(piece.slice(piece.indexOf('(') + 1))) found.add(name);
  }
  return found;
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*#.*$/gm, '');
}

function brokenPlaces(root: Node, source: Source): readonly Place[] {
  const errors = root.isError ? [root] : root.descendantsOfType('ERROR').filter((node) => node !== null);
  return errors
    .slice(0, 20)
    .filter((node) => MATTERS.test(source.text.slice(node.startIndex, node.endIndex)))
    .map((node) => placeOf(node, source));
}

/** Every import of a module, in order. */
export function importsOf(module: PythonModule): readonly PythonImport[] {
  return module.statements.flatMap(importsIn);
}

function importsIn(statement: Statement): readonly PythonImport[] {
  switch (statement.kind) {
    case 'import':
      return [statement.import];
    case 'branch':
      return [...statement.whenTrue, ...statement.otherwise].flatMap(importsIn);
    case 'attempt':
      return [...statement.body, ...statement.handlers.flat(), ...statement.otherwise, ...statement.finally].flatMap(
        importsIn,
      );
    case 'body':
    case 'class':
      return statement.body.flatMap(importsIn);
    case 'function':
      return (statement.body ?? []).flatMap(importsIn);
    default:
      return [];
  }
}

/** The files of the project that a module imports. `exists` tells whether a path is a file of the project. */
export function localImportsOf(module: PythonModule, exists: (path: string) => boolean): readonly string[] {
  const found = importsOf(module).flatMap((imported) => filesOf(imported, module.path, exists));
  return [...new Set(found)].filter((path) => path !== module.path);
}

/** The files that one import may load: the module, and, for `from package import name`, the module of that name. */
export function filesOf(
  { module, level, name }: PythonImport,
  path: string,
  exists: (path: string) => boolean,
): readonly string[] {
  // A module's name holds neither `.` nor `..`, so that joining is all there is to do.
  const relative = module.replaceAll('.', '/');
  const within = name === undefined || name === '*' ? undefined : below(relative, name.replaceAll('.', '/'));
  for (const base of searchFolders(path, level)) {
    const whole = fileOf(base, relative, exists);
    const inner = within === undefined ? undefined : fileOf(base, within, exists);
    const both = [inner, whole].filter((found) => found !== undefined);
    if (both.length > 0) return both;
  }
  return [];
}

/** Python looks where the program was started: the script's folder or one above it. A relative import knows its folder. */
function searchFolders(path: string, level: number): readonly string[] {
  const folders = ancestorsOf(folderOf(path));
  return level === 0 ? folders : folders.slice(level - 1, level);
}

function below(folder: string, relative: string): string {
  return folder === '' || relative === '' ? `${folder}${relative}` : `${folder}/${relative}`;
}

function fileOf(folder: string, relative: string, exists: (path: string) => boolean): string | undefined {
  const stem = below(folder, relative);
  const inside = stem === '' ? '__init__.py' : `${stem}/__init__.py`;
  if (exists(inside)) return inside;
  return relative !== '' && exists(`${stem}.py`) ? `${stem}.py` : undefined;
}
