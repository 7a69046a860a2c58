import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collectAll } from '../../src/commands/examine.ts';
import { buildOfServer } from '../../src/domain/dependency/server-build.ts';
import { agentOfServer } from '../../src/domain/server/deployed.ts';
import { folderOf } from '../../src/domain/paths.ts';
import type { Agent } from '../../src/model/agent.ts';
import type { Requirement } from '../../src/model/dependency.ts';
import type { EmbeddedFile } from '../../src/model/embedded.ts';
import type { Collected, Facts } from '../../src/model/fact.ts';
import type { Dockerfile } from '../../src/model/image.ts';
import type { Server } from '../../src/model/server.ts';
import { openWorld } from '../../src/world/index.ts';

/** What a process is to keep to. */
export type Contract = 'HTTP' | 'MCP' | 'MCP with sessions';

/** A server of a project, as AgentCore would install and start it. */
export interface Deployment {
  /** The folder of the project. */
  readonly root: string;
  readonly server: Server;
  readonly contract: Contract;
  /** Lines of a requirements file: all that its build asks for. */
  readonly requirements: readonly string[];
  readonly command: readonly [program: string, ...words: string[]];
  /** Where it is started. */
  readonly folder: string;
  /** What the image and the manifest set. */
  readonly environment: Readonly<Record<string, string>>;
}

type Known = Pick<Facts, 'agents' | 'servers' | 'images' | 'dependencies' | 'embedded'>;

/** The Python servers that a folder deploys; files that others write when they are run are written into it. */
export async function deploymentsOf(root: string): Promise<readonly Deployment[]> {
  const sheet = await collectAll(openWorld({ root }));
  const facts: Known = {
    agents: valueOf(sheet.agents),
    servers: valueOf(sheet.servers),
    images: valueOf(sheet.images),
    dependencies: valueOf(sheet.dependencies),
    embedded: valueOf(sheet.embedded),
  };
  const deployed = facts.servers.servers.filter(isDeployedPython);
  if (deployed.length > 0) for (const file of facts.embedded.files) writeOut(root, file);
  return deployed.map((server) => deploymentOf(root, server, facts));
}

export function isDeployedPython({ part, language }: Server): boolean {
  return part === 'deployed' && language === 'python';
}

function valueOf<T>(collected: Collected<T> | undefined): T {
  if (collected?.ok !== true) throw new Error(`A fact is missing: ${JSON.stringify(collected)}`);
  return collected.value;
}

/** Where its folder would bear the name of the file that it stands in, that file makes way: nothing runs it. */
function writeOut(root: string, { path, host, text }: EmbeddedFile): void {
  if (path.startsWith(`${host}/`) && statSync(join(root, host)).isFile()) rmSync(join(root, host));
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function deploymentOf(root: string, server: Server, facts: Known): Deployment {
  const agent = agentOfServer(server, facts.agents);
  const dockerfile = dockerfileOf(agent, facts.images.files);
  const requirements = buildOfServer(server, facts).build.requirements.filter(({ development }) => !development);
  const variables = [...(dockerfile?.environment ?? []), ...(agent?.environment ?? [])];
  return {
    root,
    server,
    contract: contractOf(server, agent),
    requirements: requirements.map(lineOf),
    ...(startOfImage(root, dockerfile) ?? startOfEntry(root, server, agent)),
    environment: Object.fromEntries(
      variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

/** What the agent is deployed to speak matters to an agent's own app only; who asks its client may keep sessions. */
function contractOf({ library, asksClient, launches }: Server, agent: Agent | undefined): Contract {
  if (library === 'bedrock-agentcore' && agent?.protocol.kind !== 'unclear' && agent?.protocol.value === 'HTTP')
    return 'HTTP';
  const onPurpose = launches.some(({ stateless }) => stateless.kind === 'set' && !stateless.value);
  return onPurpose && asksClient.length > 0 ? 'MCP with sessions' : 'MCP';
}

function dockerfileOf(agent: Agent | undefined, files: readonly Dockerfile[]): Dockerfile | undefined {
  if (agent?.dockerfile !== undefined) return files.find(({ path }) => path === agent.dockerfile);
  return files.length === 1 ? files[0] : undefined;
}

function lineOf({ name, extras = [], specifier, marker }: Requirement): string {
  const extra = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return `${name}${extra}${specifier}${marker === undefined ? '' : ` ; ${marker}`}`;
}

type Start = Pick<Deployment, 'command' | 'folder'>;

/** The command of the image; its working directory is the build context, which the fixtures copy as it is. */
function startOfImage(root: string, dockerfile: Dockerfile | undefined): Start | undefined {
  const workdir = dockerfile?.workdir?.value ?? '/';
  const folder = join(root, folderOf(dockerfile?.path ?? ''));
  const starts = dockerfile?.starts;
  const [program, ...words] = (starts?.argv ?? []).map(({ value }) =>
    workdir !== '/' && value.startsWith(`${workdir}/`) ? join(folder, value.slice(workdir.length)) : value,
  );
  if (program === undefined) return undefined;
  const command: Start['command'] =
    starts?.form === 'shell' ? ['/bin/sh', '-c', [program, ...words].join(' ')] : [program, ...words];
  return { command, folder };
}

function startOfEntry(root: string, server: Server, agent: Agent | undefined): Start {
  const launch = server.launches.find(({ reached }) => reached !== 'no');
  return {
    command: ['python', join(root, agent?.entry?.path ?? launch?.at.path ?? server.path)],
    folder: join(root, agent?.folder ?? ''),
  };
}
