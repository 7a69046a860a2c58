import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'throttled',
  title: 'AgentCore turns the call away',
  severity: 'error',
  why: 'Too many calls or new sessions, a quota that is used up, or a session that is being set up: the request never comes to the server, and clients do not repeat it by themselves.',
  remedy:
    'Send the session id back with each request, wait and try again, and ask for a larger quota where the load is meant.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-troubleshooting.html',
  ],
  fix: 'none',
  needs: ['probe'],

  subjects: ({ probe }) => askedOfProbe('throttled', probe),

  judge: (asked: AskedOfProbe) => saidOf(asked),
});
