import { defineCollector } from '../model/fact.ts';

/** The list of files, as git would see it. */
export const project = defineCollector<'project'>({
  source: 'files',
  needs: [],
  async collect(_facts, world) {
    return { name: world.name, files: await world.list() };
  },
});
