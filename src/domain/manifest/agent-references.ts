import type { Finding } from '../../model/check.ts';
import type { ManifestFile } from '../../model/manifest.ts';
import { isOpen } from './agent-config.ts';
import { repeatedRuntimes } from './manifest-contradictions.ts';
import { entriesOf, itemsOf, locatedText, textOf, valueAt } from '../config/tree.ts';
import { listing, nearest } from '../words.ts';

/** A place that names an agent, and what is wrong with it, if anything. */
export interface Naming {
  readonly finding: Finding | undefined;
}

/** Every place of a manifest that names an agent which is described elsewhere. */
export function* mismatchesIn(file: ManifestFile): Iterable<Naming> {
  if (file.kind === 'toolkit') {
    yield* defaultAgent(file);
    yield* keysAndNames(file);
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
        ...(meant === undefined ? {} : { remedy: `Write \`default_agent: ${meant}\`.` }),
      },
    };
  }
}

function* keysAndNames({ agents }: ManifestFile): Iterable<Naming> {
  for (const { key, name } of agents) {
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
        ...(meant === undefined ? {} : { remedy: `Write \`${meant}\`.` }),
      },
    };
  }
}
