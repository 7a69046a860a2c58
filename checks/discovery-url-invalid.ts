import { isOpen, nameOf } from '../src/domain/manifest/agent-config.ts';
import { type Authorizer, authorizersOf, discoveryOf, memberOf } from '../src/domain/manifest/authorizer.ts';
import { faultOfUrl, type UrlFault } from '../src/domain/manifest/discovery-url.ts';
import { optional } from '../src/domain/manifest/optional.ts';
import type { Fix } from '../src/model/change.ts';
import { defineCheck } from '../src/model/check.ts';
import type { Located } from '../src/model/location.ts';

export default defineCheck({
  id: 'discovery-url-invalid',
  title: 'The discovery URL leads to no OpenID configuration',
  severity: 'error',
  why: 'AgentCore takes only URLs that end in `/.well-known/openid-configuration`, and checks every token against the issuer and the keys it finds there; a wrong address refuses the deployment or every token.',
  remedy:
    'For Cognito write `https://cognito-idp.<region>.amazonaws.com/<user pool id>/.well-known/openid-configuration`.',
  references: [
    'https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html',
  ],
  fix: 'review',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const authorizer of authorizersOf(manifests)) {
      const url = discoveryOf(authorizer);
      if (url !== undefined) yield { authorizer, url };
    }
  },

  judge({ authorizer, url }: { readonly authorizer: Authorizer; readonly url: Located<string> }) {
    const fault = faultOfUrl(url.value);
    // Whether a placeholder becomes the right region and pool is not to be seen; the rest of the URL is.
    if (fault === undefined || (isOpen(url.value) && !fault.certain)) return undefined;
    return {
      message: `The discovery URL of \`${nameOf(authorizer.agent)}\`, \`${url.value}\`, ${fault.fault}.`,
      at: url.at,
      ...(isOpen(url.value)
        ? {}
        : { remedy: `Write \`${fault.instead}\`.`, ...optional('fix', fixFor(authorizer, fault)) }),
    };
  },
});

function fixFor(authorizer: Authorizer, { instead, safety }: UrlFault): Fix | undefined {
  const key = memberOf(authorizer, 'discoveryUrl')?.key;
  if (safety === undefined || authorizer.body === undefined || key === undefined) return undefined;
  // A fault behind this one is found when it is gone; what is still wrong then is no cure.
  if (faultOfUrl(instead) !== undefined) return undefined;
  const { at } = authorizer.body;
  return {
    title: `Write \`${instead}\``,
    safety,
    edits: [{ kind: 'set', at, path: [key], value: instead, shared: true }],
  };
}
