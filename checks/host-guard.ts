import { contractLaunches, isLoopback, judgeLaunch } from '../src/domain/server/contract.ts';
import type { DeployedLaunch } from '../src/domain/server/deployed.ts';
import { guardFix } from '../src/domain/server/setting-fix.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Server } from '../src/model/server.ts';

export default defineCheck({
  id: 'host-guard',
  title: 'The server refuses requests that carry a foreign Host header',
  severity: 'error',
  why: 'AgentCore calls the container under host names of its own; a server that guards against DNS rebinding answers them with 421 (Python) or 403 (TypeScript), although it works on localhost.',
  remedy: 'Turn the guard off: the container is reachable through the authenticated runtime only.',
  references: [
    'https://github.com/modelcontextprotocol/python-sdk/issues/1798',
    'https://github.com/awslabs/mcp/issues/4507',
  ],
  fix: 'review',
  needs: ['servers'],

  subjects: ({ servers }) => contractLaunches(servers).filter((subject) => !followsFromHost(subject)),

  judge: (subject: DeployedLaunch) =>
    judgeLaunch(subject, subject.launch.hostGuard, {
      name: 'guard against foreign Host headers',
      right: (on) => !on,
      say: () => `The server answers ${subject.server.language === 'python' ? '421' : '403'} to foreign Host headers`,
      remedy: remedyFor(subject.server),
      fix: () => guardFix(subject),
    }),
});

/** `mcp` turns the guard on because the host is loopback: one cause, and `host-loopback` names it. */
function followsFromHost({ server, launch }: DeployedLaunch): boolean {
  return server.library === 'mcp' && launch.host.kind !== 'unclear' && isLoopback(launch.host.value);
}

function remedyFor({ library, version, className, construction, launches }: Server): string {
  const calls = [construction, ...launches.flatMap(({ call, appCall }) => [call, appCall])];
  const says = (name: string): boolean =>
    calls.some((call) => call?.arguments.some((argument) => argument.name === name));
  switch (library) {
    case 'mcp':
      if (says('transport_security'))
        return 'Write `TransportSecuritySettings(enable_dns_rebinding_protection=False)`.';
      return className === 'FastMCP'
        ? 'Give `host="0.0.0.0"` to the constructor; setting `settings.host` later leaves the guard on.'
        : 'Give `host="0.0.0.0"` to `run` or `streamable_http_app`.';
    case 'fastmcp':
      if (version.kind !== 'unknown' && version.version !== '3.4.3')
        return 'Leave out `host_origin_protection` and the variables `FASTMCP_HTTP_HOST_ORIGIN_PROTECTION` and `FASTMCP_HTTP_ALLOWED_HOSTS`.';
      return 'Install fastmcp 3.4.4 or newer and leave `host_origin_protection` out.';
    case 'npm:fastmcp':
    case '@modelcontextprotocol/sdk':
    case '@modelcontextprotocol/server':
      return "Write `createMcpExpressApp({ host: '0.0.0.0' })` and leave `enableDnsRebindingProtection` out.";
    case 'mcp-lowlevel':
    case 'fastapi-mcp':
    case 'bedrock-agentcore':
      return 'Leave `security_settings` out.';
  }
}
