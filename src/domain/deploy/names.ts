import type { DeployPlace } from '../../model/deployment-plan.ts';
import { Failure } from '../../model/failure.ts';

/** The tag that everything carries that `deploy` makes; its value is the name of the deployment. `destroy` removes nothing without it. */
export const DEPLOYMENT_TAG = 'agentcore-doctor:deployment';

/** The names of what a deployment consists of. */
export interface DeployNames {
  readonly stack: string;
  /** The end of the bucket's name. */
  readonly bucketSuffix: string;
  /** The prefix of the pool's token endpoint. */
  readonly domainPrefix: string;
}

/**
 * The longest name from which the template can make the name of a role: `AmazonBedrockAgentCore-<region>-<name>` may have
 * 64 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (verified 2026-11-26)
 */
const LONGEST = 24;

/** A `Failure` for a name that AgentCore or the role's name does not take. */
export function checkName(name: string): void {
  if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name))
    throw new Failure(
      `\`${name}\` is no name for an agent runtime.`,
      'It begins with a letter and has letters, digits and underscores; no hyphen.',
    );
  if (name.length > LONGEST)
    throw new Failure(
      `\`${name}\` has ${name.length} characters, and the name of its role has room for ${LONGEST}.`,
      'Give a shorter one with `--name`.',
    );
}

/** Two deployments of other names, accounts or regions share none of these. */
export function namesOf(name: string, { account, region }: DeployPlace): DeployNames {
  const mark = markOf(`${account}/${region}/${name}`);
  return {
    stack: `AmazonBedrockAgentCore-${name.replaceAll('_', '-')}`,
    bucketSuffix: markOf(name),
    domainPrefix: `agentcore-${mark}${markOf(mark)}`,
  };
}

/** Eight digits or letters that another text hardly ever has (FNV-1a): names of buckets and domains are short. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
