import type { TokenUse } from '../src/model/client.ts';
import { type Allowed, allowedBy } from '../src/domain/client/authorizers.ts';
import { accessTokenFix } from '../src/domain/client/token-fix.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'id-token-sent',
  title: 'An ID token is sent where the runtime asks for a client',
  severity: 'error',
  why: "Cognito's ID tokens name the app client in `aud` and carry no `client_id`, so an authorizer with `allowedClients` answers 401 \"Claim 'client_id' value mismatch with configuration\".",
  remedy: 'Send the access token (`AuthenticationResult.AccessToken`): it carries `client_id` by itself.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html',
  ],
  fix: 'review',
  needs: ['clients', 'agents', 'templates'],

  *subjects({ clients, agents, templates }) {
    const allowed = allowedBy(agents, templates, clients);
    const sent = new Set<string>();
    for (const token of clients.tokens) {
      // A file that takes the token in two places and sends it in one is one subject.
      const key = JSON.stringify(token.sentAt ?? token.at);
      if (!sent.has(key)) yield { token, allowed };
      sent.add(key);
    }
  },

  judge({ token, allowed }: { readonly token: TokenUse; readonly allowed: Allowed }) {
    const { at, sent, sentAt, cognito, document } = token;
    if (sent === 'no' || (allowed.clients.length === 0 && allowed.audience.length > 0)) return undefined;
    if (sent === 'unclear') return { unclear: 'An ID token may be what is sent to the runtime.', at };
    if (!cognito)
      return { unclear: 'An ID token is sent to the runtime, and what its provider puts into it is not known.', at };
    if (allowed.clients.length === 0)
      return {
        unclear:
          'An ID token is sent to the runtime, and nothing here says whether its authorizer asks for `aud` or for `client_id`.',
        at,
      };
    if (allowed.audience.length > 0)
      return {
        unclear:
          'An ID token is sent, and the authorizers of this project ask for `aud` here and for `client_id` there.',
        at,
      };
    const fix = accessTokenFix(token);
    const [authorizer] = allowed.clients;
    return {
      message:
        'The ID token is sent to a runtime whose authorizer lists `allowedClients`, and ID tokens carry no `client_id`.',
      at,
      ...(document ? { severity: 'warning' as const } : {}),
      related: [
        ...(sentAt === undefined ? [] : [{ ...sentAt, label: 'where it is sent' }]),
        ...(authorizer === undefined ? [] : [{ ...authorizer, label: 'what the authorizer asks for' }]),
      ],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});
