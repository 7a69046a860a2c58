import type { Agent, Agents } from '../../model/agent.ts';
import type { Dockerfile, Images } from '../../model/image.ts';
import type { Project } from '../../model/project.ts';
import type { Servers } from '../../model/server.ts';
import { deployedServers } from '../server/deployed.ts';
import { imageStartOf } from './image-start.ts';
import { baseOf, folderOf, isBelow } from '../paths.ts';

/** A Dockerfile whose image becomes an AgentCore runtime. */
export interface DeployedImage {
  readonly image: Dockerfile;
  /** The agents that it is built for, as far as they are declared. */
  readonly agents: readonly Agent[];
}

/** What tells which images are deployed. */
export interface ImageFacts {
  readonly project: Project;
  readonly images: Images;
  readonly agents: Agents;
  readonly servers: Servers;
}

/**
 * The Dockerfiles that AgentCore gets an image from. Without any declared agent, those that start a server which is
 * deployed. A Dockerfile of something else (a web page, a service on ECS) is not here.
 */
export function deployedImages({ project, images, agents, servers }: ImageFacts): readonly DeployedImage[] {
  const servicePaths = new Set(deployedServers(servers).map(({ path }) => path));
  if (agents.agents.length === 0) {
    return images.files
      .filter((image) => startsServer(image, servicePaths, project, images))
      .map((image) => ({ image, agents: [] }));
  }
  return images.files.flatMap((image) => {
    const built = agents.agents.filter(
      (agent) => agent.dockerfile === image.path && belongs(image, agent, servicePaths, project),
    );
    return built.length === 0 ? [] : [{ image, agents: built }];
  });
}

/** A manifest says that it is a container; a script only names an entry, so that the Dockerfile has to start that. */
function belongs(
  image: Dockerfile,
  { config, packaging, entry }: Agent,
  servicePaths: ReadonlySet<string>,
  { files }: Project,
): boolean {
  if (packaging === 'code-zip') return false;
  if (config !== undefined && packaging === 'container') return true;
  const start = imageStartOf(image, files);
  if (start.kind === 'file')
    return (
      start.path === entry?.path || servicePaths.has(start.path) || (entry === undefined && packaging === 'container')
    );
  return start.kind === 'missing' || packaging === 'container';
}

function startsServer(
  image: Dockerfile,
  servicePaths: ReadonlySet<string>,
  { files }: Project,
  images: Images,
): boolean {
  const start = imageStartOf(image, files);
  if (start.kind === 'file') return servicePaths.has(start.path);
  const folder = folderOf(image.path);
  const inside = [...servicePaths].filter((path) => isBelow(path, folder));
  // A built file goes by the name of its source: `dist/index.js` by `src/index.ts`.
  const stem = stemOf(start.started?.target ?? '');
  if (start.started?.kind === 'node' && inside.some((path) => stemOf(path) === stem)) return true;
  return inside.length > 0 && images.files.length === 1 && start.started?.kind !== 'other';
}

function stemOf(path: string): string {
  return baseOf(path).replace(/\.\w+$/, '');
}
