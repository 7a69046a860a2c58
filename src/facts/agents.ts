import { declaredAgents } from '../domain/server/declared-agents.ts';
import { indexFiles } from '../domain/locate.ts';
import { defineCollector } from '../model/fact.ts';
import { pathsWith } from './embedded.ts';

/** Joins what the manifests, the Dockerfiles and the deploy scripts say into one list of agent runtimes. */
export const agents = defineCollector<'agents', 'project' | 'embedded' | 'manifests' | 'images' | 'deployments'>({
  source: 'files',
  needs: ['project', 'embedded', 'manifests', 'images', 'deployments'],
  async collect({ project, embedded, manifests, images, deployments }, world) {
    const all = declaredAgents({
      index: indexFiles(pathsWith(project.files, embedded)),
      configs: manifests.files.flatMap((file) => file.agents),
      dockerfiles: images.files,
      declarations: deployments.declarations,
    });
    const chosen = world.agent === undefined ? all : all.filter(({ name }) => name === world.agent);
    return { agents: chosen, declared: all.length > 0 };
  },
});
