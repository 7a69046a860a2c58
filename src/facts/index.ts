import type { Collectors } from '../model/fact.ts';
import { callerPolicies } from './caller-policies.ts';
import { caller } from './caller.ts';
import { deployedImages } from './deployed-images.ts';
import { issuers } from './issuers.ts';
import { observability } from './observability.ts';
import { fileCollectors } from './of-files.ts';
import { pools } from './pools.ts';
import { probe } from './probe.ts';
import { recentLogs } from './recent-logs.ts';
import { rehearsal } from './rehearsal.ts';
import { roles } from './roles.ts';
import { runtimes } from './runtimes.ts';
import { simulations } from './simulations.ts';
import { token } from './token.ts';

/** One collector per fact. */
export const collectors = {
  ...fileCollectors,
  caller,
  callerPolicies,
  runtimes,
  roles,
  simulations,
  deployedImages,
  pools,
  observability,
  issuers,
  token,
  rehearsal,
  probe,
  recentLogs,
} satisfies Collectors;
