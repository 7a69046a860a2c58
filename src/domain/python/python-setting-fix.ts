import type { Fix } from '../../model/change.ts';
import type { Server } from '../../model/server.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Needed } from '../server/setting-place.ts';

/** How one setting of a Python server becomes what AgentCore needs. */
export function pythonSettingFix(_needed: Needed, _subject: DeployedLaunch): Fix | undefined {
  return undefined;
}

/** How a Python server that nothing starts comes to serve what AgentCore needs. */
export function pythonStartFix(_server: Server): Fix | undefined {
  return undefined;
}

/** How a Python server stops to refuse requests that carry a foreign Host header. */
export function pythonGuardFix(_subject: DeployedLaunch): Fix | undefined {
  return undefined;
}
