import { answerOf, LOOK } from '../src/domain/probe/seen.ts';
import { isAccepted } from '../src/domain/rehearsal/answers.ts';
import { describeSaid } from '../src/domain/probe/said.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Probe } from '../src/model/probe.ts';

export default defineCheck({
  id: 'endpoint-open',
  title: 'The endpoint answers without credentials',
  severity: 'warning',
  why: 'Whoever knows the address can call every tool: AgentCore asks for a token or a signature, so something in front of it lets everybody in.',
  remedy: 'Take away what adds credentials or leads around AgentCore, or put an authorizer in front of the server.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
  ],
  fix: 'none',
  needs: ['probe'],

  *subjects({ probe }) {
    if (probe.endpoint.kind === 'runtime' && answerOf(probe, LOOK)?.kind === 'response') yield probe;
  },

  judge(probe: Probe) {
    const look = answerOf(probe, LOOK);
    if (!isAccepted(look)) return undefined;
    return {
      message: `\`${new URL(probe.endpoint.url).host}\` answers \`initialize\` without credentials: ${describeSaid(look)}.`,
      at: { kind: 'exchange', name: LOOK, part: 'response' },
    };
  },
});
