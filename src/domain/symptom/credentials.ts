import { INVOKE_RUNTIME } from './pages.ts';
import { likely, surely, type Cause, type Symptom } from './symptom.ts';

// The AWS credentials of the one who deploys or calls with a signature.

const CREDENTIALS = 'https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html';

const noCredentials: Cause = {
  id: 'credentials-missing',
  title: 'No AWS credentials are found',
  because: 'The SDK finds none in the environment, in the profile or on the machine.',
  remedy: 'Log in (`aws sso login`, `aws configure`), and name the profile in `AWS_PROFILE`.',
  evidence: '`aws sts get-caller-identity` fails likewise.',
  references: [CREDENTIALS],
};

const oldCredentials: Cause = {
  id: 'credentials-expired',
  title: 'The AWS credentials have expired or are incomplete',
  because: 'Temporary credentials end after hours, and they are three values: key id, key and session token.',
  remedy: 'Log in again, and set all three or none in the environment.',
  evidence: '`aws sts get-caller-identity` fails likewise.',
  references: [CREDENTIALS],
};

const signedOtherwise: Cause = {
  id: 'request-signed-otherwise',
  title: 'The signature of the request does not fit what arrives',
  because:
    'The request was signed for another service or region, or its path, query or body was changed after signing.',
  remedy:
    'Sign for the service `bedrock-agentcore` and the region of the host, over the path as it is sent, or let `mcp-proxy-for-aws` do it.',
  evidence: 'The same call through an AWS SDK gets through.',
  check: 'auth-refused',
  references: [INVOKE_RUNTIME, 'https://github.com/aws/mcp-proxy-for-aws'],
};

export const credentials: readonly Symptom[] = [
  {
    id: 'credentials-not-found',
    title: 'The SDK has no credentials',
    grade: 'fault',
    seen: [
      { says: 'Unable to locate credentials' },
      { says: 'Could not load credentials from any providers' },
      { says: 'NoCredentialsError' },
    ],
    suspects: [surely(noCredentials)],
  },
  {
    id: 'credentials-refused',
    title: 'AWS refuses the credentials',
    grade: 'fault',
    seen: [
      { says: 'ExpiredTokenException' },
      { says: 'security token included in the request is expired' },
      { says: 'security token included in the request is invalid' },
      { says: 'UnrecognizedClientException' },
      { says: 'Token has expired and refresh failed' },
    ],
    suspects: [surely(oldCredentials)],
  },
  {
    id: 'request-signature-refused',
    title: 'AWS refuses the signature of the request',
    grade: 'fault',
    seen: [
      { says: 'SignatureDoesNotMatch' },
      { says: 'InvalidSignatureException' },
      { says: 'request signature we calculated does not match' },
      { says: 'Credential should be scoped to' },
    ],
    suspects: [likely(signedOtherwise)],
  },
];
