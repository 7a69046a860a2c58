import type { Edit, Fix } from '../../model/change.ts';
import type { Finding } from '../../model/check.ts';
import type { Deployments } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { ManifestFile } from '../../model/manifest.ts';
import { isOpen } from './agent-config.ts';
import { repeatedRuntimes } from './manifest-contradictions.ts';
import { entriesOf, itemsOf, locatedText, textOf, valueAt } from '../config/tree.ts';
import { folderOf, isBelow } from '../paths.ts';
import { listing, meantBy, nearest } from '../words.ts';
import { RUNTIME_NAME } from './agent-names.ts';
import { namesOf } from './agent-renames.ts';
import { optional } from './optional.ts';

/** A place that names an agent, and what is wrong with it, if anything. */
export interface Naming {
  readonly finding: Finding | undefined;
}

/** Every place of a manifest that names an agent which is described elsewhere. */
export function* mismatchesIn(file: ManifestFile, deployments: Deployments): Iterable<Naming> {
  if (file.kind === 'toolkit') {
    yield* defaultAgent(file);
    yield* keysAndNames(file, deployments);
  } else if (file.kind === 'cli') {
    yield* evaluations(file);
    yield* gatewayTargets(file);
    for (const { name, at, first } of repeatedRuntimes(file)) {
      yield {
        finding: {
          message: `Two runtimes are called \`${name}\`.`,
          remedy: 'Give each runtime a name of its own.',
          at,
          related: [{ ...first, label: 'the first' }],
        },
      };
    }
  }
}

function* defaultAgent({ tree }: ManifestFile): Iterable<Naming> {
  const named = locatedText(valueAt(tree, 'default_agent'));
  const keys = entriesOf(valueAt(tree, 'agents')).map(({ key }) => key);
  if (named === undefined || keys.length === 0) return;
  if (keys.includes(named.value) || isOpen(named.value)) yield { finding: undefined };
  else {
    const meant = keys.length === 1 ? keys[0] : nearest(named.value, keys);
    const message = `\`default_agent\` is \`${named.value}\`, and \`agents\` holds ${listing(keys.map((key) => `\`${key}\``))}.`;
    yield {
      finding: {
        message,
        at: named.at,
        ...(meant === undefined
          ? {}
          : {
              remedy: `Write \`default_agent: ${meant}\`.`,
              ...optional('fix', asMeant(named, keys, keys.length === 1)),
            }),
      },
    };
  }
}

function* keysAndNames(file: ManifestFile, deployments: Deployments): Iterable<Naming> {
  for (const { key, name } of file.agents) {
    if (key === undefined || name === undefined) continue;
    const same = key.value === name.value || isOpen(key.value) || isOpen(name.value);
    const message = `The agent under \`${key.value}\` is called \`${name.value}\`; the next deployment saves it as a second agent.`;
    yield {
      finding: same
        ? undefined
        : {
            severity: 'warning',
            message,
            remedy: `Call the key \`${name.value}\`.`,
            at: key.at,
            related: [{ ...name.at, label: 'the name' }],
            ...optional('fix', asOne(file, key, name, deployments)),
          },
    };
  }
}

/** `onlineEvalConfigs[].agent` and the runtimes of gateway targets must be in `runtimes`; the CLI refuses others. */
function* evaluations({ tree }: ManifestFile): Iterable<Naming> {
  for (const config of itemsOf(valueAt(tree, 'onlineEvalConfigs')))
    yield* reference(tree, valueAt(config, 'agent'), 'An online evaluation');
}

function* gatewayTargets({ tree }: ManifestFile): Iterable<Naming> {
  for (const gateway of itemsOf(valueAt(tree, 'agentCoreGateways'))) {
    for (const target of itemsOf(valueAt(gateway, 'targets')))
      yield* reference(tree, valueAt(target, 'httpRuntime', 'runtime'), 'A gateway target');
  }
}

function* reference(tree: ManifestFile['tree'], to: ManifestFile['tree'], who: string): Iterable<Naming> {
  const named = locatedText(to);
  if (named === undefined) return;
  const names = itemsOf(valueAt(tree, 'runtimes')).flatMap((item) => textOf(valueAt(item, 'name')) ?? []);
  if (names.includes(named.value)) yield { finding: undefined };
  else {
    const known =
      names.length === 0 ? 'there are no runtimes' : `the runtimes are ${listing(names.map((name) => `\`${name}\``))}`;
    const meant = nearest(named.value, names);
    yield {
      finding: {
        message: `${who} names runtime \`${named.value}\`; ${known}.`,
        at: named.at,
        ...(meant === undefined ? {} : { remedy: `Write \`${meant}\`.`, ...optional('fix', asMeant(named, names)) }),
      },
    };
  }
}

/** The name that can only be meant; with one agent there is no other. */
function asMeant(named: Located<string>, names: readonly string[], only = false): Fix | undefined {
  const near = meantBy(named.value, names);
  const to = near?.word ?? (only ? names[0] : undefined);
  return to === undefined
    ? undefined
    : {
        title: `Write \`${to}\` for \`${named.value}\``,
        safety: only || near?.sure === true ? 'safe' : 'review',
        edits: [{ kind: 'swap', at: named.at, from: named.value, to }],
      };
}

/** Commands find the agent by its key, AWS knows it by its name: which of them stays is for a person to say. */
function asOne(
  file: ManifestFile,
  key: Located<string>,
  name: Located<string>,
  deployments: Deployments,
): Fix | undefined {
  const others = namesOf({ kind: file.kind, ...optional('tree', withoutAgent(file, key.value)) });
  if (others.has(key.value) || others.has(name.value)) return undefined;
  const chosen = locatedText(valueAt(file.tree, 'default_agent'));
  // Commands beside another manifest are about that one's agents.
  const near = deployments.mentions.filter(({ at }) => isBelow(at.path, folderOf(file.path)));
  const picks = [...(chosen === undefined ? [] : [chosen]), ...near];
  const swap = ({ value, at }: Located<string>, to: string): Edit => ({ kind: 'swap', at, from: value, to });
  const renamed = deployments.declarations.some((one) => one.name?.value === name.value);
  const byKey: Fix = {
    name: 'rename-agent',
    title: `Call the agent \`${key.value}\``,
    safety: 'review',
    edits: [
      swap(name, key.value),
      ...picks.filter(({ value }) => value === name.value).map((one) => swap(one, key.value)),
    ],
  };
  return {
    name: 'rename-key',
    title: `Call the key \`${name.value}\``,
    safety: 'review',
    edits: [
      swap(key, name.value),
      ...picks.filter(({ value }) => value === key.value).map((one) => swap(one, name.value)),
    ],
    ...(renamed || !RUNTIME_NAME.test(key.value) ? {} : { alternatives: [byKey] }),
  };
}

function withoutAgent({ tree }: ManifestFile, key: string): ManifestFile['tree'] {
  const agents = valueAt(tree, 'agents');
  if (tree?.kind !== 'map' || agents?.kind !== 'map') return undefined;
  const rest = { ...agents, entries: agents.entries.filter((entry) => entry.key !== key) };
  return { ...tree, entries: tree.entries.map((one) => (one.value === agents ? { ...one, value: rest } : one)) };
}
