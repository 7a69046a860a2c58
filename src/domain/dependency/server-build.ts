import type { Agent, Agents } from '../../model/agent.ts';
import type { Dependencies, Ecosystem } from '../../model/dependency.ts';
import type { Dockerfile, Images } from '../../model/image.ts';
import type { Library, Server } from '../../model/server.ts';
import { type Build, buildOf, type BuildScope } from './build.ts';
import { agentOfServer } from '../server/deployed.ts';
import { ancestorsOf, folderOf } from '../paths.ts';
import { rememberedOf } from '../remembered.ts';

/** How a server is built, as far as that is known. */
export interface ServerBuild {
  readonly ecosystem: Ecosystem;
  readonly scope: BuildScope;
  readonly build: Build;
  /** Whether everything that is installed is known: no other source of packages, such as a base image of one's own. */
  readonly closed: boolean;
}

/** The facts that a build follows from. */
interface Around {
  readonly agents: Agents;
  readonly images: Images;
  readonly dependencies: Dependencies;
}

/** What a build of a server installs. Several checks ask for it; a server belongs to one set of facts. */
export const buildOfServer = rememberedOf(findBuild);

function findBuild(server: Server, { agents, images, dependencies }: Around): ServerBuild {
  const ecosystem = server.language === 'python' ? 'pypi' : 'npm';
  const agent = agentOfServer(server, agents);
  const dockerfile = dockerfileOf(server, agent, images);
  const scope = scopeOf(server.path, agent, dockerfile);
  const build = buildOf(dependencies, scope, ecosystem);
  const installs = (scope.installs ?? []).length > 0;
  const closed =
    dockerfile === undefined
      ? scope.packagedBy !== undefined
      : installs && dockerfile.stages.every(({ base }) => isPlain(base.value, dockerfile));
  return { ecosystem, scope, build, closed: closed && build.complete };
}

/** The scope of the build of a file that an agent starts. */
export function scopeOf(path: string, agent: Agent | undefined, dockerfile: Dockerfile | undefined): BuildScope {
  const folder = folderOf(path);
  if (dockerfile !== undefined)
    return { folder, installs: dockerfile.installs, dockerfileFolder: contextOf(dockerfile.path, agent) };
  const tool = agent?.config?.kind;
  return tool === 'toolkit' || tool === 'cli' ? { folder, packagedBy: tool } : { folder };
}

/** The toolkit builds `.bedrock_agentcore/<agent>/Dockerfile` from the agent's own folder. */
function contextOf(dockerfile: string, agent: Agent | undefined): string {
  return /(^|\/)\.bedrock_agentcore\//.test(dockerfile) ? (agent?.folder ?? '') : folderOf(dockerfile);
}

/** The Dockerfile of the agent; where no agent is declared, the only one that lies nearest to the code. */
function dockerfileOf(server: Server, agent: Agent | undefined, { files }: Images): Dockerfile | undefined {
  if (agent !== undefined || server.agent !== undefined) return files.find(({ path }) => path === agent?.dockerfile);
  for (const folder of ancestorsOf(folderOf(server.path))) {
    const here = files.filter(({ path }) => folderOf(path) === folder);
    if (here.length > 0) return here.length === 1 ? here[0] : undefined;
  }
  return undefined;
}

/** Images that bring a language and no packages that anybody imports; and the stages that are built on them. */
function isPlain(base: string, { stages }: Dockerfile): boolean {
  return stages.some(({ name }) => name === base) || PLAIN.test(base);
}

const PLAIN =
  /^(?:(?:public\.ecr\.aws\/docker\/library|docker\.io|docker\.io\/library|ghcr\.io\/astral-sh|mcr\.microsoft\.com\/\w+)\/)?(?:python|uv|node|debian|ubuntu|alpine|amazonlinux|scratch)(?:[:@].*)?$/;

const PACKAGES: Record<Library, { readonly ecosystem: Ecosystem; readonly name: string }> = {
  mcp: { ecosystem: 'pypi', name: 'mcp' },
  'mcp-lowlevel': { ecosystem: 'pypi', name: 'mcp' },
  fastmcp: { ecosystem: 'pypi', name: 'fastmcp' },
  'fastapi-mcp': { ecosystem: 'pypi', name: 'fastapi-mcp' },
  'bedrock-agentcore': { ecosystem: 'pypi', name: 'bedrock-agentcore' },
  '@modelcontextprotocol/sdk': { ecosystem: 'npm', name: '@modelcontextprotocol/sdk' },
  '@modelcontextprotocol/server': { ecosystem: 'npm', name: '@modelcontextprotocol/server' },
  'npm:fastmcp': { ecosystem: 'npm', name: 'fastmcp' },
};

/** The package that a library comes in. */
export function packageOf(library: Library): { readonly ecosystem: Ecosystem; readonly name: string } {
  return PACKAGES[library];
}
