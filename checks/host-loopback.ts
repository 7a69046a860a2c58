import { CONTRACT, contractLaunches, isLoopback, judgeLaunch } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { settingFix } from '../src/domain/server/setting-fix.ts';
import { placeOf } from '../src/domain/server/setting-place.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'host-loopback',
  title: 'The server listens on the loopback address only',
  severity: 'error',
  why: 'The runtime contract asks for 0.0.0.0:8000; a server bound to loopback is not reachable from outside its container.',
  remedy: 'Bind the server to `0.0.0.0`.',
  references: [CONTRACT],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers),

  judge: (subject: DeployedLaunch) =>
    judgeLaunch(subject, subject.launch.host, {
      name: 'host',
      right: (host) => !isLoopback(host),
      say: (host) => `The server listens on \`${host}\``,
      remedy: placeOf('host', subject.server),
      fix: () => settingFix('host', subject),
    }),
});
