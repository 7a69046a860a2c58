import { askedOfRules, askedOfToken, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-wrong-kind',
  title: 'The token is of the wrong kind',
  severity: 'error',
  why: 'Cognito gives ID, access and refresh tokens. ID tokens carry `aud` and no `client_id`, access tokens the reverse, and refresh tokens are for Cognito alone: the wrong one never passes, whatever its values are.',
  remedy: 'Send the access token to an authorizer with `allowedClients`, the ID token to one with `allowedAudience`.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html',
  ],
  fix: 'review',
  needs: ['token', 'manifests', 'runtimes'],
  also: ['pools'],

  *subjects(facts) {
    yield* askedOfToken('token-wrong-kind', facts);
    yield* askedOfRules('token-wrong-kind', facts, facts.pools);
  },

  judge: (asked) => verdictOn('token-wrong-kind', asked),
});
