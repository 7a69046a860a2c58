import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';
import { absenceReason } from '../src/domain/probe/runtime-reason.ts';
import type { Runtimes } from '../src/model/cloud.ts';

export default defineCheck({
  id: 'endpoint-not-found',
  title: 'The address leads to no runtime',
  severity: 'error',
  why: 'AgentCore looks for region, account, id and endpoint exactly as they stand in the URL, and answers 404 when one of them differs or the ARN is not percent-encoded exactly once.',
  remedy:
    'Take the ARN of the runtime and its region from `GetAgentRuntime`, encode it once, and name an endpoint that is there; a new runtime is found after some minutes.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
  ],
  fix: 'none',
  needs: ['probe'],
  also: ['runtimes'],

  *subjects({ probe, runtimes }) {
    for (const asked of askedOfProbe('endpoint-not-found', probe)) yield { asked, runtimes };
  },

  judge({ asked, runtimes }: { readonly asked: AskedOfProbe; readonly runtimes: Runtimes | undefined }) {
    const { verdict, probe } = asked;
    // What was proven by a request that differs needs no other reason.
    const isProven = verdict.kind === 'cause' && verdict.related.length > 0;
    return saidOf(asked, isProven ? {} : absenceReason(probe.endpoint, runtimes));
  },
});
