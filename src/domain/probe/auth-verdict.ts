import type { Answer } from '../../model/exchange.ts';
import type { Probe } from '../../model/probe.ts';
import { describeSaid } from './said.ts';
import { answerOf, familyOf, HANDSHAKES, LOOK, sortFor } from './seen.ts';
import { cause, redirect } from './first-verdict.ts';
import { isAboutCaller, sortOf } from './sort.ts';
import type { Cause, Verdict } from './verdict.ts';

const { bearer: BEARER, sigv4: SIGNED } = HANDSHAKES;

/** Whether the endpoint takes what it is shown. Where a token was given, it is what the answer is about. */
export function authVerdict(probe: Probe): Verdict | undefined {
  for (const name of [BEARER, SIGNED]) {
    const answer = answerOf(probe, name);
    if (answer !== undefined && sortFor(probe, name) === 'redirect') return redirect(answer, name);
  }
  if (answerOf(probe, BEARER) !== undefined) return tokenVerdict(probe);
  return answerOf(probe, SIGNED) === undefined ? undefined : signatureVerdict(probe);
}

function tokenVerdict(probe: Probe): Verdict | undefined {
  const answer = answerOf(probe, BEARER);
  const sort = sortFor(probe, BEARER);
  const said = describeSaid(answer);
  const signed = answerOf(probe, SIGNED);
  if (sort === 'mismatch' || (sort === 'denied' && isLetIn(signed)))
    return cause(
      'auth-family-mismatch',
      `The runtime takes AWS credentials and no bearer token: a request with the token is answered with ${said}${isLetIn(signed) ? ', a signed one is let in' : ''}.`,
      BEARER,
      {
        related: [
          [LOOK, 'the same without credentials'],
          ...(signed === undefined ? [] : [[SIGNED, 'the same, signed'] as const]),
        ],
        remedy:
          'Sign the requests with SigV4 (`mcp-proxy-for-aws` does it for any client), or give the runtime a JWT authorizer.',
      },
    );
  // An empty or broken header is taken for a signature, and refused as one.
  if (sort === 'challenged' || sort === 'unread' || sort === 'iam')
    return refused(probe, BEARER, `The runtime does not take the token: ${said}.`);
  if (sort === 'denied') {
    if (familyOf(probe) === 'jwt') return refused(probe, BEARER, `The runtime does not take the token: ${said}.`);
    return {
      kind: 'open',
      check: 'auth-family-mismatch',
      unclear: `The request with the token is answered with ${said}, the one without credentials with ${describeSaid(answerOf(probe, LOOK))}; neither says whether the runtime takes tokens at all.`,
      name: BEARER,
    };
  }
  return undefined;
}

function signatureVerdict(probe: Probe): Verdict | undefined {
  const answer = answerOf(probe, SIGNED);
  const sort = sortFor(probe, SIGNED);
  const said = describeSaid(answer);
  if (sort === 'mismatch' || sort === 'challenged' || (sort === 'denied' && familyOf(probe) === 'jwt'))
    return cause(
      'auth-family-mismatch',
      `The runtime takes bearer tokens and no AWS credentials: a signed request is answered with ${said}.`,
      SIGNED,
      {
        related: [[LOOK, 'the same without credentials']],
        remedy:
          'Send a bearer token of the issuer that the metadata names: `agentcore-doctor token get` gets one. Clients of the AWS SDK cannot call this runtime.',
      },
    );
  if (sort === 'iam' || sort === 'denied')
    return refused(probe, SIGNED, `AWS does not let the caller in: ${said}.`, IAM_REMEDY);
  return undefined;
}

/** The door is open to it, whatever is behind. */
function isLetIn(answer: Answer | undefined): boolean {
  return answer?.kind === 'response' && !isAboutCaller(sortOf(answer));
}

const IAM_REMEDY =
  'Allow `bedrock-agentcore:InvokeAgentRuntime` to the caller, on the ARN of the runtime and on that of its endpoint.';

function refused(probe: Probe, name: string, message: string, remedy?: string): Cause {
  return cause('auth-refused', message, name, {
    ...(answerOf(probe, LOOK) === undefined ? {} : { related: [[LOOK, 'the same without credentials']] }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
