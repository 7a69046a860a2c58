import type { NamedRuntime, Runtimes } from '../../model/cloud.ts';
import type { ClaimRule, JwtRules } from '../../model/door.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/location.ts';
import type { Manifests } from '../../model/manifest.ts';
import type { TokenFacts } from '../../model/token.ts';
import { listAt, memberAt, textAt } from '../cloud/documents.ts';
import { nameOf } from '../manifest/agent-config.ts';
import { type Authorizer, authorizersOf, memberOf } from '../manifest/authorizer.ts';
import { rulesOf } from '../rehearsal/door-config.ts';

/** An authorizer that tokens are held against. */
export interface JudgedAuthorizer {
  /** "The authorizer of `weather`", at the beginning of a sentence. */
  readonly name: string;
  /** The agent that it is of; empty where the call names the rules. */
  readonly agent: string;
  readonly rules: JwtRules;
  readonly at: Location;
  /** Where its members stand, as far as they have a place of their own. */
  readonly places: { readonly [member: string]: Location };
  /** The runtime that has it. */
  readonly deployed?: Deployed;
}

/** A runtime, and its `customJWTAuthorizer` as the API has it. */
export interface Deployed {
  readonly id: string;
  readonly arn: string;
  readonly authorizer: Json;
}

const MEMBERS = ['discoveryUrl', 'allowedClients', 'allowedAudience', 'allowedScopes', 'customClaims'] as const;

/** Those that a token is judged by: what the call names, else what is deployed, else what the files say. */
export function judgedAuthorizers(
  against: TokenFacts['against'],
  manifests: Manifests,
  runtimes: Runtimes,
): readonly JudgedAuthorizer[] {
  if (against !== undefined) return [namedOne(against)];
  const deployed = deployedAuthorizers(runtimes);
  return deployed.length > 0 ? deployed : writtenAuthorizers(manifests);
}

function namedOne({ rules, from }: NonNullable<TokenFacts['against']>): JudgedAuthorizer {
  return { name: 'The authorizer of the call', agent: '', rules, at: { kind: 'given', name: from }, places: {} };
}

/** The authorizers of the manifests that name an issuer. */
export function writtenAuthorizers(manifests: Manifests): readonly JudgedAuthorizer[] {
  return authorizersOf(manifests).flatMap((authorizer) => {
    const rules = rulesOf(authorizer);
    if (rules === undefined) return [];
    const name = nameOf(authorizer.agent);
    return [
      {
        name: name === '' ? 'The authorizer' : `The authorizer of \`${name}\``,
        agent: name,
        rules,
        at: authorizer.tree.at,
        places: placesOf(authorizer),
      },
    ];
  });
}

function placesOf(authorizer: Authorizer): JudgedAuthorizer['places'] {
  return Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const at = memberOf(authorizer, member)?.at;
      return at === undefined ? [] : [[member, at]];
    }),
  );
}

/** The authorizers of runtimes that are deployed. */
export function deployedAuthorizers({ runtimes }: Runtimes): readonly JudgedAuthorizer[] {
  return runtimes.flatMap((runtime) => deployedOne(runtime) ?? []);
}

/** Where the authorizer stands in the document of a runtime. */
export const POINTER = '/authorizerConfiguration/customJWTAuthorizer';

function deployedOne({ asked, state, target }: NamedRuntime): JudgedAuthorizer | undefined {
  if (state.kind !== 'there') return undefined;
  const { arn, id, document } = state.value;
  const authorizer = memberAt(document, 'authorizerConfiguration', 'customJWTAuthorizer');
  const rules = deployedRules(authorizer);
  if (rules === undefined || authorizer === undefined) return undefined;
  return {
    name: `The authorizer of runtime \`${asked}\``,
    agent: target.agent,
    rules,
    at: { kind: 'resource', arn, pointer: POINTER },
    places: Object.fromEntries(
      MEMBERS.map((member) => [member, { kind: 'resource', arn, pointer: `${POINTER}/${member}` }]),
    ),
    deployed: { id, arn, authorizer },
  };
}

/** The rules of a `customJWTAuthorizer` as the API has it. */
export function deployedRules(document: Json | undefined): JwtRules | undefined {
  const discoveryUrl = textAt(document, 'discoveryUrl');
  if (discoveryUrl === undefined) return undefined;
  const texts = (...path: readonly string[]): readonly string[] =>
    listAt(document, ...path).filter((one) => typeof one === 'string');
  const list = (key: 'allowedClients' | 'allowedAudience' | 'allowedScopes'): Partial<JwtRules> =>
    texts(key).length === 0 ? {} : { [key]: texts(key) };
  const claims = listAt(document, 'customClaims').flatMap((one) => claimRule(one) ?? []);
  return {
    discoveryUrl,
    ...list('allowedClients'),
    ...list('allowedAudience'),
    ...list('allowedScopes'),
    ...(claims.length === 0 ? {} : { customClaims: claims }),
  };
}

function claimRule(item: Json): ClaimRule | undefined {
  const name = textAt(item, 'inboundTokenClaimName');
  const match = memberAt(item, 'authorizingClaimMatchValue');
  const operator = textAt(match, 'claimMatchOperator');
  const single = textAt(match, 'claimMatchValue', 'matchValueString');
  if (name === undefined || (operator !== 'EQUALS' && operator !== 'CONTAINS' && operator !== 'CONTAINS_ANY'))
    return undefined;
  const several = listAt(match, 'claimMatchValue', 'matchValueStringList').filter((one) => typeof one === 'string');
  return { name, operator, values: single === undefined ? several : [single] };
}
