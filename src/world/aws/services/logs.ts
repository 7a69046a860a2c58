import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  DescribeResourcePoliciesCommand,
  StartLiveTailCommand,
  DeleteLogGroupCommand,
  CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';

export const service = {
  Client: CloudWatchLogsClient,
  commands: {
    DescribeLogGroups: DescribeLogGroupsCommand,
    DescribeLogStreams: DescribeLogStreamsCommand,
    FilterLogEvents: FilterLogEventsCommand,
    GetLogEvents: GetLogEventsCommand,
    DescribeResourcePolicies: DescribeResourcePoliciesCommand,
    StartLiveTail: StartLiveTailCommand,
    DeleteLogGroup: DeleteLogGroupCommand,
  },
};
