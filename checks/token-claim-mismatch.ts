import { askedOfRules, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-claim-mismatch',
  title: 'A custom claim of the token does not match',
  severity: 'error',
  why: 'Every custom claim of an authorizer has to match, or the token is answered with 401.',
  remedy: 'Get a token whose claim matches, or change what the authorizer asks for.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'none',
  needs: ['token', 'manifests', 'runtimes'],

  subjects: (facts) => askedOfRules('token-claim-mismatch', facts),
  judge: (asked) => verdictOn('token-claim-mismatch', asked),
});
