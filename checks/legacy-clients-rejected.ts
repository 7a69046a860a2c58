import { deployedServers } from '../src/domain/server/deployed.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Peculiarity } from '../src/model/server.ts';
import type { CallSite } from '../src/model/value.ts';

/** A handler, and the option by which it refuses older clients. */
interface Subject {
  readonly option: Peculiarity | undefined;
  readonly construction: CallSite;
}

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
    for (const { className, construction, peculiarities } of deployedServers(servers)) {
      const option = peculiarities.find(({ check }) => check === 'legacy-clients-rejected');
      if (className === 'createMcpHandler') yield { option, construction };
    }
  },

  judge({ option, construction }: Subject) {
    if (option === undefined) return undefined;
    const inline = construction.arguments.some(({ name }) => name === 'legacy');
    return {
      message: `\`${option.saw}\` refuses clients of protocol 2025-11-25 and older, and AgentCore's ping.`,
      at: option.at,
      ...(inline
        ? {
            fix: {
              title: 'Serve clients of both eras: leave `legacy` out',
              safety: 'review',
              edits: [{ kind: 'call', at: construction.at, drop: ['legacy'] }],
            },
          }
        : {}),
    };
  },
});
