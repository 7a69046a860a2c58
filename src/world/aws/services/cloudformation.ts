import {
  DescribeStacksCommand,
  DescribeStackEventsCommand,
  DescribeChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  CloudFormationClient,
} from '@aws-sdk/client-cloudformation';

export const service = {
  Client: CloudFormationClient,
  commands: {
    DescribeStacks: DescribeStacksCommand,
    DescribeStackEvents: DescribeStackEventsCommand,
    DescribeChangeSet: DescribeChangeSetCommand,
    GetTemplate: GetTemplateCommand,
    ListStackResources: ListStackResourcesCommand,
  },
};
