import { answerTo } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'path-redirects',
  title: 'The server redirects POST /mcp',
  severity: 'error',
  why: 'AgentCore posts to /mcp and does not follow redirects: every request ends with the redirect, and no tool is reached.',
  remedy: 'Serve the endpoint at `/mcp` itself, without a slash behind it.',
  references: [CONTRACT],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (answerTo(rehearsal, 'ping')?.kind === 'response') yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    const answer = answerTo(rehearsal, 'ping');
    if (answer?.kind !== 'response' || answer.status < 300 || answer.status > 399) return undefined;
    return {
      message: `\`POST ${new URL(rehearsal.url).pathname}\` is answered with ${answer.status} to \`${answer.headers['location'] ?? ''}\`.`,
      at: { kind: 'exchange', name: 'ping', part: 'response' },
    };
  },
});
