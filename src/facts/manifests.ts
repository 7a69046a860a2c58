import { readCliManifest, readTargets } from '../domain/manifest/cli-manifest.ts';
import { baseOf, folderOf } from '../domain/paths.ts';
import { blotted, secretsIn } from '../domain/manifest/secrets.ts';
import { mayHoldToken, secretsOfText } from '../domain/manifest/token-files.ts';
import { readToolkitManifest } from '../domain/manifest/toolkit-manifest.ts';
import { mayBeUnread, readUnreadManifest } from '../domain/manifest/unread-manifest.ts';
import { strayTab } from '../domain/config/yaml-tabs.ts';
import { defineCollector } from '../model/fact.ts';
import type {
  AgentConfig,
  ManifestFile,
  ManifestKind,
  ManifestProblem,
  Target,
  WrittenSecret,
} from '../model/manifest.ts';
import type { Parsed, Tree, Unparsable } from '../model/tree.ts';
import type { World } from '../model/world.ts';
import { parseYaml } from './yaml.ts';

/** Manifests that lie here are what somebody tests a program with. */
const TESTS = /(^|\/)(tests?|__tests__|testdata|fixtures|__snapshots__)\//i;

/** The configuration files of both tools, files that look like one and are none, and the secrets in and beside them. */
export const manifests = defineCollector<'manifests', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect({ project }, world) {
    const files: ManifestFile[] = [];
    const secrets: WrittenSecret[] = [];
    const targets = new Map<string, readonly Target[]>();
    const candidates = project.files.flatMap((path) => kindOf(path) ?? []).filter(({ path }) => !TESTS.test(path));
    for (const { path, kind } of candidates.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])) {
      if (kind === 'unread' && files.some((file) => file.kind === 'toolkit' && folderOf(file.path) === folderOf(path)))
        continue;
      const file = await read(path, kind, world, secrets, targets);
      if (file !== undefined) files.push(file);
    }
    for (const path of project.files)
      if (mayHoldToken(path) && !TESTS.test(path)) secrets.push(...(await secretsBeside(path, world)));
    return { files: files.map((file) => chosen(file, world.agent)), secrets };
  },
});

/** Targets first, because runtimes take account and region from them; look-alikes last, because a real one beside them wins. */
const ORDER: Record<ManifestKind, number> = { targets: 0, toolkit: 1, cli: 2, unread: 3 };

function kindOf(path: string): { readonly path: string; readonly kind: ManifestKind } | undefined {
  const name = baseOf(path);
  if (name === '.bedrock_agentcore.yaml') return { path, kind: 'toolkit' };
  if (name === 'agentcore.json') return { path, kind: 'cli' };
  if (name === 'aws-targets.json') return { path, kind: 'targets' };
  return mayBeUnread(path) ? { path, kind: 'unread' } : undefined;
}

async function read(
  path: string,
  kind: ManifestKind,
  world: World,
  secrets: WrittenSecret[],
  targets: Map<string, readonly Target[]>,
): Promise<ManifestFile | undefined> {
  const file = kind === 'unread' ? await world.glance(path) : await world.read(path);
  if (!file.ok || (kind === 'unread' && !/entry_?point|authorizer/i.test(file.text))) return undefined;
  const strict = await parse(path, file.text);
  if (!strict.ok && kind === 'unread') return undefined;
  const problem = strict.ok ? {} : { problem: await problemOf(path, file.text, strict.problem) };
  const parsed = strict.ok ? strict : await parse(path, file.text, true);
  if (!parsed.ok) return { path, kind, ...problem, agents: [], targets: [] };
  const found = secretsIn(parsed.tree);
  const tree = blotted(parsed.tree, new Set(found.map(({ scalar }) => scalar)));
  const result = understand(path, kind, tree, targets);
  if (result !== undefined) {
    secrets.push(
      ...found.map(({ what, name, scalar }) => ({
        what,
        ...(name === undefined ? {} : { name }),
        at: scalar.at,
        file: 'manifest' as const,
      })),
    );
  }
  return result === undefined ? undefined : { ...result, ...problem };
}

function understand(
  path: string,
  kind: ManifestKind,
  tree: Tree,
  targets: Map<string, readonly Target[]>,
): ManifestFile | undefined {
  const common = { path, kind, tree, targets: [] };
  switch (kind) {
    case 'toolkit':
      return { ...common, ...readToolkitManifest(path, tree) };
    case 'cli':
      return { ...common, ...readCliManifest(path, tree, targets.get(folderOf(path)) ?? []) };
    case 'targets': {
      const list = readTargets(tree);
      targets.set(folderOf(path), list);
      return { ...common, agents: [], targets: list };
    }
    case 'unread': {
      const agents = readUnreadManifest(path, tree);
      return agents.length === 0 ? undefined : { ...common, agents };
    }
  }
}

async function parse(path: string, text: string, forgiving = false): Promise<Parsed> {
  if (path.endsWith('.json')) return (await import('../domain/config/json-source.ts')).readJson(path, text);
  const parsed = await parseYaml(path, text, { forgiving });
  const tab = parsed.ok && !forgiving ? strayTab(path, text, parsed.tree) : undefined;
  return tab === undefined
    ? parsed
    : { ok: false, problem: { message: 'A tab stands where PyYAML takes spaces only.', at: tab } };
}

async function problemOf(path: string, text: string, problem: Unparsable): Promise<ManifestProblem> {
  if (/\{%|\{\{/.test(text)) return { ...problem, what: 'template' };
  const { cureOfJson, cureOfYaml } = await import('../domain/edit/parsing-cure.ts');
  const cure = path.endsWith('.json') ? cureOfJson(path, text) : cureOfYaml(path, text);
  return { ...problem, what: 'syntax', ...(cure === undefined ? {} : { cure }) };
}

async function secretsBeside(path: string, world: World): Promise<readonly WrittenSecret[]> {
  const file = await world.glance(path);
  return file.ok ? secretsOfText(path, file.text) : [];
}

/** Only the agent that was asked for, by its name or its key. */
function chosen(file: ManifestFile, agent: string | undefined): ManifestFile {
  const isMeant = ({ name, key }: AgentConfig): boolean => name?.value === agent || key?.value === agent;
  return agent === undefined ? file : { ...file, agents: file.agents.filter(isMeant) };
}
