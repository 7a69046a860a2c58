import { EMPTY_LOGS, TROUBLESHOOTING } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// The network of the container, and of the one who calls it.

const VPC = 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html';

export const noWayOut: Cause = {
  id: 'vpc-without-way-out',
  title: 'The runtime is in a VPC and reaches neither AWS nor the internet',
  because:
    'In a public subnet, without a NAT gateway or endpoints for ECR, S3, logs and STS, the container does not start or cannot write its log.',
  remedy:
    'Use private subnets with a NAT gateway, or add endpoints for `ecr.api`, `ecr.dkr`, `s3` (gateway), `logs`, `monitoring` and `sts`.',
  evidence: 'The calls time out, and the log group stays empty; the same image works with network mode PUBLIC.',
  references: [VPC, EMPTY_LOGS],
};

const zone: Cause = {
  id: 'zone-unsupported',
  title: 'A subnet lies in a zone where AgentCore does not run',
  because: 'What counts is the id of the zone (`use1-az4`), which has another letter in every account.',
  remedy: 'Choose subnets in supported zones: `aws ec2 describe-subnets --query "Subnets[].AvailabilityZoneId"`.',
  evidence: 'The message names the zone or the subnet.',
  references: [VPC],
};

const unreachable: Cause = {
  id: 'endpoint-unreachable',
  title: 'The host of the URL is not reached',
  because: 'The URL names another region or a host that does not exist, or a proxy or firewall lies between.',
  remedy: 'Write `https://bedrock-agentcore.<region>.amazonaws.com`, with the region of the runtime.',
  evidence: 'Even a request without credentials gets no HTTP answer.',
  check: 'endpoint-unreachable',
  references: ['https://docs.aws.amazon.com/general/latest/gr/bedrock_agentcore.html'],
};

const readTimeout: Cause = {
  id: 'client-gives-up',
  title: 'The client gives up before the server has answered',
  because: 'A cold start and the first import take longer than the time that the client waits; boto3 waits 60 seconds.',
  remedy: 'Wait 120 seconds or more on the first call of a session.',
  evidence: 'The second call of the same session is fast.',
  check: 'slow-start',
  references: [TROUBLESHOOTING, 'https://github.com/aws/bedrock-agentcore-starter-toolkit/issues/286'],
};

const nobodyListens: Cause = {
  id: 'nobody-listens',
  title: 'Nobody listens at that address',
  because:
    'The server has ended, has not opened its port yet, or listens on another port or address than the one that is called.',
  remedy: 'Look for `Uvicorn running on` or the traceback in the output of the server, and call what it says.',
  evidence: '`ss -ltn` lists no listener on that port.',
  check: 'server-does-not-start',
  references: [TROUBLESHOOTING],
};

export const network: readonly Symptom[] = [
  {
    id: 'connection-refused',
    title: 'The connection is refused',
    grade: 'effect',
    seen: [{ says: 'ECONNREFUSED' }, { says: 'Connection refused' }, { says: 'All connection attempts failed' }],
    suspects: [likely(nobodyListens)],
    // Tools lose connections of their own, too.
    marksLines: false,
  },
  {
    id: 'no-answer-no-log',
    title: 'The calls time out, and no log appears',
    grade: 'effect',
    seen: [
      { told: 'VPC … timeout' },
      { told: 'VPC … timed out' },
      { told: 'VPC … no logs' },
      { told: 'VPC … log group is empty' },
    ],
    suspects: [likely(noWayOut)],
  },
  {
    id: 'zone-refused',
    title: 'The zone of a subnet is refused',
    grade: 'fault',
    seen: [{ says: 'Unsupported Availability Zone' }, { says: 'availability zones … not supported' }],
    suspects: [surely(zone)],
  },
  {
    id: 'no-connection',
    title: 'The host is not reached',
    grade: 'effect',
    seen: [
      { says: 'Could not connect to the endpoint URL' },
      { says: 'Connection Timeout' },
      { says: 'Connection timed out' },
      { says: 'httpx.ConnectTimeout' },
      { says: 'httpx.ConnectError' },
      { says: 'getaddrinfo ENOTFOUND bedrock-agentcore' },
      { says: 'Name or service not known' },
      { says: 'Could not resolve host: bedrock-agentcore' },
      { says: 'UND_ERR_CONNECT_TIMEOUT' },
    ],
    suspects: [likely(unreachable), perhaps(readTimeout), perhaps(noWayOut)],
    unless: ['no-answer-no-log'],
    marksLines: false,
  },
  {
    id: 'no-answer-in-time',
    title: 'The client waited for an answer in vain',
    grade: 'effect',
    seen: [
      { says: 'Read timeout on endpoint URL' },
      { says: 'httpx.ReadTimeout' },
      { says: 'MCP error -32001: Request timed out' },
      { says: 'Timed out while waiting for response to' },
    ],
    suspects: [likely(readTimeout), perhaps(noWayOut), perhaps(unreachable)],
    marksLines: false,
  },
];
