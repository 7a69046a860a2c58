import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';
import { type Beside, failureReason } from '../src/domain/probe/runtime-reason.ts';

export default defineCheck({
  id: 'runtime-fails-to-start',
  title: 'The runtime does not come to answer',
  severity: 'error',
  why: 'A runtime turns READY without being started. The first request starts it, and when nothing listens at `0.0.0.0:8000` in time, clients get 424, 502, 504 or -32010, with the reason in the log at best.',
  remedy: 'Start the server as AgentCore does with `agentcore-doctor rehearse`, and read the log of the runtime.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
  ],
  fix: 'none',
  needs: ['probe'],
  also: ['runtimes', 'recentLogs', 'roles', 'caller'],

  *subjects({ probe, runtimes, recentLogs, roles, caller }) {
    for (const asked of askedOfProbe('runtime-fails-to-start', probe))
      yield { asked, beside: { runtimes, recentLogs, roles, caller } };
  },

  judge: ({ asked, beside }: { readonly asked: AskedOfProbe; readonly beside: Beside }) =>
    saidOf(asked, failureReason(asked.probe.endpoint, beside)),
});
