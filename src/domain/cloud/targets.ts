import type { Agent } from '../../model/agent.ts';
import type { CloudTarget, Named } from '../../model/cloud.ts';
import type { Located } from '../../model/location.ts';
import type { AgentConfig, Manifests } from '../../model/manifest.ts';
import type { NamedThings } from '../../model/world.ts';
import { textOf, valueAt } from '../config/tree.ts';
import { type Authorizer, authorizersOf, discoveryOf, textsOfMember } from '../manifest/authorizer.ts';
import { isInterpolated, placeholderIn } from '../manifest/placeholders.ts';
import { arnOf, userPoolIn } from './arns.ts';

/**
 * What of AWS each agent names. An agent that names nothing is no target; what options name holds before the files, and
 * where there are several agents, only for a runtime of its own.
 */
export function targetsOf(
  agents: readonly Agent[],
  manifests: Manifests,
  named: NamedThings | undefined,
): readonly CloudTarget[] {
  const authorizers = authorizersOf(manifests);
  const targets = agents.map((agent) =>
    targetOf(
      agent,
      authorizers.find((one) => one.agent === agent.config),
      manifests,
    ),
  );
  if (named === undefined || Object.values(named).every((value) => value === undefined))
    return targets.filter(namesAnything);
  const given = optionsOf(named);
  const [only] = targets;
  // With several agents, options speak of one of them that is not told: they are a target by themselves.
  const base = targets.length === 1 && only !== undefined ? only : EMPTY;
  const others = named.runtime === undefined && named.role === undefined && named.userPool === undefined ? targets : [];
  if (others.length > 1) return others.map((target) => overlaid(target, given)).filter(namesAnything);
  return [overlaid(base, given)];
}

const EMPTY: CloudTarget = { agent: '', packaging: 'unknown', clients: [] };

function targetOf(agent: Agent, authorizer: Authorizer | undefined, manifests: Manifests): CloudTarget {
  const { config } = agent;
  const of = `of agent \`${agent.name}\``;
  const discovery = authorizer === undefined ? undefined : meant(discoveryOf(authorizer), `\`discoveryUrl\` ${of}`);
  const pool = discovery === undefined ? undefined : userPoolIn(discovery.value);
  return compact({
    agent: agent.name,
    packaging: agent.packaging,
    account: meant(config?.account, `the account ${of}`),
    region: meant(config?.region, `the region ${of}`),
    runtime: meant(config?.runtimeArn, `the ARN ${of}`),
    runtimeName: meant(agent.declaration?.name ?? runtimeNameOf(config, manifests), `the name ${of}`),
    role: meant(config?.executionRole, `the execution role ${of}`),
    image: meant(config?.repository, `the ECR repository ${of}`),
    discoveryUrl: discovery,
    userPool: discovery === undefined || pool === undefined ? undefined : { ...discovery, value: pool.id },
    clients:
      authorizer === undefined
        ? []
        : textsOfMember(authorizer, 'allowedClients').flatMap((one) => meant(one, `\`allowedClients\` ${of}`) ?? []),
  });
}

/**
 * The name that a tool deploys an agent under. The npm CLI puts the project's before it: `skies_weather`.
 * (@aws/agentcore-cdk 0.1.0-alpha.45, `AgentCoreRuntime`; verified 2026-11-25)
 */
function runtimeNameOf(config: AgentConfig | undefined, { files }: Manifests): Located<string> | undefined {
  const name = config?.name;
  if (config?.kind !== 'cli' || name === undefined) return name;
  const project = textOf(valueAt(files.find(({ path }) => path === config.manifest)?.tree, 'name'));
  return project === undefined ? name : { ...name, value: `${project}_${name.value}` };
}

/** A value that a deployment would use as it is; a placeholder names nothing. */
function meant(value: Located<string> | undefined, from: string): Named | undefined {
  if (value === undefined || value.value === '' || isInterpolated(value.value)) return undefined;
  return placeholderIn(value.value) === undefined ? { value: value.value, from, at: value.at } : undefined;
}

function optionsOf({ account, region, runtime, role, userPool, client }: NamedThings): Partial<CloudTarget> {
  const option = (value: string | undefined, name: string): Named | undefined =>
    value === undefined ? undefined : { value, from: `\`--${name}\`` };
  const arn = arnOf(runtime ?? '');
  return compact({
    account: option(account ?? arn?.account, account === undefined ? 'arn' : 'account'),
    region: option(region ?? arn?.region, region === undefined ? 'arn' : 'region'),
    runtime: option(runtime, 'arn'),
    role: option(role, 'role'),
    userPool: option(userPool, 'user-pool'),
    clients: client === undefined ? undefined : [{ value: client, from: '`--client-id`' }],
  });
}

function overlaid(target: CloudTarget, given: Partial<CloudTarget>): CloudTarget {
  return { ...target, ...given };
}

/** Whether two targets are one; facts may have been saved in between. */
export function isSameTarget(a: CloudTarget, b: CloudTarget): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Something to look at: a region or a name alone says only where. */
function namesAnything({ account, runtime, role, image, userPool, region, runtimeName }: CloudTarget): boolean {
  return (
    [account, runtime, role, image, userPool].some((one) => one !== undefined) ||
    (region !== undefined && runtimeName !== undefined)
  );
}

/** The same without the members that are undefined. */
function compact<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  // What is left has exactly the members that hold something; `clients` of a target always does.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
