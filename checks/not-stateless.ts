import { CONTRACT, contractLaunches, judgeLaunch } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { settingFix } from '../src/domain/server/setting-fix.ts';
import { placeOf } from '../src/domain/server/setting-place.ts';
import { compareRelease } from '../src/domain/python/python-sdks.ts';
import { defineCheck, type Severity } from '../src/model/check.ts';
import type { Server } from '../src/model/server.ts';

export default defineCheck({
  id: 'not-stateless',
  title: 'The server keeps sessions that it did not mean to keep',
  severity: 'error',
  why: 'AgentCore puts a session id of its own into every request and pings without one; a server with sessions refuses both, with 404 or 400.',
  remedy: 'Run the server stateless, or write down that it is stateful on purpose.',
  references: [CONTRACT, 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/mcp-stateful-features.html'],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers),

  judge(subject: DeployedLaunch) {
    const { server } = subject;
    const { stateless } = subject.launch;
    const verdict = judgeLaunch(subject, stateless, {
      name: 'stateless mode',
      right: (on) => on,
      say: () => (stateless.kind === 'set' ? 'The server is stateful on purpose' : 'The server is stateful'),
      remedy: placeOf('stateless', server),
      fix: () => settingFix('stateless', subject),
    });
    if (verdict === undefined || 'unclear' in verdict) return verdict;
    // It is written down, and it is needed.
    if (server.language === 'python' && stateless.kind === 'set' && server.asksClient.length > 0) return undefined;
    return { ...verdict, severity: severityOf(server, stateless.kind === 'set') };
  },
});

/** Stateful runtimes exist since 2026-03-10, so who writes it, or needs a session, may well mean it. */
function severityOf(server: Server, written: boolean): Severity {
  if (written && server.language === 'python') return 'note';
  if (server.asksClient.length > 0) return 'note';
  // mcp 2.x answers clients of 2026-07-28 without a session, whatever its mode.
  return server.library === 'mcp' &&
    server.version.kind !== 'unknown' &&
    compareRelease(server.version.version, '2.0.0') >= 0
    ? 'warning'
    : 'error';
}
