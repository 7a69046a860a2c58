import type { Fix } from '../../model/change.ts';
import type { Server } from '../../model/server.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import type { Needed } from '../server/setting-place.ts';
import { guardPart, hostOfConstructor } from './python-guard-fix.ts';
import { lineOfServer } from './python-line.ts';
import { flagPart, partFor, wordOf } from './python-part.ts';
import { isServed } from './python-place.ts';
import { pythonStart } from './python-start-fix.ts';
import { transportParts } from './python-transport-fix.ts';
import { alwaysGuardedFix } from './python-version-fix.ts';

/** How one setting of a Python server becomes what AgentCore needs. */
export function pythonSettingFix(needed: Needed, subject: DeployedLaunch): Fix | undefined {
  const line = lineOfServer(subject.server);
  if (needed === 'transport') return fixFrom(transportParts(subject, line));
  const flag = flagPart(subject.launch, subject.launch[needed], [wordOf(needed)]);
  const part = partFor(needed, subject, line);
  const written = needed === 'host' ? hostParts(subject) : part && [part];
  return oneOf([
    ...(flag === undefined || keepsSessions(needed, subject) ? [] : [{ ...fixOf([flag]), name: 'flag' }]),
    ...(written === undefined ? [] : [{ ...fixOf(written), name: 'default' }]),
  ]);
}

/** A server that asks its client needs its sessions. */
function keepsSessions(needed: Needed, { server }: DeployedLaunch): boolean {
  return needed === 'stateless' && server.asksClient.length > 0;
}

/** Another host is bound; and where a guard rests on the host that is given elsewhere, it goes, too. */
function hostParts(subject: DeployedLaunch): readonly Part[] | undefined {
  const { server, launch } = subject;
  const line = lineOfServer(server);
  const takesHost = line?.package === 'mcp' && line.constructorAccepts.includes('host');
  const assigned = server.adjustments?.some(({ name }) => name === 'host') === true;
  const bound =
    takesHost && assigned && launch.how === 'run' ? hostOfConstructor(server) : partFor('host', subject, line);
  if (bound === undefined) return undefined;
  const guard = server.library === 'mcp' ? guardPart(subject, line) : undefined;
  if (guard !== undefined) return [bound, guard];
  const { hostGuard } = launch;
  const stays = server.library === 'mcp' && isServed(launch) && hostGuard.kind !== 'unclear' && hostGuard.value;
  return stays ? undefined : [bound];
}

/** How a Python server that nothing starts comes to serve what AgentCore needs. */
export function pythonStartFix(server: Server): Fix | undefined {
  return pythonStart(server, lineOfServer(server));
}

/** How a Python server stops to refuse requests that carry a foreign Host header. */
export function pythonGuardFix(subject: DeployedLaunch): Fix | undefined {
  const line = lineOfServer(subject.server);
  if (line?.hostGuard === 'always' && subject.launch.hostGuard.kind === 'default')
    return alwaysGuardedFix(subject, line);
  const part = guardPart(subject, line);
  return fixFrom(part && [part]);
}

function fixFrom(parts: readonly Part[] | undefined): Fix | undefined {
  return parts === undefined || parts.length === 0 ? undefined : fixOf(parts);
}
