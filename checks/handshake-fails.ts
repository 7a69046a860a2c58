import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo, conductOf, describeAnswer, lastRequestOf } from '../src/domain/rehearsal/answers.ts';
import { ERAS } from '../src/domain/rehearsal/requests.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'handshake-fails',
  title: 'The server refuses the handshake',
  severity: 'error',
  why: 'Clients begin with `initialize`; a server that refuses it cannot be used, whatever else it does.',
  remedy: 'Answer `initialize` of the protocol versions 2025-06-18 and 2025-11-25; the answer says why it was refused.',
  references: [CONTRACT],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('handshake-fails', probe);
    if (rehearsal === undefined) return;
    if (!ASIDE.has(conductOf(rehearsal))) yield rehearsal;
  },

  judge(subject: Rehearsal | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

function judgeRehearsal(rehearsal: Rehearsal): Finding | undefined {
  const [era] = ERAS;
  if (conductOf(rehearsal) === 'closed') {
    return {
      message: `\`initialize\` is answered with ${describeAnswer(answerTo(rehearsal, `initialize-${era}`))}.`,
      at: { kind: 'exchange', name: `initialize-${era}`, part: 'response' },
    };
  }
  const failure = rehearsal.client?.failure;
  if (failure?.step !== 'initialize' || lastRequestOf(rehearsal) !== undefined) return undefined;
  return {
    message: `The official client does not get through its handshake: ${failure.message.replace(/\.$/, '')}.`,
    at: { kind: 'exchange', name: `initialize-${era}`, part: 'response' },
  };
}

/** What other checks find, and what makes every handshake fail. */
const ASIDE: ReadonlySet<string> = new Set(['silent', 'choosy', 'reused', 'modern']);
