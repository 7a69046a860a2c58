import { AGENTCORE_CLI, TOOLKIT, TROUBLESHOOTING } from './pages.ts';
import { likely, surely, type Cause, type Symptom } from './symptom.ts';

// The AWS SDKs and the two tools called `agentcore`, with what they say while they deploy and delete.

export const otherRegion: Cause = {
  id: 'region-or-account-differs',
  title: 'The tool works in another account or region than the configuration names',
  because:
    '`AWS_PROFILE`, `AWS_REGION` or a default of the shell wins over what the file says, and the difference shows late.',
  remedy: 'Compare `aws sts get-caller-identity` and the region with the configuration, and name the profile.',
  evidence: 'The account in the error is not that of the configuration.',
  check: 'region-mismatch',
  references: ['https://github.com/aws/agentcore-cli/issues/761'],
};

const oldBoto: Cause = {
  id: 'sdk-too-old',
  title: 'The AWS SDK is too old for AgentCore, or the service is misspelt',
  because:
    'The services are called `bedrock-agentcore` and `bedrock-agentcore-control`, and their parameters came over many releases.',
  remedy: 'Run `pip install -U boto3 botocore`, and use these names.',
  evidence: 'The message lists the names that this version knows, and the one in question is not among them.',
  references: [`${TROUBLESHOOTING}#troubleshoot-runtime-boto3`],
};

const twoTools: Cause = {
  id: 'two-tools-of-one-name',
  title: 'Another tool called `agentcore` runs than is meant',
  because: 'The Python toolkit (`configure`, `launch`) and the npm CLI (`create`, `deploy`) install the same command.',
  remedy: 'See which one it is with `which -a agentcore`, and uninstall the other.',
  evidence: '`which -a agentcore` lists two.',
  references: [AGENTCORE_CLI, TOOLKIT],
};

const stuck: Cause = {
  id: 'stuck-in-deletion',
  title: 'The service has not finished deleting',
  because: 'A deletion is carried out in the background; the endpoint DEFAULT goes with the runtime and not by itself.',
  remedy:
    'Delete the runtime and not the endpoint; after half an hour in DELETING open a support case, and deploy under another name.',
  evidence: 'GetAgentRuntime says DELETING.',
  check: 'runtime-not-ready',
  references: [TROUBLESHOOTING],
};

const nameTaken: Cause = {
  id: 'name-taken',
  title: 'A runtime of that name is there already',
  because: 'CreateAgentRuntime makes a new runtime each time, and names are unique in an account and region.',
  remedy: 'Update the runtime that is there (`agentcore deploy --auto-update-on-conflict`), or choose another name.',
  evidence: '`aws bedrock-agentcore-control list-agent-runtimes` lists it.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html'],
};

const notReady: Cause = {
  id: 'runtime-not-ready',
  title: 'The runtime could not be created or updated',
  because: 'Creation goes on after the call has returned, and its reason stands in `failureReason`.',
  remedy: 'Read `failureReason` of GetAgentRuntime, cure it and deploy again.',
  evidence: 'The status is CREATE_FAILED or UPDATE_FAILED.',
  check: 'runtime-not-ready',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html'],
};

const entryPoint: Cause = {
  id: 'entry-point-missing',
  title: 'The entry point that the configuration names is not there',
  because: 'Both tools look for the file before they build.',
  remedy: 'Write its path relative to the configuration file.',
  evidence: 'The message names the path.',
  check: 'entrypoint-missing',
  references: [TOOLKIT, AGENTCORE_CLI],
};

export const tools: readonly Symptom[] = [
  {
    id: 'wrong-account',
    title: 'The work is done in another account or region',
    grade: 'fault',
    seen: [
      { told: 'wrong account' },
      { told: 'credentials … account … do not match' },
      { told: 'target account … does not match' },
      { told: 'account … does not match … target' },
      { says: 'Need to perform AWS calls for account' },
    ],
    suspects: [surely(otherRegion)],
  },
  {
    id: 'service-or-parameter-unknown',
    title: 'The AWS SDK does not know the service or a parameter',
    grade: 'fault',
    seen: [
      { says: "Unknown service: 'bedrock-agent" },
      { says: 'Unknown parameter in input: ' },
      { says: 'Missing required parameter in input: "networkConfiguration"' },
      { says: "'bedrock-agentcore' is not a valid service" },
      { says: "Found invalid choice 'bedrock-agentcore" },
      { says: 'argument command: Invalid choice' },
    ],
    suspects: [surely(oldBoto)],
    unless: ['authorizer-union', 'authorizer-key'],
  },
  {
    id: 'command-unknown',
    title: '`agentcore` does not know the command',
    grade: 'fault',
    seen: [
      { says: "No such command 'configure'" },
      { says: "No such command 'launch'" },
      { says: "No such command 'add'" },
      { says: "No such command 'validate'" },
      { says: "error: unknown command 'configure'" },
      { says: "error: unknown command 'launch'" },
      { says: 'agentcore: command not found' },
    ],
    suspects: [surely(twoTools)],
  },
  {
    id: 'deletion-stuck',
    title: 'A deletion does not come to its end',
    grade: 'fault',
    seen: [
      { says: 'stuck in DELETING' },
      { says: 'Default endpoints are removed when you delete the agent' },
      { says: '"status": "DELETING"' },
      { says: 'DELETE_FAILED' },
    ],
    suspects: [surely(stuck)],
  },
  {
    id: 'name-refused-as-taken',
    title: 'The name is taken',
    grade: 'fault',
    seen: [
      { says: 'with the specified name already exists' },
      { says: '(ConflictException) when calling the CreateAgentRuntime operation' },
    ],
    suspects: [surely(nameTaken)],
  },
  {
    id: 'creation-failed',
    title: 'The runtime was not created',
    grade: 'effect',
    seen: [
      { says: 'CREATE_FAILED … AWS::BedrockAgentCore' },
      { says: 'AWS::BedrockAgentCore … CREATE_FAILED' },
      { says: 'UPDATE_FAILED … failureReason' },
      { says: 'CREATE_FAILED … failureReason' },
    ],
    suspects: [likely(notReady)],
  },
  {
    id: 'entry-point-not-found',
    title: 'The tool does not find the entry point',
    grade: 'fault',
    seen: [
      { says: 'Entrypoint file not found' },
      { told: 'entrypoint … not found' },
      { told: 'Entrypoint … does not exist' },
    ],
    suspects: [surely(entryPoint)],
  },
];
