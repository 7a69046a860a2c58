import { askedOfToken, verdictOn } from '../src/domain/token/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'token-not-yet-valid',
  title: 'The token does not hold yet',
  severity: 'error',
  why: 'A token before its `nbf` is refused; mostly, a clock is wrong.',
  remedy: 'Wait until it holds, or set the clock right.',
  references: ['https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.5'],
  fix: 'none',
  needs: ['token'],

  subjects: (facts) => askedOfToken('token-not-yet-valid', facts),
  judge: (asked) => verdictOn('token-not-yet-valid', asked),
});
