import { answerTo, conductOf, describeAnswer, isServed } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'session-id-rejected',
  title: 'The server refuses session ids that it did not hand out',
  severity: 'error',
  why: 'AgentCore puts a session id of its own into every request; a server that hands out none and looks for the one it gets answers 400 or 404 to all of them.',
  remedy: 'Pass over `Mcp-Session-Id` in a server without sessions.',
  references: [CONTRACT],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (conductOf(rehearsal) === 'open' && isServed(answerTo(rehearsal, 'tools-list'))) yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    const answer = answerTo(rehearsal, 'tools-list-foreign-session');
    if (isServed(answer)) return undefined;
    return {
      message: `\`tools/list\` with a session id of the platform is answered with ${describeAnswer(answer)}, and without one it is served.`,
      at: { kind: 'exchange', name: 'tools-list-foreign-session', part: 'response' },
    };
  },
});
