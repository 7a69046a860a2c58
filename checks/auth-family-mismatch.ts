import { askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { defineCheck } from '../src/model/check.ts';
import { familyInAccount } from '../src/domain/probe/runtime-reason.ts';
import { answerOf } from '../src/domain/probe/seen.ts';
import { describeSaid } from '../src/domain/probe/said.ts';
import type { Runtimes } from '../src/model/cloud.ts';
import type { Location } from '../src/model/location.ts';

export default defineCheck({
  id: 'auth-family-mismatch',
  title: 'The request is authorized in another way than the runtime takes',
  severity: 'error',
  why: 'A runtime takes either a bearer token (JWT authorizer) or a signature of AWS (SigV4), never both; the other one is answered with 403.',
  remedy: 'Send a bearer token to a runtime with a JWT authorizer, and sign the requests to one without.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
    'https://github.com/aws/mcp-proxy-for-aws',
  ],
  fix: 'none',
  needs: ['probe'],
  also: ['runtimes'],

  *subjects({ probe, runtimes }) {
    for (const asked of askedOfProbe('auth-family-mismatch', probe)) yield { asked, runtimes };
  },

  judge({ asked, runtimes }: { readonly asked: AskedOfProbe; readonly runtimes: Runtimes | undefined }) {
    const { verdict, probe } = asked;
    const told = familyInAccount(probe.endpoint, runtimes);
    if (told === undefined) return saidOf(asked);
    const { family, arn } = told;
    const related: readonly Location[] = [{ kind: 'resource', arn, pointer: '/authorizerConfiguration' }];
    if (verdict.kind !== 'open') return saidOf(asked, { related });
    if (family === 'jwt') return saidOf(asked, { because: 'The account says that the runtime has a JWT authorizer.' });
    // What the answers leave open, the account tells.
    return {
      message: `The runtime has no JWT authorizer, so it takes AWS credentials and no bearer token: a request with the token is answered with ${describeSaid(answerOf(probe, verdict.name))}.`,
      at: { kind: 'exchange', name: verdict.name, part: 'response' },
      related,
    };
  },
});
