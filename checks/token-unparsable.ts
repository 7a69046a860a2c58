import { askedOfToken, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-unparsable',
  title: 'The token cannot be parsed',
  severity: 'error',
  why: 'An authorizer reads signed JWTs only. Anything else, a token in quotes or cut off included, ends in 403 "OAuth authorization failed: Failed to parse token".',
  remedy: 'Send the token itself, as a signed JWT of three parts.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html'],
  fix: 'none',
  needs: ['token'],

  subjects: (facts) => askedOfToken('token-unparsable', facts),
  judge: (asked) => verdictOn('token-unparsable', asked),
});
