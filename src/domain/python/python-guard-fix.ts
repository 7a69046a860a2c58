import type { Edit } from '../../model/change.ts';
import type { Adjustment, Server } from '../../model/server.ts';
import type { Part } from '../edit/parts.ts';
import { isLoopback } from '../server/contract.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import { isServed } from './python-place.ts';
import { rewriting } from './python-rewriting.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';

const EVERYWHERE = { code: '"0.0.0.0"', word: '0.0.0.0' };

/** What it takes that requests with a foreign Host header are served; `undefined`: nothing that can be edited. */
export function guardPart(subject: DeployedLaunch, line: PythonSdkLine | undefined): Part | undefined {
  const { server, launch } = subject;
  const { hostGuard } = launch;
  if (line === undefined || hostGuard.kind === 'unclear' || !hostGuard.value) return undefined;
  if (hostGuard.kind === 'set') return server.library === 'fastmcp' ? withoutOption(subject) : withoutSecurity(subject);
  if (line.hostGuard === 'constructor-host-loopback') return hostOfConstructor(server);
  return isServed(launch) ? hostOfApp(subject, line) : undefined;
}

/** The constructor is told the host, and not a setting later: the guard follows the constructor. */
export function hostOfConstructor({ construction, adjustments = [] }: Server): Part | undefined {
  if (construction.open) return undefined;
  const later = adjustments.filter(({ name }) => name === 'host').flatMap(cutOf);
  return {
    edits: [{ kind: 'call', at: construction.at, set: { host: EVERYWHERE.code } }, ...later],
    safety: 'safe',
    says: { verb: 'write', what: '`host="0.0.0.0"`', where: `in the call of \`${construction.callee}\`` },
  };
}

function cutOf({ value, statement }: Adjustment): readonly Edit[] {
  const known = value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
  if (statement === undefined || known === undefined || !(known === '0.0.0.0' || isLoopback(known))) return [];
  return [{ kind: 'cut', at: statement }];
}

function hostOfApp({ launch: { appCall, method } }: DeployedLaunch, line: PythonSdkLine): Part | undefined {
  const accepts = line.httpApp.find(({ name }) => name === method)?.accepts ?? [];
  if (appCall === undefined || appCall.open || !accepts.includes('host')) return undefined;
  return {
    edits: [{ kind: 'call', at: appCall.at, set: { host: EVERYWHERE.code } }],
    safety: 'safe',
    says: { verb: 'write', what: '`host="0.0.0.0"`', where: `in the call of \`${appCall.callee}\`` },
  };
}

/** The official SDK: its guard rests on a host, or on `TransportSecuritySettings`. */
function withoutSecurity({ launch: { hostGuard } }: DeployedLaunch): Part | undefined {
  const written = hostGuard.kind === 'set' ? hostGuard.written : undefined;
  if (written === undefined) return undefined;
  if (isLoopback(written.text)) {
    const done = rewriting(hostGuard, EVERYWHERE);
    const says = { verb: 'change', what: `the host from \`${written.text}\` to \`0.0.0.0\``, where: '' };
    return done && { edits: done.edits, safety: done.safety, says };
  }
  const what = '`enable_dns_rebinding_protection=False`';
  if (/TransportSecuritySettings\(/.test(written.text))
    return {
      edits: [{ kind: 'call', at: written.at, set: { enable_dns_rebinding_protection: 'False' } }],
      safety: 'review',
      says: { verb: 'write', what, where: 'in the call of `TransportSecuritySettings`' },
    };
  const done = rewriting(hostGuard, { code: 'False', word: 'false' });
  return done && { edits: done.edits, safety: 'review', says: { verb: 'write', what, where: '' } };
}

/** The fastmcp package has no guard unless it is asked for one. */
function withoutOption({ launch: { hostGuard, call, appCall } }: DeployedLaunch): Part | undefined {
  const name = 'host_origin_protection';
  const asking = [appCall, call].find((one) => one?.arguments.some((argument) => argument.name === name));
  if (asking !== undefined)
    return {
      edits: [{ kind: 'call', at: asking.at, drop: [name] }],
      safety: 'review',
      says: { verb: 'leave', what: `\`${name}\``, where: `out of the call of \`${asking.callee}\`` },
    };
  const done = rewriting(hostGuard, { code: 'False', word: 'false' });
  if (done === undefined) return undefined;
  const variable = '`FASTMCP_HTTP_HOST_ORIGIN_PROTECTION`';
  return { edits: done.edits, safety: 'review', says: { verb: 'change', what: `${variable} to \`false\``, where: '' } };
}
