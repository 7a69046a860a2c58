import { AGENTCORE_CLI, CONTRACT, CREATE_RUNTIME, HEADERS, LIFECYCLE, PROTOCOL_MISSING, TOOLKIT } from './pages.ts';
import { likely, surely, type Cause, type Symptom } from './symptom.ts';

// What the deployment's configuration says, and how the tools and CreateAgentRuntime refuse it.

/** The commonest silent fault: the runtime is an HTTP runtime. */
export const protocolMissing: Cause = {
  id: 'protocol-missing',
  title: 'The runtime is deployed with protocol HTTP, and its server speaks MCP',
  because:
    'Without `serverProtocol: MCP` AgentCore calls port 8080 at `/invocations`, where an MCP server does not listen; both tools pass over a misspelt key in silence.',
  remedy:
    'Set the protocol (`protocol_configuration.server_protocol: MCP`, in `agentcore.json` `"protocol": "MCP"`) and deploy again.',
  evidence:
    "GetAgentRuntime shows no `protocolConfiguration` with MCP; the container's log shows no request from outside.",
  check: 'protocol-mismatch',
  references: [CONTRACT, PROTOCOL_MISSING],
};

const agentName: Cause = {
  id: 'agent-name-invalid',
  title: 'The name of the agent holds what AgentCore does not take',
  because:
    'A runtime is named by a letter and at most 47 letters, digits and underscores; a hyphen is enough to refuse it.',
  remedy: 'Write underscores in place of hyphens.',
  evidence: 'The message quotes the rule or the value at `agentRuntimeName`.',
  check: 'agent-name-invalid',
  references: [CREATE_RUNTIME],
};

const projectName: Cause = {
  id: 'project-name-invalid',
  title: 'The name of the npm project is too long, or that of a package',
  because: 'The CLI takes a letter and at most 22 letters and digits, and no name that its Python dependencies have.',
  remedy: 'Choose a shorter name, without hyphens and not that of a package.',
  evidence: 'The message comes from `agentcore create` or `validate`, before anything reaches AWS.',
  check: 'agent-name-invalid',
  references: [AGENTCORE_CLI],
};

const variableLimits: Cause = {
  id: 'variables-beyond-limits',
  title: 'The environment variables of the runtime exceed a limit',
  because: 'A runtime takes 50 variables, names of 100 and values of 5,000 characters.',
  remedy: 'Put large or many values into Secrets Manager or a parameter, and read them at run time.',
  evidence: 'The message names `environmentVariables`.',
  references: [CREATE_RUNTIME],
};

const headerList: Cause = {
  id: 'header-list-invalid',
  title: 'The list of request headers holds one that AgentCore does not pass on',
  because:
    'Names that begin with `x-amz`, restricted ones such as `Host`, and `Authorization` without a JWT authorizer are refused.',
  remedy: 'List only headers of your own, or name them `X-Amzn-Bedrock-AgentCore-Runtime-Custom-…`.',
  evidence: 'The message names `requestHeaderConfiguration` or the allow list, or the header does not reach the tool.',
  check: 'header-allowlist-invalid',
  references: [HEADERS],
};

const lifetime: Cause = {
  id: 'lifetime-out-of-range',
  title: 'A lifetime of the sessions is outside of what the tool takes',
  because: 'Both tools take 60 to 28,800 seconds.',
  remedy: 'Write a number of seconds from 60 to 28800.',
  evidence: 'The message names `idleRuntimeSessionTimeout` or `maxLifetime`.',
  check: 'lifecycle-out-of-range',
  references: [LIFECYCLE],
};

const manifest: Cause = {
  id: 'manifest-wrong-value',
  title: 'The configuration file lacks a value or holds one of another kind',
  because: 'The tool checks the file before it deploys, and stops.',
  remedy: 'Write the value that the message names; an account is a quoted string of 12 digits.',
  evidence: 'The message names a key of `.bedrock_agentcore.yaml` or `agentcore.json`.',
  check: 'manifest-unreadable',
  references: [`${TOOLKIT}/blob/main/src/bedrock_agentcore_starter_toolkit/utils/runtime/schema.py`],
};

const managedRuntime: Cause = {
  id: 'runtime-version-unknown',
  title: 'AgentCore has no managed runtime of that version',
  because: 'The npm CLI accepts more names than CreateAgentRuntime does: `NODE_18` and `NODE_20` are refused there.',
  remedy: 'Choose `NODE_22` or one of `PYTHON_3_10` to `PYTHON_3_14`, or deploy a container.',
  evidence: 'The message lists the values that `runtime` may have.',
  check: 'runtime-version-blocked',
  references: [CREATE_RUNTIME],
};

const memory: Cause = {
  id: 'memory-created',
  title: 'A memory is created for a server that has no use for one',
  because: '`agentcore configure` turns memory on by default; creating it takes some minutes and costs money.',
  remedy: 'Set `memory.mode: NO_MEMORY`, or configure with `--disable-memory`.',
  evidence: 'The deployment waits at "Creating memory resource".',
  check: 'memory-for-mcp-server',
  references: ['https://github.com/aws/bedrock-agentcore-starter-toolkit/issues/396'],
};

const templateUser: Cause = {
  id: 'template-user',
  title: 'A template creates a user of the pool',
  because:
    "CloudFormation is particular about the user's attributes (all are strings) and cannot give a permanent password, so the user could not sign in anyhow.",
  remedy:
    'Take the user out of the template; create it with `admin-create-user` and `admin-set-user-password --permanent`.',
  evidence: 'The failed resource is of type `AWS::Cognito::UserPoolUser`.',
  check: 'user-pool-user-in-template',
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpooluser.html',
  ],
};

export const configuration: readonly Symptom[] = [
  {
    id: 'agent-name-refused',
    title: 'The name of the agent is refused',
    grade: 'fault',
    seen: [
      { says: 'Invalid agent name' },
      { says: "at 'agentRuntimeName' failed to satisfy constraint" },
      { says: 'Must begin with a letter and contain only alphanumeric characters' },
      { says: 'AgentRuntimeName … does not match pattern' },
    ],
    suspects: [surely(agentName)],
  },
  {
    id: 'project-name-refused',
    title: 'The name of the project is refused',
    grade: 'fault',
    seen: [
      { says: 'Project name must be 23 characters or less' },
      { says: 'conflicts with a reserved package dependency' },
      { says: 'Project name must start with a letter' },
    ],
    suspects: [surely(projectName)],
  },
  {
    id: 'variables-refused',
    title: 'The environment variables are refused',
    grade: 'fault',
    seen: [
      { says: "'environmentVariables' failed to satisfy constraint" },
      { says: 'environmentVariables … must have length less than or equal to' },
      { says: 'environmentVariables … less than or equal to 50' },
    ],
    suspects: [surely(variableLimits)],
  },
  {
    id: 'header-missing',
    title: 'A header of the request does not reach the tool',
    grade: 'effect',
    seen: [
      { says: 'requestHeaderAllowlist … failed to satisfy constraint' },
      { says: 'requestHeaderConfiguration … not allowed' },
      { told: 'header … not in the allow list' },
      { told: 'custom header … missing' },
      { told: 'custom header … not received' },
    ],
    suspects: [likely(headerList)],
  },
  {
    id: 'lifetime-refused',
    title: 'A lifetime of the sessions is refused',
    grade: 'fault',
    seen: [
      { says: 'expected number to be <=28800' },
      { says: "'idleRuntimeSessionTimeout' failed to satisfy constraint" },
      { says: "'maxLifetime' failed to satisfy constraint" },
    ],
    suspects: [surely(lifetime)],
  },
  {
    id: 'manifest-refused',
    title: 'The configuration file is refused',
    grade: 'fault',
    seen: [
      { says: 'Protocol must be one of' },
      { says: "Missing 'aws.execution_role' for cloud deployment" },
      { says: "Missing 'aws.region' for cloud deployment" },
      { says: "Missing 'aws.account' for cloud deployment" },
      { says: "Missing 'entrypoint' field" },
      { says: 'validation error … BedrockAgentCoreAgentSchema' },
    ],
    suspects: [surely(manifest)],
  },
  {
    id: 'runtime-version-refused',
    title: 'The managed runtime is refused',
    grade: 'fault',
    seen: [
      { says: "codeConfiguration.runtime' failed to satisfy constraint" },
      { says: "'NODE_20' … failed to satisfy constraint" },
    ],
    suspects: [surely(managedRuntime)],
  },
  {
    id: 'memory-being-created',
    title: 'The deployment creates a memory',
    grade: 'fault',
    seen: [
      { says: 'Creating memory resource' },
      { says: 'Creating new STM-only memory' },
      { told: 'memory resource … MCP server' },
    ],
    suspects: [likely(memory)],
    marksLines: false,
  },
  {
    id: 'template-user-refused',
    title: 'CloudFormation cannot create the user',
    grade: 'fault',
    seen: [{ says: 'AWS::Cognito::UserPoolUser' }],
    suspects: [likely(templateUser)],
  },
];
