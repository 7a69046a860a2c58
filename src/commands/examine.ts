import { statSync } from 'node:fs';
import { listing } from '../domain/words.ts';
import { collect, type Sheet } from '../engine/collect.ts';
import { applyIgnores, ignoreCheck } from '../engine/ignore.ts';
import { runCheck } from '../engine/run.ts';
import { sourceOf, sourceOfCheck } from '../engine/select.ts';
import { checks } from '../../checks/index.ts';
import { collectors } from '../facts/index.ts';
import type { Check } from '../model/check.ts';
import type { FactName, Source } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { NotAsked, Outcome } from '../model/report.ts';
import { openWorld, type RealWorld } from '../world/index.ts';

// `collectors` has exactly one member for each fact.
const factNames = Object.keys(collectors) as readonly FactName[];

/** Collects every fact that the files alone can give. */
export function collectAll(world: RealWorld): Promise<Sheet> {
  return collect(
    factNames.filter((name) => sourceOf(name, collectors) === 'files'),
    collectors,
    world,
  );
}

/** Checks by what answers them. */
export function bySource(wanted: readonly Check[]): { readonly [source in Source]: readonly Check[] } {
  const of = (source: Source): readonly Check[] =>
    wanted.filter((check) => sourceOfCheck(check, collectors) === source);
  return { files: of('files'), cloud: of('cloud'), token: of('token'), live: of('live') };
}

/** What is said of checks that ask a running server, where none is asked. */
export function serverNotAsked(live: readonly Check[]): readonly NotAsked[] {
  if (live.length === 0) return [];
  return [
    {
      source: 'live',
      checks: live.map(({ id }) => id),
      because: 'The running server was not asked.',
      hint: '`agentcore-doctor rehearse` starts it here and plays AgentCore towards it.',
    },
  ];
}

/** What is said of checks that ask about a token, where none was given. */
export function tokenNotAsked(wanted: readonly Check[]): readonly NotAsked[] {
  if (wanted.length === 0) return [];
  return [
    {
      source: 'token',
      checks: wanted.map(({ id }) => id),
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
export function judge(wanted: readonly Check[], sheet: Sheet, world: RealWorld): readonly Outcome[] {
  const known = new Set([...checks.map(({ id }) => id), ignoreCheck.id]);
  return applyIgnores(
    wanted.map((check) => runCheck(check, sheet)),
    world.texts(),
    known,
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
    const all = await collect(['agents'], collectors, openWorld({ root }));
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
