import { askedOfRules, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-audience-mismatch',
  title: 'The token is for another audience',
  severity: 'error',
  why: 'An `aud` that is missing or that `allowedAudience` does not list is answered with 401 "Claim \'aud\' value mismatch with configuration".',
  remedy: 'Get the token for an audience that is listed, or list its audience.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'review',
  needs: ['token', 'manifests', 'runtimes'],

  subjects: (facts) => askedOfRules('token-audience-mismatch', facts),
  judge: (asked) => verdictOn('token-audience-mismatch', asked),
});
