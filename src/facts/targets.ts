import { targetsOf } from '../domain/cloud/targets.ts';
import { defineCollector } from '../model/fact.ts';

/** Gathers what of AWS the project's files and the options name. */
export const targets = defineCollector<'targets', 'agents' | 'manifests'>({
  source: 'files',
  needs: ['agents', 'manifests'],
  collect: async ({ agents, manifests }, { named }) => ({ targets: targetsOf(agents.agents, manifests, named) }),
});
