import { declaredAgents } from '../domain/declared-agents.ts';
import { indexFiles } from '../domain/locate.ts';
import { defineCollector } from '../model/fact.ts';

/** Joins what the manifests, the Dockerfiles and the deploy scripts say into one list of agent runtimes. */
export const agents = defineCollector<'agents', 'project' | 'manifests' | 'images' | 'deployments'>({
  source: 'files',
  needs: ['project', 'manifests', 'images', 'deployments'],
  async collect({ project, manifests, images, deployments }, world) {
    const all = declaredAgents({
      index: indexFiles(project.files),
      configs: manifests.files.flatMap((file) => file.agents),
      dockerfiles: images.files,
      declarations: deployments.declarations,
    });
    const chosen = world.agent === undefined ? all : all.filter(({ name }) => name === world.agent);
    return { agents: chosen, declared: all.length > 0 };
  },
});
