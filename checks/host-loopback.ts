import { deployedLaunches, type DeployedLaunch } from '../src/domain/deployed.ts';
import { defineCheck } from '../src/model/check.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

export default defineCheck({
  id: 'host-loopback',
  title: 'The server listens on the loopback address only',
  severity: 'error',
  why: 'The runtime contract asks for 0.0.0.0:8000; a server bound to loopback is not reachable from outside its container.',
  remedy: 'Bind the server to `0.0.0.0`.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html'],
  fix: 'none',
  needs: ['servers'],

  subjects: ({ servers }) => deployedLaunches(servers).filter(({ launch }) => launch.transport.kind === 'unclear' || launch.transport.value !== 'stdio'),

  judge({ launch: { host } }: DeployedLaunch) {
    if (host.kind === 'unclear') return { unclear: `The host is ${host.saw}.`, at: host.at };
    if (!LOOPBACK.has(host.value)) return undefined;
    const source = host.kind === 'set' ? (host.via === undefined ? '' : ` (${host.via})`) : `: ${host.because}`;
    return { message: `The server listens on \`${host.value}\`${source}.`, at: host.at };
  },
});
