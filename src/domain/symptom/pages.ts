// Where the table's facts are said: pages and issues that several rows refer to (read 2026-11-22 to 2026-11-25).

const GUIDE = 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide';

export const CONTRACT = `${GUIDE}/runtime-mcp-protocol-contract.html`;
export const MCP_SERVERS = `${GUIDE}/runtime-mcp.html`;
export const STATEFUL = `${GUIDE}/mcp-stateful-features.html`;
export const TROUBLESHOOTING = `${GUIDE}/runtime-troubleshooting.html`;
export const START_TROUBLE = `${TROUBLESHOOTING}#troubleshoot-runtime-timeout`;
export const ERROR_CODES = `${TROUBLESHOOTING}#common-error-codes`;
export const EMPTY_LOGS = `${TROUBLESHOOTING}#missing-cloudwatch-logs`;
export const MMDSV2 = `${TROUBLESHOOTING}#troubleshoot-runtime-mmdsv2-validation`;
export const LONG_RUNNING = `${TROUBLESHOOTING}#troubleshoot-runtime-long-running`;
export const IDLE_SESSIONS = `${TROUBLESHOOTING}#troubleshoot-runtime-idle-not-releasing`;
export const AUTHORIZER = `${GUIDE}/inbound-jwt-authorizer.html`;
export const OAUTH = `${GUIDE}/runtime-oauth.html`;
export const PERMISSIONS = `${GUIDE}/runtime-permissions.html`;
export const HEADERS = `${GUIDE}/runtime-header-allowlist.html`;
export const LIMITS = `${GUIDE}/bedrock-agentcore-limits.html`;
export const LIFECYCLE = `${GUIDE}/runtime-lifecycle-settings.html`;
export const OBSERVABILITY = `${GUIDE}/observability-configure.html`;

const CONTROL = 'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference';

export const CREATE_RUNTIME = `${CONTROL}/API_CreateAgentRuntime.html`;
export const UPDATE_RUNTIME = `${CONTROL}/API_UpdateAgentRuntime.html`;
export const JWT_CONFIGURATION = `${CONTROL}/API_CustomJWTAuthorizerConfiguration.html`;
export const INVOKE_RUNTIME =
  'https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html';

const COGNITO = 'https://docs.aws.amazon.com/cognito/latest/developerguide';

export const ACCESS_TOKEN = `${COGNITO}/amazon-cognito-user-pools-using-the-access-token.html`;
export const PRE_TOKEN = `${COGNITO}/user-pool-lambda-pre-token-generation.html`;
export const TOKEN_ENDPOINT = `${COGNITO}/token-endpoint.html`;
export const INITIATE_AUTH =
  'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html';

export const PYTHON_SDK_2 = 'https://github.com/modelcontextprotocol/python-sdk/releases/tag/v2.0.0';
export const PYTHON_SDK_1 = 'https://github.com/modelcontextprotocol/python-sdk/blob/v1.x/README.md';
export const TYPESCRIPT_SDK = 'https://github.com/modelcontextprotocol/typescript-sdk';
export const FASTMCP = 'https://gofastmcp.com';
export const TRANSPORTS = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports';

export const TOOLKIT = 'https://github.com/aws/bedrock-agentcore-starter-toolkit';
export const AGENTCORE_CLI = 'https://github.com/aws/agentcore-cli';
export const SAMPLES = 'https://github.com/awslabs/agentcore-samples';
export const CRASH_REPORTED_AS_TIMEOUT = 'https://github.com/aws/bedrock-agentcore-sdk-python/issues/519';
export const HEALTH_CHECK_POST = 'https://www.k9security.io/posts/2026/06/fix-agentcore-mcp-32010-health-check-failed/';
export const FOREIGN_SESSION_IDS = 'https://github.com/argoproj-labs/mcp-for-argocd/issues/88';
export const PROTOCOL_MISSING = 'https://github.com/CrowdStrike/falcon-mcp/issues/332';
