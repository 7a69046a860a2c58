import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo, conductOf, describeAnswer, isServed } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'session-rotation-breaks',
  title: 'The server keeps sessions, and AgentCore changes their ids',
  severity: 'error',
  why: 'AgentCore returns another `Mcp-Session-Id` with nearly every answer and pings without one; a server that honours only the id it handed out answers 404 or 400 from the third call on.',
  remedy: 'Run the server stateless.',
  references: [CONTRACT, 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/mcp-stateful-features.html'],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('session-rotation-breaks', probe);
    if (rehearsal === undefined) return;
    const conduct = conductOf(rehearsal);
    if (conduct === 'stateful' || conduct === 'open') yield { rehearsal, isStateful: conduct === 'stateful' };
  },

  judge(subject: Subject | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

interface Subject {
  readonly rehearsal: Rehearsal;
  readonly isStateful: boolean;
}

function judgeRehearsal({ rehearsal, isStateful }: Subject): Finding | undefined {
  if (!isStateful) return undefined;
  const broken = [1, 2, 3].find((turn) => !isServed(answerTo(rehearsal, `tools-list-rotated-${turn}`)));
  if (broken === undefined) return undefined;
  const name = `tools-list-rotated-${broken}`;
  return {
    message: `The server hands out a session; \`tools/list\` with the id that the platform returned instead is answered with ${describeAnswer(answerTo(rehearsal, name))}, \`ping\` without a session with ${describeAnswer(answerTo(rehearsal, 'ping'))}.`,
    at: { kind: 'exchange', name, part: 'response' },
  };
}
