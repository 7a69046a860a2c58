import { discoveryUrl } from './authorizer.ts';
import { ACCESS_TOKEN, AUTHORIZER, JWT_CONFIGURATION } from './pages.ts';
import { triggerInVain } from './sign-in.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';
import { issuer } from './tokens.ts';

// The claims of a token, as the authorizer of the runtime compares them.

export const idTokenSent: Cause = {
  id: 'id-token-sent',
  title: 'An ID token is sent to a runtime that asks for a client',
  because:
    "Cognito's ID tokens name the app client in `aud` and have no `client_id`, which `allowedClients` is compared with.",
  remedy: 'Send the access token (`AuthenticationResult.AccessToken`); it has `client_id` by itself.',
  evidence: 'The token\'s payload says `"token_use": "id"`.',
  check: 'id-token-sent',
  references: [AUTHORIZER, ACCESS_TOKEN],
};

export const otherClient: Cause = {
  id: 'client-not-listed',
  title: 'The token belongs to another app client than the authorizer lists',
  because: "`allowedClients` holds other ids than the token's `client_id`.",
  remedy: "Add the client's id to `allowedClients`, or get the token with the client that is listed.",
  evidence: 'The token has `client_id`, and its value is not in the list.',
  check: 'token-client-id-mismatch',
  references: [AUTHORIZER],
};

const otherProvider: Cause = {
  id: 'provider-names-client-otherwise',
  title: 'The identity provider calls the client by another claim',
  because: 'Okta writes `cid` and Entra `appid` or `azp`, and the authorizer compares `client_id`.',
  remedy:
    'Add a claim `client_id` at the provider, or use `allowedAudience` or `customClaims` in place of `allowedClients`.',
  evidence: "The token's `iss` is not Cognito, and it has no `client_id`.",
  check: 'token-client-id-missing',
  references: [AUTHORIZER, 'https://github.com/awslabs/agentcore-samples/issues/1563'],
};

const impossible: Cause = {
  id: 'authorizer-impossible',
  title: 'No token of Cognito can satisfy the authorizer',
  because: 'All its conditions must hold, and no token has both `client_id` and `aud`.',
  remedy: 'Keep `allowedClients` and remove `allowedAudience`, or the other way round for ID tokens.',
  evidence: 'The authorizer has both lists; the access token fails at `aud` and the ID token at `client_id`.',
  check: 'authorizer-impossible',
  references: [AUTHORIZER, JWT_CONFIGURATION],
};

const audience: Cause = {
  id: 'audience-without-aud',
  title: 'An access token is sent to a runtime that asks for an audience',
  because: "Cognito's access tokens have no `aud`, which `allowedAudience` is compared with.",
  remedy: 'Let the authorizer list `allowedClients` in place of `allowedAudience`.',
  evidence: 'The token\'s payload says `"token_use": "access"`, and has no `aud`.',
  check: 'token-audience-mismatch',
  references: [AUTHORIZER, ACCESS_TOKEN],
};

const scope: Cause = {
  id: 'scope-missing',
  title: 'The token has none of the scopes that the authorizer asks for',
  because:
    'Tokens of InitiateAuth have the scope `aws.cognito.signin.user.admin` and no other; scopes of your own come from the login page or the token endpoint.',
  remedy: 'Get the token with that scope, or remove `allowedScopes`.',
  evidence: "The token's `scope` shares no word with `allowedScopes`.",
  check: 'token-scope-mismatch',
  references: [AUTHORIZER, ACCESS_TOKEN],
};

const otherClaim: Cause = {
  id: 'claim-differs',
  title: 'A claim of the token is not what the authorizer asks for',
  because: 'A condition of `customClaims` does not hold for this token.',
  remedy: 'Compare the claim that the message names with the authorizer.',
  evidence: 'The message names the claim.',
  check: 'token-claim-mismatch',
  references: [JWT_CONFIGURATION],
};

export const claims: readonly Symptom[] = [
  {
    id: 'no-token-fits',
    title: 'One token fails at `client_id` and the other at `aud`',
    grade: 'fault',
    seen: [
      { says: ["Claim 'client_id' value mismatch", "Claim 'aud' value mismatch"] },
      { told: ['allowedAudience', 'allowedClients'], status: 401 },
    ],
    suspects: [surely(impossible)],
  },
  {
    id: 'client-id-mismatch',
    title: "The authorizer refuses the token's `client_id`",
    grade: 'fault',
    seen: [{ says: "Claim 'client_id' value mismatch" }],
    suspects: [
      likely(idTokenSent),
      likely(otherClient),
      perhaps(otherProvider),
      perhaps(impossible),
      perhaps(triggerInVain),
    ],
    unless: ['no-token-fits'],
  },
  {
    id: 'audience-mismatch',
    title: "The authorizer refuses the token's `aud`",
    grade: 'fault',
    seen: [{ says: "Claim 'aud' value mismatch" }],
    suspects: [likely(audience), perhaps(impossible)],
    unless: ['no-token-fits'],
  },
  {
    id: 'scope-refused',
    title: "The authorizer refuses the token's scope",
    grade: 'fault',
    seen: [
      { says: "Claim 'scope' value mismatch" },
      { says: "Claim 'scp' value mismatch" },
      { says: 'insufficient_scope' },
      { says: 'insufficient scope' },
    ],
    suspects: [surely(scope)],
  },
  {
    id: 'claim-mismatch',
    title: 'The authorizer refuses a claim',
    grade: 'fault',
    seen: [{ says: "Claim '…' value mismatch with configuration" }],
    suspects: [likely(otherClaim), perhaps(otherProvider)],
    unless: ['client-id-mismatch', 'audience-mismatch', 'scope-refused', 'no-token-fits'],
  },
  {
    id: 'every-token-refused',
    title: 'Every token is refused',
    grade: 'effect',
    seen: [{ told: 'all tokens rejected' }, { told: '401 for all tokens' }, { told: 'every token … 401' }],
    suspects: [likely(discoveryUrl), likely(issuer), likely(impossible)],
  },
];
