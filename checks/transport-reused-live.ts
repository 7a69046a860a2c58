import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo, conductOf, describeAnswer, isServed, refusedRepetition } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'transport-reused-live',
  title: 'Requests share one transport or one server',
  severity: 'error',
  why: 'The first request is served and the next ones fail: the transport is connected once and used again, which the SDKs refuse, or mix up answers of callers who ask at once.',
  remedy: 'Make a new server and a new transport for each request.',
  references: [CONTRACT, 'https://github.com/modelcontextprotocol/typescript-sdk/releases/tag/1.26.0'],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('transport-reused-live', probe);
    if (rehearsal === undefined) return;
    const conduct = conductOf(rehearsal);
    if (conduct === 'reused' || conduct === 'open' || conduct === 'stateful') yield rehearsal;
  },

  judge(subject: Rehearsal | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

function judgeRehearsal(rehearsal: Rehearsal): Finding | undefined {
  const again = refusedRepetition(rehearsal);
  if (again !== undefined) {
    return {
      message: `The same request is served the first time and then answered with ${describeAnswer(answerTo(rehearsal, again))}.`,
      at: { kind: 'exchange', name: again, part: 'response' },
    };
  }
  if (!isServed(answerTo(rehearsal, 'tools-list-foreign-session'))) return undefined;
  const met = [1, 2, 3, 4].map((turn) => `tools-list-at-once-${turn}`);
  const failed = met.filter((name) => !isServed(answerTo(rehearsal, name)));
  const [name] = failed;
  if (name === undefined) return undefined;
  return {
    message: `Of ${met.length} requests at once ${failed.length} ${failed.length === 1 ? 'fails' : 'fail'}, one with ${describeAnswer(answerTo(rehearsal, name))}; alone each is served.`,
    at: { kind: 'exchange', name, part: 'response' },
  };
}
