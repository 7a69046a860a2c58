import { answerTo, conductOf, describeAnswer, isAccepted } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'ping-rejected',
  title: 'The server refuses the health check',
  severity: 'error',
  why: 'AgentCore sends `ping` to the MCP endpoint without a session and without credentials; when that is refused, the first minutes work and then calls end in -32010 "Runtime health check failed or timed out".',
  remedy: 'Answer `ping` with an empty result, without asking for a session or for credentials.',
  references: [CONTRACT, 'https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (conductOf(rehearsal) === 'open') yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    // The second one went where a redirect of the first one led.
    const answer = answerTo(rehearsal, 'ping-again');
    if (isAccepted(answer)) return undefined;
    return {
      message: `A \`ping\` without session and credentials is answered with ${describeAnswer(answer)}.`,
      at: { kind: 'exchange', name: 'ping-again', part: 'response' },
    };
  },
});
