import type { Edit, Fix } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { AgentConfig, ManifestFile } from '../../model/manifest.ts';
import { nameOf } from './agent-config.ts';
import { entryOf, isFilled, isPresent, itemsOf, textOf, valueAt } from '../config/tree.ts';

/** Two settings, each right by itself, that a tool refuses together. */
export interface Contradiction {
  readonly message: string;
  readonly remedy: string;
  readonly at: Place;
  readonly fix?: Fix;
}

/**
 * The contradictions that both tools refuse when they load a manifest. Those of the authorizer are its checks' own.
 * starter toolkit 0.3.10 (`utils/runtime/schema.py`), `@aws/agentcore` 0.30.0 (`dist/schema`); verified 2026-11-23
 */
export function* contradictionsOf({ agents, problem }: ManifestFile): Iterable<Contradiction> {
  if (problem !== undefined) return;
  for (const agent of agents)
    yield* agent.kind === 'toolkit' ? ofToolkit(agent) : agent.kind === 'cli' ? ofCli(agent) : [];
}

function* ofToolkit(agent: AgentConfig): Iterable<Contradiction> {
  const language = valueAt(agent.tree, 'language');
  if (textOf(language) === 'typescript' && textOf(valueAt(agent.tree, 'deployment_type')) === 'direct_code_deploy') {
    yield {
      message: `Agent \`${nameOf(agent)}\` is TypeScript and \`direct_code_deploy\`; the toolkit deploys TypeScript in containers only.`,
      remedy: 'Write `deployment_type: container`.',
      at: entryOf(agent.tree, 'deployment_type')?.at ?? agent.at,
      fix: review('Write `deployment_type: container`', setting(agent, 'deployment_type', 'container')),
    };
  }
  const network = valueAt(agent.tree, 'aws', 'network_configuration');
  if (textOf(valueAt(network, 'network_mode')) === 'VPC' && !isPresent(valueAt(network, 'network_mode_config'))) {
    const at = valueAt(network, 'network_mode')?.at ?? agent.at;
    yield {
      message: `Agent \`${nameOf(agent)}\` has network mode \`VPC\` and no \`network_mode_config\`.`,
      remedy: 'Add `network_mode_config` with `subnets` and `security_groups`.',
      at,
    };
  }
}

const CONTAINER_ONLY = ['dockerfile', 'buildContextPath', 'customDockerBuildArgs'];

function* ofCli(agent: AgentConfig): Iterable<Contradiction> {
  const who = `Runtime \`${nameOf(agent)}\``;
  const vpc = textOf(valueAt(agent.tree, 'networkMode')) === 'VPC';
  const network = entryOf(agent.tree, 'networkConfig');
  if (vpc && network === undefined) {
    const at = entryOf(agent.tree, 'networkMode')?.at ?? agent.at;
    yield {
      message: `${who} has network mode \`VPC\` and no \`networkConfig\`.`,
      remedy: 'Add `networkConfig` with `subnets` and `securityGroups`.',
      at,
    };
  }
  if (!vpc && network !== undefined) {
    yield {
      message: `${who} has a \`networkConfig\` without network mode \`VPC\`.`,
      remedy: 'Write `"networkMode": "VPC"`, or remove `networkConfig`.',
      at: network.at,
      fix: {
        ...review('Write `"networkMode": "VPC"`', setting(agent, 'networkMode', 'VPC')),
        name: 'vpc',
        alternatives: [{ ...review('Remove `networkConfig`', removing(agent, 'networkConfig')), name: 'public' }],
      },
    };
  }
  for (const key of textOf(valueAt(agent.tree, 'build')) === 'CodeZip' ? CONTAINER_ONLY : []) {
    const entry = entryOf(agent.tree, key);
    if (entry === undefined || !isFilled(entry.value)) continue;
    yield {
      message: `${who} is a \`CodeZip\` build and sets \`${key}\`, which only container builds may.`,
      remedy: `Remove \`${key}\`, or write \`"build": "Container"\`.`,
      at: entry.at,
      fix: {
        ...review('Write `"build": "Container"`', setting(agent, 'build', 'Container')),
        name: 'container',
        alternatives: [{ ...review(`Remove \`${key}\``, removing(agent, key)), name: 'code-zip' }],
      },
    };
  }
  const jwt = agent.authorizerType?.value === 'CUSTOM_JWT';
  if (!jwt && agent.authorizer !== undefined) {
    yield {
      message: `${who} has an \`authorizerConfiguration\`, and its \`authorizerType\` is ${agent.authorizerType === undefined ? 'not set' : `\`${agent.authorizerType.value}\``}.`,
      remedy: 'Write `"authorizerType": "CUSTOM_JWT"`.',
      at: entryOf(agent.tree, 'authorizerConfiguration')?.keyAt ?? agent.at,
      fix: jwtFix(agent),
    };
  }
}

/** Who may call is written out; a type that says otherwise leaves it to a person which of the two is meant. */
function jwtFix(agent: AgentConfig): Fix {
  const jwt = review('Write `"authorizerType": "CUSTOM_JWT"`', setting(agent, 'authorizerType', 'CUSTOM_JWT'));
  if (agent.authorizerType === undefined) return { ...jwt, safety: 'safe' };
  const without = review('Remove `authorizerConfiguration`', removing(agent, 'authorizerConfiguration'));
  return { ...jwt, name: 'jwt', alternatives: [{ ...without, name: 'iam' }] };
}

function review(title: string, edit: Edit): Fix {
  return { title, safety: 'review', edits: [edit] };
}

function setting({ tree }: AgentConfig, key: string, value: string): Edit {
  return { kind: 'set', at: tree.at, path: [key], value };
}

function removing({ tree }: AgentConfig, key: string): Edit {
  return { kind: 'unset', at: tree.at, path: [key] };
}

/** The names that appear more than once in `runtimes`, which the CLI refuses. */
export function repeatedRuntimes({
  tree,
  kind,
}: ManifestFile): readonly { readonly name: string; readonly at: Place; readonly first: Place }[] {
  if (kind !== 'cli') return [];
  const seen = new Map<string, Place>();
  return itemsOf(valueAt(tree, 'runtimes')).flatMap((item) => {
    const scalar = valueAt(item, 'name');
    const name = textOf(scalar);
    if (name === undefined || scalar === undefined) return [];
    const first = seen.get(name);
    seen.set(name, first ?? scalar.at);
    return first === undefined ? [] : [{ name, at: scalar.at, first }];
  });
}
