import { CONTRACT, contractLaunches, judgeLaunch } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { settingFix } from '../src/domain/server/setting-fix.ts';
import { placeOf } from '../src/domain/server/setting-place.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'port-not-8000',
  title: 'The MCP server listens on another port than 8000',
  severity: 'error',
  why: 'AgentCore sends the requests of an MCP runtime to port 8000; on any other port they end in 502, 504 or a start-up timeout.',
  remedy: 'Listen on port 8000.',
  references: [CONTRACT],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers),

  judge: (subject: DeployedLaunch) =>
    judgeLaunch(subject, subject.launch.port, {
      name: 'port',
      right: (port) => port === 8000,
      say: (port) => `The server listens on port \`${port}\``,
      remedy: placeOf('port', subject.server),
      fix: () => settingFix('port', subject),
    }),
});
