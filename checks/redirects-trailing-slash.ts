import { contractLaunches } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { describeVersion, lineOfServer } from '../src/domain/python/python-line.ts';
import { redirectFix } from '../src/domain/python/python-version-fix.ts';
import { settingFix } from '../src/domain/server/setting-fix.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';

export default defineCheck({
  id: 'redirects-trailing-slash',
  title: 'POST /mcp is answered with a redirect to /mcp/',
  severity: 'error',
  why: 'The redirect (307) names the container by the internal Host of the request; nothing says that AgentCore follows it.',
  remedy: 'Serve `/mcp` without a slash at the end.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html'],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers).filter(({ launch }) => launch.path.kind !== 'unclear'),

  judge(subject: DeployedLaunch) {
    const { server, launch } = subject;
    const { path } = launch;
    if (path.kind === 'unclear' || (path.value !== '/mcp/' && path.value !== '/mcp')) return undefined;
    // Servers in JavaScript answer 404 there: the path is wrong, which another check says.
    if (path.kind === 'set' && path.value === '/mcp/' && server.language === 'python') {
      const source = path.via === undefined ? '' : ` (${path.via})`;
      return {
        message: `The endpoint is served at \`/mcp/\`${source}, so \`/mcp\` is redirected.`,
        at: path.at,
        ...fixOf(subject),
      };
    }
    const line = server.language === 'python' ? lineOfServer(server) : undefined;
    if (line?.slashRedirect !== 'to-slash') return undefined;
    const remedy = `Raise \`${line.package}\` to ${line.package === 'mcp' ? '1.12.0' : '2.11.3'} or newer.`;
    return {
      message: `${describeVersion(server)} redirects \`/mcp\` to \`/mcp/\`.`,
      at: path.at,
      severity: 'warning',
      remedy,
      ...fixOf(subject),
    };
  },
});

function fixOf(subject: DeployedLaunch): Pick<Finding, 'fix'> {
  const { server } = subject;
  const fix = server.language === 'python' ? redirectFix(subject, lineOfServer(server)) : settingFix('path', subject);
  return fix === undefined ? {} : { fix };
}
