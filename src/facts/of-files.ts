import type { Collectors } from '../model/fact.ts';
import { agents } from './agents.ts';
import { awsUses } from './aws-uses.ts';
import { clients } from './clients.ts';
import { dependencies } from './dependencies.ts';
import { deployments } from './deployments.ts';
import { embedded } from './embedded.ts';
import { images } from './images.ts';
import { manifests } from './manifests.ts';
import { project } from './project.ts';
import { servers } from './servers.ts';
import { targets } from './targets.ts';
import { templates } from './templates.ts';

/** The collectors of what the files of a project say: all that a plain run loads. */
export const fileCollectors = {
  project,
  embedded,
  manifests,
  dependencies,
  images,
  templates,
  deployments,
  agents,
  servers,
  clients,
  awsUses,
  targets,
} satisfies Partial<Collectors>;
