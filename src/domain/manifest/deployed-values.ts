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
