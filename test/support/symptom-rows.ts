/** A text as it is met, and the check or cause that has to be named first. */
export interface SymptomRow {
  readonly text: string;
  readonly first: string;
}

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/tides-AbCdEf1234';
const ROLE = 'arn:aws:iam::111122223333:role/tides-role';

function refused(operation: string, exception: string, message: string): string {
  return `botocore.errorfactory.${exception}: An error occurred (${exception}) when calling the ${operation} operation: ${message}`;
}

function invalid(message: string): string {
  return `botocore.exceptions.ParamValidationError: Parameter validation failed:\n${message}`;
}

function rpc(code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } });
}

function crash(lines: string): string {
  return `Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n${lines}`;
}

/** Every row of the failure catalogue, by its number. */
export const catalogue: { readonly [row: number]: SymptomRow } = {
  1: {
    text: crash(
      "    from mcp.server.fastmcp import FastMCP\nModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x, where FastMCP was renamed to MCPServer (from mcp.server.mcpserver import MCPServer) and other APIs changed; see the migration guide at https://py.sdk.modelcontextprotocol.io/v2/migration/#fastmcp-renamed-to-mcpserver or pin 'mcp<2' to keep running v1 code.",
    ),
    first: 'sdk-import-broken',
  },
  2: {
    text: crash(
      '    mcp.run(transport="streamable-http", stateless_http=True, host="0.0.0.0")\nTypeError: FastMCP.run() got an unexpected keyword argument \'stateless_http\'',
    ),
    first: 'run-takes-no-settings',
  },
  3: {
    text: "TypeError: MCPServer.__init__() got an unexpected keyword argument 'host'",
    first: 'constructor-takes-no-settings',
  },
  4: {
    text: 'TypeError: FastMCP() no longer accepts `host`. Pass `host` to `run_http_async()`, or set FASTMCP_HOST.',
    first: 'constructor-takes-no-settings',
  },
  5: { text: crash('    mcp.run(transport="http")\nValueError: Unknown transport: http'), first: 'transport-unknown' },
  6: { text: "INFO     Starting MCP server 'tides' with transport 'stdio'", first: 'transport-not-http' },
  7: {
    text: 'INFO:     127.0.0.1:41700 - "GET /sse HTTP/1.1" 200 OK\nINFO:     127.0.0.1:41712 - "POST /mcp HTTP/1.1" 404 Not Found',
    first: 'transport-not-http',
  },
  8: {
    text: 'WARNING  Invalid Host header: cell01.us-east-1.prod.arp.example\nINFO:     127.0.0.1:46224 - "POST /mcp HTTP/1.1" 421 Misdirected Request',
    first: 'host-guard',
  },
  9: { text: `HTTP/1.1 403 Forbidden\n\n${rpc(-32_000, 'Invalid Host: cell01.prod.example')}`, first: 'host-guard' },
  10: {
    text: 'Error: Stateless transport cannot be reused across requests. Create a new transport per request.\n    at WebStandardStreamableHTTPServerTransport.handleRequest',
    first: 'transport-reused',
  },
  11: {
    text: `HTTP/1.1 400 Bad Request\n\n${rpc(-32_600, 'Bad Request: Missing session ID')}`,
    first: 'not-stateless',
  },
  12: { text: `HTTP/1.1 404 Not Found\n\n${rpc(-32_600, 'Session not found')}`, first: 'session-ids-rotate' },
  13: { text: 'mcp.shared.exceptions.McpError: Session terminated', first: 'session-ended' },
  14: {
    text: `HTTP/1.1 406 Not Acceptable\n\n${rpc(-32_600, 'Not Acceptable: Client must accept both application/json and text/event-stream')}`,
    first: 'accept-header-incomplete',
  },
  15: {
    text: refused(
      'InvokeAgentRuntime',
      'RuntimeClientError',
      'Received error (415) from runtime. Please check your CloudWatch logs for more information.',
    ),
    first: 'content-type-wrong',
  },
  16: {
    text: 'INFO:     127.0.0.1:41790 - "POST /mcp HTTP/1.1" 307 Temporary Redirect',
    first: 'redirects-trailing-slash',
  },
  17: { text: 'INFO:     127.0.0.1:41790 - "POST /mcp HTTP/1.1" 404 Not Found', first: 'path-not-mcp' },
  18: { text: 'INFO:     Uvicorn running on http://0.0.0.0:8080 (Press CTRL+C to quit)', first: 'port-not-8000' },
  19: { text: 'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)', first: 'host-loopback' },
  20: {
    text: 'MCP error -32010: Runtime health check failed or timed out. Please make sure that health check is implemented according to the requirements here - https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-service-contract.html',
    first: 'auth-inside-server',
  },
  21: {
    text: "asyncio: Executing <Task pending name='Task-7' coro=<run()>> took 74.213 seconds\nMCP error -32010: Runtime health check failed or timed out.",
    first: 'blocked-while-tool-runs',
  },
  22: { text: 'The tool is interrupted after 15 minutes, HTTP 504', first: 'tool-too-long' },
  23: {
    text: 'httpx.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)',
    first: 'stream-silent',
  },
  24: {
    text: `HTTP/1.1 413 Payload Too Large\n\n${rpc(-32_000, 'Payload Too Large: Request body must not exceed 4194304 bytes')}`,
    first: 'body-limit-low',
  },
  25: {
    text: rpc(
      -32_600,
      'Bad Request: Unsupported protocol version: 2026-07-28. Supported versions: 2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25',
    ),
    first: 'protocol-era-unsupported',
  },
  26: {
    text: rpc(
      -32_602,
      "Validation error: 11 validation errors for JSONRPCMessage\nJSONRPCRequest.method\n  Field required [type=missing, input_value={'prompt': 'hi'}, input_type=dict]",
    ),
    first: 'body-not-json-rpc',
  },
  27: {
    text: crash('    client = boto3.client("sqs")\nbotocore.exceptions.NoRegionError: You must specify a region.'),
    first: 'region-missing',
  },
  28: { text: crash("    import httpx\nModuleNotFoundError: No module named 'httpx'"), first: 'dependency-missing' },
  29: {
    text: 'ImportError: /app/numpy/core/_multiarray_umath.so: invalid ELF header',
    first: 'wheels-for-another-processor',
  },
  30: {
    text: "ImportError: cannot import name 'streamablehttp_client' from 'mcp.client.streamable_http' (/venv/lib/python3.11/site-packages/mcp/client/streamable_http.py)",
    first: 'client-import-broken',
  },
  31: {
    text: "AttributeError: 'InitializeResult' object has no attribute 'protocolVersion'",
    first: 'framework-of-mcp-1',
  },
  32: { text: "ImportError: cannot import name 'FastMCP' from 'fastmcp' (unknown location)", first: 'package-hollow' },
  33: {
    text: "1 validation error detected: Value 'arc-mcp-server' at 'agentRuntimeName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][a-zA-Z0-9_]{0,47}",
    first: 'agent-name-invalid',
  },
  34: { text: 'Project name must be 23 characters or less', first: 'project-name-invalid' },
  35: { text: 'INFO:     127.0.0.1:41812 - "POST /invocations HTTP/1.1" 404 Not Found', first: 'protocol-mismatch' },
  36: {
    text: invalid(
      'Invalid number of parameters set for tagged union structure authorizerConfiguration. Can only set one of the following keys: customJWTAuthorizer.\nUnknown parameter in authorizerConfiguration: "type", must be one of: customJWTAuthorizer',
    ),
    first: 'authorizer-flat',
  },
  37: {
    text: invalid(
      'Unknown parameter in authorizerConfiguration: "customJwtAuthorizer", must be one of: customJWTAuthorizer',
    ),
    first: 'authorizer-key-case',
  },
  38: {
    text: 'DiscoveryUrl: string [https://tides.auth.us-east-1.amazoncognito.com] does not match pattern ^.+/\\.well-known/openid-configuration$',
    first: 'discovery-url-invalid',
  },
  39: { text: 'all tokens rejected; issuer is not prefix of discovery URL', first: 'issuer-mismatch' },
  40: {
    text: `ID token: ${rpc(-32_001, "Claim 'client_id' value mismatch with configuration.")}\naccess token: ${rpc(-32_001, "Claim 'aud' value mismatch with configuration.")}`,
    first: 'authorizer-impossible',
  },
  41: {
    text: refused(
      'CreateAgentRuntime',
      'ValidationException',
      "Architecture incompatible for uri '111122223333.dkr.ecr.us-east-1.amazonaws.com/tides:latest'. Supported architectures: [arm64]",
    ),
    first: 'platform-not-arm64',
  },
  42: { text: 'exec /bin/sh: exec format error', first: 'image-platform' },
  43: { text: 'HTTP 424\nFailed to mount overlay: No such file or directory', first: 'image-named-user' },
  44: { text: 'My code changes are not visible after pushing the image again', first: 'digest-pinned' },
  45: { text: 'status READY but the first call is 424', first: 'server-does-not-start' },
  46: {
    text: '{"message":"Runtime initialization time exceeded. Please make sure that initialization completes in 120s."}',
    first: 'slow-start',
  },
  47: {
    text: 'INFO:     127.0.0.1:56136 - "POST /mcp HTTP/1.1" 500 Internal Server Error\nINFO:     127.0.0.1:56140 - "POST /mcp HTTP/1.1" 500 Internal Server Error\nRuntime initialization time exceeded. Please make sure that initialization completes in 120s.',
    first: 'first-request-fails',
  },
  48: {
    text: refused('InvokeAgentRuntime', 'ValidationException', 'This runtime is not MMDSv2-enabled'),
    first: 'mmdsv2-required',
  },
  49: { text: 'lifecycle and header settings vanish after redeploy', first: 'settings-lost' },
  50: {
    text: "botocore.exceptions.UnknownServiceError: Unknown service: 'bedrock-agent-core-runtime'. Valid service names are: accessanalyzer, account, acm",
    first: 'sdk-too-old',
  },
  51: {
    text: "Usage: agentcore [OPTIONS] COMMAND [ARGS]...\nError: No such command 'configure'.",
    first: 'two-tools-of-one-name',
  },
  52: { text: 'deployed to the wrong account: AWS_PROFILE differs from the target', first: 'region-mismatch' },
  53: { text: 'Creating memory resource (this may take 30-180 seconds)...', first: 'memory-for-mcp-server' },
  54: { text: 'toomanyrequests: You have reached your unauthenticated pull rate limit.', first: 'pull-limit' },
  55: {
    text: refused(
      'StartBuild',
      'AccountLimitExceededException',
      'Cannot have more than 0 builds in queue for the account',
    ),
    first: 'build-quota',
  },
  56: {
    text: refused(
      'GetObject',
      'NoSuchKey',
      'The specified key does not exist: s3://bedrock-agentcore-codebuild-sources-111122223333-us-east-1/tides/deployment.zip',
    ),
    first: 'archive-expired',
  },
  57: {
    text: crash("    from docs.pages import load\nModuleNotFoundError: No module named 'docs'"),
    first: 'files-left-out',
  },
  58: { text: 'TestUser AWS::Cognito::UserPoolUser CREATE_FAILED InvalidRequest', first: 'user-pool-user-in-template' },
  59: {
    text: "1 validation error detected: Value at 'environmentVariables' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 5000]",
    first: 'variables-beyond-limits',
  },
  60: {
    text: refused(
      'CreateAgentRuntime',
      'ValidationException',
      "Access denied while validating ECR URI '111122223333.dkr.ecr.us-east-1.amazonaws.com/bedrock-agentcore-tides:latest'. The execution role requires permissions for ecr:GetAuthorizationToken, ecr:BatchGetImage, and ecr:GetDownloadUrlForLayer operations.",
    ),
    first: 'role-without-ecr',
  },
  61: {
    text: refused(
      'CreateAgentRuntime',
      'ValidationException',
      `Role validation failed for '${ROLE}'. Please verify that the role exists and its trust policy allows assumption by this service`,
    ),
    first: 'role-trust-invalid',
  },
  62: {
    text: refused(
      'CreateAgentRuntime',
      'AccessDeniedException',
      `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: iam:PassRole on resource: ${ROLE}`,
    ),
    first: 'role-name-not-passable',
  },
  63: {
    text: 'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: iam:CreateServiceLinkedRole on resource: *',
    first: 'caller-cannot-deploy',
  },
  64: { text: 'The invoke works, but the log group is empty', first: 'role-without-logs' },
  65: {
    text: `An error occurred (AccessDeniedException) when calling the GetResourceOauth2Token operation: User: arn:aws:sts::111122223333:assumed-role/tides-role/BedrockAgentCore-1 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock-agentcore-identity!default/oauth2/tides-AbCdEf`,
    first: 'role-without-secret',
  },
  66: {
    text: 'is not authorized to perform: logs:PutResourcePolicy on resource: arn:aws:logs:us-east-1:111122223333:log-group:/aws/bedrock-agentcore/runtimes/tides-AbCdEf1234-DEFAULT',
    first: 'role-without-xray',
  },
  67: { text: 'The traces list is empty although the runtime answers', first: 'transaction-search-off' },
  68: { text: 'spans missing only for calls from Lambda (Sampled=0)', first: 'caller-not-sampled' },
  69: { text: 'VPC runtime: every call ends in a timeout and there are no logs', first: 'vpc-without-way-out' },
  70: {
    text: refused('CreateAgentRuntime', 'ValidationException', 'Unsupported Availability Zone: use1-az3'),
    first: 'zone-unsupported',
  },
  71: {
    text: 'GET /.well-known/oauth-protected-resource through the VPC endpoint gives 403',
    first: 'metadata-not-served',
  },
  72: {
    text: refused(
      'InvokeAgentRuntime',
      'AccessDeniedException',
      `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: bedrock-agentcore:InvokeAgentRuntime on resource: ${ARN}`,
    ),
    first: 'caller-cannot-invoke',
  },
  73: {
    text: `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: bedrock-agentcore:InvokeAgentRuntimeForUser on resource: ${ARN}`,
    first: 'caller-cannot-invoke-for-user',
  },
  74: {
    text: `HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer resource_metadata="https://bedrock-agentcore.us-east-1.amazonaws.com/x"\n\n${rpc(-32_001, 'Missing Authentication Token')}`,
    first: 'token-not-sent',
  },
  75: {
    text: `HTTP/1.1 401 Unauthorized\n\n${rpc(-32_001, "Claim 'client_id' value mismatch with configuration.")}`,
    first: 'id-token-sent',
  },
  76: {
    text: `HTTP/1.1 401 Unauthorized\n\n${rpc(-32_001, "Claim 'aud' value mismatch with configuration.")}`,
    first: 'token-audience-mismatch',
  },
  77: {
    text: `HTTP/1.1 401 Unauthorized\n\n${rpc(-32_001, "Claim 'scope' value mismatch with configuration.")}`,
    first: 'token-scope-mismatch',
  },
  78: { text: `HTTP/1.1 401 Unauthorized\n\n${rpc(-32_001, 'Token has expired')}`, first: 'token-expired' },
  79: {
    text: 'HTTP/1.1 403 Forbidden\n\n{"message":"OAuth authorization failed: Failed to parse token"}',
    first: 'token-unparsable',
  },
  80: {
    text: refused(
      'InvokeAgentRuntime',
      'AccessDeniedException',
      "Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request. Check the agent's authorization configuration and ensure your request uses the matching method (OAuth or SigV4)",
    ),
    first: 'auth-family-mismatch',
  },
  81: {
    text: 'OAuth authorization failed: invalid signature, signing key not found in JWKS',
    first: 'token-signature-invalid',
  },
  82: { text: 'my tool: Authorization header is missing in the request', first: 'authorization-not-forwarded' },
  83: { text: 'my custom header X-Tenant is missing in the tool', first: 'header-allowlist-invalid' },
  84: {
    text: 'The pre token generation Lambda adds client_id, and the token has none',
    first: 'trigger-cannot-add-client-id',
  },
  85: {
    text: refused('InitiateAuth', 'InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
    first: 'auth-flow-disabled',
  },
  86: {
    text: refused(
      'InitiateAuth',
      'NotAuthorizedException',
      'Client 3n4b5urk1ft4fl3mg5e62d9ado is configured with secret but SECRET_HASH was not received',
    ),
    first: 'client-secret-needed',
  },
  87: {
    text: '{"ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeParameters": {"userAttributes": "{}"}}',
    first: 'user-must-change-password',
  },
  88: { text: 'HTTP/1.1 400 Bad Request\n\n{"error":"invalid_scope"}', first: 'token-endpoint-incomplete' },
  89: {
    text: 'SDK auth failed: Incompatible auth server: does not support dynamic client registration',
    first: 'client-registration-unsupported',
  },
  90: {
    text: 'Login in the browser works, then the exchange of the authorization code fails: {"error":"invalid_grant"}',
    first: 'client-asks-no-scope',
  },
  91: {
    text: 'AADSTS9010010: The resource parameter provided in the request does not match with the requested scopes.',
    first: 'entra-resource-refused',
  },
  92: {
    text: refused(
      'InvokeAgentRuntime',
      'ResourceNotFoundException',
      `No endpoint or agent found with qualifier 'DEFAULT' for agent '${ARN}'`,
    ),
    first: 'endpoint-not-found',
  },
  93: {
    text: refused(
      'InvokeAgentRuntime',
      'ValidationException',
      "1 validation error detected: Value 'abc' at 'runtimeSessionId' failed to satisfy constraint: Member must have length greater than or equal to 33",
    ),
    first: 'session-id-too-short',
  },
  94: {
    text: `HTTP/1.1 200 OK\n\n${rpc(-32_005, 'Session operation in progress, please retry')}`,
    first: 'session-busy',
  },
  95: {
    text: refused(
      'InvokeAgentRuntime',
      'ServiceQuotaExceededException',
      'maxVms limit exceeded for account 111122223333',
    ),
    first: 'sessions-left-open',
  },
  96: { text: refused('InvokeAgentRuntime', 'ThrottlingException', 'Rate exceeded'), first: 'throttled' },
  97: {
    text: 'gateway: tools/list works, tools/call answers "An internal error occurred. Please retry later."',
    first: 'gateway-oauth-target',
  },
  98: {
    text: 'With the JWT the session starts and the container boots, but no request ever reaches it',
    first: 'protocol-mismatch',
  },
  99: {
    text: 'GatewayTarget ABCDEF failed to synchronize: {"message":"Missing Authentication Token"}',
    first: 'gateway-target-not-signed',
  },
  100: { text: 'ERROR: unhandled errors in a TaskGroup (1 sub-exception)', first: 'error-in-group' },
  101: {
    text: refused(
      'Converse',
      'ValidationException',
      "1 validation error detected: Value 'falcon___search_detections' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must have length less than or equal to 64",
    ),
    first: 'tool-name-too-long',
  },
  102: {
    text: refused(
      'DeleteAgentRuntimeEndpoint',
      'ConflictException',
      'Default endpoints are removed when you delete the agent.',
    ),
    first: 'stuck-in-deletion',
  },
};

/** Every message that the field guide quotes, and what it says about statuses. */
export const fieldGuide: readonly SymptomRow[] = [
  { text: '403 Forbidden', first: 'auth-family-mismatch' },
  { text: '406 Not Acceptable', first: 'accept-header-incomplete' },
  { text: 'results in 406 errors', first: 'accept-header-incomplete' },
  { text: 'Connection Timeout', first: 'endpoint-unreachable' },
  { text: '400 Bad Request: MCP protocol issue (wrong transport, malformed JSON-RPC)', first: 'not-stateless' },
  { text: '307 Temporary Redirect', first: 'redirects-trailing-slash' },
  { text: 'AWS::Cognito::UserPoolUser - InvalidRequest', first: 'user-pool-user-in-template' },
  {
    text: 'Access denied while validating ECR URI. The execution role requires permissions\nfor ecr:GetAuthorizationToken, ecr:BatchGetImage, and ecr:GetDownloadUrlForLayer',
    first: 'role-without-ecr',
  },
  { text: 'Logs show `400 Bad Request` with streamable_http_manager', first: 'not-stateless' },
  { text: "OAuth authorization failed: Claim 'client_id' value mismatch with configuration", first: 'id-token-sent' },
  { text: "Claim 'client_id' value mismatch with configuration", first: 'id-token-sent' },
  {
    text: 'Invalid agent name. Must start with a letter, contain only letters/numbers/underscores',
    first: 'agent-name-invalid',
  },
  {
    text: 'Invalid number of parameters set for tagged union structure authorizerConfiguration',
    first: 'authorizer-flat',
  },
  { text: 'BEARER_TOKEN environment variable not set', first: 'token-not-sent' },
];
