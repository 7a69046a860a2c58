import { defineCollector } from '../model/fact.ts';

export const deployments = defineCollector<'deployments', 'project' | 'templates'>({
  source: 'files',
  needs: ['project', 'templates'],
  async collect() {
    return { declarations: [] };
  },
});
