import { askedOfRules, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-client-id-missing',
  title: 'The token carries no client_id',
  severity: 'error',
  why: "`allowedClients` is compared with the claim `client_id`. A token without it is answered with 401 \"Claim 'client_id' value mismatch with configuration\", as if it were another client's.",
  remedy: 'Compare a claim that the tokens of this issuer carry.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'none',
  needs: ['token', 'manifests', 'runtimes'],

  subjects: (facts) => askedOfRules('token-client-id-missing', facts),
  judge: (asked) => verdictOn('token-client-id-missing', asked),
});
