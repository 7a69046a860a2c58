import { setTimeout as sleep } from 'node:timers/promises';
import { memberAt, textAt } from '../../domain/cloud/documents.ts';
import type { WritableAws } from '../../model/aws.ts';
import type { CloudResource } from '../../model/change.ts';
import { Failure } from '../../model/failure.ts';
import type { State } from './document.ts';
import { isObject, membersBut, type ResourceKind, valueOf } from './kind.ts';

/**
 * What `GetAgentRuntime` says of the runtime and `UpdateAgentRuntime` does not take. Every other member is carried over,
 * those included that no SDK knows yet: whether the update keeps what is left out is not documented.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_UpdateAgentRuntime.html
 * (botocore 1.43.107, verified 2026-11-25)
 */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'agentRuntimeArn',
  'agentRuntimeName',
  'agentRuntimeId',
  'agentRuntimeVersion',
  'createdAt',
  'lastUpdatedAt',
  'status',
  'failureReason',
  'workloadIdentityDetails',
  'statusReasons',
]);

/** An agent runtime. Each write makes a new version, which the endpoint `DEFAULT` follows. */
export const agentRuntime: ResourceKind = {
  writes: ['bedrock-agentcore:UpdateAgentRuntime', 'iam:PassRole'],

  async read(resource, aws) {
    const document = await documentOf(resource, aws);
    return isObject(document) ? membersBut(NOT_WRITTEN, document) : undefined;
  },

  secretsIn: (document) =>
    Object.values(memberAt(document, 'environmentVariables') ?? {}).filter((one) => typeof one === 'string'),

  async calls({ id, region }, _before, after) {
    if (!isObject(after)) throw new Failure(`Runtime \`${id}\` is not deleted by a fix.`);
    return [
      {
        service: 'bedrock-agentcore-control',
        operation: 'UpdateAgentRuntime',
        input: { ...after, agentRuntimeId: id },
        document: after,
        region,
      },
    ];
  },

  // While it is created or updated, an update is answered with `ConflictException`.
  async idle(resource, aws, signal) {
    for (;;) {
      const status = textAt(await documentOf(resource, aws), 'status') ?? '';
      if (status === 'DELETING') throw new Failure(`Runtime \`${resource.id}\` is being deleted.`);
      if (!status.endsWith('ING')) return;
      await sleep(PACE_MS, undefined, { signal });
    }
  },

  async settle(resource, aws, signal) {
    for (;;) {
      const document = await documentOf(resource, aws);
      const status = textAt(document, 'status') ?? '';
      if (status === 'READY') return;
      if (status.endsWith('FAILED'))
        throw new Failure(
          `Runtime \`${resource.id}\` is \`${status}\`: ${textAt(document, 'failureReason') ?? 'AWS says no reason'}`,
        );
      await sleep(PACE_MS, undefined, { signal });
    }
  },
};

const PACE_MS = 500;

async function documentOf({ id, region }: CloudResource, aws: WritableAws): Promise<State> {
  return valueOf(
    await aws.ask({
      service: 'bedrock-agentcore-control',
      operation: 'GetAgentRuntime',
      input: { agentRuntimeId: id },
      region,
    }),
  );
}
