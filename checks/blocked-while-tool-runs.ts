import { answerTo, describeAnswer, lastRequestOf } from '../src/domain/rehearsal/answers.ts';
import { CONTRACT } from '../src/domain/server/contract.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';

export default defineCheck({
  id: 'blocked-while-tool-runs',
  title: 'The server answers nothing while a tool runs',
  severity: 'error',
  why: 'A tool that blocks the process blocks the health check, too: AgentCore takes the runtime for dead, and callers get -32010 "Runtime health check failed or timed out".',
  remedy: 'Make the tool asynchronous, or run what blocks in a thread (`anyio.to_thread.run_sync`, a worker).',
  references: [CONTRACT],
  fix: 'none',
  needs: ['rehearsal'],

  *subjects({ rehearsal }) {
    const [during, tool] = [answerTo(rehearsal, 'ping-during-tool'), answerTo(rehearsal, 'tools-call')];
    // A tool that was done before it was asked beside it tells nothing.
    if (
      during !== undefined &&
      tool !== undefined &&
      tool.totalMs >= LEAST_MS &&
      lastRequestOf(rehearsal) === undefined
    )
      yield rehearsal;
  },

  judge(rehearsal: Rehearsal) {
    const [during, tool] = [answerTo(rehearsal, 'ping-during-tool'), answerTo(rehearsal, 'tools-call')];
    if (during === undefined || tool === undefined) return undefined;
    if (during.kind === 'response' && during.totalMs < PATIENCE_MS) return undefined;
    const what = during.kind === 'none' ? describeAnswer(during) : `an answer after ${during.totalMs} ms`;
    return {
      message: `A \`ping\` beside a call that took ${tool.totalMs} ms got ${what}.`,
      at: { kind: 'exchange', name: 'ping-during-tool', part: 'response' },
    };
  },
});

/** The ping is sent 300 ms after the call. */
const LEAST_MS = 700;
/** Health checks that take longer were seen to fail. */
const PATIENCE_MS = 2000;
