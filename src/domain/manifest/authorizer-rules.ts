import type { Fix } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { Tree } from '../../model/tree.ts';
import { listing } from '../words.ts';
import { type Authorizer, discoveryOf, isRuled, memberOf, RULES } from './authorizer.ts';
import { asAllowedClients, withoutRules, withOperator } from './authorizer-fixes.ts';
import { optional } from './optional.ts';
import { readDiscoveryUrl } from './discovery-url.ts';
import { isPresent, itemsOf, locatedText, textOf, valueAt } from '../config/tree.ts';

/** Rules of one authorizer that no token meets together, or that the API refuses. */
export interface RuleContradiction {
  readonly kind: 'audience' | 'claim';
  /** Goes on after "The authorizer of `x` ". */
  readonly message: string;
  readonly remedy: string;
  readonly at: Place;
  readonly related: readonly Place[];
  readonly fix?: Fix;
}

/** The first contradiction among the rules of an authorizer. */
export function contradictionIn(authorizer: Authorizer): RuleContradiction | undefined {
  return audience(authorizer) ?? claims(authorizer);
}

/**
 * Cognito puts `aud` into ID tokens and `client_id` and `scope` into access tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 * (verified 2026-11-23)
 */
function audience(authorizer: Authorizer): RuleContradiction | undefined {
  const url = discoveryOf(authorizer);
  if (url === undefined || readDiscoveryUrl(url.value).cognito === undefined || !isRuled(authorizer, 'allowedAudience'))
    return undefined;
  const other = isRuled(authorizer, 'allowedClients')
    ? 'allowedClients'
    : isRuled(authorizer, 'allowedScopes')
      ? 'allowedScopes'
      : undefined;
  const at = memberOf(authorizer, 'allowedAudience')?.at;
  const otherAt = other === undefined ? undefined : memberOf(authorizer, other)?.at;
  if (other === undefined || at === undefined || otherAt === undefined) return undefined;
  const claim = other === 'allowedClients' ? 'client_id' : 'scope';
  const ofAccess = RULES.filter(
    (key) => (key === 'allowedClients' || key === 'allowedScopes') && memberOf(authorizer, key) !== undefined,
  );
  return {
    kind: 'audience',
    message: `has both \`allowedAudience\` and \`${other}\`, and no token of Cognito has both \`aud\` and \`${claim}\``,
    remedy: 'Remove `allowedAudience` and call with the access token.',
    at,
    related: [{ ...otherAt, label: `\`${other}\`` }],
    fix: {
      ...withoutRules(authorizer, ['allowedAudience'], 'Remove `allowedAudience` and call with the access token'),
      name: 'access-token',
      alternatives: [
        {
          ...withoutRules(
            authorizer,
            ofAccess,
            `Remove ${listing(ofAccess.map((key) => `\`${key}\``))} and call with the ID token`,
          ),
          name: 'id-token',
        },
      ],
    },
  };
}

const OPERATORS: Record<string, readonly string[]> = { STRING: ['EQUALS'], STRING_ARRAY: ['CONTAINS', 'CONTAINS_ANY'] };

function claims(authorizer: Authorizer): RuleContradiction | undefined {
  for (const [index, claim] of itemsOf(memberOf(authorizer, 'customClaims')?.value).entries()) {
    const found = reserved(authorizer, index, claim) ?? operator(authorizer, index, claim);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reserved(authorizer: Authorizer, index: number, claim: Tree): RuleContradiction | undefined {
  const name = locatedText(valueAt(claim, 'inboundTokenClaimName'));
  if (name?.value !== 'client_id') return undefined;
  const message = 'has a custom claim for `client_id`, a name that the API keeps for `allowedClients`';
  return {
    kind: 'claim',
    message,
    remedy: 'List the client in `allowedClients`.',
    at: name.at,
    related: [],
    ...optional('fix', asAllowedClients(authorizer, index, claim)),
  };
}

function operator(authorizer: Authorizer, index: number, claim: Tree): RuleContradiction | undefined {
  const type = textOf(valueAt(claim, 'inboundTokenClaimValueType'));
  const used = locatedText(valueAt(claim, 'authorizingClaimMatchValue', 'claimMatchOperator'));
  const allowed = OPERATORS[type ?? ''];
  if (allowed === undefined || used === undefined || allowed.includes(used.value) || !isPresent(claim))
    return undefined;
  const fitting = allowed.map((word) => `\`${word}\``).join(' or ');
  const message = `compares a claim of type \`${type}\` with \`${used.value}\`; that type takes ${fitting}`;
  return {
    kind: 'claim',
    message,
    remedy: `Write ${fitting}.`,
    at: used.at,
    related: [],
    ...optional('fix', withOperator(authorizer, index, claim, allowed)),
  };
}
