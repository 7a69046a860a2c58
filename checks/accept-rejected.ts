import { answerTo, conductOf, describeAnswer } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'accept-rejected',
  title: 'The server refuses clients that accept both types of answer',
  severity: 'error',
  why: 'AgentCore sends `Accept: application/json, text/event-stream`, as the protocol asks of clients; a server that takes only one of the two by itself answers 406.',
  remedy: 'Take `application/json, text/event-stream`, in any order.',
  references: [CONTRACT, 'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (conductOf(rehearsal) !== 'silent') yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    if (conductOf(rehearsal) !== 'choosy') return undefined;
    return {
      message: `A request that accepts both types is answered with ${describeAnswer(answerTo(rehearsal, 'ping'))}.`,
      at: { kind: 'exchange', name: 'ping', part: 'response' },
    };
  },
});
