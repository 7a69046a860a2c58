import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { answerTo } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck, type Finding } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'path-redirects',
  title: 'The server redirects POST /mcp',
  severity: 'error',
  why: 'AgentCore posts to /mcp and does not follow redirects: every request ends with the redirect, and no tool is reached.',
  remedy: 'Serve the endpoint at `/mcp` itself, without a slash behind it.',
  references: [CONTRACT],
  fix: 'none',
  needs: [],
  also: ['rehearsal', 'probe'],

  *subjects({ rehearsal, probe }) {
    yield* askedOfProbe('path-redirects', probe);
    if (rehearsal === undefined) return;
    if (answerTo(rehearsal, 'ping')?.kind === 'response') yield rehearsal;
  },

  judge(subject: Rehearsal | AskedOfProbe) {
    return 'kind' in subject ? saidOf(subject) : judgeRehearsal(subject);
  },
});

function judgeRehearsal(rehearsal: Rehearsal): Finding | undefined {
  const answer = answerTo(rehearsal, 'ping');
  if (answer?.kind !== 'response' || answer.status < 300 || answer.status > 399) return undefined;
  return {
    message: `\`POST ${new URL(rehearsal.url).pathname}\` is answered with ${answer.status} to \`${answer.headers['location'] ?? ''}\`.`,
    at: { kind: 'exchange', name: 'ping', part: 'response' },
  };
}
