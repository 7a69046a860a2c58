import { defineCollector } from '../model/fact.ts';

export const dependencies = defineCollector<'dependencies', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect() {
    return { files: [] };
  },
});
