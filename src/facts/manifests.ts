import { defineCollector } from '../model/fact.ts';

export const manifests = defineCollector<'manifests', 'project'>({
  source: 'files',
  needs: ['project'],
  async collect() {
    return { files: [] };
  },
});
