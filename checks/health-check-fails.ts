import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';
import { type Beside, failureReason } from '../src/domain/probe/runtime-reason.ts';

export default defineCheck({
  id: 'health-check-fails',
  title: 'The health check of the runtime fails',
  severity: 'error',
  why: 'AgentCore sends a `ping` to `/mcp` without credentials and without a session; a server that refuses it, or answers nothing while a tool runs, is taken for dead, and clients get -32010.',
  remedy: 'Answer `POST /mcp` with `ping` from everybody, at any time: `agentcore-doctor rehearse` sends the same.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html',
    'https://www.k9security.io/posts/2026/06/fix-agentcore-mcp-32010-health-check-failed/',
  ],
  fix: 'none',
  needs: ['probe'],
  also: ['runtimes', 'recentLogs', 'roles', 'caller'],

  *subjects({ probe, runtimes, recentLogs, roles, caller }) {
    for (const asked of askedOfProbe('health-check-fails', probe))
      yield { asked, beside: { runtimes, recentLogs, roles, caller } };
  },

  judge: ({ asked, beside }: { readonly asked: AskedOfProbe; readonly beside: Beside }) =>
    saidOf(asked, failureReason(asked.probe.endpoint, beside)),
});
