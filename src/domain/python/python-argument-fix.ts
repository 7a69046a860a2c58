import type { Edit, Fix } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { Argument, CallSite } from '../../model/value.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import { appAccepts, DUPLICATES, meantBy, type Said, wantsHttp } from './python-arguments.ts';
import { lineOfServer } from './python-line.ts';
import { destinationOf, type Destination, isMovableDown, isMovableUp, moved } from './python-moving.ts';
import { partFor } from './python-part.ts';
import { acceptedBy, isServed } from './python-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { transportParts } from './python-transport-fix.ts';
import { suitsConstructor, upgradeOf, upgradePart } from './python-upgrade.ts';

/** How a server says what its version takes: the argument moves to where it is taken, or gets its other name. */
export function argumentFix(said: Said, server: Server): Fix | undefined {
  const line = lineOfServer(server);
  if (line === undefined) return undefined;
  const parts = partsOf(said, server, line);
  const raised = upgradeFor(said, server, line);
  return oneOf([
    ...(parts === undefined ? [] : [{ ...fixOf(parts), name: 'move' }]),
    ...(raised === undefined ? [] : [{ ...fixOf([raised]), name: 'upgrade' }]),
  ]);
}

/** A later version of fastmcp takes more in `run` than an earlier one. */
function upgradeFor({ where, argument, name }: Said, server: Server, line: PythonSdkLine): Part | undefined {
  if (server.library !== 'fastmcp' || where !== 'run' || argument === undefined) return undefined;
  if (line.runAccepts.includes(name)) return undefined;
  const upgrade = upgradeOf(line, ({ runAccepts }) => runAccepts.includes(name));
  return upgrade !== undefined && suitsConstructor(server, line, upgrade.newest)
    ? upgradePart(server, upgrade)
    : undefined;
}

/** What one call or assignment says. */
type Told = Pick<Said, 'name' | 'call' | 'argument' | 'launch' | 'adjustment'>;

function partsOf(said: Said, server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  switch (said.where) {
    case 'constructor':
      return only(misspelt(said, line) ?? fromConstructor(said, server, line) ?? leftOut(said, line));
    case 'run':
      return ofStdio(said, server, line) ?? only(renamed(said, line) ?? fromRun(said, server, line));
    case 'app':
      return said.argument === undefined
        ? otherMethod(said, server, line)
        : only(renamed(said, line) ?? fromRun(said, server, line));
    case 'settings':
      return only(fromSettings(said, server, line));
    // Which of the two ways is meant, the owner knows.
    case 'command':
      return undefined;
  }
}

function only(part: Part | undefined): readonly Part[] | undefined {
  return part && [part];
}

/** A keyword of the constructor in every call that starts the server. */
export function fromConstructor({ call, argument, name }: Told, server: Server, line: PythonSdkLine): Part | undefined {
  if (call === undefined || argument === undefined || argument.spread === true) return undefined;
  const launches = server.launches.filter(({ reached }) => reached !== 'no');
  const targets = launches.map((launch) => destinationOf(name, server, launch, line));
  const given = targets.map((to, index) => {
    if (to === undefined || (to !== 'nowhere' && to.kind === 'keyword' && to.call === call)) return undefined;
    const path = to !== 'nowhere' && to.kind === 'keyword' ? to.call.at.path : (launches[index]?.at.path ?? '');
    return to === 'nowhere' || isMovableDown(argument.value, server, path) ? moved(argument.value, to) : undefined;
  });
  if (launches.length === 0 || given.includes(undefined)) return undefined;
  const edits: readonly Edit[] = [{ kind: 'call', at: call.at, drop: [name] }, ...given.flatMap((edit) => edit ?? [])];
  return { edits, safety: 'safe', says: { verb: 'move', what: `\`${name}\``, where: movedWhere(call, targets) } };
}

/** What fastmcp 3 has no keyword for any more: `debug` does nothing to what is served, and one rule holds for all parts. */
function leftOut({ call, argument, name }: Told, line: PythonSdkLine): Part | undefined {
  if (line.package !== 'fastmcp' || call === undefined || argument === undefined || argument.spread === true)
    return undefined;
  const says = { verb: 'leave', what: `\`${name}\``, where: `out of the call of \`${call.callee}\`` };
  if (name === 'debug') return { edits: [{ kind: 'call', at: call.at, drop: [name] }], safety: 'review', says };
  const rules = call.arguments.filter((one) => DUPLICATES.test(one.name ?? ''));
  const alike = rules.every(({ value }) => value.text === argument.value.text);
  if (!DUPLICATES.test(name) || !alike || !line.constructorAccepts.includes('on_duplicate')) return undefined;
  const drop = rules.flatMap((rule) => rule.name ?? []);
  const edit: Edit = { kind: 'call', at: call.at, drop, set: { on_duplicate: argument.value.text } };
  const what = `\`on_duplicate\` instead of \`${name}\``;
  return { edits: [edit], safety: 'review', says: { verb: 'write', what, where: `in the call of \`${call.callee}\`` } };
}

function movedWhere({ callee }: CallSite, targets: readonly (Destination | undefined)[]): string {
  const [to] = targets;
  if (to === undefined || to === 'nowhere') return `out of the call of \`${callee}\``;
  const target =
    to.kind === 'keyword' ? `the call of \`${to.call.callee}\`` : to.kind === 'words' ? 'the command' : 'the image';
  return `from the call of \`${callee}\` to ${target}`;
}

/** A keyword of a call that starts the server where the version takes it. `mcp` 1.x takes nothing but the transport in `run`. */
export function fromRun({ call, argument, name, launch }: Told, server: Server, line: PythonSdkLine): Part | undefined {
  if (call === undefined || argument === undefined || launch === undefined || argument.spread === true)
    return undefined;
  const to = destinationOf(name, server, launch, line);
  if (to === undefined || (to !== 'nowhere' && (to.kind !== 'keyword' || to.call === call))) return undefined;
  const gone: Edit = { kind: 'call', at: call.at, drop: [name] };
  const says = { verb: 'move', what: `\`${name}\``, where: movedWhere(call, [to]) };
  if (to === 'nowhere') return { edits: [gone], safety: 'safe', says };
  const up = to.call === server.construction;
  const movable = up
    ? isMovableUp(argument.value, server, definitionOf(name, launch))
    : argument.at.path === to.call.at.path;
  if (movable) return { edits: [gone, ...(moved(argument.value, to) ?? [])], safety: 'safe', says };
  return up ? assigned(to.name, argument, call, server, line) : undefined;
}

/** Where the constant stands that a setting has its value from. */
function definitionOf(name: string, { host, port, path, stateless }: Launch): Launch['at'] | undefined {
  const setting = { host, port, path, streamable_http_path: path, stateless_http: stateless }[name];
  return setting?.kind === 'set' ? setting.written?.at : undefined;
}

/** What is known only where the server is run becomes a setting there, except for the host: the guard asks the constructor. */
function assigned(
  name: string,
  argument: Argument,
  call: CallSite,
  server: Server,
  line: PythonSdkLine,
): Part | undefined {
  const { variable } = server;
  const alone = call.callee === `${variable}.run`;
  if (line.settingsAttribute !== 'effective' || name === 'host' || !alone || argument.value.text.length >= 120)
    return undefined;
  const code = `${variable}.settings.${name} = ${argument.value.text}`;
  return {
    edits: [
      { kind: 'line', at: call.at, where: 'before', put: code },
      { kind: 'call', at: call.at, drop: [argument.name ?? ''] },
    ],
    safety: 'safe',
    says: { verb: 'assign', what: `\`${code}\``, where: `before the call of \`${call.callee}\`` },
  };
}

/** A setting that was assigned, as a keyword of the calls that start the server. */
export function fromSettings({ name, adjustment }: Told, server: Server, line: PythonSdkLine): Part | undefined {
  if (adjustment?.statement === undefined) return undefined;
  const { statement, value } = adjustment;
  const launches = server.launches.filter(({ reached }) => reached !== 'no');
  const targets = launches.map((launch) => destinationOf(name, server, launch, line));
  const given = targets.map((to) => {
    if (to === undefined || (to !== 'nowhere' && to.kind === 'keyword' && to.call === server.construction))
      return undefined;
    return to === 'nowhere' || isMovableDown(value, server, statement.path) ? moved(value, to) : undefined;
  });
  if (launches.length === 0 || given.includes(undefined)) return undefined;
  const [to] = targets;
  const where =
    to === undefined || to === 'nowhere' || to.kind !== 'keyword' ? '' : `and give it to \`${to.call.callee}\``;
  return {
    edits: [{ kind: 'cut', at: statement }, ...given.flatMap((edit) => edit ?? [])],
    safety: 'safe',
    says: { verb: 'delete', what: `the assignment of \`${name}\``, where },
  };
}

/** Settings of HTTP beside a transport that is none: HTTP was meant. */
function ofStdio(said: Said, server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  const { launch } = said;
  return launch !== undefined && wantsHttp(said, line) ? transportParts({ server, launch }, line) : undefined;
}

/** Words that one version calls otherwise. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  path: ['streamable_http_path'],
  mount_path: ['streamable_http_path'],
  streamable_http_path: ['path'],
  stateless: ['stateless_http'],
  stateless_http: ['stateless'],
};

function renamed(said: Said, line: PythonSdkLine): Part | undefined {
  const { call, argument, launch, name } = said;
  if (call === undefined || argument === undefined || launch === undefined) return undefined;
  const accepts = said.where === 'app' ? appAccepts(launch, line) : acceptedBy(launch.method, line);
  const other = OTHER_NAMES[name]?.find((word) => accepts.includes(word));
  return other === undefined ? misspelt(said, line) : nameChanged(argument, name, other, call);
}

function misspelt(said: Said, line: PythonSdkLine): Part | undefined {
  const { call, argument, name } = said;
  const meant = meantBy(said, line);
  return call === undefined || argument === undefined || meant === undefined
    ? undefined
    : nameChanged(argument, name, meant, call);
}

function nameChanged({ at, spread }: Argument, from: string, to: string, { callee }: CallSite): Part | undefined {
  if (spread === true) return undefined;
  const { start } = at.range;
  const name = { ...at, range: { start, end: { line: start.line, column: start.column + from.length } } };
  return {
    edits: [{ kind: 'swap', at: name, from, to }],
    safety: 'safe',
    says: { verb: 'write', what: `\`${to}\` instead of \`${from}\``, where: `in the call of \`${callee}\`` },
  };
}

/** A method that is gone, and the one that does its work. */
function otherMethod({ call, name, launch }: Said, server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  if (call === undefined || launch === undefined) return undefined;
  if (name !== 'streamable_http_app') return transportParts({ server, launch }, line);
  const method = line.httpApp.find((app) => app.name === 'http_app');
  if (
    method === undefined ||
    call.arguments.some((argument) => argument.name !== undefined && !method.accepts.includes(argument.name))
  )
    return undefined;
  const part: Part = {
    edits: [{ kind: 'swap', at: call.calleeAt, from: name, to: method.name }],
    safety: 'safe',
    says: { verb: 'call', what: `\`${method.name}\``, where: `in the place of \`${name}\`` },
  };
  const { stateless } = launch;
  const after: Launch = {
    ...launch,
    method: method.name,
    appCall: { ...call, callee: call.callee.replace(name, method.name) },
  };
  const mode =
    stateless.kind === 'default' && !stateless.value
      ? partFor('stateless', { server, launch: after }, line)
      : undefined;
  return mode === undefined || !isServed(after) ? [part] : [part, mode];
}
