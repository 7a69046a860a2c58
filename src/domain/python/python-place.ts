import type { Edit } from '../../model/change.ts';
import type { Located, Place } from '../../model/location.ts';
import type { CommandLine, Launch, Server } from '../../model/server.ts';
import type { CallSite } from '../../model/value.ts';
import type { Needed } from '../server/setting-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

/** Where a version takes a setting: a keyword of a call, words of a command, a variable of the image. */
export type SettingPlace =
  | { readonly kind: 'keyword'; readonly call: CallSite; readonly name: string }
  | { readonly kind: 'words'; readonly behind: Place; readonly put: (value: string) => string }
  | { readonly kind: 'variable'; readonly before: Place; readonly name: string };

const RUN: Readonly<Record<Needed, readonly string[]>> = {
  host: ['host'],
  port: ['port'],
  path: ['path', 'streamable_http_path'],
  stateless: ['stateless_http'],
  transport: ['transport'],
};

const CONSTRUCTOR: Readonly<Record<Needed, readonly string[]>> = {
  host: ['host'],
  port: ['port'],
  path: ['streamable_http_path'],
  stateless: ['stateless_http'],
  transport: [],
};

const FLAGS: Readonly<Record<Needed, string>> = {
  host: 'host',
  port: 'port',
  path: 'path',
  stateless: 'stateless',
  transport: 'transport',
};

/** Whose setting it is: the program's, or that of the image alone, which leaves the program as it is elsewhere. */
export type Owner = 'program' | 'image';

/** Where this way of starting takes a setting that nothing gives yet; `undefined`: nowhere that can be edited. */
export function placeFor(
  needed: Needed,
  server: Server,
  launch: Launch,
  line: PythonSdkLine | undefined,
  owner: Owner = 'program',
): SettingPlace | undefined {
  const mayBeStdio = launch.how === 'run' && isChosenOutside(launch);
  const byImage = (owner === 'image' || mayBeStdio) && line !== undefined && !isServed(launch);
  const variable = byImage ? variablePlace(needed, launch.command, line) : undefined;
  if (variable !== undefined) return variable;
  if (isServed(launch) && (needed === 'host' || needed === 'port')) return binderPlace(needed, launch);
  if (server.library === 'mcp-lowlevel')
    return needed === 'stateless' && server.className === 'StreamableHTTPSessionManager'
      ? keyword(server.construction, ['stateless'], ['stateless'])
      : undefined;
  if (line === undefined) return undefined;
  if (isServed(launch)) {
    const method = line.httpApp.find(({ name }) => name === launch.method);
    return keyword(launch.appCall, RUN[needed], method?.accepts) ?? ofConstructor(needed, server, line);
  }
  if (launch.how === 'command') return commandPlace(needed, server, launch, line);
  // Over stdio, which it may also be told to speak, `run` refuses what belongs to HTTP.
  const inRun = mayBeStdio && line.stdioError !== undefined ? undefined : runCall(launch);
  return keyword(inRun, RUN[needed], acceptedBy(launch.method, line)) ?? ofConstructor(needed, server, line);
}

/** Whether somebody else may choose the transport: by a flag, a variable, or in a way that cannot be followed. */
function isChosenOutside({ transport }: Launch): boolean {
  if (transport.kind !== 'set') return transport.kind === 'unclear';
  const as = transport.written?.as;
  return transport.unless !== undefined || as === 'default' || as === 'variable' || as === 'word';
}

/** The last word of a command, when it stands in its file as it reads: others can be written behind it. */
export function lastWord(command: CommandLine | undefined): Located<string> | undefined {
  const last = command?.words.at(-1);
  if (last === undefined) return undefined;
  const { start, end } = last.at.range;
  const quotes = end.column - start.column - last.value.length;
  return start.line === end.line && (quotes === 0 || quotes === 2) ? last : undefined;
}

/** The call that runs the server, when it is one of the server's own method: `anyio.run(mcp.run_async)` is none. */
export function runCall({ how, call, method }: Launch): CallSite | undefined {
  if (how !== 'run' || call === undefined || method === undefined) return undefined;
  return call.callee.endsWith(`.${method}`) && !/^(?:anyio|asyncio|trio)\./.test(call.callee) ? call : undefined;
}

/** The keywords that a method of a version takes when it serves HTTP. */
export function acceptedBy(method: string | undefined, line: PythonSdkLine): readonly string[] {
  if (method === 'run' || method === 'run_async') return line.runAccepts;
  return line.runMethods.find(({ name }) => name === method)?.accepts ?? [];
}

/** Whether an application of the server is handed to something else that binds it. */
export function isServed({ how, appCall, method = '' }: Launch): boolean {
  return how === 'app' || (how === 'command' && (appCall !== undefined || !method.startsWith('run')));
}

function ofConstructor(needed: Needed, { construction }: Server, line: PythonSdkLine): SettingPlace | undefined {
  return keyword(construction, CONSTRUCTOR[needed], line.constructorAccepts);
}

function keyword(
  call: CallSite | undefined,
  names: readonly string[],
  accepts: readonly string[] = [],
): SettingPlace | undefined {
  const name = names.find((one) => accepts.includes(one));
  return call === undefined || call.open || name === undefined ? undefined : { kind: 'keyword', call, name };
}

/** uvicorn and its like: their own call, or their command line. */
function binderPlace(needed: 'host' | 'port', { how, call, command }: Launch): SettingPlace | undefined {
  if (how === 'app') return keyword(call, [needed], [needed]);
  const last = lastWord(command);
  if (command === undefined || last === undefined) return undefined;
  const binds = command.words.some(({ value }) => /(?:^|\/)(?:gunicorn|hypercorn)$/.test(value));
  return {
    kind: 'words',
    behind: last.at,
    put: (value) =>
      binds ? `--bind ${needed === 'host' ? `${value}:8000` : `0.0.0.0:${value}`}` : `--${needed} ${value}`,
  };
}

/** `fastmcp run` and `mcp run`: flags, where the version has them; else a variable, or the constructor. */
function commandPlace(
  needed: Needed,
  server: Server,
  { command }: Launch,
  line: PythonSdkLine,
): SettingPlace | undefined {
  const last = lastWord(command);
  const flags = server.library === 'mcp' ? ['transport'] : line.commandFlags;
  const flag = FLAGS[needed];
  if (last !== undefined && flags.includes(flag))
    return {
      kind: 'words',
      behind: last.at,
      put: (value) => (needed === 'stateless' ? `--${flag}` : `--${flag} ${value}`),
    };
  return variablePlace(needed, command, line) ?? ofConstructor(needed, server, line);
}

function variablePlace(
  needed: Needed,
  command: CommandLine | undefined,
  { environment: { prefixes, settings } }: PythonSdkLine,
): SettingPlace | undefined {
  const setting = CONSTRUCTOR[needed][0];
  const prefix = prefixes.find((one) => one === 'FASTMCP_') ?? prefixes[0];
  const { instruction } = command ?? {};
  if (instruction === undefined || prefix === undefined || setting === undefined || !settings.includes(setting))
    return undefined;
  return { kind: 'variable', before: instruction, name: `${prefix}${setting.toUpperCase()}` };
}

/** Writes a value at such a place: as Python, and as a word. */
export function writeAt(place: SettingPlace, value: { readonly code: string; readonly word: string }): Edit {
  switch (place.kind) {
    case 'keyword':
      return { kind: 'call', at: place.call.at, set: { [place.name]: value.code } };
    case 'words':
      return { kind: 'words', at: place.behind, where: 'after', put: place.put(value.word) };
    case 'variable':
      return { kind: 'line', at: place.before, where: 'before', put: `ENV ${place.name}=${value.word}` };
  }
}
