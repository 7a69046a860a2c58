import type { Mark } from '../../model/door.ts';

/** Something that AgentCore's front door does, and how that is known. */
export interface Behaviour {
  readonly does: string;
  readonly mark: Mark;
  /** Where it is said, or who measured it and when. */
  readonly source: string;
}

const CONTRACT = 'devguide runtime-mcp-protocol-contract (2026-11-22)';
const MEASURED = 'negative paths of a deployed runtime with Cognito (2026-09-07)';
const MATRIX = 'a matrix of tokens against a deployed runtime (2026-08-10)';

/** Every behaviour of the door. Prober and doctor have no part in this table: it is held against them. */
export const BEHAVIOURS = {
  'arn-unknown': {
    does: '404 ResourceNotFoundException for another runtime, an unknown qualifier, or an ARN that is not encoded exactly once',
    mark: 'measured',
    source: 'reports of 2026; the text names qualifier and agent',
  },
  'token-missing': {
    does: '401 with -32001 and WWW-Authenticate naming the metadata document, on a runtime with a JWT authorizer',
    mark: 'measured',
    source: MEASURED,
  },
  'credentials-missing': {
    does: '403 ACCESS_DENIED without WWW-Authenticate, on a runtime that takes AWS credentials',
    mark: 'documented',
    source: CONTRACT,
  },
  'family-mismatch': {
    does: '403 AccessDeniedException for AWS credentials on a JWT runtime, or a bearer token on the other kind',
    mark: 'measured',
    source: MEASURED,
  },
  'token-unreadable': {
    does: '403 for a bearer token that is not a JWT',
    mark: 'measured',
    source: MEASURED,
  },
  'token-expired': { does: '401 with -32001 for an expired token', mark: 'measured', source: MATRIX },
  'token-early': { does: '401 with -32001 for a token that is not valid yet', mark: 'assumed', source: 'by analogy' },
  'token-forged': {
    does: '401 with -32001 for a signature or an issuer that does not match',
    mark: 'assumed',
    source: 'the status is that of the other claims; the text is not known',
  },
  'issuer-unreachable': {
    does: '500 with -32603 where the documents of the issuer cannot be had',
    mark: 'assumed',
    source: 'what AgentCore answers then is not known',
  },
  'claim-mismatch': {
    does: '401 with -32001 naming the first claim that is absent or does not match; all rules that are set must match',
    mark: 'measured',
    source: MEASURED,
  },
  'accept-incomplete': {
    does: '406 with -32011 where Accept lacks one of the two types',
    mark: 'documented',
    source: CONTRACT,
  },
  'session-id-length': {
    does: '400 ValidationException for a runtime session id of fewer than 33 or more than 256 characters',
    mark: 'measured',
    source: MEASURED,
  },
  'payload-too-large': {
    does: '413 for a body of more than 100 MB',
    mark: 'assumed',
    source: 'the limit is in the service model; the status is not known',
  },
  'server-refused': {
    does: '200 with -32010 and "Received error (NNN) from runtime" where the server answers 4xx',
    mark: 'assumed',
    source: 'the text was measured; whether it comes as 200 or as the own status of the server differs between reports',
  },
  'server-silent': {
    does: '200 with -32010 and a hint at the log where nothing answers on port 8000, or the server answers 5xx to a new session',
    mark: 'measured',
    source: 'reports of 2026; a 5xx is retried until the start-up limit is over',
  },
  'session-rotated': {
    does: 'every answer carries an Mcp-Session-Id, another one each time; the server sees one that the platform made',
    mark: 'measured',
    source: 'two independent repositories (2026)',
  },
  'headers-stripped': {
    does: 'Authorization and all headers that the allow-list does not name are dropped on the way to the server',
    mark: 'documented',
    source: 'devguide runtime-header-allowlist (2026-11-22)',
  },
  'metadata-served': {
    does: 'the protected-resource metadata document beside the invocation URL names the authorization server',
    mark: 'measured',
    source: 'a capture of 2026-07-08',
  },
  'host-own': {
    does: 'the server sees a Host that is not its own',
    mark: 'assumed',
    source: 'which name the platform sends is not documented',
  },
} as const satisfies { readonly [name: string]: Behaviour };

export type BehaviourName = keyof typeof BEHAVIOURS;
