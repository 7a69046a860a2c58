import { askedOfIssuer, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-issuer-mismatch',
  title: 'The token is of another issuer',
  severity: 'error',
  why: 'The `iss` of a token has to be the issuer that the discovery document of the authorizer names, letter by letter.',
  remedy: 'Get the token from that issuer, or name the issuer of the token in `discoveryUrl`.',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
  ],
  fix: 'none',
  needs: ['token', 'manifests', 'runtimes', 'issuers'],

  subjects: (facts) => askedOfIssuer('token-issuer-mismatch', facts),
  judge: (asked) => verdictOn('token-issuer-mismatch', asked),
});
