import type { Place } from '../../model/location.ts';
import type { Adjustment, CommandLine, Launch, Server } from '../../model/server.ts';
import type { Argument, CallSite } from '../../model/value.ts';
import { nearest } from '../words.ts';
import { isImportable, lineOfServer } from './python-line.ts';
import { acceptedBy } from './python-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { judgeConstructorKeyword, judgeRunKeyword, type KeywordVerdict, pythonSdkLines } from './python-sdks.ts';

/** Something a call says, and what the version makes of it. */
export interface Said {
  /** What is called or assigned, as written. */
  readonly callee: string;
  /** The keyword, or the whole method when that does not exist. */
  readonly name: string;
  readonly at: Place;
  readonly verdict: Extract<KeywordVerdict, { status: 'rejected' | 'deprecated' | 'ignored' }> | undefined;
  readonly where: 'constructor' | 'run' | 'app' | 'settings' | 'command';
  /** The call that says it, and the argument; absent for an assignment. */
  readonly call?: CallSite;
  readonly argument?: Argument;
  readonly launch?: Launch;
  readonly adjustment?: Adjustment;
}

/** Everything that a Python server says to its library, with what the installed version makes of it. */
export function saidTo(server: Server): readonly Said[] {
  const line = lineOfServer(server);
  // Low-level servers have no such arguments; a class that cannot be imported never gets to its arguments.
  if (line === undefined || (server.library !== 'mcp' && server.library !== 'fastmcp') || !isImportable(server))
    return [];
  return [
    ...constructorOf(server, line),
    ...server.launches.filter(({ reached }) => reached !== 'no').flatMap((launch) => launchOf(launch, server, line)),
    ...adjustmentsOf(server, line),
  ];
}

/** Class methods such as `from_openapi` take words of their own beside those of the constructor. */
const FACTORIES = /\.(?:from_\w+|as_proxy)$|create_proxy$/;

function constructorOf({ construction }: Server, line: PythonSdkLine): readonly Said[] {
  const factory = FACTORIES.test(construction.callee);
  return named(construction).flatMap((argument) => {
    const { name, at } = argument;
    const verdict = judgeConstructorKeyword(line, name);
    if (factory && !line.constructorRejects.includes(name) && verdict.status !== 'deprecated') return [];
    const said = { callee: construction.callee, name, at, verdict: verdictOf(verdict), call: construction, argument };
    return [{ ...said, where: 'constructor' as const }];
  });
}

function launchOf(launch: Launch, server: Server, line: PythonSdkLine): readonly Said[] {
  const { how, call, appCall, transport } = launch;
  if (appCall !== undefined) return methodOf(appCall, line.httpApp, server, launch, 'app');
  if (how === 'command' && launch.command !== undefined) return commandOf(launch.command, server, line, launch);
  if (how !== 'run' || call === undefined) return [];
  const method = methodName(call);
  if (method !== 'run' && method !== 'run_async') return methodOf(call, line.runMethods, server, launch, 'run');
  // Where the environment may still choose, what stdio alone refuses is no finding.
  const open = transport.kind === 'unclear' || (transport.kind === 'set' && transport.unless !== undefined);
  const spoken = open ? 'streamable-http' : transport.value;
  return named(call).map((argument) => ({
    callee: call.callee,
    name: argument.name,
    at: argument.at,
    verdict: verdictOf(judgeRunKeyword(line, argument.name, spoken)),
    where: 'run',
    call,
    argument,
    launch,
  }));
}

/** Options of `fastmcp run` that other versions know. What none knows may be the program's own, or a wrapper's. */
function commandOf(
  { program, words }: CommandLine,
  server: Server,
  line: PythonSdkLine,
  launch: Launch,
): readonly Said[] {
  if (program !== 'fastmcp' || server.library !== 'fastmcp' || line.commandFlags.length === 0) return [];
  const end = words.findIndex(({ value }) => value === '--');
  return words.slice(2, end < 0 ? undefined : end).flatMap(({ value, at }) => {
    const name = /^--([a-z-]+)/.exec(value)?.[1];
    if (name === undefined || !KNOWN_FLAGS.has(name)) return [];
    const rejected = { status: 'rejected', error: `no such option: --${name}` } as const;
    const verdict = line.commandFlags.includes(name) ? undefined : rejected;
    return [{ callee: 'fastmcp run', name: `--${name}`, at, verdict, where: 'command' as const, launch }];
  });
}

const KNOWN_FLAGS: ReadonlySet<string> = new Set(pythonSdkLines.fastmcp.flatMap(({ commandFlags }) => commandFlags));

/** A method that the version may not have, or that may not take a keyword. */
function methodOf(
  call: CallSite,
  methods: PythonSdkLine['httpApp'],
  { className }: Server,
  launch: Launch,
  where: Said['where'],
): readonly Said[] {
  const name = methodName(call);
  const method = methods.find((one) => one.name === name);
  if (method === undefined) {
    // `anyio.run(mcp.run_streamable_http_async)` calls it by another name.
    if (!/^(?:run_\w+|http_app|streamable_http_app|sse_app)$/.test(name)) return [];
    const error = `AttributeError: '${className}' object has no attribute '${name}'`;
    const verdict = { status: 'rejected', error } as const;
    return [{ callee: call.callee, name, at: call.calleeAt, verdict, where, call, launch }];
  }
  return named(call).map((argument) => {
    const accepted = method.accepts.includes(argument.name);
    const error = `TypeError: ${className}.${name}() got an unexpected keyword argument '${argument.name}'`;
    return {
      callee: call.callee,
      name: argument.name,
      at: argument.at,
      verdict: accepted ? undefined : { status: 'rejected', error },
      where,
      call,
      argument,
      launch,
    };
  });
}

function adjustmentsOf({ adjustments = [], variable = 'server' }: Server, line: PythonSdkLine): readonly Said[] {
  return adjustments.map((adjustment) => {
    const { name, at } = adjustment;
    const error = (line.settingsError ?? '').replaceAll('{name}', name);
    const verdict =
      line.settingsAttribute === 'fails'
        ? ({ status: 'rejected', error } as const)
        : line.settingsAttribute === 'deprecated'
          ? ({ status: 'deprecated', warning: 'DeprecationWarning' } as const)
          : undefined;
    return { callee: `${variable}.settings.${name}`, name, at, verdict, where: 'settings', adjustment };
  });
}

function methodName({ callee }: CallSite): string {
  return callee.split('.').at(-1) ?? callee;
}

function named({ arguments: list }: CallSite): readonly (Argument & { readonly name: string })[] {
  return list.flatMap((argument) => (argument.name === undefined ? [] : [{ ...argument, name: argument.name }]));
}

function verdictOf(verdict: KeywordVerdict): Said['verdict'] {
  return verdict.status === 'accepted' ? undefined : verdict;
}

/** What fastmcp 2 said of each kind of duplicate, and fastmcp 3 of all together. */
export const DUPLICATES = /^on_duplicate_(?:tools|resources|prompts)$/;

/** The keyword that was meant by one that the version does not take: one with a near name that it takes there. */
export function meantBy({ name, where, argument, call, launch }: Said, line: PythonSdkLine): string | undefined {
  if (argument === undefined || call === undefined || name.length < 4) return undefined;
  // A name that it had once is no slip.
  if (Object.hasOwn(line.constructorErrors, name)) return undefined;
  const accepts =
    where === 'constructor'
      ? line.constructorAccepts
      : where === 'app'
        ? appAccepts(launch, line)
        : acceptedBy(launch?.method, line);
  const meant = accepts.includes(name) ? undefined : nearest(name, accepts);
  return call.arguments.some((other) => other.name === meant) ? undefined : meant;
}

/** The keywords of the method that makes the application which is served. */
export function appAccepts(launch: Launch | undefined, { httpApp }: PythonSdkLine): readonly string[] {
  return httpApp.find(({ name }) => name === launch?.method)?.accepts ?? [];
}

/** Whether a keyword belongs to HTTP, and `run` is given another transport, or none. */
export function wantsHttp({ name, where, launch }: Said, line: PythonSdkLine): boolean {
  if (where !== 'run' || launch === undefined || launch.transport.kind === 'unclear') return false;
  return launch.transport.value === 'stdio' && acceptedBy(launch.method, line).includes(name);
}
