import { askedOfIssuer, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-signature-invalid',
  title: 'The signature of the token is not of its issuer',
  severity: 'error',
  why: 'The authorizer checks the signature with the keys that the issuer publishes, and refuses what none of them signed.',
  remedy: 'Get a fresh token from the issuer, and send it unchanged.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
  ],
  fix: 'none',
  needs: ['token', 'manifests', 'runtimes', 'issuers'],

  subjects: (facts) => askedOfIssuer('token-signature-invalid', facts),
  judge: (asked) => verdictOn('token-signature-invalid', asked),
});
