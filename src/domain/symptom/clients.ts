import { INVOKE_RUNTIME, MCP_SERVERS, PYTHON_SDK_2 } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';
import { otherRegion } from './tools.ts';

// MCP clients: what they import, what they hide, and the address they call.

const clientOfMcp1: Cause = {
  id: 'client-of-mcp-1',
  title: 'Client code of `mcp` 1 runs with `mcp` 2, or the other way round',
  because:
    '`mcp` 2 says `streamable_http_client` and `server_info` where `mcp` 1 says `streamablehttp_client` and `serverInfo`.',
  remedy: 'Pin `mcp<2` for code of `mcp` 1, or use the new names.',
  evidence: '`pip show mcp` names another major version than the code is written for.',
  check: 'client-import-broken',
  references: [PYTHON_SDK_2],
};

const frameworkOfMcp1: Cause = {
  id: 'framework-of-mcp-1',
  title: 'A framework that is built for `mcp` 1 is installed with `mcp` 2',
  because: 'It reads `protocolVersion`, which `mcp` 2 calls `protocol_version`.',
  remedy: 'Pin `mcp<2`, or take a release of the framework that knows `mcp` 2.',
  evidence: 'The traceback runs through the framework, and `pip show mcp` says 2.',
  check: 'client-import-broken',
  references: [PYTHON_SDK_2],
};

const hiddenError: Cause = {
  id: 'error-in-group',
  title: 'The MCP client hides the error inside a group of exceptions',
  because: 'Any failed request of the Python client comes out of a task group, whose own message says nothing.',
  remedy:
    'Print the whole traceback (`traceback.print_exc()`), and read the lines that begin with `|`: the last names the status.',
  evidence: 'The traceback goes on below, with `httpx.HTTPStatusError` or a JSON-RPC error.',
  references: ['https://github.com/awslabs/agentcore-samples/issues/157'],
};

const hiddenStatus: Cause = {
  id: 'status-hidden',
  title: 'The MCP client hides the status and body of the answer',
  because: '`mcp` 2 turns any HTTP error without a JSON-RPC body of its own into this sentence.',
  remedy: 'Repeat the request with `curl -i` and read status and body.',
  evidence: '`curl -i` shows another status than 200.',
  references: [PYTHON_SDK_2],
};

export const wrongAddress: Cause = {
  id: 'endpoint-not-found',
  title: 'There is no such endpoint in this region and account',
  because:
    'The region of the host, the account, the id or the qualifier is another than that of the runtime; the qualifier is the name of an endpoint and no version, and a new runtime takes some minutes to be known.',
  remedy: 'Take the ARN from GetAgentRuntime, its region for the host, and `qualifier=DEFAULT`.',
  evidence: '`aws bedrock-agentcore-control list-agent-runtime-endpoints` in that region does not list it.',
  check: 'endpoint-not-found',
  references: [INVOKE_RUNTIME, MCP_SERVERS],
};

export const arnNotEncoded: Cause = {
  id: 'arn-not-encoded',
  title: 'The ARN in the URL is not percent-encoded, or is twice',
  because:
    'The ARN is one segment of the path; a bare slash, `%252F` or a line break at its end makes another id of it.',
  remedy: 'Encode it exactly once: `:` as `%3A`, `/` as `%2F`.',
  evidence: 'The id in the message is shorter or longer than that of the runtime.',
  check: 'arn-not-encoded',
  references: [MCP_SERVERS],
};

export const clients: readonly Symptom[] = [
  {
    id: 'client-name-gone',
    title: 'The client code uses a name that the installed `mcp` does not have',
    grade: 'fault',
    seen: [
      { says: "cannot import name 'streamablehttp_client'" },
      { says: "cannot import name 'streamable_http_client'" },
      { says: "'InitializeResult' object has no attribute 'server_info'" },
      { says: "'InitializeResult' object has no attribute 'serverInfo'" },
    ],
    suspects: [surely(clientOfMcp1)],
  },
  {
    id: 'framework-name-gone',
    title: 'A framework uses a name that the installed `mcp` does not have',
    grade: 'fault',
    seen: [{ says: "'InitializeResult' object has no attribute 'protocolVersion'" }],
    suspects: [surely(frameworkOfMcp1), perhaps(clientOfMcp1)],
  },
  {
    id: 'group-of-exceptions',
    title: 'The client reports a group of exceptions',
    grade: 'cover',
    seen: [{ says: 'unhandled errors in a TaskGroup' }, { says: 'ExceptionGroup: ' }],
    suspects: [surely(hiddenError)],
  },
  {
    id: 'error-without-status',
    title: 'The client reports an error without a status',
    grade: 'cover',
    seen: [{ says: 'Server returned an error response' }],
    suspects: [surely(hiddenStatus)],
  },
  {
    id: 'endpoint-not-found',
    title: 'The service finds no such endpoint or runtime',
    grade: 'fault',
    seen: [
      { says: 'No endpoint or agent found with qualifier' },
      { says: '(ResourceNotFoundException) when calling the InvokeAgentRuntime operation' },
      { says: '(ResourceNotFoundException) when calling the GetAgentRuntime operation' },
    ],
    suspects: [likely(wrongAddress), likely(arnNotEncoded), perhaps(otherRegion)],
    unless: ['arn-twice-encoded'],
  },
  {
    id: 'arn-twice-encoded',
    title: 'The ARN in the URL is not encoded once',
    grade: 'fault',
    seen: [{ says: '%253A' }, { says: '%252F' }, { says: 'amazonaws.com/runtimes/arn:aws' }],
    suspects: [surely(arnNotEncoded)],
  },
];
