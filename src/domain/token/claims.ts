import type { ClaimRule } from '../../model/door.ts';
import type { Json } from '../../model/json.ts';
import type { ClaimMatch, TokenClaims } from '../../model/token.ts';

const TEXTS = ['iss', 'client_id', 'token_use', 'cid', 'appid', 'azp', 'ver'];
const LISTS = ['aud', 'scope', 'scp'];
const TIMES = ['exp', 'nbf', 'iat'];

/** Keeps of all claims those that are safe to show; a claim with a value of another type is named, not kept. */
export function claimsIn(all: { readonly [name: string]: Json }): TokenClaims {
  const kept: Record<string, string | number | readonly string[]> = {};
  const misshapen: string[] = [];
  for (const name of [...TEXTS, ...LISTS, ...TIMES]) {
    if (!Object.hasOwn(all, name)) continue;
    const value = all[name];
    if (TIMES.includes(name) ? typeof value === 'number' && Number.isFinite(value) : typeof value === 'string')
      kept[name] = value as string | number; // The line above tells which.
    else if (LISTS.includes(name) && isTexts(value)) kept[name] = value;
    else misshapen.push(name);
  }
  return { ...kept, misshapen };
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * Compares a custom claim. A claim of type STRING is compared with EQUALS, one of STRING_ARRAY with the other two; what
 * AgentCore makes of a claim of another type is written nowhere.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html (verified 2026-11-25)
 */
export function matchOf(value: Json | undefined, rule: ClaimRule): ClaimMatch['holds'] {
  if (value === undefined) return 'absent';
  if (rule.operator === 'EQUALS') {
    if (typeof value !== 'string') return 'other type';
    return value === rule.values[0] ? 'yes' : 'no';
  }
  if (!isTexts(value)) return 'other type';
  const wanted = rule.operator === 'CONTAINS' ? rule.values.slice(0, 1) : rule.values;
  return wanted.some((one) => value.includes(one)) ? 'yes' : 'no';
}

/** The claims of custom rules, by the rule; a rule is told from others by what it says. */
export function sameRule(one: ClaimRule, other: ClaimRule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The scopes of a token: Entra has them in `scp`, everybody else in `scope`. */
export function scopesOf({ scope, scp }: TokenClaims): readonly string[] {
  const value = scope ?? scp ?? [];
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : value;
}

/** The audiences of a token. */
export function audiencesOf({ aud = [] }: TokenClaims): readonly string[] {
  return typeof aud === 'string' ? [aud] : aud;
}
