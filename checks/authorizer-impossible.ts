import { nameOf } from '../src/domain/manifest/agent-config.ts';
import { type Authorizer, authorizersOf } from '../src/domain/manifest/authorizer.ts';
import { contradictionIn } from '../src/domain/manifest/authorizer-rules.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import { triggersOf } from '../src/domain/template/user-pools.ts';
import { defineCheck } from '../src/model/check.ts';

interface Judged {
  readonly authorizer: Authorizer;
  /** A trigger of the project may add claims to access tokens. */
  readonly triggered: boolean;
}

export default defineCheck({
  id: 'authorizer-impossible',
  title: 'No token can satisfy the authorizer',
  severity: 'error',
  why: 'All rules of an authorizer must hold at once. A Cognito access token has `client_id` and `scope` and no `aud`; an ID token has `aud` and neither of the others. Rules that ask for both answer every call with 401.',
  remedy:
    'Keep the rules that one kind of token can meet: `allowedClients` and `allowedScopes` for access tokens, `allowedAudience` for ID tokens.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html',
  ],
  fix: 'review',
  needs: ['manifests', 'templates'],

  *subjects({ manifests, templates }) {
    // Only the second and third version of the event can change an access token.
    const triggered = templates.files
      .flatMap(triggersOf)
      .some(({ event, version }) => event === 'PreTokenGeneration' && /^V[23]/.test(version?.text ?? ''));
    for (const authorizer of authorizersOf(manifests))
      if (authorizer.body !== undefined) yield { authorizer, triggered };
  },

  judge({ authorizer, triggered }: Judged) {
    const found = contradictionIn(authorizer);
    if (found === undefined) return undefined;
    const { kind, message, at, remedy, related, fix } = found;
    const whole = `The authorizer of \`${nameOf(authorizer.agent)}\` ${message}`;
    if (kind === 'audience' && triggered)
      return { unclear: `${whole}; a trigger of the user pool may add \`aud\` to access tokens.`, at };
    return { message: `${whole}.`, at, remedy, related, ...optional('fix', fix) };
  },
});
