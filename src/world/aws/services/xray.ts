import { GetTraceSegmentDestinationCommand, GetIndexingRulesCommand, XRayClient } from '@aws-sdk/client-xray';

export const service = {
  Client: XRayClient,
  commands: {
    GetTraceSegmentDestination: GetTraceSegmentDestinationCommand,
    GetIndexingRules: GetIndexingRulesCommand,
  },
};
