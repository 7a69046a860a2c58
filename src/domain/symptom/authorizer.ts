import { AGENTCORE_CLI, AUTHORIZER, JWT_CONFIGURATION } from './pages.ts';
import { surely, type Cause, type Symptom } from './symptom.ts';

// How the authorizer is written down, and how the tools and the API refuse it.

const flatAuthorizer: Cause = {
  id: 'authorizer-flat',
  title: "The authorizer's settings stand beside `customJWTAuthorizer` instead of below it",
  because: 'The API takes a union with that one key, and finds `type` or `discoveryUrl` at its level.',
  remedy: 'Nest `discoveryUrl` and `allowedClients` below `customJWTAuthorizer`, and remove `type`.',
  evidence: 'The same error goes on to `Unknown parameter in authorizerConfiguration: "type"`.',
  check: 'authorizer-flat',
  references: [JWT_CONFIGURATION],
};

const emptyAuthorizer: Cause = {
  id: 'authorizer-empty',
  title: 'The authorizer is there and says nothing',
  because: 'It names neither a discovery URL nor anybody who may call.',
  remedy: 'Give it `discoveryUrl` and `allowedClients`, or remove it for IAM authorization.',
  evidence: 'The authorizer in the configuration has no members, or only the discovery URL.',
  check: 'authorizer-empty',
  references: [JWT_CONFIGURATION],
};

const keyCase: Cause = {
  id: 'authorizer-key-case',
  title: 'The key of the authorizer is spelt as the other tool spells it',
  because:
    'The API, boto3 and the toolkit say `customJWTAuthorizer`, `agentcore.json` says `customJwtAuthorizer`, CloudFormation `CustomJWTAuthorizer`.',
  remedy: 'Spell it as the tool of this file does.',
  evidence: 'The key named by the message differs from the expected one in capitals alone.',
  check: 'authorizer-key-case',
  references: [JWT_CONFIGURATION, AGENTCORE_CLI],
};

export const discoveryUrl: Cause = {
  id: 'discovery-url-invalid',
  title: 'The discovery URL is not that of an OpenID configuration',
  because:
    'It must end in `/.well-known/openid-configuration`, and for Cognito it begins with `https://cognito-idp.<region>.amazonaws.com/<pool id>`, not with the domain of the login page.',
  remedy: 'Write `https://cognito-idp.<region>.amazonaws.com/<pool id>/.well-known/openid-configuration`.',
  evidence: 'Opening the URL gives no JSON with `issuer` and `jwks_uri`.',
  check: 'discovery-url-invalid',
  references: [JWT_CONFIGURATION, AUTHORIZER],
};

export const authorizerSettings: readonly Symptom[] = [
  {
    id: 'authorizer-union',
    title: 'The authorizer is not a union with one known member',
    grade: 'fault',
    seen: [
      { says: 'Invalid number of parameters set for tagged union structure authorizerConfiguration' },
      { says: 'Unknown parameter in authorizerConfiguration: "type"' },
      { says: 'Unknown parameter in authorizerConfiguration: "discoveryUrl"' },
    ],
    suspects: [surely(flatAuthorizer)],
    unless: ['authorizer-key'],
  },
  {
    id: 'authorizer-key',
    title: 'The key of the authorizer is not known',
    grade: 'fault',
    // Letters are compared in any case, so the key that is right cannot be told from the wrong one: the sentences can.
    seen: [
      { says: 'Unknown parameter in authorizerConfiguration: "customJwtAuthorizer"' },
      { says: 'authorizerConfiguration with customJwtAuthorizer is required' },
      { says: 'extraneous key [customJwtAuthorizer] is not permitted' },
    ],
    suspects: [surely(keyCase)],
  },
  {
    id: 'authorizer-says-nothing',
    title: 'The authorizer holds too little',
    grade: 'fault',
    seen: [
      { says: 'Must set one of the following keys for tagged union' },
      { says: 'At least one of allowedAudience, allowedClients, allowedScopes, or customClaims must be provided' },
    ],
    suspects: [surely(emptyAuthorizer)],
  },
  {
    id: 'discovery-url-refused',
    title: 'The discovery URL is refused',
    grade: 'fault',
    seen: [
      { says: 'DiscoveryUrl … does not match pattern' },
      { says: "discoveryUrl' failed to satisfy constraint" },
      { says: 'discoveryUrl … must end with' },
      { says: 'openid-configuration … does not match pattern' },
    ],
    suspects: [surely(discoveryUrl)],
  },
];
