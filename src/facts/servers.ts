import { relocate } from '../domain/deployment/embedded-files.ts';
import { indexFiles } from '../domain/locate.ts';
import { folderOf } from '../domain/paths.ts';
import type { PythonStart } from '../domain/python/python-servers.ts';
import { resolveVersion } from '../domain/dependency/resolve-version.ts';
import { scopeOf } from '../domain/dependency/server-build.ts';
import { isOnNetwork, type Part, partsOf, type Start, type Unit } from '../domain/server/server-part.ts';
import { type StartFile, startFileOf, startFileOfImage, type StartIndex } from '../domain/server/start.ts';
import type { Surroundings } from '../domain/server/surroundings.ts';
import type { Agent, Agents } from '../model/agent.ts';
import type { Dependencies } from '../model/dependency.ts';
import { defineCollector } from '../model/fact.ts';
import type { Dockerfile, Images } from '../model/image.ts';
import type { Server, Servers, ServerStart, StartedProgram } from '../model/server.ts';
import type { Started } from '../domain/image/command-line.ts';
import { pathsWith, withEmbedded } from './embedded.ts';
import { openSources, type Sources } from './sources.ts';

type Needed = 'project' | 'embedded' | 'agents' | 'images' | 'dependencies';

/** Finds every MCP server in the sources, says which of them AgentCore starts, and what holds when it does. */
export const servers = defineCollector<'servers', Needed>({
  source: 'files',
  needs: ['project', 'embedded', 'agents', 'images', 'dependencies'],
  async collect({ project, embedded, agents, images, dependencies }, world) {
    const files = pathsWith(project.files, embedded);
    const sources = await openSources(files, withEmbedded(world, embedded));
    const around: StartIndex = {
      index: indexFiles(files),
      dependencies,
      sourceOf: sources.sourceOf,
      configuredBy: sources.configuredBy,
    };
    const build: Build = { dockerfiles: new Map(images.files.map((file) => [file.path, file])), dependencies };
    const declared = agents.agents.map((agent) => startOfAgent(agent, build, around));
    // Where a declaration does not say what it starts, an image of the project may be what it deploys.
    const open = !agents.declared || declared.some(({ file }) => file.path === undefined);
    const starts = open ? [...declared, ...startsOfImages(images, agents, around)] : declared;
    await sources.load(starts.flatMap(({ file }) => (file.path === undefined ? [] : [file.path])));
    return relocate(settleAll(sources, starts, agents, build), embedded.files);
  },
});

interface Build {
  readonly dockerfiles: ReadonlyMap<string, Dockerfile>;
  readonly dependencies: Dependencies;
}

function startOfAgent(agent: Agent, { dockerfiles }: Build, around: StartIndex): Start {
  return { agent, file: startFileOf(agent, dockerfiles.get(agent.dockerfile ?? ''), around) };
}

/** Each image of no agent whose command leads to a file of the project stands for an agent without a name. */
function startsOfImages({ files }: Images, { agents }: Agents, around: StartIndex): readonly Start[] {
  const taken = new Set(agents.map(({ dockerfile }) => dockerfile));
  return files.flatMap((dockerfile) => {
    if (taken.has(dockerfile.path)) return [];
    const folder = folderOf(dockerfile.path);
    const file = startFileOfImage(dockerfile, folder, around);
    const at = dockerfile.cmd?.at ?? dockerfile.entrypoint?.at;
    if (file?.path === undefined || at === undefined) return [];
    const agent: Agent = {
      name: '',
      at,
      protocol: { kind: 'unclear', saw: 'not declared anywhere', at },
      packaging: 'container',
      folder,
      dockerfile: dockerfile.path,
      environment: dockerfile.environment,
    };
    return [{ agent, file }];
  });
}

function settleAll(sources: Sources, starts: readonly Start[], { agents, declared }: Agents, build: Build): Servers {
  const candidates = new Set(sources.paths());
  const units = new Map(
    sources.loaded().map((path) => [path, unitOf(path, candidates.has(path), sources, build)] as const),
  );
  const known = new Set(agents);
  const fromAgents = starts.filter(({ agent }) => known.has(agent));
  // An undeclared image that starts no MCP server is a web server beside it, not a lost agent.
  const fromImages = starts.filter((start) => !known.has(start.agent) && serversOf(start, units).length > 0);
  // Images of servers over stdio are started by their clients; only a single one may be a deployment gone wrong.
  const meant =
    fromImages.length === 1 ? fromImages : fromImages.filter((start) => serversOf(start, units).some(isOnNetwork));
  const relevant = [...fromAgents, ...meant];
  const parts = partsOf(units, relevant, declared);
  const indexes = new Map(agents.map((agent, index) => [agent, index] as const));
  const settled = new Map<string, Server>();
  for (const [path, part] of [...parts].toSorted(deployedFirst)) {
    for (const server of units.get(path)?.serversFor(part.start) ?? []) {
      const { line, column } = server.construction.at.range.start;
      const key = `${server.path}:${line}:${column}`;
      if (!settled.has(key)) settled.set(key, withPart(server, part, indexes));
    }
  }
  const unclear = [...parts].flatMap(([path, { part }]) => (part === 'deployed' ? sources.brokenIn(path) : []));
  return {
    servers: [...settled.values()].toSorted(byPlace),
    unclear: unclear.map((at) => ({ at, saw: 'A piece of the server cannot be parsed' })),
    // Where no server is recognised, a rehearsal can still start what an image starts.
    starts: (relevant.length > 0 ? relevant : starts).flatMap((start) => serverStartOf(start) ?? []),
  };
}

function serverStartOf({ agent, file }: Start): ServerStart | undefined {
  if (file.path === undefined) return undefined;
  const { program } = file;
  return {
    agent: agent.name,
    path: file.path,
    packaging: agent.packaging,
    folder: agent.folder,
    ...(agent.dockerfile === undefined ? {} : { dockerfile: agent.dockerfile }),
    ...(program === undefined ? {} : { program: programOf(program) }),
    environment: [...agent.environment, ...file.environment],
    because: file.because,
    at: agent.at,
  };
}

function programOf({ kind, target, attribute, argv }: Started): StartedProgram {
  return { kind, target, ...(attribute === undefined ? {} : { attribute }), argv: argv.map(({ value }) => value) };
}

function serversOf(start: Start, units: ReadonlyMap<string, Unit>): readonly Server[] {
  return units.get(start.file.path ?? '')?.serversFor(start) ?? [];
}

/** Settling is the dear part, and is asked for several times: each answer is kept. */
function unitOf(path: string, candidate: boolean, sources: Sources, build: Build): Unit {
  const known = new Map<Start | undefined, readonly Server[]>();
  return {
    path,
    candidate,
    imports: sources.importsOf(path),
    serversFor(start) {
      const settled =
        known.get(start) ?? sources.settle(path, surroundingsOf(path, start, build), pythonStartOf(start?.file));
      known.set(start, settled);
      return settled;
    },
  };
}

function deployedFirst([pathA, a]: readonly [string, Part], [pathB, b]: readonly [string, Part]): number {
  const rank = (part: Part): number => (part.part === 'deployed' ? 0 : 1);
  return rank(a) - rank(b) || (pathA < pathB ? -1 : 1);
}

function byPlace(a: Server, b: Server): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.construction.at.range.start.line - b.construction.at.range.start.line;
}

function withPart(server: Server, { part, because, start }: Part, indexes: ReadonlyMap<Agent, number>): Server {
  const agentIndex = start === undefined ? undefined : indexes.get(start.agent);
  if (start === undefined || agentIndex === undefined) return { ...server, part, because };
  return { ...server, part, because, agent: start.agent.name, agentIndex };
}

function pythonStartOf(file: StartFile | undefined): PythonStart {
  return {
    ...(file?.program === undefined ? {} : { command: file.program }),
    ...(file?.entryFunction === undefined ? {} : { entryFunction: file.entryFunction }),
  };
}

function surroundingsOf(path: string, start: Start | undefined, { dockerfiles, dependencies }: Build): Surroundings {
  const scope = scopeOf(path, start?.agent, dockerfiles.get(start?.agent.dockerfile ?? ''));
  const file = start?.file;
  return {
    environment: [...(start?.agent.environment ?? []), ...(file?.environment ?? [])],
    ...(file?.argv === undefined ? {} : { argv: file.argv }),
    started: file?.started ?? 'unclear',
    versionOf: (ecosystem, name) => resolveVersion(dependencies, scope, ecosystem, name),
  };
}
