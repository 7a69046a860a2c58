import type { Launch, Server } from '../../model/server.ts';
import type { Argument, CallSite } from '../../model/value.ts';
import type { Part } from '../edit/parts.ts';
import { fromConstructor, fromRun, fromSettings } from './python-argument-moves.ts';
import { acceptedBy, isServed } from './python-place.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { judgeConstructorKeyword } from './python-sdks.ts';

/** The calls of a server as another version takes them; `undefined`: something is said that has no place there. */
export function callsMigrated(server: Server, line: PythonSdkLine): readonly Part[] | undefined {
  const parts = [
    ...constructorParts(server, line),
    ...server.launches.filter(({ reached }) => reached !== 'no').flatMap((launch) => launchParts(launch, server, line)),
    ...settingParts(server, line),
  ];
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

/** Beyond the name, the order of the constructor's arguments differs. */
function constructorParts(server: Server, line: PythonSdkLine): readonly (Part | undefined)[] {
  const { construction } = server;
  if (construction.arguments.some(({ position = 0 }) => position > 0)) return [undefined];
  return strangeTo(construction, (name) => judgeConstructorKeyword(line, name).status === 'accepted').map((argument) =>
    fromConstructor({ call: construction, argument, name: argument.name }, server, line),
  );
}

function launchParts(launch: Launch, server: Server, line: PythonSdkLine): readonly (Part | undefined)[] {
  const served = isServed(launch);
  const call = served ? launch.appCall : launch.call;
  const method = served ? line.httpApp.find(({ name }) => name === launch.method) : undefined;
  if (launch.how === 'command' && !served) return [];
  if (served ? method === undefined : acceptedBy(launch.method, line).length === 0) return [undefined];
  if (launch.transport.kind === 'set' && !line.transports.includes(launch.transport.value) && !served)
    return [undefined];
  if (call === undefined) return [];
  const accepts = method?.accepts ?? acceptedBy(launch.method, line);
  return strangeTo(call, (name) => accepts.includes(name)).map((argument) =>
    fromRun({ call, argument, name: argument.name, launch }, server, line),
  );
}

function settingParts(server: Server, line: PythonSdkLine): readonly (Part | undefined)[] {
  if (line.settingsAttribute === 'effective') return [];
  return (server.adjustments ?? []).map((adjustment) =>
    fromSettings({ name: adjustment.name, adjustment }, server, line),
  );
}

function strangeTo(
  { arguments: list }: CallSite,
  takes: (name: string) => boolean,
): readonly (Argument & { readonly name: string })[] {
  return list.flatMap((argument) => {
    const { name } = argument;
    return name === undefined || takes(name) ? [] : [{ ...argument, name }];
  });
}
