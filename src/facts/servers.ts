import { defineCollector } from '../model/fact.ts';

export const servers = defineCollector<'servers', 'project' | 'agents' | 'images' | 'dependencies'>({
  source: 'files',
  needs: ['project', 'agents', 'images', 'dependencies'],
  async collect() {
    return { servers: [], unclear: [] };
  },
});
