import { type AskedIssuer, askedIssuers, isIssuerOf, isTemplate } from '../src/domain/token/issuer-faults.ts';
import { shown } from '../src/domain/token/words.ts';
import { defineCheck } from '../src/model/check.ts';

export default defineCheck({
  id: 'issuer-mismatch',
  title: 'The discovery document names another issuer',
  severity: 'warning',
  why: 'OpenID Connect wants the issuer to be the beginning of its discovery URL, and tokens are compared with the issuer that the document names. Where the two differ, the URL mostly belongs to another tenant, or to a proxy that did not rewrite it.',
  remedy: 'Name the discovery URL of the issuer whose tokens are sent.',
  references: [
    'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
  ],
  fix: 'none',
  needs: ['manifests', 'runtimes', 'issuers'],

  *subjects(facts) {
    // A document that cannot be read names nobody; another check says so.
    for (const asked of askedIssuers(facts))
      if (asked.issuer.document.kind === 'read') yield { ...asked, issuerName: asked.issuer.document.value.issuer };
  },

  judge({ authorizer, issuer, issuerName, at }: AskedIssuer & { readonly issuerName: string }) {
    const what = `${authorizer.name} names ${shown(issuer.discoveryUrl)}, whose document names ${shown(issuerName)} as issuer`;
    if (isTemplate(issuerName))
      return {
        severity: 'error',
        message: `${what}: no token has a placeholder in its \`iss\`.`,
        at,
        remedy: 'Name the discovery URL of one tenant in the place of `common` or `organizations`.',
      };
    return isIssuerOf(issuerName, issuer.discoveryUrl) ? undefined : { message: `${what}.`, at };
  },
});
