import type { Edit } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import type { Argument, CallSite } from '../../model/value.ts';
import type { Part } from '../edit/parts.ts';
import type { Said } from './python-arguments.ts';
import { destinationOf, type Destination, isMovableDown, isMovableUp, moved } from './python-moving.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

/** What one call or assignment says. */
export type Told = Pick<Said, 'name' | 'call' | 'argument' | 'launch' | 'adjustment'>;

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

function movedWhere({ callee }: CallSite, targets: readonly (Destination | undefined)[]): string {
  const to = targets.find((one) => one !== 'nowhere');
  if (to === undefined) return `out of the call of \`${callee}\``;
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
