import { contractLaunches } from '../src/domain/contract.ts';
import type { DeployedLaunch } from '../src/domain/deployed.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'redirects-trailing-slash',
  title: 'POST /mcp is answered with a redirect to /mcp/',
  severity: 'error',
  why: 'The redirect (307) names the container by the internal Host of the request; nothing says that AgentCore follows it.',
  remedy: 'Serve `/mcp` without a slash at the end.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html'],
  fix: 'none',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers).filter(({ launch }) => launch.path.kind !== 'unclear'),

  judge({ launch: { path } }: DeployedLaunch) {
    if (path.kind === 'unclear' || path.value !== '/mcp/') return undefined;
    if (path.kind === 'set') return { message: `The endpoint is served at \`${path.value}\`, so \`/mcp\` is redirected.`, at: path.at };
    return { message: `The endpoint is served at \`/mcp/\`: ${path.because}.`, at: path.at, severity: 'warning' };
  },
});
