import type { Known } from '../../model/fact.ts';
import type { Location } from '../../model/location.ts';
import type { Issuer } from '../../model/token.ts';
import { deployedAuthorizers, type JudgedAuthorizer, writtenAuthorizers } from './authorizers.ts';
import { issuerFor } from './judge.ts';

/** An authorizer and the issuer that it names, as that answers. */
export interface AskedIssuer {
  readonly authorizer: JudgedAuthorizer;
  readonly issuer: Issuer;
  readonly at: Location;
}

/** Every issuer that was asked, once for each authorizer that names it. */
export function* askedIssuers({
  manifests,
  runtimes,
  issuers,
}: Known<'manifests' | 'runtimes' | 'issuers'>): Iterable<AskedIssuer> {
  for (const authorizer of [...writtenAuthorizers(manifests), ...deployedAuthorizers(runtimes)]) {
    const issuer = issuerFor(authorizer, issuers);
    if (issuer !== undefined) yield { authorizer, issuer, at: authorizer.places['discoveryUrl'] ?? authorizer.at };
  }
}

const SUFFIX = '/.well-known/openid-configuration';

/**
 * Whether an issuer is the one that a discovery URL belongs to: OpenID Connect wants them to be equal but for the suffix.
 * Entra's version 1 is another on purpose. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 * (verified 2026-11-25)
 */
export function isIssuerOf(issuer: string, discoveryUrl: string): boolean {
  const own = discoveryUrl.endsWith(SUFFIX) ? discoveryUrl.slice(0, -SUFFIX.length) : discoveryUrl;
  if (issuer.replace(/\/$/, '') === own.replace(/\/$/, '')) return true;
  return issuer.startsWith('https://sts.windows.net/') && own.startsWith('https://login.microsoftonline.com/');
}

/** An issuer with a placeholder in it, as Entra's common endpoints have it: no token is of such an issuer. */
export function isTemplate(issuer: string): boolean {
  return /\{\w+\}/.test(issuer);
}
