import { isOpen, nameOf } from '../src/domain/manifest/agent-config.ts';
import { authorizersOf, discoveryOf } from '../src/domain/manifest/authorizer.ts';
import { faultOfUrl } from '../src/domain/manifest/discovery-url.ts';
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
  fix: 'none',
  needs: ['manifests'],

  *subjects({ manifests }) {
    for (const authorizer of authorizersOf(manifests)) {
      const url = discoveryOf(authorizer);
      if (url !== undefined) yield { agent: nameOf(authorizer.agent), url };
    }
  },

  judge({ agent, url }: { readonly agent: string; readonly url: Located<string> }) {
    const fault = faultOfUrl(url.value);
    // Whether a placeholder becomes the right region and pool is not to be seen; the rest of the URL is.
    if (fault === undefined || (isOpen(url.value) && !fault.certain)) return undefined;
    const remedy = isOpen(url.value) ? {} : { remedy: `Write \`${fault.instead}\`.` };
    return { message: `The discovery URL of \`${agent}\`, \`${url.value}\`, ${fault.fault}.`, at: url.at, ...remedy };
  },
});
