import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo, conductOf, describeAnswer, isAccepted } from '../src/domain/rehearsal/answers.ts';
import { ERAS } from '../src/domain/rehearsal/requests.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'protocol-era-unsupported',
  title: 'The server speaks one era of the protocol only',
  severity: 'error',
  why: 'Clients of today begin with `initialize` of 2025-11-25 or 2025-06-18, and the health check is a `ping` of that era; a server of 2026-07-28 alone answers 400 to both.',
  remedy: 'Serve both eras: with the SDKs of version 2, leave `legacy` at its default.',
  references: [CONTRACT, 'https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http'],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('protocol-era-unsupported', probe);
    if (rehearsal === undefined) return;
    const conduct = conductOf(rehearsal);
    if (conduct === 'modern' || conduct === 'open' || conduct === 'stateful') yield rehearsal;
  },

  judge(subject: Rehearsal | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

function judgeRehearsal(rehearsal: Rehearsal): Finding | undefined {
  const refused = ERAS.filter((era) => !isAccepted(answerTo(rehearsal, `initialize-${era}`)));
  const [era] = refused;
  if (era === undefined) return undefined;
  const name = `initialize-${era}`;
  return {
    message: `\`initialize\` of ${refused.join(' and ')} is answered with ${describeAnswer(answerTo(rehearsal, name))}.`,
    at: { kind: 'exchange', name, part: 'response' },
  };
}
