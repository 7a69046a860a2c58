import { defineCollector } from '../model/fact.ts';

export const templates = defineCollector<'templates', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect() {
    return { files: [] };
  },
});
