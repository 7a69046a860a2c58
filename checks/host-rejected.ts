import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo, conductOf, describeAnswer } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'host-rejected',
  title: 'The server refuses requests that name another host',
  severity: 'error',
  why: 'A guard against DNS rebinding lets only localhost through; AgentCore names a host of its own, so every request ends with 421 or 403.',
  remedy: 'Turn the guard off or allow every host: the runtime is reached through AgentCore only.',
  references: [CONTRACT, 'https://github.com/modelcontextprotocol/python-sdk/issues/1798'],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('host-rejected', probe);
    if (rehearsal === undefined) return;
    const usual = answerTo(rehearsal, 'ping');
    if (conductOf(rehearsal) !== 'reused' && usual?.kind === 'response') yield rehearsal;
  },

  judge(subject: Rehearsal | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

function judgeRehearsal(rehearsal: Rehearsal): Finding | undefined {
  const [first, foreign] = [answerTo(rehearsal, 'ping'), answerTo(rehearsal, 'host-foreign')];
  // What came after a redirect was asked where it leads.
  const usual = first?.kind === 'response' && isRedirect(first) ? answerTo(rehearsal, 'ping-again') : first;
  if (usual?.kind !== 'response' || foreign?.kind !== 'response' || usual.status === foreign.status) return undefined;
  if (foreign.status !== 421 && foreign.status !== 403 && foreign.status !== 400) return undefined;
  return {
    message: `A request with a foreign \`Host\` is answered with ${describeAnswer(foreign)}; the same with a local one with ${usual.status}.`,
    at: { kind: 'exchange', name: 'host-foreign', part: 'response' },
  };
}

function isRedirect({ status }: { readonly status: number }): boolean {
  return status >= 300 && status < 400;
}
