import { deployedServers } from '../src/domain/server/deployed.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Peculiarity } from '../src/model/server.ts';

export default defineCheck({
  id: 'legacy-clients-rejected',
  title: 'The handler rejects clients of protocol 2025-11-25 and older',
  severity: 'error',
  why: "With `legacy: 'reject'` every message without the envelope of 2026-07-28 gets 400 with code -32022: `initialize` of most clients of today, and the ping by which AgentCore sees whether the server lives.",
  remedy: 'Leave the `legacy` option out: the handler then serves both eras, each request by itself.',
  references: [
    'https://github.com/modelcontextprotocol/typescript-sdk',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
  ],
  fix: 'review',
  needs: ['servers'],

  *subjects({ servers }) {
    for (const { className, peculiarities } of deployedServers(servers)) {
      if (className === 'createMcpHandler')
        yield peculiarities.find(({ check }) => check === 'legacy-clients-rejected');
    }
  },

  judge(option: Peculiarity | undefined) {
    if (option === undefined) return undefined;
    const { saw, at, edits } = option;
    const title = 'Serve clients of both eras: leave `legacy` out';
    return {
      message: `\`${saw}\` refuses clients of protocol 2025-11-25 and older, and AgentCore's ping.`,
      at,
      ...(edits === undefined ? {} : { fix: { title, safety: 'review', edits } }),
    };
  },
});
