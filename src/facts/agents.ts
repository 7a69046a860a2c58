import { defineCollector } from '../model/fact.ts';

export const agents = defineCollector<'agents', 'project' | 'manifests' | 'images' | 'deployments'>({
  source: 'files',
  needs: ['project', 'manifests', 'images', 'deployments'],
  async collect() {
    return { agents: [], declared: false };
  },
});
