import { answerTo, describeAnswer, lastRequestOf } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'ended-by-request',
  title: 'A request ends the server',
  severity: 'error',
  why: 'Whoever may call the runtime may send such a request; it ends the process of the session, and what else is under way in it is lost.',
  remedy: 'Answer what cannot be read with an error: catch what the handler throws, and what its promises reject with.',
  references: [CONTRACT, 'https://nodejs.org/docs/latest-v20.x/api/process.html#event-unhandledrejection'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (rehearsal.exchanges.some(({ answer }) => answer.kind === 'response')) yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    const name = lastRequestOf(rehearsal);
    if (name === undefined) return undefined;
    return {
      message: `Nothing listens any more after \`${name}\`, which got ${describeAnswer(answerTo(rehearsal, name))}.`,
      at: { kind: 'exchange', name, part: 'request' },
    };
  },
});
