import { type AskedIssuer, askedIssuers } from '../src/domain/token/issuer-faults.ts';
import { shown } from '../src/domain/token/words.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'discovery-unreachable',
  title: 'The discovery URL leads to no discovery document',
  severity: 'error',
  why: 'AgentCore reads there who the issuer is and where its keys are. Without that, every token is refused.',
  remedy:
    'Name the URL under which the issuer publishes its OpenID configuration; for Cognito it ends in the id of the pool and `/.well-known/openid-configuration`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
    'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig',
  ],
  fix: 'none',
  needs: ['manifests', 'runtimes', 'issuers'],

  subjects: askedIssuers,

  judge({ authorizer, issuer: { discoveryUrl, document }, at }: AskedIssuer) {
    if (document.kind === 'read') return undefined;
    const what = `${authorizer.name} names ${shown(discoveryUrl)}`;
    if (document.kind === 'wrong') return { message: `${what}, and ${document.because}.`, at };
    return { unclear: `${what}, which cannot be read from here: ${document.because}.`, at };
  },
});
