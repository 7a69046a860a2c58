import { askedOfToken, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-expired',
  title: 'The token has expired',
  severity: 'error',
  why: 'A token past its `exp` is answered with 401 "Token has expired"; access tokens of Cognito hold for an hour unless the client says otherwise.',
  remedy: 'Get a fresh token: `agentcore-doctor token get`.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
  ],
  fix: 'none',
  needs: ['token'],

  subjects: (facts) => askedOfToken('token-expired', facts),
  judge: (asked) => verdictOn('token-expired', asked),
});
