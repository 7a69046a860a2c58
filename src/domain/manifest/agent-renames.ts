import type { Edit } from '../../model/change.ts';
import type { Deployments, RuntimeDeclaration } from '../../model/deployment.ts';
import type { Place } from '../../model/location.ts';
import type { ManifestFile, Manifests } from '../../model/manifest.ts';
import type { Tree } from '../../model/tree.ts';
import { allEntriesOf, entriesOf, entryOf, itemsOf, partsOf, textOf, valueAt } from '../config/tree.ts';
import { isWithin } from '../text.ts';
import { plainType } from '../config/yaml-scalars.ts';

/** Everything that can name an agent. */
export interface Namings {
  readonly manifests: Manifests;
  readonly deployments: Deployments;
}

/**
 * Gives an agent another name in every place that names it: manifests, what refers to it there, commands, programs,
 * templates. What was named after it (a repository, a log group) keeps its name. Nothing where the name is taken, or
 * where YAML takes it for something else than a text.
 */
export function renameEdits(
  from: string,
  to: string,
  { manifests, deployments }: Namings,
): readonly Edit[] | undefined {
  if (plainType(to) !== 'string' || manifests.files.some((file) => namesOf(file).has(from) && namesOf(file).has(to)))
    return undefined;
  const places = [
    ...manifests.files.flatMap((file) => placesIn(file, from)),
    ...[...deployments.declarations.flatMap(({ name }) => name ?? []), ...deployments.mentions]
      .filter(({ value }) => value === from)
      .map(({ at }) => at),
  ];
  const inside = manifests.files.flatMap(({ tree }) => (tree === undefined ? [] : tokensIn(tree, from, to)));
  return [...places.map((at): Edit => ({ kind: 'swap', at, from, to })), ...inside];
}

/** Whether a name is written in the declaration itself: a constant or a parameter may name other things, too. */
export function isOwn({ name, at }: RuntimeDeclaration): boolean {
  return name !== undefined && isWithin(name.at, at);
}

/** The names and keys of the agents that a manifest describes. */
export function namesOf({ tree, kind }: Pick<ManifestFile, 'kind' | 'tree'>): ReadonlySet<string> {
  const agents = kind === 'cli' ? itemsOf(valueAt(tree, 'runtimes')) : agentTrees(tree);
  const keys = kind === 'cli' ? [] : entriesOf(valueAt(tree, 'agents')).map(({ key }) => key);
  return new Set([...keys, ...agents.flatMap((agent) => textOf(valueAt(agent, 'name')) ?? [])]);
}

/** The agents of a map of agents, or the document that is one. */
function agentTrees(tree: Tree | undefined): readonly Tree[] {
  const agents = entryOf(tree, 'agents');
  if (agents !== undefined) return entriesOf(agents.value).map(({ value }) => value);
  return tree === undefined ? [] : [tree];
}

function placesIn({ kind, tree, agents }: ManifestFile, name: string): readonly Place[] {
  const scalars =
    kind === 'cli'
      ? cliScalars(tree)
      : [valueAt(tree, 'default_agent'), ...agentTrees(tree).map((agent) => valueAt(agent, 'name'))];
  const keys = kind === 'cli' ? [] : entriesOf(valueAt(tree, 'agents'));
  return [
    ...keys.filter(({ key }) => key === name).map(({ keyAt }) => keyAt),
    ...scalars.flatMap((scalar) => (scalar !== undefined && textOf(scalar) === name ? [scalar.at] : [])),
    // A file of somebody's own has its names where they were found.
    ...(kind === 'unread' ? agents.flatMap((agent) => (agent.name?.value === name ? [agent.name.at] : [])) : []),
  ];
}

/**
 * Where `agentcore.json` refers to a runtime by its name.
 * https://www.npmjs.com/package/@aws/agentcore (0.30.0, `dist/schema/schemas/agentcore-project.js` and `mcp.js`, verified 2026-11-25)
 */
function cliScalars(tree: Tree | undefined): readonly (Tree | undefined)[] {
  return [
    ...itemsOf(valueAt(tree, 'runtimes')).map((item) => valueAt(item, 'name')),
    ...itemsOf(valueAt(tree, 'onlineEvalConfigs')).map((item) => valueAt(item, 'agent')),
    ...itemsOf(valueAt(tree, 'agentCoreGateways')).flatMap((gateway) =>
      itemsOf(valueAt(gateway, 'targets')).map((target) => valueAt(target, 'httpRuntime', 'runtime')),
    ),
    ...itemsOf(valueAt(tree, 'mcpRuntimeTools')).flatMap((tool) =>
      itemsOf(valueAt(tool, 'bindings')).map((binding) => valueAt(binding, 'runtimeName')),
    ),
  ];
}

/** `{{runtime:weather}}` stands for the runtime's ARN, in keys of bundles and in values. */
function tokensIn(tree: Tree, name: string, to: string): readonly Edit[] {
  const token = `{{runtime:${name}}}`;
  const places = [
    ...[...allEntriesOf(tree)].filter(({ entry }) => entry.key.includes(token)).map(({ entry }) => entry.keyAt),
    ...[...partsOf(tree)].filter((part) => part.kind === 'scalar' && part.text.includes(token)).map(({ at }) => at),
  ];
  return places.map((at) => ({ kind: 'swap', at, from: token, to: `{{runtime:${to}}}` }));
}
