import type { Agent } from '../../model/agent.ts';
import type { Server } from '../../model/server.ts';
import { baseOf, folderOf, isBelow } from '../paths.ts';
import type { StartFile } from './start.ts';

/** A source file that holds servers, or leads to some. */
export interface Unit {
  readonly path: string;
  /** It mentions a server library, or imports a file that does. */
  readonly candidate: boolean;
  /** The project's own modules that it imports. */
  readonly imports: readonly string[];
  /** The servers that it starts when it is deployed as this agent, or when nothing is known of its surroundings. */
  serversFor(start: Start | undefined): readonly Server[];
}

/** What a server is for, and how that is known. */
export interface Part {
  readonly part: Server['part'];
  readonly because: string;
  readonly start?: Start;
}

/** The parts of all files that hold servers: by path. */
export type Parts = ReadonlyMap<string, Part>;

/** An agent together with what its container or tool starts. */
export interface Start {
  readonly agent: Agent;
  readonly file: StartFile;
}

/** Files that are never what is deployed. */
const BESIDE =
  /(^|\/)(tests?|__tests__|spec|examples?|samples?|docs?|notebooks?|scripts?|clients?)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest|[^/]*\.(test|spec))\.\w+$/i;
/** Names that people give to the file that is started. */
const USUAL = ['main', 'server', 'mcp_server', 'mcp-server', 'app', 'index'];

/**
 * Decides which files hold the servers that AgentCore starts: first by following each agent's start through its
 * imports; then, for what no declaration reaches, by what the project itself shows.
 */
export function partsOf(units: ReadonlyMap<string, Unit>, starts: readonly Start[], declared: boolean): Parts {
  const parts = new Map<string, Part>();
  const lost: Start[] = [];
  for (const start of starts) {
    const { path, because } = start.file;
    const found = path === undefined ? [] : serversBehind(path, units, start);
    if (found.length === 0 && maybeMcp(start.agent)) lost.push(start);
    for (const holding of found) if (!parts.has(holding)) parts.set(holding, { part: 'deployed', because, start });
  }
  const rest = [...units.values()].filter(
    (unit) => unit.candidate && !parts.has(unit.path) && unit.serversFor(undefined).some(speaksMcp),
  );
  for (const unit of rest) parts.set(unit.path, { part: 'aside', because: 'no declared agent starts it' });
  if (lost.length > 0) for (const start of lost) inferFor(start, rest, parts);
  else if (!declared) inferAlone(rest, units, parts);
  return parts;
}

function speaksMcp({ library }: Server): boolean {
  return library !== 'bedrock-agentcore';
}

function maybeMcp({ protocol }: Agent): boolean {
  return protocol.kind === 'unclear' || protocol.value === 'MCP';
}

/** The nearest files with servers: the started one itself, else those it imports, step by step. */
function serversBehind(path: string, units: ReadonlyMap<string, Unit>, start: Start): readonly string[] {
  const seen = new Set([path]);
  let layer = [path];
  while (layer.length > 0) {
    const holding = layer.filter((file) => (units.get(file)?.serversFor(start).length ?? 0) > 0);
    if (holding.length > 0) return holding;
    layer = layer.flatMap((file) => units.get(file)?.imports ?? []).filter((file) => !seen.has(file) && seen.add(file));
  }
  return [];
}

/** A declared MCP agent whose start is not known: the one server that bears its name, or the one in its folder. */
function inferFor(start: Start, rest: readonly Unit[], parts: Map<string, Part>): void {
  const { name, folder } = start.agent;
  const open = rest.filter(({ path }) => !BESIDE.test(path));
  const named = open.filter(({ path }) => sharesName(name, path));
  const below = open.filter(({ path }) => isBelow(path, folder));
  const [only, second] = named.length === 1 || below.length === 0 ? named : below;
  if (only === undefined) return;
  if (second === undefined) {
    parts.set(only.path, { part: 'deployed', because: `the only MCP server that agent \`${name}\` can mean`, start });
    return;
  }
  const because = `agent \`${name}\` may mean any of several servers`;
  for (const { path } of named.length > 0 ? named : below) {
    if (parts.get(path)?.part !== 'deployed') parts.set(path, { part: 'unsure', because });
  }
}

function sharesName(name: string, path: string): boolean {
  const words = name
    .toLowerCase()
    .split(/[-_]/)
    .filter((word) => word.length > 2 && !['mcp', 'server', 'agent', 'runtime'].includes(word));
  const folded = path.toLowerCase().replaceAll(/[-_]/g, '');
  return words.length > 0 && folded.includes(words.join(''));
}

/**
 * Nothing is declared: each folder that is built by itself is looked at alone. One server over stdio is taken for what
 * somebody wants to deploy; a collection of them is a collection of local servers.
 */
function inferAlone(rest: readonly Unit[], units: ReadonlyMap<string, Unit>, parts: Map<string, Part>): void {
  const imported = new Set([...units.values()].flatMap(({ path, imports }) => imports.filter((name) => name !== path)));
  const groups = byFolder(rest.filter(({ path }) => !BESIDE.test(path)));
  for (const group of groups) {
    const alone = group.length === 1;
    const chosen = chooseOne(alone ? group : group.filter(({ path }) => !imported.has(path)));
    const rivals: Part = {
      part: 'unsure',
      because: `one of ${group.length} MCP servers of ${folderOf(group[0]?.path ?? '')}`,
    };
    for (const { path } of group) parts.set(path, chosen === undefined ? rivals : { ...rivals, part: 'aside' });
    if (chosen === undefined) continue;
    const local = groups.length > 1 && !chosen.serversFor(undefined).some(isOnNetwork);
    parts.set(
      chosen.path,
      local
        ? { part: 'unsure', because: 'a server over stdio among others, and nothing says that it goes to AgentCore' }
        : { part: 'deployed', because: alone ? 'the only MCP server of its folder' : 'the server with the usual name' },
    );
  }
}

function byFolder(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) {
    const folder = folderOf(unit.path);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [unit]);
    else group.push(unit);
  }
  return [...groups.values()];
}

function chooseOne(group: readonly Unit[]): Unit | undefined {
  if (group.length === 1) return group[0];
  const serving = group.filter((unit) => unit.serversFor(undefined).some(isOnNetwork));
  if (serving.length === 1) return serving[0];
  for (const name of USUAL) {
    const [usual] = (serving.length > 0 ? serving : group).filter(
      ({ path }) =>
        baseOf(path)
          .replace(/\.\w+$/, '')
          .toLowerCase() === name,
    );
    if (usual !== undefined) return usual;
  }
  return undefined;
}

/** Whether a server has a way of starting that is not stdio. */
export function isOnNetwork({ launches }: Server): boolean {
  return launches.some(({ transport }) => transport.kind !== 'unclear' && transport.value !== 'stdio');
}
