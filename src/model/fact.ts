import type { Agents } from './agent.ts';
import type { CallerPolicies } from './caller-policies.ts';
import type { AwsUses } from './aws-use.ts';
import type { Caller, Runtimes, Targets } from './cloud.ts';
import type { Clients } from './client.ts';
import type { DeployedImages } from './deployed-image.ts';
import type { Dependencies } from './dependency.ts';
import type { Deployments } from './deployment.ts';
import type { Embedded } from './embedded.ts';
import type { Images } from './image.ts';
import type { Manifests } from './manifest.ts';
import type { Observability } from './observability.ts';
import type { Pools } from './pool.ts';
import type { Probe } from './probe.ts';
import type { Project } from './project.ts';
import type { RecentLogs } from './recent-log.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Roles } from './role.ts';
import type { Servers } from './server.ts';
import type { Simulations } from './simulation.ts';
import type { Templates } from './template.ts';
import type { Issuers, TokenFacts } from './token.ts';
import type { World } from './world.ts';

/** Everything the doctor can know. Each entry is plain JSON, so a run can be saved and replayed. */
export interface Facts {
  readonly project: Project;
  readonly embedded: Embedded;
  readonly manifests: Manifests;
  readonly dependencies: Dependencies;
  readonly images: Images;
  readonly templates: Templates;
  readonly deployments: Deployments;
  readonly agents: Agents;
  readonly servers: Servers;
  readonly clients: Clients;
  readonly awsUses: AwsUses;
  readonly targets: Targets;
  readonly caller: Caller;
  readonly callerPolicies: CallerPolicies;
  readonly runtimes: Runtimes;
  readonly roles: Roles;
  readonly simulations: Simulations;
  readonly deployedImages: DeployedImages;
  readonly pools: Pools;
  readonly observability: Observability;
  readonly issuers: Issuers;
  readonly token: TokenFacts;
  readonly rehearsal: Rehearsal;
  readonly probe: Probe;
  readonly recentLogs: RecentLogs;
}

export type FactName = keyof Facts;

/** Where a fact comes from; it decides what a check costs and which flags leave it out. */
export type Source = 'files' | 'cloud' | 'token' | 'live';

/** The facts a check or a collector asked for, and no others. */
export type Known<N extends FactName> = { readonly [K in N]: Facts[K] };

/** A fact, or the reason why there is none. Never an exception. */
export type Collected<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly gap: Gap };

/** Why a fact is missing, and what the user can do about it. */
export interface Gap {
  readonly because: string;
  readonly hint?: string;
}

export interface Collector<K extends FactName, N extends FactName = FactName> {
  readonly source: Source;
  /** Other facts; collected first, once. */
  readonly needs: readonly N[];
  /** IAM actions that the collector calls. */
  readonly permissions?: readonly string[];
  collect(facts: Known<N>, world: World): Promise<Facts[K]>;
}

/** Gives `needs` its literal type, so that `collect` sees exactly the facts it asked for. */
export function defineCollector<K extends FactName, const N extends FactName = never>(
  collector: Collector<K, N>,
): Collector<K, N> {
  return collector;
}

/** One collector per fact: add a fact to `Facts` and this type asks for its collector. */
export type Collectors = { readonly [K in FactName]: Collector<K> };
