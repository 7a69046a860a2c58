import { EMPTY_LOGS, OBSERVABILITY, PERMISSIONS, TROUBLESHOOTING } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Logs and traces that are not where they are looked for.

const notInvoked: Cause = {
  id: 'log-group-elsewhere',
  title: 'There is no log group of that name, or not yet',
  because:
    'The group is `/aws/bedrock-agentcore/runtimes/<runtime id>-<endpoint>`, with the id and not the ARN, and it comes into being with the first call, not with the deployment.',
  remedy: "Call the runtime once, and look for the group by the runtime's id, in its region.",
  evidence:
    '`aws logs describe-log-groups --log-group-name-prefix /aws/bedrock-agentcore/runtimes/` lists the groups that exist.',
  check: 'log-group-missing',
  references: [EMPTY_LOGS],
};

const noLogs: Cause = {
  id: 'role-without-logs',
  title: 'The role of the runtime may not write its log',
  because:
    'The container writes as the execution role; with a wrong log group in the policy (`/aws/bedrock/agentcore/…`) it runs in silence.',
  remedy:
    'Allow CreateLogGroup, DescribeLogStreams, CreateLogStream and PutLogEvents on `/aws/bedrock-agentcore/runtimes/*`, and DescribeLogGroups on `*`.',
  evidence: 'The calls work, and the group is missing or empty.',
  check: 'role-without-logs',
  references: [PERMISSIONS, 'https://github.com/aws-ia/terraform-aws-agentcore/pull/30'],
};

const searchOff: Cause = {
  id: 'transaction-search-off',
  title: 'Transaction Search is off in this account',
  because: 'CloudWatch shows traces only after it has been turned on once, and some ten minutes later.',
  remedy:
    'Turn it on: CloudWatch, Settings, X-Ray traces; or `aws xray update-trace-segment-destination --destination CloudWatchLogs`.',
  evidence: '`aws xray get-trace-segment-destination` does not say CloudWatchLogs and ACTIVE.',
  check: 'transaction-search-off',
  references: [OBSERVABILITY],
};

const notSampled: Cause = {
  id: 'caller-not-sampled',
  title: 'The caller says that its trace is not to be kept',
  because: 'A Lambda function without active tracing sends `Sampled=0`, and the runtime obeys.',
  remedy: 'Turn active tracing on in the function, or set `OTEL_TRACES_SAMPLER=always_on` on the runtime.',
  evidence: 'Calls from elsewhere leave spans.',
  references: [TROUBLESHOOTING],
};

export const observing: readonly Symptom[] = [
  {
    id: 'log-group-not-found',
    title: 'The log group is not found',
    grade: 'fault',
    seen: [
      { says: 'The specified log group does not exist' },
      { says: 'log group … bedrock-agentcore … does not exist' },
      { says: 'log-group … ResourceNotFoundException' },
    ],
    suspects: [likely(notInvoked), likely(noLogs)],
  },
  {
    id: 'log-empty',
    title: 'The runtime answers, and its log is empty',
    grade: 'effect',
    seen: [
      { told: 'log group is empty' },
      { told: 'log group is missing' },
      { told: 'log group missing' },
      { told: 'log group empty' },
      { told: 'no logs in CloudWatch' },
      { says: 'not authorized to perform: logs:CreateLog' },
      { says: 'not authorized to perform: logs:PutLogEvents' },
    ],
    suspects: [likely(noLogs), likely(notInvoked)],
    unless: ['no-answer-no-log'],
  },
  {
    id: 'traces-empty',
    title: 'No traces are shown',
    grade: 'effect',
    seen: [
      { told: 'traces list is empty' },
      { told: 'traces list empty' },
      { told: 'no traces' },
      { told: 'Transaction Search' },
    ],
    suspects: [likely(searchOff), perhaps(notSampled)],
  },
  {
    id: 'lambda-spans-missing',
    title: 'Spans are missing for calls from Lambda',
    grade: 'effect',
    seen: [{ told: 'Sampled=0' }, { told: 'spans … missing … Lambda' }, { told: 'spans missing … Lambda' }],
    suspects: [surely(notSampled)],
  },
];
