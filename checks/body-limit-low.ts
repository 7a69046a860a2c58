import { answerTo, describeAnswer, isAccepted, lastRequestOf } from '../src/domain/rehearsal/answers.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'body-limit-low',
  title: 'The server takes small requests only',
  severity: 'note',
  why: 'AgentCore passes bodies of up to 100 MB on; what is larger than the limit of the server or its framework ends with 413.',
  remedy: 'Raise the limit of the framework (`express.json({ limit: "4mb" })`) where tools take files or long texts.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (isAccepted(answerTo(rehearsal, 'ping-again')) && lastRequestOf(rehearsal) === undefined) yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    for (const [name, size, severity] of SIZES) {
      const answer = answerTo(rehearsal, name);
      if (answer === undefined || isAccepted(answer)) continue;
      return {
        message: `A request of ${size} ${answer.kind === 'none' ? 'gets' : 'is answered with'} ${describeAnswer(answer)}.`,
        at: { kind: 'exchange', name, part: 'response' },
        severity,
      };
    }
    return undefined;
  },
});

/** 4 MiB is what the SDKs take by themselves, so only less is a surprise. */
const SIZES = [
  ['body-200k', '200 kB', 'warning'],
  ['body-5m', '5 MB', 'note'],
] as const;
