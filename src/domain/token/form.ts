import type { TokenContent, TokenFacts, Wrapping } from '../../model/token.ts';
import type { Condition } from './condition.ts';
import { met } from './condition.ts';
import { duration } from './words.ts';

type Jwt = Extract<TokenContent, { kind: 'jwt' }>;

const CHECKS = ['token-unparsable', 'token-wrong-kind'] as const;
const ASKS = 'is a signed JWT';

/** Whether a text can be read as a token at all: everything else is asked of those that can. */
export function judgeForm({ content, from }: TokenFacts): Condition {
  const base = { subject: 'form', asks: ASKS, verdict: 'fail', checks: CHECKS } as const;
  const speaks = 'token-unparsable';
  switch (content.kind) {
    case 'malformed':
      return { ...base, speaks, why: `The token from ${from} ${content.because}.` };
    case 'opaque':
      return {
        ...base,
        speaks,
        why: 'The token is opaque: it has no parts that an authorizer could read.',
        remedy:
          'Ask the issuer for a JWT; Auth0 gives one when `audience` names an API, Okta from a custom authorization server.',
      };
    case 'sealed':
      return content.family === 'cognito-refresh'
        ? {
            ...base,
            speaks: 'token-wrong-kind',
            why: 'The token is a refresh token: it is encrypted, and only Cognito reads it.',
            remedy:
              'Send the access token; `agentcore-doctor token get --refresh-token-file` makes one of the refresh token.',
          }
        : {
            ...base,
            speaks,
            why: 'The token is encrypted (JWE): only its issuer reads it.',
            remedy:
              content.family === 'auth0'
                ? 'Name an API as `audience` when the token is asked for; without one, Auth0 encrypts it.'
                : 'Ask the issuer for a signed JWT.',
          };
    case 'jwt':
      return wrapped(content) ?? met('form', ASKS, 'The token is a signed JWT.', CHECKS);
  }
}

const WRAPPINGS: Record<Wrapping, string> = {
  quotes: 'stands in quotes',
  Bearer: 'begins with `Bearer`, which the client writes before it',
  'line breaks': 'is broken into lines',
};

/** What is sent as it stands is refused; the token inside is explained all the same. */
function wrapped({ around }: Jwt): Condition | undefined {
  const [first] = around;
  if (first === undefined) return undefined;
  return {
    subject: 'form',
    asks: ASKS,
    verdict: 'fail',
    checks: CHECKS,
    speaks: 'token-unparsable',
    why: `The token ${WRAPPINGS[first]}: sent so, it cannot be parsed.`,
    remedy: 'Take away what is around the token; what follows is about the token itself.',
  };
}

/** How far clocks may differ: less than that cannot be told apart. */
const SKEW = 30;

/** Whether a token holds now. Nothing says that AgentCore allows for clocks that differ. */
export function judgeTime({ content, now }: TokenFacts): readonly Condition[] {
  if (content.kind !== 'jwt') return [];
  return [expiry(content, now), ...start(content, now)];
}

function expiry({ claims: { exp } }: Jwt, now: number): Condition {
  const base = { subject: 'exp', asks: 'is in the future', checks: ['token-expired'] } as const;
  if (exp === undefined)
    return {
      ...base,
      verdict: 'unknown',
      speaks: 'token-expired',
      why: 'The token carries no `exp` that can be read.',
    };
  const far = duration(exp - now);
  if (exp > now) return met(base.subject, base.asks, `The token holds for another ${far}.`, base.checks);
  return {
    ...base,
    verdict: 'fail',
    speaks: 'token-expired',
    why: exp === now ? 'The token expires this very second.' : `The token expired ${far} ago.`,
    remedy: 'Get a fresh token: `agentcore-doctor token get`.',
  };
}

function start({ claims: { nbf } }: Jwt, now: number): readonly Condition[] {
  if (nbf === undefined) return [];
  const base = { subject: 'nbf', asks: 'is in the past', checks: ['token-not-yet-valid'] } as const;
  if (nbf <= now) return [met(base.subject, base.asks, 'The token holds already.', base.checks)];
  const why = `The token holds only in ${duration(nbf - now)}`;
  if (nbf - now <= SKEW)
    return [{ ...base, verdict: 'unknown', speaks: 'token-not-yet-valid', why: `${why}; clocks differ by as much.` }];
  const remedy = 'Wait until it holds, or set the clock of this machine or of the issuer right.';
  return [{ ...base, verdict: 'fail', speaks: 'token-not-yet-valid', why: `${why}.`, remedy }];
}
