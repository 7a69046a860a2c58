import { bundleOfProject } from '../deploy/project.ts';
import type { Watch } from '../deploy/watch.ts';
import { missingGrants, type ProjectStart, startOfProject } from '../domain/deploy/project-start.ts';
import type { CodeBundle } from '../model/deployment-plan.ts';
import { Failure } from '../model/failure.ts';
import { openWorld } from '../world/index.ts';
import { confirm } from './asking.ts';
import type { Given, Io } from './command.ts';
import { collectAll, rootOf } from './examine.ts';

/** A project as it is to be deployed. */
export interface ShippedProject {
  /** The name of its agent, where its files give it one. */
  readonly name: string | undefined;
  readonly bundle: CodeBundle;
  readonly environment: { readonly [name: string]: string };
  /** What is to be known about it. */
  readonly notes: readonly string[];
}

/** Builds the project that the call names. Building runs its code on this machine, which is said and asked first. */
export async function shippedProject(path: string, given: Given, io: Io, watch: Watch): Promise<ShippedProject> {
  const root = rootOf(path);
  const { servers, images, dependencies, awsUses } = await collectAll(openWorld({ root }));
  if (servers?.ok !== true || images?.ok !== true || dependencies?.ok !== true)
    throw new Failure(`\`${root}\` cannot be read.`, 'Run `agentcore-doctor` on it.');
  const found = startOfProject({ servers: servers.value, images: images.value, dependencies: dependencies.value });
  if (!found.ok) throw new Failure(found.gap.because, found.gap.hint);
  await demandConsent(root, given, io);
  const { start } = found;
  const bundle = await bundleOfProject({
    root,
    start,
    environment: io.environment,
    onStep: watch.tell,
    signal: watch.signal,
  });
  const actions = awsUses?.ok === true ? awsUses.value.uses.map(({ action }) => action) : [];
  const { agent, environment } = start.plan;
  return { name: agent, bundle, environment, notes: [toldOf(start), ...missingGrants(actions)] };
}

function toldOf({ plan, target, kind }: ProjectStart): string {
  return `AgentCore starts \`${target}\`${kind === 'module' ? ' (a module)' : ''}: ${plan.because}.`;
}

async function demandConsent(root: string, given: Given, io: Io): Promise<void> {
  if (given.flag('yes')) return;
  const what = `This builds \`${root}\` with its own scripts, which run on this machine.`;
  if (io.ask !== undefined && io.isTerminal.err) {
    io.err(`${what}\n`);
    if (await confirm('Build it? [y]es, [n]o: ', io.ask)) return;
    throw new Failure('Nothing was built.');
  }
  throw new Failure(what, 'Say `--yes`; with `--dry-run` nothing is written to AWS all the same.');
}
