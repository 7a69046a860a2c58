import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';
import { type Beside, failureReason } from '../src/domain/probe/runtime-reason.ts';

export default defineCheck({
  id: 'mcp-error-in-200',
  title: 'The answer is 200, and an error is inside',
  severity: 'error',
  why: 'For MCP, AgentCore reports most failures as a JSON-RPC error inside of HTTP 200: status, metrics and load balancers look well while no client gets to work.',
  remedy: 'Read code and message of the error: `agentcore-doctor explain <code>` says what is behind it.',
  references: ['https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html'],
  fix: 'none',
  needs: ['probe'],
  also: ['runtimes', 'recentLogs', 'roles', 'caller'],

  *subjects({ probe, runtimes, recentLogs, roles, caller }) {
    for (const asked of askedOfProbe('mcp-error-in-200', probe))
      yield { asked, beside: { runtimes, recentLogs, roles, caller } };
  },

  judge: ({ asked, beside }: { readonly asked: AskedOfProbe; readonly beside: Beside }) =>
    saidOf(asked, failureReason(asked.probe.endpoint, beside)),
});
