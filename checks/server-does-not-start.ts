import { CONTRACT } from '../src/domain/server/contract.ts';
import { causeIn } from '../src/domain/rehearsal/output.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal, Started } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'server-does-not-start',
  title: 'The server does not come to answer',
  severity: 'error',
  why: 'A runtime turns READY without being started; the first request then starts it, and when nothing listens it ends in "Runtime initialization time exceeded" or -32010, with the reason in the log at best.',
  remedy: 'Start the server by its own command and mend what its output names.',
  references: [CONTRACT, 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html'],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    if (rehearsal.start !== undefined) yield { rehearsal, start: rehearsal.start };
  },

  judge({ rehearsal, start }: { readonly rehearsal: Rehearsal; readonly start: Started }) {
    if (rehearsal.readyMs !== undefined) return undefined;
    const cause = causeIn(start.output);
    const port = new URL(rehearsal.url).port;
    const elsewhere = (rehearsal.listening ?? []).map((one) => `\`${one.address}:${one.port}\``);
    const seen = elsewhere.length === 0 ? 'nothing listens' : `it listens on ${elsewhere.join(' and ')}`;
    const end =
      start.exit === undefined
        ? `answers nothing on port ${port} within ${rehearsal.limitMs / 1000} s: ${seen}`
        : wordsOf(start.exit);
    return {
      message: `\`${start.command.join(' ')}\` ${end}${cause === undefined ? '' : `: \`${cause.line}\``}.`,
      at: start.at,
      ...(cause?.remedy === undefined ? {} : { remedy: cause.remedy }),
    };
  },
});

/** Neither a code nor a signal: there is no such program. */
function wordsOf({ code, signal, afterMs }: NonNullable<Started['exit']>): string {
  if (code === null && signal === null) return 'cannot be started';
  return `ends after ${afterMs} ms with ${code === null ? signal : `code ${code}`}`;
}
