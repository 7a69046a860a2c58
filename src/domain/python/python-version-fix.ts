import type { Fix } from '../../model/change.ts';
import { fixOf, oneOf, type Part } from '../edit/parts.ts';
import type { DeployedLaunch } from '../server/deployed.ts';
import { nearest } from '../words.ts';
import { acceptedBy, isServed, runCall } from './python-place.ts';
import { lineOfServer, transportsTaken } from './python-line.ts';
import { partFor, writing } from './python-part.ts';
import { rewriting } from './python-rewriting.ts';
import type { PythonSdkLine } from './python-sdk-line.ts';
import { settledParts, transportWord, wrongIn } from './python-transport-fix.ts';
import { launchIn, suitsConstructor, type Upgrade, upgradeOf, upgradePart } from './python-upgrade.ts';

/** How a transport that the version does not know becomes one that it knows, or the version one that knows it. */
export function unknownTransportFix(subject: DeployedLaunch, line: PythonSdkLine): Fix | undefined {
  const { transport } = subject.launch;
  const word = transportWord(line);
  if (transport.kind !== 'set') return undefined;
  if (word === undefined)
    return upgraded(
      subject,
      upgradeOf(line, ({ transports }) => transports.includes(transport.value)),
    );
  const known = transportsTaken(subject.launch, line);
  const near = nearest(transport.value, known);
  const usual = known.includes('streamable-http') ? 'streamable-http' : 'http';
  const meant = near === undefined || near === 'stdio' || near === 'sse' ? usual : near;
  const done = rewriting(transport, { code: `"${meant}"`, word: meant });
  // A word that is near to HTTP was taken for HTTP, and the other settings are judged already.
  const judged = ['http', 'streamable-http', 'streamable_http', 'httpStream'].includes(transport.value);
  const others = judged ? [] : line.slashRedirect === 'from-slash' ? settledParts(subject, line) : undefined;
  if (done === undefined || others === undefined) return undefined;
  const safety = near === meant || /^(?:streamable-)?http$/.test(transport.value) ? done.safety : 'review';
  const says = { verb: 'change', what: `the transport from \`${done.from}\` to \`${meant}\``, where: '' };
  return fixOf([{ edits: done.edits, safety, says }, ...others]);
}

/** How `/mcp` is answered without a redirect: by another path, or by another version. */
export function redirectFix(subject: DeployedLaunch, line: PythonSdkLine | undefined): Fix | undefined {
  const { path } = subject.launch;
  if (path.kind === 'set' && path.value === '/mcp/') {
    const part = partFor('path', subject, line);
    if (part === undefined) return undefined;
    // The same endpoint without the slash is what its callers are redirected to.
    return fixOf([
      path.written === undefined ? part : { ...part, safety: path.written.as === 'default' ? 'review' : 'safe' },
    ]);
  }
  return line === undefined
    ? undefined
    : upgraded(
        subject,
        upgradeOf(line, () => true),
      );
}

/** Another version, and what it takes that its other defaults change nothing. */
function upgraded({ server, launch }: DeployedLaunch, upgrade: Upgrade | undefined): Fix | undefined {
  const now = lineOfServer(server);
  if (upgrade === undefined || now === undefined || !suitsConstructor(server, now, upgrade.newest)) return undefined;
  const part = upgradePart(server, upgrade);
  const after = { server, launch: launchIn(launch, server, upgrade.newest) };
  const others = settledParts(after, upgrade.newest, wrongIn({ server, launch }, now));
  return part === undefined || others === undefined ? undefined : fixOf([part, ...others]);
}

/** How a guard goes that the version cannot be without: another version, or a word that turns it off. */
export function alwaysGuardedFix({ server, launch }: DeployedLaunch, line: PythonSdkLine): Fix | undefined {
  const upgrade = upgradeOf(line, () => true);
  const raised = upgrade === undefined ? undefined : upgradePart(server, upgrade);
  const call = isServed(launch) ? launch.appCall : runCall(launch);
  const accepts = isServed(launch)
    ? line.httpApp.find(({ name }) => name === launch.method)?.accepts
    : acceptedBy(launch.method, line);
  const name = 'host_origin_protection';
  const off: Part | undefined =
    call === undefined || call.open || accepts?.includes(name) !== true
      ? undefined
      : writing({ kind: 'keyword', call, name }, { code: 'False', word: 'false' }, 'review');
  const ways = [
    ...(raised === undefined ? [] : [{ ...fixOf([raised]), name: 'upgrade' }]),
    ...(off === undefined ? [] : [{ ...fixOf([off]), name: 'turn-off' }]),
  ];
  return oneOf(ways);
}
