import type { Located } from '../../model/location.ts';
import type { AgentConfig, Manifests } from '../../model/manifest.ts';
import { nameOf } from './agent-config.ts';
import { optional } from './optional.ts';
import { authorizersOf, discoveryOf, textsOfMember } from './authorizer.ts';

/** A value that goes to AWS as it is written. */
export interface DeployedValue {
  /** "The account of `weather`": the beginning of a sentence. */
  readonly what: string;
  readonly value: Located<string>;
  readonly kind: AgentConfig['kind'];
  /** The agent whose own setting it is, and the keys that lead there. */
  readonly agent?: AgentConfig;
  readonly path?: readonly string[];
}

const MEMBERS = {
  name: 'name',
  account: 'account',
  region: 'region',
  executionRole: 'execution role',
  repository: 'ECR repository',
  entrypoint: 'entry point',
} as const;

/** Where the toolkit and the CLI keep those that hold an account or a region. */
const PATHS: Record<'toolkit' | 'cli', { readonly [M in keyof typeof MEMBERS]?: readonly string[] }> = {
  toolkit: {
    account: ['aws', 'account'],
    region: ['aws', 'region'],
    executionRole: ['aws', 'execution_role'],
    repository: ['aws', 'ecr_repository'],
  },
  cli: { executionRole: ['executionRoleArn'] },
};

/** The values of manifests that a deployment cannot do without. Descriptions, tags and variables are not among them. */
export function* deployedValues(manifests: Manifests): Iterable<DeployedValue> {
  const told = new Set<Located<string>>();
  for (const { targets, agents } of manifests.files) {
    for (const { name, account, region } of targets) {
      const of = name === undefined ? 'the target' : `target \`${name.value}\``;
      for (const [word, value] of [
        ['account', account],
        ['region', region],
      ] as const) {
        if (value === undefined) continue;
        told.add(value);
        yield { what: `The ${word} of ${of}`, value, kind: 'cli' };
      }
    }
    for (const agent of agents) {
      for (const [member, word] of Object.entries(MEMBERS)) {
        const known = member as keyof typeof MEMBERS; // The keys of `MEMBERS` are the members.
        const value = agent[known];
        if (value === undefined || told.has(value)) continue;
        const path = agent.kind === 'unread' ? undefined : PATHS[agent.kind][known];
        yield {
          what: `The ${word} of \`${nameOf(agent)}\``,
          value,
          kind: agent.kind,
          agent,
          ...optional('path', path),
        };
      }
    }
  }
  for (const authorizer of authorizersOf(manifests)) {
    const of = `of \`${nameOf(authorizer.agent)}\``;
    const url = discoveryOf(authorizer);
    if (url !== undefined) yield { what: `The discovery URL ${of}`, value: url, kind: authorizer.agent.kind };
    for (const [member, word] of [
      ['allowedClients', 'allowed client'],
      ['allowedAudience', 'allowed audience'],
    ] as const) {
      for (const value of textsOfMember(authorizer, member))
        yield { what: `An ${word} ${of}`, value, kind: authorizer.agent.kind };
    }
  }
}
