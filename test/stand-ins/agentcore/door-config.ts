import type { ClaimRule, DoorConfig, JwtRules } from '../../../src/model/door.ts';
import { type Document, documentAt, textAt, textsAt } from './document.ts';

/** How the front door of a runtime is set, as a version's document says. */
export function doorConfigOf(arn: string, document: Document): DoorConfig {
  const jwt = documentAt(document, 'authorizerConfiguration', 'customJWTAuthorizer');
  const discoveryUrl = textAt(jwt, 'discoveryUrl');
  const headers = textsAt(document, 'requestHeaderConfiguration', 'requestHeaderAllowlist') ?? [];
  return {
    arn,
    ...(discoveryUrl === undefined ? {} : { rules: rulesOf(jwt, discoveryUrl) }),
    allowedHeaders: headers.map((name) => name.toLowerCase()),
  };
}

function rulesOf(jwt: Document, discoveryUrl: string): JwtRules {
  const lists = (['allowedClients', 'allowedAudience', 'allowedScopes'] as const).flatMap((name) => {
    const list = textsAt(jwt, name);
    return list === undefined ? [] : [[name, list] as const];
  });
  const { customClaims } = jwt;
  const claims = Array.isArray(customClaims) ? customClaims.flatMap((claim) => claimRule(Object(claim)) ?? []) : [];
  return { discoveryUrl, ...Object.fromEntries(lists), ...(claims.length === 0 ? {} : { customClaims: claims }) };
}

function claimRule(claim: Document): ClaimRule | undefined {
  const name = textAt(claim, 'inboundTokenClaimName');
  const operator = textAt(claim, 'authorizingClaimMatchValue', 'claimMatchOperator');
  const value = documentAt(claim, 'authorizingClaimMatchValue', 'claimMatchValue');
  const single = textAt(value, 'matchValueString');
  const values = single === undefined ? textsAt(value, 'matchValueStringList') : [single];
  if (name === undefined || (operator !== 'EQUALS' && operator !== 'CONTAINS' && operator !== 'CONTAINS_ANY'))
    return undefined;
  return { name, operator, values: values ?? [] };
}
