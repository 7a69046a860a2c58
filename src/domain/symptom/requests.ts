import { CONTRACT, INVOKE_RUNTIME, LIMITS, TOOLKIT, TRANSPORTS } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// What a request carries: its headers, its version of MCP, its body. The answers are those of mcp 1.29.0 and 2.3.0 and of
// @modelcontextprotocol/sdk 1.32.2, seen by running them (2026-11-25).

export const acceptIncomplete: Cause = {
  id: 'accept-incomplete',
  title: 'The request does not accept both kinds of answer',
  because:
    'MCP answers in JSON or as an event stream, and who does not accept both is refused; `*/*`, which curl sends, does not count for `mcp` 1, the TypeScript SDK and the platform. The name of the transport has no part in it.',
  remedy: 'Send `Accept: application/json, text/event-stream`.',
  evidence: 'The same request with that header gets 200.',
  check: 'accept-header-incomplete',
  references: [CONTRACT, TRANSPORTS],
};

export const rawInvoke: Cause = {
  id: 'invoke-without-accept',
  title: 'An AWS SDK or the AWS CLI sends the request without `accept`',
  because: 'InvokeAgentRuntime passes on the types it is given, and the SDKs give none by themselves.',
  remedy:
    'Pass `accept="application/json, text/event-stream"` and `contentType="application/json"` to `invoke_agent_runtime`.',
  evidence:
    'The call is InvokeAgentRuntime through boto3, another SDK or `aws bedrock-agentcore invoke-agent-runtime`.',
  check: 'raw-invoke-without-accept',
  references: [INVOKE_RUNTIME, CONTRACT],
};

export const contentType: Cause = {
  id: 'content-type-wrong',
  title: 'The request does not say that its body is JSON',
  because:
    'Servers of the Python SDK answer 400 to another content type and those of the TypeScript SDK 415; the AWS CLI sends `application/octet-stream` by itself.',
  remedy: 'Send `Content-Type: application/json` (`--content-type application/json` with the AWS CLI).',
  evidence: 'The body names the content type, or the call was made with the AWS CLI.',
  references: [CONTRACT, TRANSPORTS],
};

export const versionUnknown: Cause = {
  id: 'protocol-era-unsupported',
  title: 'Client and server speak different versions of MCP',
  because:
    'A client of 2026-07-28 sends no `initialize` and names its version in every request; servers of `mcp` 1, `fastmcp` 2 and 3 and the TypeScript SDK 1 know versions up to 2025-11-25.',
  remedy: 'Install a server library that knows both (`mcp` 2, `fastmcp` 4), or let the client speak 2025-11-25.',
  evidence: "The answer lists the versions that the server supports, and the client's is not among them.",
  check: 'protocol-era-unsupported',
  references: ['https://modelcontextprotocol.io/specification/2026-07-28/changelog', CONTRACT],
};

export const legacyRejected: Cause = {
  id: 'legacy-clients-rejected',
  title: 'The handler rejects every client of 2025-11-25 and older',
  because: "With `legacy: 'reject'` it answers 400 with -32022 to `initialize`, and to the platform's ping as well.",
  remedy: 'Leave the option `legacy` out.',
  evidence: 'The server is TypeScript and calls `createMcpHandler` with `legacy`.',
  check: 'legacy-clients-rejected',
  references: ['https://github.com/modelcontextprotocol/typescript-sdk'],
};

export const notJsonRpc: Cause = {
  id: 'body-not-json-rpc',
  title: 'The body is no JSON-RPC message',
  because:
    '`agentcore invoke` of the Python toolkit and the console\'s test send `{"prompt": …}`, which is the HTTP contract; an MCP server expects `jsonrpc`, `id` and `method`.',
  remedy:
    'Use an MCP client, `agentcore invoke list-tools` of the npm CLI, or send `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`.',
  evidence: 'The error lists missing fields of JSONRPCMessage, or quotes `prompt`.',
  references: [CONTRACT, TOOLKIT],
};

const jsonBroken: Cause = {
  id: 'body-not-json',
  title: 'The body is no JSON',
  because:
    'Quotes that the shell has taken away, or a payload that was encoded twice, leave text that the server cannot parse.',
  remedy: 'Send the body from a file (`--data @body.json`), or put single quotes around it.',
  evidence: 'The error names a line and column of the body.',
  references: [CONTRACT],
};

export const methodUnknown: Cause = {
  id: 'method-unknown',
  title: 'The server does not know the method',
  because:
    'The method is misspelt, belongs to a capability that the server does not have, or to another version of MCP; in 2026-07-28 the status is 404, although the path is right.',
  remedy: 'Ask for what the server lists; a hand-written router has to answer `ping` and `initialize` as well.',
  evidence: 'The body is a JSON-RPC error with code -32601.',
  check: 'handshake-fails',
  references: ['https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http'],
};

export const bodyTooLarge: Cause = {
  id: 'body-too-large',
  title: "The server's own limit for a body is lower than AgentCore's",
  because: 'The SDKs refuse more than 4 MiB and `express.json()` more than 100 kB, while AgentCore takes 100 MB.',
  remedy:
    "Raise it: `max_request_body_size` (Python), `maxRequestBodySize` or `express.json({ limit: '50mb' })` (TypeScript).",
  evidence: 'A smaller body gets through.',
  check: 'body-limit-low',
  references: [LIMITS, CONTRACT],
};

const toolArguments: Cause = {
  id: 'tool-arguments-refused',
  title: 'The call names no tool of the server, or gives it other arguments than it takes',
  because:
    'The server compares the name and the arguments with what `tools/list` says; behind a gateway the name has the prefix of the target.',
  remedy: 'Call `tools/list` and use the name and the fields of `inputSchema`.',
  evidence: 'The transport works: `tools/list` gets an answer.',
  references: ['https://modelcontextprotocol.io/specification/2025-11-25/server/tools'],
};

export const requests: readonly Symptom[] = [
  {
    id: 'tool-call-refused',
    title: 'The server refuses the name or the arguments of the tool',
    grade: 'fault',
    seen: [
      { says: 'Invalid arguments for tool' },
      { says: 'Input validation error:' },
      { says: 'Unknown tool:' },
      { says: 'Tool … not found', code: -32_602 },
    ],
    suspects: [surely(toolArguments)],
    marksLines: false,
  },
  {
    id: 'not-acceptable',
    title: "The request's `Accept` is refused",
    grade: 'fault',
    seen: [
      { says: 'Client must accept' },
      { says: 'Accept Header Error' },
      { says: 'Not Acceptable' },
      { says: 'McpRequestUnacceptable' },
      { access: 'POST /mcp', status: 406 },
    ],
    suspects: [surely(acceptIncomplete), likely(rawInvoke)],
    unless: ['runtime-answers-406'],
  },
  {
    id: 'runtime-answers-406',
    title: 'The container answers 406 to InvokeAgentRuntime',
    grade: 'fault',
    seen: [
      { says: 'Received error (406) from runtime' },
      { says: ['InvokeAgentRuntime operation', 'Client must accept'] },
      { told: 'invoke_agent_runtime', status: 406 },
      { told: 'boto3', status: 406 },
    ],
    suspects: [surely(rawInvoke), likely(acceptIncomplete)],
  },
  {
    id: 'content-type-refused',
    title: "The request's content type is refused",
    grade: 'fault',
    seen: [
      { says: 'Received error (415) from runtime' },
      { says: 'Invalid Content-Type header' },
      { says: 'Missing Content-Type header' },
      { says: 'Content-Type must be application/json' },
      { says: 'Unsupported Media Type' },
    ],
    suspects: [surely(contentType)],
  },
  {
    id: 'version-refused',
    title: 'The version of MCP is refused',
    grade: 'fault',
    seen: [
      { says: 'Unsupported protocol version' },
      { says: 'cannot serve the 2026-07-28 protocol revision' },
      { says: 'params._meta must be an object carrying the required' },
      { says: 'Unsupported MCP protocol version' },
    ],
    suspects: [surely(versionUnknown), perhaps(legacyRejected)],
  },
  {
    id: 'body-refused',
    title: 'The body is no message of MCP',
    grade: 'fault',
    seen: [
      { says: 'validation errors for JSONRPCMessage' },
      { says: 'validation errors for union[JSONRPCRequest' },
      { says: 'Invalid JSON-RPC message' },
      { told: '"prompt": … -32602' },
      { told: '-32602 … "prompt"' },
    ],
    suspects: [surely(notJsonRpc)],
  },
  {
    id: 'json-refused',
    title: 'The body cannot be parsed',
    grade: 'fault',
    seen: [
      { says: 'Parse error: ' },
      { says: 'SyntaxError: Expected property name' },
      { says: 'SyntaxError: Unexpected token … in JSON' },
    ],
    suspects: [likely(jsonBroken), perhaps(notJsonRpc)],
    unless: ['body-refused'],
    marksLines: false,
  },
  {
    id: 'method-not-found',
    title: 'The server does not know the method',
    grade: 'effect',
    seen: [{ says: 'Method not found', code: -32_601 }],
    suspects: [likely(methodUnknown), perhaps(versionUnknown)],
    unless: ['no-way-back'],
  },
  {
    id: 'body-too-large',
    title: 'The body is too large for the server',
    grade: 'fault',
    seen: [
      { says: 'Request body must not exceed' },
      { says: 'Request body too large' },
      { says: 'PayloadTooLargeError' },
      { says: 'request entity too large' },
      { says: 'Payload Too Large' },
    ],
    suspects: [surely(bodyTooLarge)],
  },
];
