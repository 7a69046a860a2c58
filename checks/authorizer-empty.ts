import { nameOf } from '../src/domain/manifest/agent-config.ts';
import {
  type Authorizer,
  authorizersOf,
  discoveryOf,
  isRuled,
  RULES,
  wrapperOf,
} from '../src/domain/manifest/authorizer.ts';
import { entriesOf } from '../src/domain/config/tree.ts';
import { listing } from '../src/domain/words.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { AgentConfig } from '../src/model/manifest.ts';

export default defineCheck({
  id: 'authorizer-empty',
  title: 'The authorizer does not say whom it lets in',
  severity: 'error',
  why: 'A JWT authorizer needs a `discoveryUrl` and at least one of `allowedClients`, `allowedAudience`, `allowedScopes` and `customClaims`; without them the deployment is refused.',
  remedy: 'Give the authorizer a `discoveryUrl` and the app clients (`allowedClients`) that may call.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const authorizer of authorizersOf(manifests)) yield authorizer;
    for (const { agents } of manifests.files) {
      for (const agent of agents)
        if (agent.authorizerType?.value === 'CUSTOM_JWT' && agent.authorizer === undefined)
          yield { agent, tree: agent.tree, form: 'empty' as const };
    }
  },

  judge(authorizer: Authorizer) {
    const { agent, tree, form } = authorizer;
    const whose = `The authorizer of \`${nameOf(agent)}\``;
    if (form === 'other') return undefined; // `authorizer-key-case` says which key is not known.
    if (form === 'empty') {
      const at = agent.authorizer === undefined ? (agent.authorizerType?.at ?? tree.at) : tree.at;
      return {
        message: `${whose} is empty.`,
        remedy: `Fill in \`${wrapperOf(agent)}\` with \`discoveryUrl\` and \`allowedClients\`, or remove the block for IAM authorization.`,
        at,
        fix: withoutAuthorizer(agent),
      };
    }
    const at = authorizer.wrapper?.keyAt ?? tree.at;
    if (discoveryOf(authorizer) === undefined)
      return {
        message: `${whose} has no \`discoveryUrl\`.`,
        remedy: 'Add the `discoveryUrl` of the identity provider.',
        at,
      };
    if (RULES.some((key) => isRuled(authorizer, key))) return undefined;
    return {
      message: `${whose} has none of ${listing(
        RULES.map((key) => `\`${key}\``),
        'or',
      )}.`,
      remedy: 'Add `allowedClients` with the ids of the app clients that may call.',
      at,
    };
  },
});

/** What to fill in is known to nobody here; who may call is changed by nobody unasked. */
function withoutAuthorizer({ tree, authorizer, authorizerType }: AgentConfig): Fix {
  const block = entriesOf(tree).find(({ value }) => value === authorizer?.tree);
  return {
    title: 'Remove the empty authorizer, so that callers sign with AWS credentials',
    safety: 'review',
    edits: [
      ...(block === undefined ? [] : [{ kind: 'unset', at: tree.at, path: [block.key] } as const]),
      ...(authorizerType === undefined
        ? []
        : [{ kind: 'set', at: tree.at, path: ['authorizerType'], value: 'AWS_IAM' } as const]),
    ],
  };
}
