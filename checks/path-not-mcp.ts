import { CONTRACT, contractLaunches, judgeLaunch } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { settingFix } from '../src/domain/server/setting-fix.ts';
import { placeOf } from '../src/domain/server/setting-place.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'path-not-mcp',
  title: 'The MCP endpoint is not at /mcp',
  severity: 'error',
  why: 'AgentCore posts to `/mcp`; a server that serves another path answers 404 to everything.',
  remedy: 'Serve the endpoint at `/mcp`.',
  references: [CONTRACT],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers),

  judge: (subject: DeployedLaunch) =>
    judgeLaunch(subject, subject.launch.path, {
      name: 'path',
      // With a slash at the end Python's servers redirect to it, which is another check's matter.
      right: (path) => path === '/mcp' || (path === '/mcp/' && subject.server.language === 'python'),
      say: (path) => `The endpoint is served at \`${path}\``,
      remedy: placeOf('path', subject.server),
      fix: () => settingFix('path', subject),
    }),
});
