import type { Document } from './document.ts';
import { type Endpoint, liveVersion, type Runtime, statusOf, type Version } from './store.ts';

/** A runtime as GetAgentRuntime shows it: the document as it was sent, and what the service knows besides. */
export function shownRuntime(runtime: Runtime, version: Version | undefined): Document {
  return {
    lifecycleConfiguration: { idleRuntimeSessionTimeout: 900, maxLifetime: 28_800 },
    ...version?.document,
    agentRuntimeArn: runtime.arn,
    agentRuntimeId: runtime.id,
    agentRuntimeName: runtime.name,
    agentRuntimeVersion: version?.number,
    createdAt: runtime.createdAt,
    lastUpdatedAt: version?.at ?? runtime.updatedAt,
    ...statusOf(runtime.change),
    workloadIdentityDetails: identityOf(runtime),
  };
}

function identityOf({ place, id }: Runtime): Document {
  const [account = '', region = ''] = place.split('/');
  const directory = `arn:aws:bedrock-agentcore:${region}:${account}:workload-identity-directory/default`;
  return { workloadIdentityArn: `${directory}/workload-identity/${id}` };
}

/** What a creation or an update is answered with. */
export function shownChange(runtime: Runtime): Document {
  return {
    agentRuntimeArn: runtime.arn,
    agentRuntimeId: runtime.id,
    agentRuntimeVersion: runtime.versions.at(-1)?.number,
    createdAt: runtime.createdAt,
    lastUpdatedAt: runtime.updatedAt,
    // Even where it is over at once, the answer is from before.
    status: runtime.change.kind,
    workloadIdentityDetails: identityOf(runtime),
  };
}

/** A runtime in the list of runtimes. */
export function shownInList(runtime: Runtime): Document {
  return shownVersion(runtime, runtime.versions.at(-1));
}

/** A version in the list of versions. */
export function shownVersion(runtime: Runtime, version: Version | undefined): Document {
  return {
    agentRuntimeArn: runtime.arn,
    agentRuntimeId: runtime.id,
    agentRuntimeName: runtime.name,
    agentRuntimeVersion: version?.number,
    description: version?.document['description'] ?? '',
    lastUpdatedAt: version?.at ?? runtime.updatedAt,
    status: statusOf(runtime.change).status,
  };
}

/** An endpoint as it is shown alone and in the list. */
export function shownEndpoint(runtime: Runtime, endpoint: Endpoint): Document {
  const live = liveVersion(endpoint);
  return {
    name: endpoint.name,
    id: endpoint.id,
    agentRuntimeEndpointArn: endpoint.arn,
    agentRuntimeArn: runtime.arn,
    ...(live === undefined ? {} : { liveVersion: live }),
    targetVersion: endpoint.target,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    createdAt: endpoint.createdAt,
    lastUpdatedAt: endpoint.updatedAt,
    ...statusOf(endpoint.change),
  };
}
