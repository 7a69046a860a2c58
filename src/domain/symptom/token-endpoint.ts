import { TOKEN_ENDPOINT } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Tokens from a login page or a token endpoint, and the clients that ask for them.

const endpointIncomplete: Cause = {
  id: 'token-endpoint-incomplete',
  title: 'The pool is not set up for tokens from its token endpoint',
  because:
    'Machine tokens need a domain, a resource server with a scope, and a client with a secret and the flow `client_credentials` that may have that scope.',
  remedy: 'Create what is missing, and ask for `<resource server>/<scope>`.',
  evidence: 'DescribeUserPoolClient lists neither the flow nor the scope that was asked for.',
  check: 'token-endpoint-incomplete',
  references: [TOKEN_ENDPOINT, 'https://github.com/awslabs/agentcore-samples/issues/373'],
};

const noScopeAsked: Cause = {
  id: 'client-asks-no-scope',
  title: 'The MCP client asks for no scope when it logs in',
  because: 'Cognito then gives out a code that it does not exchange, after a login that looked well.',
  remedy: 'Let the authorizer advertise scopes (`advertisedScopeMapping`), or use a client that asks for one.',
  evidence: 'The URL of the login page has no `scope`.',
  check: 'client-registration-unsupported',
  references: ['https://github.com/anthropics/claude-code/issues/90190', TOKEN_ENDPOINT],
};

const codeUsed: Cause = {
  id: 'code-or-token-used-up',
  title: 'The code or refresh token is used up, old, or that of another client',
  because: 'A code can be exchanged once, within minutes, with the same redirect address.',
  remedy: 'Begin the login anew.',
  evidence: 'A new login works.',
  references: [TOKEN_ENDPOINT],
};

const noRegistration: Cause = {
  id: 'registration-unsupported',
  title: 'The identity provider lets no client register itself',
  because: 'Many MCP clients want to register (RFC 7591) and to read RFC 8414 metadata, and Cognito offers neither.',
  remedy: 'Enter a client id that you have created (where the client takes one), or put an OAuth façade in front.',
  evidence: "The provider's metadata has no `registration_endpoint`.",
  check: 'client-registration-unsupported',
  references: [
    'https://github.com/anthropics/claude-code/issues/67258',
    'https://github.com/awslabs/agentcore-samples/issues/1056',
  ],
};

const entraResource: Cause = {
  id: 'entra-resource-refused',
  title: "Entra refuses the runtime's URL as a resource",
  because:
    'MCP clients name the URL they call as `resource`, and Entra compares it with what the app registration has.',
  remedy: 'Register the URL as an identifier of the app, or use a client that leaves `resource` out.',
  evidence: 'The message begins with AADSTS9010010.',
  references: ['https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes'],
};

const clientNotProven: Cause = {
  id: 'client-not-proven',
  title: 'The token endpoint does not believe the client',
  because:
    'The client id or secret is wrong, the secret is missing, or it is sent where this client does not expect it.',
  remedy:
    'Send `Authorization: Basic` with id and secret for a client with a secret, and `client_id` in the body for one without.',
  evidence: 'DescribeUserPoolClient shows whether the client has a secret.',
  check: 'token-endpoint-incomplete',
  references: [TOKEN_ENDPOINT],
};

export const tokenEndpoint: readonly Symptom[] = [
  {
    id: 'client-refused',
    title: 'The token endpoint refuses the client',
    grade: 'fault',
    seen: [{ says: 'invalid_client' }],
    suspects: [surely(clientNotProven)],
  },
  {
    id: 'code-exchange-refused',
    title: 'The login page works, and the exchange of its code is refused',
    grade: 'effect',
    seen: [
      { says: 'authorization code … invalid_grant' },
      { says: 'authorization_code … invalid_grant' },
      { says: 'code exchange … invalid_grant' },
      { says: 'exchange … code … invalid_grant' },
      { says: 'invalid_grant … authorization code' },
      { told: 'login OK … invalid_grant' },
      { told: 'browser … invalid_grant' },
      { says: 'finishAuth … invalid_grant' },
    ],
    suspects: [likely(noScopeAsked), likely(codeUsed), perhaps(endpointIncomplete)],
  },
  {
    id: 'token-endpoint-refuses',
    title: 'The token endpoint gives no token',
    grade: 'effect',
    seen: [{ says: 'invalid_scope' }, { says: 'invalid_grant' }, { says: 'unauthorized_client' }],
    suspects: [likely(endpointIncomplete), perhaps(codeUsed), perhaps(noScopeAsked)],
    unless: ['code-exchange-refused'],
  },
  {
    id: 'registration-refused',
    title: 'The client cannot register itself',
    grade: 'fault',
    seen: [{ says: 'does not support dynamic client registration' }, { says: 'Dynamic client registration failed' }],
    suspects: [surely(noRegistration)],
  },
  {
    id: 'entra-refuses-resource',
    title: 'Entra refuses the resource',
    grade: 'fault',
    seen: [{ says: 'AADSTS9010010' }],
    suspects: [surely(entraResource)],
  },
];
