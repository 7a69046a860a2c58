import { arnOf } from '../src/domain/cloud/arns.ts';
import { isDeployedFrom } from '../src/domain/cloud/deployed-from.ts';
import { partsOf } from '../src/domain/cloud/drift.ts';
import type { Part } from '../src/domain/cloud/drift-part.ts';
import { authorizersOf } from '../src/domain/manifest/authorizer.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { RuntimeState } from '../src/model/cloud.ts';

interface Subject {
  readonly runtime: RuntimeState;
  readonly part: Part;
}

export default defineCheck({
  id: 'runtime-drift',
  title: 'The deployed runtime is not what the files say',
  severity: 'warning',
  why: 'What is called is what was deployed: a change in the files that was not deployed has no effect, and a change by hand is gone with the next deployment.',
  remedy: 'Deploy again, or write into the files what is meant.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html',
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_UpdateAgentRuntime.html',
  ],
  fix: 'review',
  needs: ['agents', 'manifests', 'runtimes'],

  *subjects({ agents: { agents }, manifests, runtimes: { runtimes } }) {
    const authorizers = authorizersOf(manifests);
    for (const { target, state } of runtimes) {
      if (state.kind !== 'there') continue;
      const agent = agents.find((one) => isDeployedFrom(one, target, state.value));
      const config = agent?.config;
      if (agent === undefined || config === undefined) continue;
      const authorizer = authorizers.find((one) => one.agent === config);
      for (const part of partsOf({ agent, config, target, authorizer }, state.value))
        yield { runtime: state.value, part } satisfies Subject;
    }
  },

  judge({ runtime, part }: Subject) {
    const { what, inFiles, deployed, isSame, pointer, at } = part;
    if (isSame) return undefined;
    const fix = driftFix(runtime, part);
    return {
      message: `${what} of runtime \`${runtime.id}\` is \`${deployed}\`, and the files say \`${inFiles}\`.`,
      at: { kind: 'resource', arn: runtime.arn, pointer },
      related: [{ ...at, label: 'what the files say' }],
      ...(fix === undefined ? {} : { fix }),
    };
  },
});

/** Lets the runtime say of its authorizer what the files say. Whatever else differs takes a deployment. */
function driftFix({ id, arn }: RuntimeState, { what, pointer, change }: Part): Fix | undefined {
  if (change === undefined) return undefined;
  const resource = { type: 'agent-runtime', id, region: arnOf(arn)?.region ?? '' } as const;
  return {
    title: `Let runtime \`${id}\` have the ${what} of the files, in a new version of it`,
    safety: 'review',
    edits: [],
    changes: [{ kind: 'cloud', resource, pointer, ...change }],
  };
}
