import type { Fix } from '../../model/change.ts';
import type { Launch, Server } from '../../model/server.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import { fromConstructor, fromRun, fromSettings } from './python-argument-moves.ts';
import { type Said, wantsHttp } from './python-arguments.ts';
import { lineOfServer } from './python-line.ts';
import { leftOut, misspelt, renamed } from './python-other-names.ts';
import { partFor } from './python-part.ts';
import { isServed } from './python-place.ts';
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
    case 'command':
      return withoutOption(said, server, line);
  }
}

function only(part: Part | undefined): readonly Part[] | undefined {
  return part && [part];
}

/** An option that stands alone and that the version does not have: a variable says the same, or it says nothing of HTTP. */
function withoutOption({ name, at, launch }: Said, server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  const gone: Part = {
    edits: [{ kind: 'cut', at }],
    safety: 'review',
    says: { verb: 'leave', what: `\`${name}\``, where: 'out of the command' },
  };
  if (name === '--no-banner') return [gone];
  if (name !== '--stateless' || launch === undefined) return undefined;
  const mode = partFor('stateless', { server, launch: { ...launch, stateless: unsaid(launch) } }, line, 'image');
  return mode && [gone, mode];
}

/** The mode as it is when nothing says it. */
function unsaid({ at }: Launch): Launch['stateless'] {
  return { kind: 'default', value: false, at, because: '' };
}

/** Settings of HTTP beside a transport that is none: HTTP was meant. */
function ofStdio(said: Said, server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  const { launch } = said;
  return launch !== undefined && wantsHttp(said, line) ? transportParts({ server, launch }, line) : undefined;
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
