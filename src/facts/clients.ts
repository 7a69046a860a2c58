import { defineCollector } from '../model/fact.ts';

export const clients = defineCollector<'clients', 'project' | 'dependencies'>({
  source: 'files',
  needs: ['project', 'dependencies'],
  async collect() {
    return { tokens: [], invocations: [], requests: [], imports: [] };
  },
});
