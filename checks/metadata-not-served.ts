import { answerOf, familyOf, isTrusting, LOOK } from '../src/domain/probe/seen.ts';
import { asksForToken } from '../src/domain/probe/sort.ts';
import { describeSaid } from '../src/domain/probe/said.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Answer } from '../src/model/exchange.ts';

export default defineCheck({
  id: 'metadata-not-served',
  title: 'The endpoint does not say who issues its tokens',
  severity: 'warning',
  why: 'Clients that sign in by themselves ask for the metadata of the protected resource first; without it they do not know where to get a token.',
  remedy:
    'Allow `bedrock-agentcore:GetRuntimeProtectedResourceMetadata` to everybody in the policy of the VPC endpoint, and let the path through where a proxy is in front.',
  references: [
    'https://datatracker.ietf.org/doc/html/rfc9728',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/vpc-interface-endpoints.html',
  ],
  fix: 'none',
  needs: ['probe'],

  *subjects({ probe }) {
    const answer = answerOf(probe, 'metadata');
    if (answer !== undefined && familyOf(probe) === 'jwt') yield { answer, look: answerOf(probe, LOOK) };
  },

  judge({ answer, look }: { readonly answer: Answer; readonly look: Answer | undefined }) {
    const at = { kind: 'exchange', name: 'metadata', part: 'response' } as const;
    if (answer.kind === 'none') return { unclear: `The metadata is not answered: ${describeSaid(answer)}.`, at };
    if (!isTrusting(answer))
      return {
        message: `The endpoint asks for a token, and its metadata is answered with ${describeSaid(answer)}.`,
        at,
      };
    if (asksForToken(look) && !namesMetadata(look))
      return {
        message:
          'The endpoint asks for a token and does not say where its metadata is: `WWW-Authenticate` has no `resource_metadata`.',
        at: { kind: 'exchange', name: LOOK, part: 'response' },
        remedy: 'Let the header `WWW-Authenticate` through as AgentCore sends it.',
      };
    return undefined;
  },
});

function namesMetadata(look: Answer | undefined): boolean {
  return look?.kind === 'response' && /resource_metadata=/i.test(look.headers['www-authenticate'] ?? '');
}
