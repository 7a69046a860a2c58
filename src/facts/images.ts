import { defineCollector } from '../model/fact.ts';

export const images = defineCollector<'images', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect() {
    return { files: [] };
  },
});
