import { statSync } from 'node:fs';
import { listing } from '../domain/words.ts';
import { collect, type Sheet } from '../engine/collect.ts';
import { applyIgnores, ignoreCheck } from '../engine/ignore.ts';
import { runCheck } from '../engine/run.ts';
import { selectChecks } from '../engine/select.ts';
import { fileChecks, otherChecks } from '../../checks/of-files.ts';
import { fileCollectors } from '../facts/of-files.ts';
import type { Check } from '../model/check.ts';
import type { FactName, Source } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { NotAsked, Outcome } from '../model/report.ts';
import { openWorld, type RealWorld } from '../world/index.ts';

// `fileCollectors` has one member for each fact that files give.
const factNames = Object.keys(fileCollectors) as readonly FactName[];

/** Collects every fact that the files alone can give. */
export function collectAll(world: RealWorld): Promise<Sheet> {
  return collect(factNames, fileCollectors, world);
}

/** The checks of a run by what answers them: those that files answer, and the names of the others. */
export interface Wanted extends Record<Exclude<Source, 'files'>, readonly string[]> {
  readonly files: readonly Check[];
}

/** The name of every check. */
export const knownChecks: ReadonlySet<string> = new Set([
  ...fileChecks.map(({ id }) => id),
  ...Object.values(otherChecks).flat(),
]);

/** The checks that the options name, without loading those that files alone cannot answer. */
export function wantedChecks(only: readonly string[], skip: readonly string[]): Wanted {
  const all = [...knownChecks].map((id) => ({ id }));
  const ids = new Set(selectChecks(all, only, skip).map(({ id }) => id));
  const { cloud, token, live } = otherChecks;
  return {
    files: fileChecks.filter(({ id }) => ids.has(id)),
    cloud: cloud.filter((id) => ids.has(id)),
    token: token.filter((id) => ids.has(id)),
    live: live.filter((id) => ids.has(id)),
  };
}

/** What is said of checks that ask a running server, where none is asked. */
export function serverNotAsked(live: readonly string[]): readonly NotAsked[] {
  if (live.length === 0) return [];
  return [
    {
      source: 'live',
      checks: live,
      because: 'The running server was not asked.',
      hint: '`agentcore-doctor rehearse` starts it here and plays AgentCore towards it.',
    },
  ];
}

/** What is said of checks that ask about a token, where none was given. */
export function tokenNotAsked(wanted: readonly string[]): readonly NotAsked[] {
  if (wanted.length === 0) return [];
  return [
    {
      source: 'token',
      checks: wanted,
      because: 'No bearer token was looked at.',
      hint: '`agentcore-doctor token` explains one.',
    },
  ];
}

/** A `Failure` when checks were picked of which none can be asked in this run. */
export function demandAsked(asked: readonly Check[], notAsked: readonly NotAsked[]): void {
  const [first] = notAsked;
  if (asked.length === 0 && first !== undefined) throw new Failure(first.because, first.hint);
}

/** Asks the checks about collected facts, and heeds the ignore comments. */
export function judge(wanted: readonly Check[], sheet: Sheet, world: Pick<RealWorld, 'texts'>): readonly Outcome[] {
  return applyIgnores(
    wanted.map((check) => runCheck(check, sheet)),
    world.texts(),
    new Set([...knownChecks, ignoreCheck.id]),
  );
}

/** The folder that a path names; a `Failure` says what is wrong with one that names none. */
export function rootOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Failure(`There is no folder \`${path}\`.`, 'Name the folder that holds the project.');
  if (!found.isDirectory()) throw new Failure(`\`${path}\` is a file.`, 'Name the folder that holds the project.');
  return path;
}

/** A run that finds nothing of ours is a mistake in the call more often than a clean project: it is never green. */
export async function demandSomething(sheet: Sheet, root: string, agent: string | undefined): Promise<void> {
  const { agents, manifests, servers, templates, clients } = sheet;
  if (agent !== undefined && agents?.ok === true && agents.value.agents.length === 0) {
    const all = await collect(['agents'], fileCollectors, openWorld({ root }));
    const names = all.agents?.ok === true ? all.agents.value.agents.map(({ name }) => `\`${name}\``) : [];
    throw new Failure(
      `No agent is called \`${agent}\`.`,
      names.length === 0 ? 'No agent is declared here.' : `There is ${listing(names)}.`,
    );
  }
  const amounts = [
    agents?.ok === true ? agents.value.agents.length : 0,
    manifests?.ok === true ? manifests.value.files.length : 0,
    servers?.ok === true ? servers.value.servers.length + servers.value.unclear.length : 0,
    templates?.ok === true ? templates.value.files.length : 0,
    clients?.ok === true ? Object.values(clients.value).flat().length : 0,
  ];
  if (amounts.every((amount) => amount === 0)) {
    throw new Failure(
      `\`${root}\` holds nothing that the doctor knows: no manifest of AgentCore, no MCP server, no template, no client.`,
      'Name the folder of the project; files that git ignores are not looked at.',
    );
  }
}
