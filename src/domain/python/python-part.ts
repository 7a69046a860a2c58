import type { Part } from '../edit/parts.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Launch, Mount, Server } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { nearest } from '../words.ts';
import { isServed, type Owner, placeFor, type SettingPlace, writeAt, lastWord } from './python-place.ts';
import { rewriting, type Wanted } from './python-rewriting.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

type Asked = 'host' | 'port' | 'path' | 'stateless';

const WANTED: Readonly<Record<Asked, Wanted>> = {
  host: { code: '"0.0.0.0"', word: '0.0.0.0' },
  port: { code: '8000', word: '8000' },
  path: { code: '"/mcp"', word: '/mcp' },
  stateless: { code: 'True', word: 'true' },
};

const SPOKEN: Readonly<Record<Asked, string>> = {
  host: 'host',
  port: 'port',
  path: 'path',
  stateless: 'stateless mode',
};

/** What it takes to give one setting the value that AgentCore needs; `undefined`: nothing that can be edited. */
export function partFor(
  needed: Asked,
  { server, launch }: DeployedLaunch,
  line: PythonSdkLine | undefined,
  owner: Owner = 'program',
): Part | undefined {
  const setting = launch[needed];
  // Who asks the client in the middle of a call needs the session, and says so.
  const wanted =
    needed === 'stateless' && server.asksClient.length > 0 ? { code: 'False', word: 'false' } : WANTED[needed];
  if (setting.kind === 'set') return rewritten(needed, setting, wanted) ?? mounted(needed, server, launch, line);
  if (setting.kind === 'unclear') return undefined;
  const place = placeFor(needed, server, launch, line, owner);
  // A flag alone cannot say no; and what is there under a misspelt name is not written twice.
  if (place === undefined || isMisspelt(place) || (place.kind === 'words' && wanted.code === 'False')) return undefined;
  return writing(place, wanted, wanted.code === 'False' ? 'review' : 'safe');
}

function isMisspelt(place: SettingPlace): boolean {
  if (place.kind !== 'keyword') return false;
  return place.call.arguments.some(({ name }) => name !== undefined && nearest(name, [place.name]) !== undefined);
}

/** The same by a flag of the command that the container runs: the program keeps its default for everybody else. */
export function flagPart(launch: Launch, setting: Setting<unknown>, words: readonly string[]): Part | undefined {
  const last = lastWord(launch.command);
  const flag = setting.kind === 'set' ? setting.written?.flag : undefined;
  const word = words.find((one) => flag?.choices?.includes(one) ?? true);
  if (last === undefined || flag === undefined || word === undefined) return undefined;
  const put = flag.alone === true ? flag.name : `${flag.name} ${word}`;
  return {
    edits: [{ kind: 'words', at: last.at, where: 'after', put }],
    safety: 'safe',
    says: { verb: 'add', what: `\`${put}\``, where: 'to the command' },
  };
}

/** The word of a value that AgentCore needs. */
export function wordOf(needed: Asked): string {
  return WANTED[needed].word;
}

/** Writes something where nothing is written yet. */
export function writing(place: SettingPlace, wanted: Wanted, safety: Part['safety']): Part {
  const edits = [writeAt(place, wanted)];
  switch (place.kind) {
    case 'keyword':
      return {
        edits,
        safety,
        says: {
          verb: 'write',
          what: `\`${place.name}=${wanted.code}\``,
          where: `in the call of \`${place.call.callee}\``,
        },
      };
    case 'words':
      return { edits, safety, says: { verb: 'add', what: `\`${place.put(wanted.word)}\``, where: 'to the command' } };
    case 'variable':
      return { edits, safety, says: { verb: 'set', what: `\`${place.name}=${wanted.word}\``, where: 'in the image' } };
  }
}

/** Another port or path is known to those who call the server elsewhere, and a mode may be meant. */
function rewritten(needed: Asked, setting: Setting<unknown>, wanted: Wanted): Part | undefined {
  const done = rewriting(setting, wanted);
  if (done === undefined || setting.kind !== 'set') return undefined;
  const own = setting.written?.as !== 'word' && setting.written?.as !== 'variable';
  const what = `the ${SPOKEN[needed]} from \`${done.from}\` to \`${needed === 'stateless' ? wanted.code : wanted.word}\``;
  return {
    edits: done.edits,
    safety: needed === 'stateless' || (needed !== 'host' && own) ? 'review' : done.safety,
    says: { verb: 'change', what, where: '' },
  };
}

/** An app inside another one: mounted at the root, with its own path at `/mcp`. */
function mounted(needed: Asked, server: Server, launch: Launch, line: PythonSdkLine | undefined): Part | undefined {
  const mount = needed === 'path' ? server.mounts.find(({ path }) => isSame(path, launch.path)) : undefined;
  // Two apps at the root would stand in each other's way.
  if (mount?.alone !== true || !isServed(launch) || launch.appCall === undefined) return undefined;
  const outer = rewriting(mount.prefix, { code: '"/"', word: '/' });
  const inner = innerEdits(mount, server, launch, line);
  if (outer === undefined || inner === undefined) return undefined;
  return {
    edits: [...outer.edits, ...inner],
    safety: 'review',
    says: { verb: 'mount', what: 'the app at `/`', where: inner.length === 0 ? '' : 'and serve it at `/mcp`' },
  };
}

function innerEdits(
  { own }: Mount,
  server: Server,
  launch: Launch,
  line: PythonSdkLine | undefined,
): Part['edits'] | undefined {
  if (own.kind === 'unclear') return undefined;
  if (own.value === '/mcp') return [];
  if (own.kind === 'set') return rewriting(own, WANTED.path)?.edits;
  const place = placeFor('path', server, launch, line);
  return place === undefined ? undefined : [writeAt(place, WANTED.path)];
}

function isSame(a: Setting<string>, b: Setting<string>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
