import type { Looked } from '../../model/aws.ts';
import type { RuntimeEndpoint, RuntimeState } from '../../model/cloud.ts';
import type { Json } from '../../model/json.ts';
import { listAt, memberAt, textAt } from './documents.ts';

/** What `GetAgentRuntime` answers, in the terms of the doctor. Values of environment variables may be secrets: they go. */
export function runtimeStateOf(document: Json, endpoints: Looked<readonly RuntimeEndpoint[]>): RuntimeState {
  const failureReason = textAt(document, 'failureReason');
  const protocol = textAt(document, 'protocolConfiguration', 'serverProtocol');
  return {
    arn: textAt(document, 'agentRuntimeArn') ?? '',
    id: textAt(document, 'agentRuntimeId') ?? '',
    name: textAt(document, 'agentRuntimeName') ?? '',
    version: textAt(document, 'agentRuntimeVersion') ?? '',
    status: textAt(document, 'status') ?? '',
    ...(failureReason === undefined ? {} : { failureReason }),
    roleArn: textAt(document, 'roleArn') ?? '',
    ...(protocol === undefined ? {} : { protocol }),
    document: withoutValues(document),
    endpoints,
  };
}

/** The endpoints out of an answer of `ListAgentRuntimeEndpoints`. */
export function endpointsOf(document: Json): readonly RuntimeEndpoint[] {
  return listAt(document, 'runtimeEndpoints').map((one) => {
    const member = (name: string): { readonly [name: string]: string } => {
      const text = textAt(one, name);
      return text === undefined ? {} : { [name]: text };
    };
    return {
      name: textAt(one, 'name') ?? '',
      arn: textAt(one, 'agentRuntimeEndpointArn') ?? '',
      status: textAt(one, 'status') ?? '',
      ...member('liveVersion'),
      ...member('targetVersion'),
      ...member('failureReason'),
    };
  });
}

function withoutValues(document: Json): Json {
  const variables = memberAt(document, 'environmentVariables');
  if (variables === null || typeof variables !== 'object' || document === null || typeof document !== 'object')
    return document;
  return {
    ...(document as { readonly [key: string]: Json }),
    environmentVariables: Object.fromEntries(Object.keys(variables).map((name) => [name, '(set)'])),
  };
}
