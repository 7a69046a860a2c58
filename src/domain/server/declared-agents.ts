import type { Agent, Protocol } from '../../model/agent.ts';
import type { RuntimeDeclaration } from '../../model/deployment.ts';
import type { Dockerfile } from '../../model/image.ts';
import type { Located, Place } from '../../model/location.ts';
import type { AgentConfig } from '../../model/manifest.ts';
import type { Setting } from '../../model/value.ts';
import { findEntry, type FileIndex } from '../locate.ts';
import { ancestorsOf, baseOf, folderOf, isBelow, joinPath } from '../paths.ts';

/** Everything that can declare an agent runtime. */
export interface Declared {
  readonly index: FileIndex;
  readonly configs: readonly AgentConfig[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly declarations: readonly RuntimeDeclaration[];
}

const PROTOCOLS: ReadonlySet<string> = new Set(['HTTP', 'MCP', 'A2A', 'AGUI']);

/**
 * The agent runtimes of a project. A manifest comes first; a script, template or document adds the runtimes that no
 * manifest has. Several declarations of one name in one folder are one agent.
 */
export function declaredAgents(declared: Declared): readonly Agent[] {
  const agents = declared.configs.map((config) => agentOfConfig(config, declared));
  for (const declaration of declared.declarations) {
    const agent = agentOfDeclaration(declaration, declared);
    if (!agents.some((known) => isSame(known, agent))) agents.push(agent);
  }
  return agents;
}

function isSame(known: Agent, agent: Agent): boolean {
  if (agent.entry !== undefined && known.entry?.path === agent.entry.path) return true;
  const named = agent.declaration?.name?.value;
  if (named !== undefined) return known.name === named;
  // A nameless declaration beside a known agent most likely deploys that one.
  return agent.entry === undefined && (isBelow(known.folder, agent.folder) || isBelow(agent.folder, known.folder));
}

function agentOfConfig(config: AgentConfig, declared: Declared): Agent {
  const base = config.base;
  const source =
    config.sourceFolder === undefined ? base : (findFolder(config.sourceFolder.value, base, declared) ?? base);
  const entry = entryOf(
    config.entrypoint,
    [source, base],
    declared.index,
    `\`entrypoint\` of agent \`${nameOf(config)}\``,
  );
  const dockerfile =
    config.packaging === 'container' ? dockerfileOf(config, source, base, declared.dockerfiles) : undefined;
  return {
    name: nameOf(config),
    at: config.name?.at ?? config.key?.at ?? config.at,
    config,
    protocol: protocolOf(config.protocol, config.at, 'the manifest names no protocol, so the tool deploys HTTP'),
    packaging: config.packaging,
    folder: source,
    ...(entry === undefined ? {} : { entry }),
    ...(dockerfile === undefined ? {} : { dockerfile: dockerfile.path }),
    environment: [...(dockerfile?.environment ?? []), ...config.environment],
  };
}

function nameOf(config: AgentConfig): string {
  return config.name?.value ?? config.key?.value ?? '';
}

function agentOfDeclaration(declaration: RuntimeDeclaration, declared: Declared): Agent {
  const beside = folderOf(declaration.at.path);
  const folder = declaration.folder ?? beside;
  // A notebook, a template or a program may itself write what it deploys.
  const inside = declaration.at.path;
  const entry = entryOf(declaration.entrypoint, [inside, folder, beside, ''], declared.index, describe(declaration));
  const nearest =
    onlyInside(inside, declared.dockerfiles) ?? nearestDockerfile(entry?.path, folder, declared.dockerfiles);
  const dockerfile = declaration.packaging === 'code-zip' ? undefined : nearest;
  return {
    name: declaration.name?.value ?? baseOf(folder),
    at: declaration.name?.at ?? declaration.at,
    declaration,
    protocol: protocolOf(declaration.protocol, declaration.at, 'no protocol is named, so HTTP is deployed'),
    packaging: declaration.packaging,
    folder,
    ...(entry === undefined ? {} : { entry }),
    ...(dockerfile === undefined ? {} : { dockerfile: dockerfile.path }),
    environment: [...(dockerfile?.environment ?? []), ...declaration.environment],
  };
}

function describe({ by, at }: RuntimeDeclaration): string {
  return by === 'script' || by === 'document'
    ? `the deploy command in ${at.path}`
    : `the runtime declared in ${at.path}`;
}

function entryOf(
  written: Located<string> | undefined,
  folders: readonly string[],
  index: FileIndex,
  because: string,
): Agent['entry'] {
  if (written === undefined) return undefined;
  for (const folder of folders) {
    const found = findEntry(written.value, folder, index);
    if (found !== undefined) return { path: found.path, at: written.at, because };
  }
  return undefined;
}

/** A folder as written: relative to the manifest, or the end of an absolute path of somebody's own machine. */
function findFolder(written: string, base: string, { index, dockerfiles }: Declared): string | undefined {
  const parts = written
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && !/^[A-Za-z]:$/.test(part));
  const relative = joinPath(base, parts.join('/'));
  if (relative !== undefined && !/^([A-Za-z]:)?[\\/]/.test(written)) return relative;
  const holds = (folder: string): boolean =>
    ['main.py', 'requirements.txt', 'pyproject.toml', 'package.json', 'Dockerfile'].some((name) =>
      index.has(`${folder}/${name}`),
    ) || dockerfiles.some(({ path }) => isBelow(path, folder));
  for (let from = 0; from < parts.length; from++) {
    const path = joinPath(base, parts.slice(from).join('/'));
    if (path !== undefined && holds(path)) return path;
  }
  return undefined;
}

function protocolOf(written: Located<string> | undefined, at: Place, because: string): Setting<Protocol> {
  if (written === undefined) return { kind: 'default', value: 'HTTP', at, because };
  const upper = written.value.toUpperCase();
  if (!PROTOCOLS.has(upper)) return { kind: 'unclear', saw: `\`${written.value}\``, at: written.at };
  // `PROTOCOLS` holds exactly the members of the type.
  return { kind: 'set', value: upper as Protocol, at: written.at };
}

/** The toolkit writes its Dockerfile to `.bedrock_agentcore/<agent>/`, older versions to the folder of the manifest. */
function dockerfileOf(
  config: AgentConfig,
  source: string,
  base: string,
  dockerfiles: readonly Dockerfile[],
): Dockerfile | undefined {
  const names =
    config.kind === 'toolkit'
      ? [
          joinPath(base, `.bedrock_agentcore/${nameOf(config)}/Dockerfile`),
          joinPath(source, 'Dockerfile'),
          joinPath(base, 'Dockerfile'),
        ]
      : [joinPath(source, config.dockerfile?.value ?? 'Dockerfile')];
  for (const name of names) {
    const found = dockerfiles.find(({ path }) => path === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nearestDockerfile(
  entry: string | undefined,
  folder: string,
  dockerfiles: readonly Dockerfile[],
): Dockerfile | undefined {
  for (const candidate of ancestorsOf(entry === undefined ? folder : folderOf(entry))) {
    const here = dockerfiles.filter(({ path }) => folderOf(path) === candidate);
    const found = here.find(({ path }) => baseOf(path) === 'Dockerfile') ?? (here.length === 1 ? here[0] : undefined);
    if (found !== undefined) return found;
    if (candidate === folder) return undefined;
  }
  return undefined;
}

/** The Dockerfile that a file itself writes. */
function onlyInside(path: string, dockerfiles: readonly Dockerfile[]): Dockerfile | undefined {
  const [only, second] = dockerfiles.filter((dockerfile) => dockerfile.path.startsWith(`${path}/`));
  return second === undefined ? only : undefined;
}
