import { AUTHORIZER, CONTRACT, HEADERS, OAUTH } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// How the authorizer of the runtime judges a request: measured by others in 2026, where AWS does not say it.

export const tokenNotSent: Cause = {
  id: 'token-not-sent',
  title: 'No token arrives',
  because: 'The request has no `Authorization`: it was never set, or a client or proxy dropped it at a redirect.',
  remedy: 'Send `Authorization: Bearer <access token>` with every request.',
  evidence: 'The answer has `WWW-Authenticate: Bearer resource_metadata=…`.',
  check: 'auth-refused',
  references: [OAUTH, CONTRACT],
};

export const tokenExpired: Cause = {
  id: 'token-expired',
  title: 'The token has expired',
  because:
    "Cognito's tokens live for 60 minutes by default, and a client that takes one at its start goes on sending it.",
  remedy: 'Get a fresh token, and let the client renew it.',
  evidence: "The token's `exp` is in the past.",
  check: 'token-expired',
  references: [OAUTH],
};

export const unreadableToken: Cause = {
  id: 'token-unreadable',
  title: 'What is sent as a token is no signed JWT',
  because:
    'The token is opaque or encrypted (Auth0 without an `audience`, Entra for its own API), cut off, or has a quote or line break around it.',
  remedy: 'Send a JWT of three parts; with `aws … --output text` there are no quotes.',
  evidence: 'The token has not three parts separated by dots, or begins with a quote.',
  check: 'token-unparsable',
  references: [OAUTH],
};

export const otherFamily: Cause = {
  id: 'auth-family-mismatch',
  title: 'The request is authorized in another way than the runtime takes',
  because:
    'A runtime takes either a bearer token (JWT authorizer) or a signature (SigV4), never both; boto3 always signs.',
  remedy:
    'Send a bearer token over HTTPS to a JWT runtime, and sign the requests for an IAM runtime (`mcp-proxy-for-aws`).',
  evidence: 'GetAgentRuntime shows a `customJWTAuthorizer` and the request was signed, or the other way round.',
  check: 'auth-family-mismatch',
  references: ['https://github.com/aws/agentcore-cli/issues/714', 'https://github.com/aws/mcp-proxy-for-aws', OAUTH],
};

const signature: Cause = {
  id: 'signature-unknown',
  title: 'The token is signed by a key that the authorizer does not find',
  because: 'It comes from another pool or region than the discovery URL names, or its key was replaced.',
  remedy: 'Get the token from the pool of the discovery URL.',
  evidence:
    "The token's `iss` differs from the `issuer` of the discovery document, or its `kid` is not in the key set.",
  check: 'token-signature-invalid',
  references: [AUTHORIZER],
};

export const issuer: Cause = {
  id: 'issuer-differs',
  title: 'The issuer is not the one that the discovery URL begins with',
  because:
    'Behind another host name (Keycloak, PingFederate) the document names an issuer that the URL does not begin with, and every token is rejected.',
  remedy: "Use the discovery URL of the issuer's own host, or set the provider's front-end URL to it.",
  evidence: "The document's `issuer` is no prefix of the discovery URL.",
  check: 'issuer-mismatch',
  references: [AUTHORIZER],
};

const notForwarded: Cause = {
  id: 'authorization-not-forwarded',
  title: 'The server does not get the header `Authorization`',
  because:
    'AgentCore drops nearly all headers before the container; this one is passed on when it is in the allow list and the runtime has a JWT authorizer.',
  remedy: 'Add `Authorization` to `requestHeaderAllowlist` of a runtime with a JWT authorizer.',
  evidence: 'The tool sees other headers, and this one is absent.',
  references: [HEADERS],
};

const metadataRefused: Cause = {
  id: 'metadata-not-served',
  title: 'The policy of the VPC endpoint keeps the login metadata back',
  because:
    'Clients read the metadata without credentials, so the policy has to allow GetRuntimeProtectedResourceMetadata to everybody.',
  remedy: 'Add a statement with principal `*` and the action `bedrock-agentcore:GetRuntimeProtectedResourceMetadata`.',
  evidence: 'The same address gets 200 from outside of the VPC.',
  check: 'metadata-not-served',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/vpc-interface-endpoints.html'],
};

export const tokens: readonly Symptom[] = [
  {
    id: 'metadata-refused',
    title: 'The login metadata is refused',
    grade: 'fault',
    seen: [{ says: 'oauth-protected-resource', status: 403 }],
    suspects: [likely(metadataRefused)],
  },
  {
    id: 'token-missing',
    title: 'No token arrived',
    grade: 'fault',
    seen: [
      { says: 'Missing Authentication Token' },
      { says: 'JWT bearer token is invalid or not found' },
      { says: 'BEARER_TOKEN environment variable not set' },
    ],
    suspects: [surely(tokenNotSent)],
    unless: ['target-not-signed'],
  },
  {
    id: 'token-too-old',
    title: 'The token has expired',
    grade: 'fault',
    seen: [
      { says: 'Token has expired' },
      { says: 'bearer token may be expired' },
      { says: 'token is expired' },
      { says: 'jwt expired' },
      { says: 'The access token expired' },
    ],
    suspects: [surely(tokenExpired)],
    unless: ['credentials-refused'],
  },
  {
    id: 'token-not-parsed',
    title: 'The token cannot be read',
    grade: 'fault',
    seen: [{ says: 'Failed to parse token' }, { says: 'jwt malformed' }, { says: 'Invalid JWT' }],
    suspects: [surely(unreadableToken)],
  },
  {
    id: 'auth-family-refused',
    title: 'The runtime is configured for the other way of authorizing',
    grade: 'fault',
    seen: [
      { says: 'Authorization method mismatch' },
      { says: 'configured for a different authorization method' },
      { says: 'requires OAuth Bearer token authentication' },
    ],
    suspects: [surely(otherFamily)],
  },
  {
    id: 'signature-refused',
    title: "The token's signature is refused",
    grade: 'fault',
    seen: [
      { says: 'invalid signature' },
      { says: 'signature verification failed' },
      { says: 'Signature is invalid' },
      { says: 'Invalid inbound token' },
      { says: 'unable to find a signing key' },
      { says: 'No matching key found' },
      { says: 'Signing key not found' },
    ],
    suspects: [likely(signature), perhaps(issuer)],
    unless: ['request-signature-refused'],
  },
  {
    id: 'issuer-refused',
    title: "The token's issuer is refused",
    grade: 'fault',
    seen: [
      { says: 'issuer mismatch' },
      { says: 'Invalid issuer' },
      { says: "Claim 'iss' value mismatch" },
      { told: 'issuer … not prefix of discovery URL' },
      { told: 'issuer … does not match' },
    ],
    suspects: [likely(issuer), likely(signature)],
  },
  {
    id: 'identity-not-seen',
    title: 'The tool does not see who calls',
    grade: 'effect',
    seen: [
      { told: 'no user identity' },
      { told: 'Authorization header … None' },
      { told: 'Authorization header … missing' },
      { told: 'authorization header … not present' },
      { says: "KeyError: 'authorization'" },
      { told: 'sees no Authorization' },
    ],
    suspects: [likely(notForwarded)],
    unless: ['token-missing'],
    marksLines: false,
  },
];
