import type { Collectors } from '../model/fact.ts';
import { agents } from './agents.ts';
import { awsUses } from './aws-uses.ts';
import { callerPolicies } from './caller-policies.ts';
import { caller } from './caller.ts';
import { clients } from './clients.ts';
import { dependencies } from './dependencies.ts';
import { deployedImages } from './deployed-images.ts';
import { deployments } from './deployments.ts';
import { embedded } from './embedded.ts';
import { images } from './images.ts';
import { issuers } from './issuers.ts';
import { manifests } from './manifests.ts';
import { observability } from './observability.ts';
import { pools } from './pools.ts';
import { project } from './project.ts';
import { rehearsal } from './rehearsal.ts';
import { roles } from './roles.ts';
import { runtimes } from './runtimes.ts';
import { servers } from './servers.ts';
import { targets } from './targets.ts';
import { templates } from './templates.ts';
import { token } from './token.ts';

/** One collector per fact. */
export const collectors = {
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
  caller,
  callerPolicies,
  runtimes,
  roles,
  deployedImages,
  pools,
  observability,
  issuers,
  token,
  rehearsal,
} satisfies Collectors;
