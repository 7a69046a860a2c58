import type { Fix } from '../../model/change.ts';
import type { Server } from '../../model/server.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Needed } from '../server/setting-place.ts';

/** How one setting of a TypeScript or JavaScript server becomes what AgentCore needs. */
export function javascriptSettingFix(_needed: Needed, _subject: DeployedLaunch): Fix | undefined {
  return undefined;
}

/** How a TypeScript or JavaScript server that nothing starts comes to serve what AgentCore needs. */
export function javascriptStartFix(_server: Server): Fix | undefined {
  return undefined;
}

/** How a TypeScript or JavaScript server stops to refuse requests that carry a foreign Host header. */
export function javascriptGuardFix(_subject: DeployedLaunch): Fix | undefined {
  return undefined;
}
