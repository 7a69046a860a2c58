import type { AwsCall, AwsRefusal, RefusalKind } from '../../model/aws.ts';
import type { Gap } from '../../model/fact.ts';
import { NOT_AWS } from './genuine.ts';
import { actionOf } from './operations.ts';

/** What is read of an error that the SDK throws. */
interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
}

/** What an error of the SDK comes to. */
export function refusalOf(error: unknown, call: AwsCall): AwsRefusal {
  const thrown = (error ?? {}) as Thrown;
  const code = thrown.code ?? thrown.name ?? 'Error';
  const message = told((thrown.message ?? String(error)).trim());
  const kind = kindOf(thrown);
  return { ok: false, kind, code, message, gap: gapOf(kind, call, code, message) };
}

/**
 * What of a message may be passed on. Behind its first line AWS quotes the request that it got, session token and all; on
 * that line it may quote the header that the request was signed with. (SignatureDoesNotMatch, IncompleteSignature of IAM
 * and STS; verified 2026-11-26)
 */
function told(message: string): string {
  const [line = ''] = message.split(/[\r\n]/);
  return line
    .replaceAll(/AWS4-HMAC-SHA256[^\r\n]*/g, 'AWS4-HMAC-SHA256 …')
    .replaceAll(/\b((?:x-amz-)?signature\s*[=:]\s*|x-amz-security-token\s*[=:]\s*)[^\s&,;'"]+/gi, '$1…')
    .trim();
}

const KINDS: readonly (readonly [RegExp, RefusalKind])[] = [
  [
    /^(?:ResourceNotFound|NoSuchEntity|NoSuchKey|NoSuchBucket|NotFound|UserNotFound|RepositoryNotFound|ImageNotFound|RepositoryPolicyNotFound)/,
    'missing',
  ],
  [/^(?:AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|AuthorizationError)/, 'denied'],
  [
    /^(?:ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|InvalidAccessKeyId|IncompleteSignature|MissingAuthenticationToken|Credentials|TokenProvider|CredentialsProvider)/,
    'credentials',
  ],
  [
    /^(?:Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceededException$|ProvisionedThroughput|Bandwidth)/,
    'throttled',
  ],
  [/^(?:NotImplemented|UnknownOperation|UnsupportedOperation|InvalidAction)/, 'not-implemented'],
  [/^(?:Conflict|ConcurrentModification|ResourceInUse|EntityAlreadyExists|ResourceConflict)/, 'conflict'],
  [/^(?:Validation|InvalidParameter|MalformedPolicy|InvalidRequest)/, 'invalid'],
  [
    /^(?:TimeoutError|AbortError|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|NetworkingError|UND_ERR|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL)/,
    'unreachable',
  ],
];

function kindOf({ name = '', code = '', $metadata }: Thrown): RefusalKind {
  const status = $metadata?.httpStatusCode;
  if (status === 501) return 'not-implemented';
  for (const [pattern, kind] of KINDS) if (pattern.test(code) || pattern.test(name)) return kind;
  if (status === 404) return 'missing';
  if (status === 403) return 'denied';
  if (status === 429) return 'throttled';
  return 'other';
}

function gapOf(kind: RefusalKind, call: AwsCall, code: string, message: string): Gap {
  const action = actionOf(call.service, call.operation);
  if (code === NOT_AWS) return { because: message, hint: 'Take the custom endpoint out of the AWS configuration.' };
  switch (kind) {
    case 'missing':
      return { because: `AWS knows no such thing: ${message}` };
    case 'denied':
      return {
        because: `The caller may not call \`${action}\`: ${message}`,
        hint: `Allow \`${action}\`, which only reads.`,
      };
    case 'credentials':
      return {
        because: `The AWS credentials do not hold (\`${code}\`): ${message}`,
        hint: 'Sign in again (`aws sso login`, or `aws configure`), or name a profile with `--profile`.',
      };
    case 'unreachable':
      return {
        because: `\`${action}\` got no answer (\`${code}\`): ${message}`,
        hint: 'Look at the network, the region and `AWS_ENDPOINT_URL`.',
      };
    case 'throttled':
      return { because: `AWS throttled \`${action}\` to the end.`, hint: 'Run it again in a minute.' };
    case 'not-implemented':
      return { because: `The endpoint does not implement \`${action}\`.` };
    case 'conflict':
    case 'invalid':
    case 'other':
      return { because: `\`${action}\` failed with \`${code}\`: ${message}` };
  }
}
