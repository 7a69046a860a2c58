import { defineCheck } from '../src/model/check.ts';
import { mismatchesIn, type Naming } from '../src/domain/manifest/agent-references.ts';

export default defineCheck({
  id: 'agent-name-mismatch',
  title: 'Two places of a manifest call the agent by different names',
  severity: 'error',
  why: 'The toolkit looks agents up by the key of the map and saves them under `name`; a name that leads nowhere ends every command, and a key that differs makes a second entry.',
  remedy: 'Use one name in all places.',
  references: [
    'https://github.com/aws/bedrock-agentcore-starter-toolkit/blob/main/src/bedrock_agentcore_starter_toolkit/utils/runtime/schema.py',
  ],
  fix: 'review',
  needs: ['manifests', 'deployments'],

  *subjects({ manifests, deployments }) {
    for (const file of manifests.files) yield* mismatchesIn(file, deployments);
  },

  judge({ finding }: Naming) {
    return finding;
  },
});
