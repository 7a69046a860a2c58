import type { Fix } from '../../model/change.ts';
import type { Server } from '../../model/server.ts';
import { javascriptGuardFix, javascriptSettingFix, javascriptStartFix } from '../javascript/javascript-setting-fix.ts';
import { pythonGuardFix, pythonSettingFix, pythonStartFix } from '../python/python-setting-fix.ts';
import type { DeployedLaunch } from './deployed.ts';
import type { Needed } from './setting-place.ts';

/**
 * How one setting of one way of starting becomes what AgentCore needs, where this library, in this version, takes it.
 * A server that is moved to streamable HTTP (`transport`) gets everything else that it needs, too.
 */
export function settingFix(needed: Needed, subject: DeployedLaunch): Fix | undefined {
  switch (subject.server.language) {
    case 'python':
      return pythonSettingFix(needed, subject);
    case 'typescript':
      return javascriptSettingFix(needed, subject);
  }
}

/** How a server that nothing starts comes to serve what AgentCore needs. */
export function startFix(server: Server): Fix | undefined {
  switch (server.language) {
    case 'python':
      return pythonStartFix(server);
    case 'typescript':
      return javascriptStartFix(server);
  }
}

/** How a server stops to refuse requests that carry a foreign Host header. */
export function guardFix(subject: DeployedLaunch): Fix | undefined {
  switch (subject.server.language) {
    case 'python':
      return pythonGuardFix(subject);
    case 'typescript':
      return javascriptGuardFix(subject);
  }
}
