import { type Added, askedOfProbe, type AskedOfProbe, saidOf } from '../src/domain/probe/asking.ts';
import { HANDSHAKES } from '../src/domain/probe/seen.ts';
import { tokenReason } from '../src/domain/probe/token-reason.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'auth-refused',
  title: 'The runtime refuses the credentials',
  severity: 'error',
  why: 'The credentials are of the right kind, and the authorizer or IAM does not let them in: no request of this caller comes to the server.',
  remedy: 'Hold the token against the authorizer: `agentcore-doctor token --arn <runtime>`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
  ],
  fix: 'none',
  needs: ['probe'],
  also: ['token', 'manifests', 'runtimes', 'issuers'],

  *subjects({ probe, token, manifests, runtimes, issuers }) {
    for (const asked of askedOfProbe('auth-refused', probe))
      yield { asked, added: isAboutToken(asked) ? tokenReason(probe, { token, manifests, runtimes, issuers }) : {} };
  },

  judge: ({ asked, added }: { readonly asked: AskedOfProbe; readonly added: Added }) => saidOf(asked, added),
});

function isAboutToken({ verdict }: AskedOfProbe): boolean {
  return verdict.kind === 'cause' && verdict.name === HANDSHAKES.bearer;
}
