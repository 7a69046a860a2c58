import { askedOfRules, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-client-id-mismatch',
  title: 'The token is of a client that is not allowed',
  severity: 'error',
  why: 'A `client_id` that `allowedClients` does not list is answered with 401 "Claim \'client_id\' value mismatch with configuration".',
  remedy: 'Get the token for a client that is listed, or list its client.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'review',
  needs: ['token', 'manifests', 'runtimes'],

  subjects: (facts) => askedOfRules('token-client-id-mismatch', facts),
  judge: (asked) => verdictOn('token-client-id-mismatch', asked),
});
