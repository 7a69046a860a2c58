import type { Issuer, TokenFacts } from '../../model/token.ts';
import type { JudgedAuthorizer } from './authorizers.ts';
import { type Condition, met } from './condition.ts';
import { shown } from './words.ts';

/** Whether a token comes from the issuer that the authorizer names, and is signed by it. */
export function judgeOrigin(
  { content }: TokenFacts,
  { places }: JudgedAuthorizer,
  issuer: Issuer | undefined,
): readonly Condition[] {
  if (content.kind !== 'jwt') return [];
  const origin = withPlace(issuerOf(content.claims.iss, issuer), places['discoveryUrl']);
  const signed = withPlace(signatureOf(content.header, issuer), places['discoveryUrl']);
  if (origin.verdict !== 'fail' || signed.verdict === 'pass') return [origin, signed];
  // Another issuer's token is signed by another issuer's key.
  const { speaks: _, ...silent } = signed;
  return [origin, silent];
}

function withPlace(condition: Condition, asked: Condition['asked']): Condition {
  return asked === undefined ? condition : { ...condition, asked };
}

function issuerOf(iss: string | undefined, issuer: Issuer | undefined): Condition {
  const speaks = 'token-issuer-mismatch';
  const base = { subject: 'iss', checks: [speaks] } as const;
  const asks = 'is the issuer of the discovery document';
  if (issuer?.document.kind !== 'read') {
    const because = issuer === undefined ? 'its issuer was not asked' : issuer.document.because;
    return { ...base, asks, speaks, verdict: 'unknown', why: `The discovery document was not read: ${because}.` };
  }
  const wanted = issuer.document.value.issuer;
  const asked = `is ${shown(wanted)}`;
  if (iss === wanted) return met(base.subject, asked, `The token is of ${shown(wanted)}.`, base.checks);
  const own = iss === undefined ? 'carries no `iss`' : `is of ${shown(iss)}`;
  return {
    ...base,
    speaks,
    asks: asked,
    verdict: 'fail',
    why: `The token ${own}, and the authorizer's issuer is ${shown(wanted)}.`,
    remedy: remedyFor(iss, wanted),
  };
}

function remedyFor(iss: string | undefined, wanted: string): string {
  if ((iss ?? '').startsWith('https://sts.windows.net/') && /microsoftonline/.test(wanted))
    return 'Tokens of version 1 need the discovery URL without `/v2.0`; or set `requestedAccessTokenVersion` of the API to 2.';
  if (/microsoftonline/.test(iss ?? '') && wanted.startsWith('https://sts.windows.net/'))
    return 'Tokens of version 2 need the discovery URL with `/v2.0` before `/.well-known`.';
  return 'Get the token from the issuer that the authorizer names, or name the issuer of the token in `discoveryUrl`.';
}

function signatureOf(
  { kid, alg }: { readonly kid?: string; readonly alg?: string },
  issuer: Issuer | undefined,
): Condition {
  const speaks = 'token-signature-invalid';
  const base = { subject: 'signature', asks: 'is of a key of the issuer', checks: [speaks] } as const;
  const state = issuer?.signature;
  if (state?.ok !== true) {
    const because = state?.gap.because.replace(/\.$/, '') ?? 'the keys of the issuer were not read';
    return { ...base, speaks, verdict: 'unknown', why: `The signature was not checked: ${because}.` };
  }
  const named = kid === undefined ? '' : ` ${shown(kid)}`;
  switch (state.value) {
    case 'valid':
      return met(base.subject, base.asks, `The signature is of the key${named} of the issuer.`, base.checks);
    case 'invalid':
      return failed(`The signature is not the one that the key${named} of the issuer makes.`);
    case 'no-key':
      return failed(`The issuer has no key${named} for ${shown(alg ?? 'none')}.`);
    case 'unsupported':
      return failed(`The algorithm ${shown(alg ?? 'none')} proves nothing: whoever reads tokens could sign with it.`);
  }
  function failed(why: string): Condition {
    const remedy = 'Get a fresh token from the issuer, and send it unchanged: every character of it is signed.';
    return { ...base, speaks, verdict: 'fail', why, remedy };
  }
}
