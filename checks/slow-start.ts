import { defineCheck } from '../src/model/check.ts';
import type { Started } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'slow-start',
  title: 'The server takes long to come to its first answer',
  severity: 'error',
  why: 'AgentCore waits 30 seconds for a code archive and 120 for a container, and starts a new machine for each session: what takes half of that here may take all of it there.',
  remedy: 'Load what is slow when it is first used, not when the module is imported, and leave out what is not needed.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal: { start, readyMs, limitMs } }) {
    if (start !== undefined && readyMs !== undefined) yield { start, readyMs, limitMs };
  },

  judge({ start, readyMs, limitMs }: { readonly start: Started; readonly readyMs: number; readonly limitMs: number }) {
    if (readyMs * 2 < limitMs) return undefined;
    const kind = start.packaging === 'container' ? 'a container' : 'a code archive';
    return {
      message: `The first answer came after ${seconds(readyMs)}; ${kind} has ${seconds(limitMs)}.`,
      at: start.at,
      ...(readyMs < limitMs ? { severity: 'warning' as const } : {}),
    };
  },
});

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
