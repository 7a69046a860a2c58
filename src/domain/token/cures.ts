import type { JwtRules } from '../../model/door.ts';
import type { TokenClaims, TokenContent, TokenFamily } from '../../model/token.ts';
import { audiencesOf, scopesOf } from './claims.ts';
import { shown } from './words.ts';

type Jwt = Extract<TokenContent, { kind: 'jwt' }>;

/**
 * What to do about a token whose claims do not meet the rules: the least change first. Cognito lets no trigger add
 * `client_id`; a trigger of version 2 or 3 may add `aud` to access tokens, with the client id of the session as value.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html (verified 2026-11-25)
 */
export function curesOf({ family, claims }: Jwt, rules: JwtRules): readonly string[] {
  const lacks = lackedBy(claims, rules);
  if (lacks.length === 0) return [];
  const absent = lacks.filter(({ present }) => !present).map(({ claim }) => claim);
  switch (family) {
    case 'cognito-id':
      return absent.includes('client_id') || absent.includes('scope')
        ? idTokenCures(claims, rules)
        : otherCures(lacks, family);
    case 'cognito-access':
    case 'cognito-m2m':
      return absent.includes('aud')
        ? accessTokenCures(claims, rules, family === 'cognito-m2m')
        : otherCures(lacks, family);
    case 'okta':
      return absent.includes('client_id')
        ? [
            `Add a claim \`client_id\` with the value \`app.clientId\` to the authorization server${claims.cid === undefined ? '' : `: the token names its client in \`cid\``}.`,
            audienceCure(claims),
          ]
        : otherCures(lacks, family);
    case 'entra-1':
    case 'entra-2':
      return absent.includes('client_id') ? entraCures(claims, family) : otherCures(lacks, family);
    case 'auth0':
    case 'other':
      return absent.includes('client_id')
        ? ['Let the issuer put `client_id` into its tokens, when it can.', audienceCure(claims)]
        : otherCures(lacks, family);
  }
}

const FRESH = 'Only a token that is got afterwards proves it.';

function idTokenCures(claims: TokenClaims, rules: JwtRules): readonly string[] {
  const both = rules.allowedAudience !== undefined;
  return [
    both
      ? 'Send the access token (`AuthenticationResult.AccessToken`), and remove `allowedAudience`: access tokens carry no `aud` by themselves.'
      : 'Send the access token (`AuthenticationResult.AccessToken`): it carries `client_id` and `scope` by itself.',
    both
      ? 'Or keep the ID token and `allowedAudience`, and remove `allowedClients` and `allowedScopes`.'
      : `Or list ${client(claims)} in \`allowedAudience\` in the place of \`allowedClients\` and \`allowedScopes\`: ID tokens carry \`aud\`.`,
    `A Pre Token Generation trigger is no way: Cognito lets none add \`client_id\`.${both ? ` One of version 2 or 3 may add \`aud\` to access tokens, equal to the client id. ${FRESH}` : ''}`,
  ];
}

function accessTokenCures(claims: TokenClaims, rules: JwtRules, machine: boolean): readonly string[] {
  const other = rules.allowedClients !== undefined || rules.allowedScopes !== undefined;
  const own = claims.client_id === undefined ? 'the client' : shown(claims.client_id);
  return [
    other
      ? 'Keep the access token, and remove `allowedAudience` from the authorizer.'
      : `Keep the access token, and list ${own} in \`allowedClients\` in the place of \`allowedAudience\`.`,
    ...(machine || other ? [] : ['Or send the ID token (`AuthenticationResult.IdToken`), which carries `aud`.']),
    `Or let a Pre Token Generation trigger of version ${machine ? '3' : '2 or 3'} add \`aud\` to access tokens, with the client id as value; Cognito allows no other. ${FRESH}`,
  ];
}

function entraCures(claims: TokenClaims, family: 'entra-1' | 'entra-2'): readonly string[] {
  const claim = family === 'entra-1' ? 'appid' : 'azp';
  const own = claims[claim];
  const value = own === undefined ? 'the id of the client' : shown(own);
  return [
    `Entra's tokens carry no \`client_id\`: ask for ${value} by a custom claim, \`${claim}\` with \`EQUALS\`, in the place of \`allowedClients\`.`,
    audienceCure(claims),
  ];
}

function audienceCure(claims: TokenClaims): string {
  const [audience] = audiencesOf(claims);
  return audience === undefined
    ? 'Or compare another claim that the token carries.'
    : `Or list ${shown(audience)} in \`allowedAudience\` in the place of \`allowedClients\`.`;
}

function client(claims: TokenClaims): string {
  const [audience] = audiencesOf(claims);
  return audience === undefined ? 'the client id' : shown(audience);
}

interface Lack {
  readonly claim: 'client_id' | 'aud' | 'scope';
  readonly present: boolean;
  /** What the token has, when it has it. */
  readonly own: readonly string[];
}

function lackedBy(claims: TokenClaims, rules: JwtRules): readonly Lack[] {
  const has = {
    client_id: claims.client_id === undefined ? [] : [claims.client_id],
    aud: audiencesOf(claims),
    scope: scopesOf(claims),
  };
  const asked = { client_id: rules.allowedClients, aud: rules.allowedAudience, scope: rules.allowedScopes };
  return (['client_id', 'aud', 'scope'] as const).flatMap((claim) => {
    const allowed = asked[claim];
    const own = has[claim];
    if (allowed === undefined || own.some((one) => allowed.includes(one))) return [];
    return [{ claim, own, present: own.length > 0 || claims.misshapen.includes(claim) }];
  });
}

const MEMBERS = { client_id: 'allowedClients', aud: 'allowedAudience', scope: 'allowedScopes' } as const;

function otherCures(lacks: readonly Lack[], family: TokenFamily): readonly string[] {
  return lacks.map(({ claim, own }) => {
    if (claim === 'scope')
      return family !== 'cognito-access'
        ? 'Ask for one of the scopes when the token is got, and allow it to the client; or list another in `allowedScopes`.'
        : 'Get the token by the authorize and token endpoints with one of these scopes: `InitiateAuth` gives `aws.cognito.signin.user.admin` alone.';
    const [value] = own;
    return value === undefined
      ? `Get a token that carries \`${claim}\`, or remove \`${MEMBERS[claim]}\`.`
      : `Get the token for a client that is listed, or list ${shown(value)} in \`${MEMBERS[claim]}\`.`;
  });
}
