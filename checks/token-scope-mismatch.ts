import { askedOfRules, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-scope-mismatch',
  title: 'The token has none of the scopes',
  severity: 'error',
  why: 'At least one scope of the token has to be in `allowedScopes`; otherwise it is answered with 401.',
  remedy: 'Ask for one of the scopes when the token is got.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'none',
  needs: ['token', 'manifests', 'runtimes'],

  subjects: (facts) => askedOfRules('token-scope-mismatch', facts),
  judge: (asked) => verdictOn('token-scope-mismatch', asked),
});
