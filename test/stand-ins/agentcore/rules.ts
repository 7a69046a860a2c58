import type { AwsError } from '../wire/answer.ts';
import { type Document, documentAt, textAt, textsAt } from './document.ts';

// Constraints of the service model: botocore 1.43.106, bedrock-agentcore-control 2023-06-05 (2026-11-25). How AWS words a
// broken one is known of `agentRuntimeName`; the others are worded in the same way, which is assumed.

interface Rule {
  readonly path: readonly string[];
  readonly required?: boolean;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/;
const ARTIFACT = 'agentRuntimeArtifact';

const OF_RUNTIMES: readonly Rule[] = [
  { path: [ARTIFACT], required: true },
  { path: ['roleArn'], required: true, pattern: /^arn:aws(-[^:]+)?:iam::([0-9]{12})?:role\/.+$/ },
  { path: ['clientToken'], pattern: /^(?=.{33,256}$)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/ },
  { path: ['description'], pattern: /^[^]{1,4096}$/ },
  { path: ['protocolConfiguration', 'serverProtocol'], oneOf: ['MCP', 'HTTP', 'A2A', 'AGUI'] },
  { path: ['networkConfiguration', 'networkMode'], oneOf: ['PUBLIC', 'VPC'] },
  {
    path: [ARTIFACT, 'codeConfiguration', 'runtime'],
    oneOf: ['PYTHON_3_10', 'PYTHON_3_11', 'PYTHON_3_12', 'PYTHON_3_13', 'PYTHON_3_14', 'NODE_22'],
  },
  {
    path: [ARTIFACT, 'containerConfiguration', 'containerUri'],
    pattern: /^(\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|public\.ecr\.aws)\/[^\s]+$/,
  },
  {
    path: ['authorizerConfiguration', 'customJWTAuthorizer', 'discoveryUrl'],
    pattern: /^.+\/\.well-known\/openid-configuration$/,
  },
];

const NAMED: Rule = { path: ['agentRuntimeName'], required: true, pattern: NAME };
const OF_ENDPOINTS: readonly Rule[] = [{ path: ['name'], required: true, pattern: NAME }];

/** What the service says against a document before it looks at anything that the document names. */
export function brokenRule(document: Document, kind: 'create' | 'update' | 'endpoint'): AwsError | undefined {
  if (kind === 'endpoint') return firstBroken(document, OF_ENDPOINTS);
  return (
    firstBroken(document, kind === 'create' ? [NAMED, ...OF_RUNTIMES] : OF_RUNTIMES) ??
    brokenUnion(document) ??
    brokenAuthorizer(document) ??
    blockedRuntime(document)
  );
}

export function invalid(message: string, reason = 'FieldValidationFailed'): AwsError {
  return { code: 'ValidationException', status: 400, message, more: { reason } };
}

function firstBroken(document: Document, rules: readonly Rule[]): AwsError | undefined {
  for (const { path, required = false, pattern, oneOf } of rules) {
    const value = documentAt(document, ...path.slice(0, -1))[path.at(-1) ?? ''];
    const broken = (constraint: string): AwsError =>
      invalid(
        `1 validation error detected: Value ${value === undefined ? 'null' : `'${String(value)}'`} at '${path.join('.')}' failed to satisfy constraint: ${constraint}`,
      );
    if (value === undefined) {
      if (required) return broken('Member must not be null');
      continue;
    }
    if (pattern !== undefined && !pattern.test(String(value)))
      return broken(`Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
    if (oneOf !== undefined && !oneOf.includes(String(value)))
      return broken(`Member must satisfy enum value set: [${oneOf.join(', ')}]`);
  }
  return undefined;
}

/** Of each union exactly one member is set. */
function brokenUnion(document: Document): AwsError | undefined {
  const artifact = documentAt(document, ARTIFACT);
  const set = ['codeConfiguration', 'containerConfiguration'].filter((name) => artifact[name] !== undefined);
  if (set.length !== 1) return invalid(`Exactly one member of '${ARTIFACT}' must be set`);
  const { entryPoint } = documentAt(artifact, 'codeConfiguration');
  if (set[0] === 'codeConfiguration' && (!Array.isArray(entryPoint) || entryPoint.length < 1 || entryPoint.length > 2))
    return invalid(
      `1 validation error detected: Value at '${ARTIFACT}.codeConfiguration.entryPoint' failed to satisfy constraint: Member must have length between 1 and 2`,
    );
  return undefined;
}

/** devguide inbound-jwt-authorizer and runtime-header-allowlist (2026-11-22); the texts are assumed. */
function brokenAuthorizer(document: Document): AwsError | undefined {
  const jwt = documentAt(document, 'authorizerConfiguration', 'customJWTAuthorizer');
  const hasJwt = Object.keys(jwt).length > 0;
  const ruled = ['allowedAudience', 'allowedClients', 'allowedScopes', 'customClaims'].some(
    (name) => Array.isArray(jwt[name]) && jwt[name].length > 0,
  );
  if (hasJwt && textAt(jwt, 'discoveryUrl') === undefined) return invalid("'discoveryUrl' must be set");
  if (hasJwt && !ruled)
    return invalid('At least one of allowedAudience, allowedClients, allowedScopes or customClaims must be provided');
  const passedOn = textsAt(document, 'requestHeaderConfiguration', 'requestHeaderAllowlist') ?? [];
  if (!hasJwt && passedOn.some((name) => name.toLowerCase() === 'authorization'))
    return invalid('The Authorization header can be allowed only with a JWT authorizer');
  return undefined;
}

/** Blocked for creation and update since 2026-08-31: devguide runtime support policy (2026-11-22); the text is assumed. */
function blockedRuntime(document: Document): AwsError | undefined {
  const runtime = textAt(document, ARTIFACT, 'codeConfiguration', 'runtime');
  if (runtime !== 'PYTHON_3_10' && runtime !== 'PYTHON_3_11') return undefined;
  return invalid(`The runtime ${runtime} is no longer supported for creating or updating agent runtimes`);
}
