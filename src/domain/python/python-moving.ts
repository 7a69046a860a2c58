import type { Edit } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { CallSite, Value } from '../../model/value.ts';
import type { Needed } from '../server/setting-place.ts';
import { acceptedBy, isServed, placeFor, runCall, type SettingPlace, writeAt } from './python-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

/** Where a keyword goes that one call may not hold: to another one; or nowhere, because nothing asks it there. */
export type Destination = SettingPlace | 'nowhere';

const NEEDED: Readonly<Record<string, Exclude<Needed, 'transport'>>> = {
  host: 'host',
  port: 'port',
  path: 'path',
  streamable_http_path: 'path',
  stateless_http: 'stateless',
  stateless: 'stateless',
};

/** Where one way of starting takes what a keyword says; `undefined`: in no call that can be edited. */
export function destinationOf(
  name: string,
  server: Server,
  launch: Launch,
  line: PythonSdkLine,
): Destination | undefined {
  const needed = NEEDED[name];
  const { appCall, method, transport } = launch;
  if (launch.how === 'run' && transport.kind !== 'unclear' && transport.value === 'stdio' && line.package === 'fastmcp')
    return 'nowhere';
  if (isServed(launch)) {
    const accepts = line.httpApp.find((one) => one.name === method)?.accepts ?? [];
    // Who binds the application has a host and a port of its own; the guard of `mcp` 2.x asks the application.
    if (needed === 'host' || needed === 'port') return ofCall(appCall, name, accepts) ?? 'nowhere';
    if (needed === undefined) return ofCall(appCall, name, accepts);
  }
  if (needed !== undefined) return placeFor(needed, server, launch, line);
  return (
    ofCall(runCall(launch), name, acceptedBy(method, line)) ??
    ofCall(server.construction, name, line.constructorAccepts)
  );
}

function ofCall(call: CallSite | undefined, name: string, accepts: readonly string[]): SettingPlace | undefined {
  return call === undefined || call.open || !accepts.includes(name) ? undefined : { kind: 'keyword', call, name };
}

/** Writes a value there, unless its keyword is there already. `undefined`: it means nothing there. */
export function moved(value: Value, to: Destination): readonly Edit[] | undefined {
  if (to === 'nowhere') return [];
  const isThere = to.kind === 'keyword' && to.call.arguments.some(({ name }) => name === to.name);
  if (isThere) return [];
  const word = value.kind === 'literal' ? String(value.value).toLowerCase() : undefined;
  if (to.kind === 'words' && word === 'false') return undefined;
  if (to.kind !== 'keyword') return word === undefined ? undefined : [writeAt(to, { code: value.text, word })];
  return [writeAt(to, { code: value.text, word: '' })];
}

/** What stands behind a dot or in quotes has no meaning of its own. */
const WORDS = /"[^"]*"|'[^']*'|\.\s*\w+|[A-Za-z_]\w*/g;
const COMMON = new Set([
  'int',
  'str',
  'bool',
  'os',
  'True',
  'False',
  'None',
  'or',
  'and',
  'not',
  'if',
  'else',
  'lower',
]);

/** The names that the code of a value rests on; `undefined`: it is too long, or too odd, to be written elsewhere. */
function namesIn(text: string): readonly string[] | undefined {
  if (text === '' || text.length >= 120 || /[…#\\\n]|:=|\blambda\b|\bawait\b|"""|'''/.test(text)) return undefined;
  return [...text.matchAll(WORDS)].map(([word]) => word).filter((word) => /^\w/.test(word) && !COMMON.has(word));
}

/** Whether a value of the constructor means the same in a call further down. */
export function isMovableDown(value: Value, { construction, variable = '' }: Server, path: string): boolean {
  const names = namesIn(value.text);
  if (names === undefined) return false;
  if (names.length === 0) return value.kind === 'literal' || construction.at.path === path;
  return (
    construction.at.path === path &&
    (isOutside({ construction, variable }) || names.every((name) => /^[A-Z_][A-Z0-9_]*$/.test(name)))
  );
}

/** Whether a server is bound by a statement outside of every function: `mcp = FastMCP(…)` at the left margin. */
export function isOutside({ construction, variable }: Pick<Server, 'construction' | 'variable'>): boolean {
  return variable !== undefined && construction.at.range.start.column === variable.length + ' = '.length + 1;
}

/** Whether a value of a later call means the same in the constructor: what it rests on stands above that. */
export function isMovableUp(
  value: Value,
  { construction }: Server,
  defined: Launch['host']['at'] | undefined,
): boolean {
  const names = namesIn(value.text);
  if (names === undefined) return false;
  const sameFile = construction.at.path === value.at.path;
  if (names.length === 0) return value.kind === 'literal' || sameFile;
  if (!sameFile || defined === undefined || !names.every((name) => /^[A-Z_][A-Z0-9_]*$/.test(name))) return false;
  return defined.path !== construction.at.path || defined.range.start.line < construction.at.range.start.line;
}
