import type { Facts } from '../../model/fact.ts';
import type { Probe } from '../../model/probe.ts';
import type { Issuer, TokenFacts, TokenFamily } from '../../model/token.ts';
import { errorOf } from '../rehearsal/answers.ts';
import { type JudgedAuthorizer, judgedAuthorizers } from '../token/authorizers.ts';
import { judgeForm, judgeTime } from '../token/form.ts';
import { issuerFor, judgeToken } from '../token/judge.ts';
import { shown } from '../token/words.ts';
import type { Added } from './asking.ts';
import { answerOf, HANDSHAKES, trustedIssuers } from './seen.ts';

type Beside = { readonly [K in 'token' | 'manifests' | 'runtimes' | 'issuers']: Facts[K] | undefined };

/** Why a runtime refused the token, out of the token itself, the authorizer and what the endpoint says of its issuers. */
export function tokenReason(probe: Probe, { token, manifests, runtimes, issuers }: Beside): Added {
  if (token === undefined) return {};
  const authorizers = judgedAuthorizers(
    token.against,
    manifests ?? { files: [], secrets: [] },
    runtimes ?? { runtimes: [] },
  );
  const [authorizer] = authorizers;
  if (authorizer !== undefined && authorizers.length === 1) {
    const said = byAuthorizer(token, authorizer, issuerFor(authorizer, issuers ?? { issuers: [] }));
    if (said !== undefined) return said;
  }
  return byItself(token) ?? byIssuer(probe, token) ?? byClaim(probe, token) ?? {};
}

function byAuthorizer(token: TokenFacts, authorizer: JudgedAuthorizer, issuer: Issuer | undefined): Added | undefined {
  const { conditions, cures, verdict } = judgeToken(token, authorizer, issuer);
  const cause =
    conditions.find((one) => one.verdict === 'fail' && one.speaks !== undefined) ??
    conditions.find((one) => one.verdict === 'fail');
  if (cause === undefined) {
    if (verdict !== 'let in') return undefined;
    return {
      because: `${authorizer.name} would let the token in by all that is known of it, so another token or another authorizer is at work.`,
    };
  }
  const related = cause.asked === undefined ? [] : [{ ...cause.asked, label: 'what the authorizer asks for' }];
  return { because: cause.why, remedy: cures[0] ?? cause.remedy, related };
}

/** What is wrong with the token whoever looks at it. */
function byItself(token: TokenFacts): Added | undefined {
  const cause = [judgeForm(token), ...judgeTime(token)].find((one) => one.verdict === 'fail');
  return cause === undefined ? undefined : { because: cause.why, remedy: cause.remedy };
}

function byIssuer(probe: Probe, { content }: TokenFacts): Added | undefined {
  const trusted = trustedIssuers(answerOf(probe, 'metadata'));
  const iss = content.kind === 'jwt' ? content.claims.iss : undefined;
  if (trusted.length === 0 || iss === undefined || trusted.map(bare).includes(bare(iss))) return undefined;
  return {
    because: `The token is of ${shown(iss)}, and the endpoint trusts ${trusted.map(shown).join(', ')}.`,
    remedy: 'Get the token from the issuer that the endpoint names, or name the issuer of the token in `discoveryUrl`.',
    related: [{ kind: 'exchange', name: 'metadata', part: 'response', label: 'whom the endpoint trusts' }],
  };
}

function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

const KINDS: Partial<Record<TokenFamily, string>> = {
  'cognito-id': 'an ID token of Cognito',
  'cognito-access': 'an access token of Cognito',
  'cognito-m2m': "a machine's access token of Cognito",
};

/** The runtime names a claim that does not fit; the token shows whether it is there at all. */
function byClaim(probe: Probe, { content }: TokenFacts): Added | undefined {
  const claim = /claim '([\w:.-]+)' value mismatch/i.exec(
    errorOf(answerOf(probe, HANDSHAKES.bearer))?.message ?? '',
  )?.[1];
  if (claim === undefined || content.kind !== 'jwt') return undefined;
  const held = Object.entries(content.claims).find(([name]) => name === claim)?.[1];
  const kind = KINDS[content.family] ?? 'a token';
  if (held === undefined && (claim === 'client_id' || claim === 'aud')) {
    const other =
      claim === 'client_id' ? 'an access token of the same client has one' : 'an ID token of the same client has one';
    return {
      because: `The token is ${kind}, which has no \`${claim}\`; ${other}.`,
      remedy:
        claim === 'client_id'
          ? 'Send the access token in its place.'
          : 'Send the ID token, or let the authorizer ask for `allowedClients` in the place of `allowedAudience`.',
    };
  }
  if (typeof held !== 'string' && !Array.isArray(held)) return undefined;
  const values = typeof held === 'string' ? [held] : held.filter((one) => typeof one === 'string');
  return {
    because: `The token, ${kind}, has ${values.map(shown).join(', ')} for \`${claim}\`, which the authorizer does not list.`,
  };
}
