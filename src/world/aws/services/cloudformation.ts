import {
  DescribeStacksCommand,
  DescribeStackEventsCommand,
  DescribeChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
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
    CreateChangeSet: CreateChangeSetCommand,
    ExecuteChangeSet: ExecuteChangeSetCommand,
    DeleteChangeSet: DeleteChangeSetCommand,
    DeleteStack: DeleteStackCommand,
  },
};
