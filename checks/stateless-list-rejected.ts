import { answerTo, conductOf, describeAnswer, isServed } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'stateless-list-rejected',
  title: 'The server lists its tools only after a handshake',
  severity: 'error',
  why: 'AgentCore may answer each request from another machine, so a server without sessions sees `tools/list` without having seen `initialize`.',
  remedy: 'Serve every request by itself, whatever came before.',
  references: [CONTRACT],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (conductOf(rehearsal) === 'open') yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    const answer = answerTo(rehearsal, 'tools-list');
    if (isServed(answer)) return undefined;
    return {
      message: `\`tools/list\` without a handshake before it is answered with ${describeAnswer(answer)}.`,
      at: { kind: 'exchange', name: 'tools-list', part: 'response' },
    };
  },
});
