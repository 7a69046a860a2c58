import type { Fix } from '../../model/change.ts';
import type { Finding, Unclear } from '../../model/check.ts';
import type { Known } from '../../model/fact.ts';
import type { Location } from '../../model/location.ts';
import type { Pools } from '../../model/pool.ts';
import type { TokenFacts } from '../../model/token.ts';
import { audienceTriggerFix } from './audience-trigger.ts';
import { authorizerFix } from './authorizer-fix.ts';
import { type JudgedAuthorizer, judgedAuthorizers } from './authorizers.ts';
import type { Condition, TokenCheck } from './condition.ts';
import { judgeForm, judgeTime } from './form.ts';
import { issuerFor } from './judge.ts';
import { judgeOrigin } from './origin.ts';
import { judgeRules } from './rules.ts';

/** A condition, for a check that looks at it. */
export interface Asked {
  readonly condition: Condition;
  /** Who gave the token. */
  readonly from: string;
  /** What lets the token in, where a runtime of the account refuses it. */
  readonly fix?: Fix;
}

/** What can be told from the token and the clock alone. */
export function* askedOfToken(check: TokenCheck, { token }: Known<'token'>): Iterable<Asked> {
  yield* asked(check, [judgeForm(token), ...judgeTime(token)], token.from);
}

/** What the rules of each authorizer say. */
export function* askedOfRules(
  check: TokenCheck,
  { token, manifests, runtimes }: Known<'token' | 'manifests' | 'runtimes'>,
  pools?: Pools,
): Iterable<Asked> {
  for (const authorizer of judgedAuthorizers(token.against, manifests, runtimes)) {
    const fix = mending(check, token, authorizer, pools);
    for (const one of asked(check, judgeRules(token, authorizer), token.from))
      yield fix === undefined ? one : { ...one, fix };
  }
}

/** The authorizer is the first thing to change; a trigger is the last. */
function mending(
  check: TokenCheck,
  token: TokenFacts,
  authorizer: JudgedAuthorizer,
  pools: Pools | undefined,
): Fix | undefined {
  const fix = authorizerFix(check, token, authorizer);
  const trigger = check === 'token-wrong-kind' ? audienceTriggerFix(token, authorizer, pools) : undefined;
  if (fix === undefined || trigger === undefined) return fix ?? trigger;
  return { ...fix, name: 'authorizer', alternatives: [trigger] };
}

/** What the issuer of each authorizer says. */
export function* askedOfIssuer(
  check: TokenCheck,
  { token, manifests, runtimes, issuers }: Known<'token' | 'manifests' | 'runtimes' | 'issuers'>,
): Iterable<Asked> {
  for (const authorizer of judgedAuthorizers(token.against, manifests, runtimes))
    yield* asked(check, judgeOrigin(token, authorizer, issuerFor(authorizer, issuers)), token.from);
}

function* asked(check: TokenCheck, conditions: readonly Condition[], from: string): Iterable<Asked> {
  for (const condition of conditions) if (condition.checks.includes(check)) yield { condition, from };
}

/** What a check has to say of a condition: nothing, where it holds or where another check names the cause. */
export function verdictOn(check: TokenCheck, { condition, from, fix }: Asked): Finding | Unclear | undefined {
  const { verdict, speaks, why, subject, remedy, asked: where } = condition;
  if (verdict === 'pass' || speaks !== check) return undefined;
  const at: Location = { kind: 'given', name: from.replaceAll('`', ''), part: subject };
  if (verdict === 'unknown') return { unclear: why, at };
  return {
    message: why,
    at,
    ...(remedy === undefined ? {} : { remedy }),
    ...(where === undefined ? {} : { related: [{ ...where, label: 'what the authorizer asks for' }] }),
    ...(fix === undefined ? {} : { fix }),
  };
}
