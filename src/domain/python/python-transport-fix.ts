import type { Edit } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { CallSite, Setting } from '../../model/value.ts';
import type { Part } from '../edit/parts.ts';
import { isLoopback } from '../server/contract.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import { guardPart, hostOfConstructor } from './python-guard-fix.ts';
import { flagPart, partFor, writing } from './python-part.ts';
import { acceptedBy, isServed, type Owner, placeFor, runCall, lastWord } from './python-place.ts';
import { rewriting, type Wanted } from './python-rewriting.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

/** A server moved to streamable HTTP, and the launch as it then is. */
interface Moved {
  readonly part: Part;
  readonly launch: Launch;
  /** Who is to own what else is needed: what the image alone serves over HTTP, the program serves otherwise elsewhere. */
  readonly owner: Owner;
}

/**
 * What it takes that a server serves streamable HTTP as AgentCore asks for it: the transport, and the host, port, path
 * and mode that are not right yet. `undefined`: some of it cannot be written where it stands.
 */
export function transportParts(subject: DeployedLaunch, line: PythonSdkLine | undefined): readonly Part[] | undefined {
  const { server } = subject;
  // Versions that redirect `/mcp`, or refuse foreign hosts, are not made right by a transport.
  if (line === undefined || line.slashRedirect !== 'from-slash' || line.hostGuard === 'always') return undefined;
  const flagged = flaggedParts(subject, line);
  if (flagged !== undefined) return flagged;
  const moved = movedToHttp(subject, line);
  if (moved === undefined) return undefined;
  const settled = settledParts({ server, launch: moved.launch }, line, [], moved.owner);
  return settled === undefined ? undefined : [moved.part, ...settled];
}

/** A branch that serves HTTP, and that a flag of the command line leads into. */
function flaggedParts({ server, launch }: DeployedLaunch, line: PythonSdkLine): readonly Part[] | undefined {
  const last = lastWord(launch.command);
  const other = server.launches.find(
    ({ reached, flags, transport }) =>
      reached === 'no' &&
      flags !== undefined &&
      transport.kind === 'set' &&
      line.transports.includes(transport.value) &&
      !['stdio', 'sse'].includes(transport.value),
  );
  if (last === undefined || other?.flags === undefined) return undefined;
  const put = other.flags.join(' ');
  const part: Part = {
    edits: [{ kind: 'words', at: last.at, where: 'after', put }],
    safety: 'review',
    says: { verb: 'add', what: `\`${put}\``, where: 'to the command' },
  };
  const others = settledParts({ server, launch: other }, line);
  return others && [part, ...others];
}

type Aspect = 'host' | 'guard' | 'port' | 'path' | 'stateless';

/** What of a way of starting is not as AgentCore needs it. */
export function wrongIn({ server, launch }: DeployedLaunch, line: PythonSdkLine): readonly Aspect[] {
  const keeps = server.asksClient.length > 0 && launch.stateless.kind === 'set';
  const wrong: Readonly<Record<Aspect, boolean>> = {
    host: isWrong(launch.host, (host) => !isLoopback(host)),
    guard: isGuarded(server, launch, line),
    port: isWrong(launch.port, (port) => port === 8000),
    path: isWrong(launch.path, (path) => path === '/mcp'),
    stateless: !keeps && isWrong(launch.stateless, (on) => on),
  };
  return (['host', 'guard', 'port', 'path', 'stateless'] as const).filter((aspect) => wrong[aspect]);
}

/** What makes right what is wrong in a way of starting, but for what is left out; `undefined`: some of it cannot be. */
export function settledParts(
  subject: DeployedLaunch,
  line: PythonSdkLine,
  without: readonly Aspect[] = [],
  owner: Owner = 'program',
): readonly Part[] | undefined {
  const { server, launch } = subject;
  const parts = wrongIn(subject, line)
    .filter((aspect) => !without.includes(aspect))
    .map((aspect) => {
      if (aspect !== 'guard') return partFor(aspect, subject, line, owner);
      return isServed(launch) ? guardPart(subject, line) : hostOfConstructor(server);
    });
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function isWrong<T>(setting: Setting<T>, right: (value: T) => boolean): boolean {
  return setting.kind !== 'unclear' && !right(setting.value);
}

/** `mcp` 1.x guards by the host of its constructor, whatever is bound. */
function isGuarded({ library, construction, adjustments = [] }: Server, launch: Launch, line: PythonSdkLine): boolean {
  if (library !== 'mcp') return false;
  if (isServed(launch)) return launch.hostGuard.kind !== 'unclear' && launch.hostGuard.value;
  if (line.hostGuard !== 'constructor-host-loopback') return false;
  const given = construction.arguments.some(({ name }) => name === 'host' || name === 'transport_security');
  return !given || adjustments.some(({ name }) => name === 'host');
}

function movedToHttp({ server, launch }: DeployedLaunch, line: PythonSdkLine): Moved | undefined {
  const method = replacementOf(launch, line);
  if (method !== undefined) return renamed(launch, method, line);
  const { transport } = launch;
  const word = transportWord(line);
  if (word === undefined || transport.kind === 'unclear' || /_stdio_async|_sse_async|sse_app/.test(launch.method ?? ''))
    return undefined;
  const wanted: Wanted = { code: `"${word}"`, word };
  const others = line.transports.filter((one) => one !== 'stdio' && one !== 'sse');
  const flagged = flagPart(launch, transport, [word, ...others]);
  if (flagged !== undefined) return { part: { ...flagged, safety: 'review' }, launch, owner: 'image' };
  if (transport.kind === 'default') {
    const place = placeFor('transport', server, launch, line);
    return place && { part: writing(place, wanted, 'review'), launch, owner: 'program' };
  }
  const done = rewriting(transport, wanted);
  if (done === undefined || (isServed(launch) && server.mounts.length > 0)) return undefined;
  const says = { verb: 'change', what: `the transport from \`${done.from}\` to \`${word}\``, where: '' };
  const owner = transport.written?.as === 'variable' ? 'image' : 'program';
  return { part: { edits: done.edits, safety: 'review', says }, launch, owner };
}

/** The word for streamable HTTP: `http` where the version has it, as its own guide writes it. */
export function transportWord({ package: name, transports }: PythonSdkLine): string | undefined {
  const words = name === 'fastmcp' ? ['http', 'streamable-http'] : ['streamable-http'];
  return words.find((word) => transports.includes(word));
}

/** The method that serves HTTP in the place of one that serves another transport. */
function replacementOf({ method = '' }: Launch, line: PythonSdkLine): string | undefined {
  const [names, of] = /^run_(?:stdio|sse)_async$/.test(method)
    ? [['run_http_async', 'run_streamable_http_async'], line.runMethods]
    : method === 'sse_app'
      ? [['http_app', 'streamable_http_app'], line.httpApp]
      : [[], []];
  return names.find((name) => of.some((one) => one.name === name));
}

/** `anyio.run(mcp.run_stdio_async)`: a method that wants no arguments, because the constructor has them. */
function handedOn({ call }: Launch, line: PythonSdkLine): CallSite | undefined {
  const plain = line.package === 'mcp' && line.constructorAccepts.includes('host');
  return plain && call !== undefined && /^(?:anyio|asyncio|trio)\.run$/.test(call.callee) ? call : undefined;
}

function renamed(launch: Launch, method: string, line: PythonSdkLine): Moved | undefined {
  const served = isServed(launch);
  const call = served ? launch.appCall : (runCall(launch) ?? handedOn(launch, line));
  // An application that is mounted needs its lifespan once it serves HTTP, which SSE does not.
  if (call === undefined || (served && launch.how === 'app' && call === launch.call)) return undefined;
  const accepts = served ? (line.httpApp.find(({ name }) => name === method)?.accepts ?? []) : acceptedBy(method, line);
  const drop = call.arguments.flatMap(({ name }) => (name === undefined || accepts.includes(name) ? [] : [name]));
  if (call.arguments.some(({ position }) => position !== undefined)) return undefined;
  const before = launch.method ?? '';
  const edits: readonly Edit[] = [
    { kind: 'swap', at: call.callee.endsWith(before) ? call.calleeAt : call.at, from: before, to: method },
    ...(drop.length === 0 ? [] : [{ kind: 'call', at: call.at, drop } as const]),
  ];
  const after: CallSite = call.callee.endsWith(before)
    ? { ...call, callee: call.callee.replace(/\w+$/, method) }
    : call;
  return {
    part: {
      edits,
      safety: 'review',
      says: { verb: 'call', what: `\`${method}\``, where: `in the place of \`${before}\`` },
    },
    launch: { ...launch, method, ...(served ? { appCall: after } : { call: after }) },
    owner: 'program',
  };
}
