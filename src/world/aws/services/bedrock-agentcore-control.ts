import {
  GetAgentRuntimeCommand,
  ListAgentRuntimesCommand,
  ListAgentRuntimeVersionsCommand,
  GetAgentRuntimeEndpointCommand,
  ListAgentRuntimeEndpointsCommand,
  ListTagsForResourceCommand,
  UpdateAgentRuntimeCommand,
  CreateAgentRuntimeCommand,
  DeleteAgentRuntimeCommand,
  TagResourceCommand,
  BedrockAgentCoreControlClient,
} from '@aws-sdk/client-bedrock-agentcore-control';

export const service = {
  Client: BedrockAgentCoreControlClient,
  commands: {
    GetAgentRuntime: GetAgentRuntimeCommand,
    ListAgentRuntimes: ListAgentRuntimesCommand,
    ListAgentRuntimeVersions: ListAgentRuntimeVersionsCommand,
    GetAgentRuntimeEndpoint: GetAgentRuntimeEndpointCommand,
    ListAgentRuntimeEndpoints: ListAgentRuntimeEndpointsCommand,
    ListTagsForResource: ListTagsForResourceCommand,
    UpdateAgentRuntime: UpdateAgentRuntimeCommand,
    CreateAgentRuntime: CreateAgentRuntimeCommand,
    DeleteAgentRuntime: DeleteAgentRuntimeCommand,
    TagResource: TagResourceCommand,
  },
};
