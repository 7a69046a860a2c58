import type { Agent } from '../model/agent.ts';
import type { Dependencies } from '../model/dependency.ts';
import { defineCollector } from '../model/fact.ts';
import type { Images } from '../model/image.ts';
import type { Server, Servers } from '../model/server.ts';
import { indexFiles, type FileIndex } from '../domain/locate.ts';
import { folderOf } from '../domain/paths.ts';
import type { PythonStart } from '../domain/python-servers.ts';
import { type BuildScope, resolveVersion } from '../domain/resolve-version.ts';
import { type Part, partsOf, type Start, type Unit } from '../domain/server-part.ts';
import { type StartFile, startFileOf, startFileOfImage, type StartIndex } from '../domain/start.ts';
import type { Surroundings } from '../domain/surroundings.ts';
import { openSources, type Sources } from './sources.ts';

type Needed = 'project' | 'agents' | 'images' | 'dependencies';

/** Finds every MCP server in the sources, says which of them AgentCore starts, and what holds when it does. */
export const servers = defineCollector<'servers', Needed>({
  source: 'files',
  needs: ['project', 'agents', 'images', 'dependencies'],
  async collect({ project, agents, images, dependencies }, world) {
    const index = indexFiles(project.files);
    const sources = await openSources(project.files, world);
    const around: StartIndex = { index, dependencies, sourceOf: sources.sourceOf };
    const starting = agents.agents.map((agent) => startingOf(agent, images, around));
    const alone = agents.declared ? [] : startsOfImages(images, around);
    const all = [...starting, ...alone];
    await sources.load(all.flatMap(({ file }) => (file.path === undefined ? [] : [file.path])));
    return settleAll(sources, all, agents.declared, { images, dependencies, index });
  },
});

/** An agent (or, where nothing is declared, an image) with the file that it starts. */
interface Starting {
  readonly agent: Agent;
  readonly file: StartFile;
}

interface Build {
  readonly images: Images;
  readonly dependencies: Dependencies;
  readonly index: FileIndex;
}

function startingOf(agent: Agent, images: Images, around: StartIndex): Starting {
  const dockerfile = images.files.find(({ path }) => path === agent.dockerfile);
  return { agent, file: startFileOf(agent, dockerfile, around) };
}

/** Nothing is declared: each image whose command leads to a file of the project stands for an agent without a name. */
function startsOfImages({ files }: Images, around: StartIndex): readonly Starting[] {
  return files.flatMap((dockerfile) => {
    const folder = folderOf(dockerfile.path);
    const file = startFileOfImage(dockerfile, folder, around);
    if (file?.path === undefined) return [];
    const at = dockerfile.cmd?.at ?? dockerfile.entrypoint?.at;
    if (at === undefined) return [];
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

function settleAll(sources: Sources, starting: readonly Starting[], declared: boolean, build: Build): Servers {
  const units = unitsOf(sources, build);
  const starts: readonly Start[] = starting.map(({ agent, file }) => ({ agent, path: file.path, because: file.because }));
  // An undeclared image that starts no MCP server is a web server beside it, not a lost agent.
  const relevant = declared ? starts : starts.filter(({ path }) => path !== undefined && (units.get(path)?.servers.length ?? 0) > 0);
  const parts = partsOf(units, relevant, declared);
  const settled: Server[] = [];
  const seen = new Set<string>();
  for (const [path, part] of [...parts].toSorted(deployedFirst)) {
    const start = starting.find(({ agent, file }) => agent === part.agent && (file.path === path || part.part === 'deployed'));
    for (const server of sources.settle(path, surroundingsOf(path, part, start, build), pythonStartOf(start?.file))) {
      const key = `${server.path}:${server.construction.at.range.start.line}:${server.construction.at.range.start.column}`;
      if (seen.has(key)) continue;
      seen.add(key);
      settled.push(withPart(server, part));
    }
  }
  return { servers: settled.toSorted(byPlace), unclear: [] };
}

function unitsOf(sources: Sources, build: Build): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const path of sources.paths()) {
    const around = surroundingsOf(path, { part: 'unsure', because: '' }, undefined, build);
    units.set(path, { path, imports: sources.importsOf(path), servers: sources.settle(path, around, {}) });
  }
  return units;
}

function deployedFirst([pathA, a]: readonly [string, Part], [pathB, b]: readonly [string, Part]): number {
  const rank = (part: Part): number => (part.part === 'deployed' ? 0 : 1);
  return rank(a) - rank(b) || (pathA < pathB ? -1 : 1);
}

function byPlace(a: Server, b: Server): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.construction.at.range.start.line - b.construction.at.range.start.line;
}

function withPart(server: Server, { part, because, agent }: Part): Server {
  return { ...server, part, because, ...(agent === undefined || agent.name === '' ? {} : { agent: agent.name }) };
}

function pythonStartOf(file: StartFile | undefined): PythonStart {
  return {
    ...(file?.program === undefined ? {} : { command: file.program }),
    ...(file?.entryFunction === undefined ? {} : { entryFunction: file.entryFunction }),
  };
}

function surroundingsOf(path: string, { agent }: Part, start: Starting | undefined, { images, dependencies }: Build): Surroundings {
  const dockerfile = images.files.find((file) => file.path === agent?.dockerfile);
  const scope: BuildScope = {
    folder: folderOf(path),
    ...(dockerfile === undefined ? {} : { installs: dockerfile.installs, dockerfileFolder: contextOf(dockerfile.path, agent) }),
    ...(agent?.config === undefined || agent.config.kind === 'unread' || dockerfile !== undefined ? {} : { packagedBy: agent.config.kind }),
  };
  const file = start?.file;
  return {
    environment: [...(agent?.environment ?? []), ...(file?.environment ?? [])],
    ...(file?.argv === undefined ? {} : { argv: file.argv }),
    started: file?.started ?? 'unclear',
    versionOf: (ecosystem, name) => resolveVersion(dependencies, scope, ecosystem, name),
  };
}

/** The toolkit builds `.bedrock_agentcore/<agent>/Dockerfile` from the agent's own folder. */
function contextOf(dockerfile: string, agent: Agent | undefined): string {
  return /(^|\/)\.bedrock_agentcore\//.test(dockerfile) ? (agent?.folder ?? '') : folderOf(dockerfile);
}
