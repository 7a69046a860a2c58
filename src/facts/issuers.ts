import { userPoolIn } from '../domain/cloud/arns.ts';
import { deployedAuthorizers, writtenAuthorizers } from '../domain/token/authorizers.ts';
import { documentIn, keysIn, published } from '../domain/token/published.ts';
import { isOpen } from '../domain/manifest/agent-config.ts';
import { defineCollector } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import type { Issuer } from '../model/token.ts';
import type { World } from '../model/world.ts';

/** Asks the issuers that authorizers name for their discovery documents and keys, as AgentCore does. */
export const issuers = defineCollector<'issuers', 'manifests' | 'runtimes'>({
  source: 'cloud',
  needs: ['manifests', 'runtimes'],
  async collect({ manifests, runtimes }, world) {
    const named = world.token?.against;
    const all =
      named === undefined
        ? [...writtenAuthorizers(manifests), ...deployedAuthorizers(runtimes)].map(({ rules }) => rules)
        : [named.rules];
    // The pools of an emulator are not those of the real addresses.
    const isEmulated = world.aws?.isCustom === true;
    const urls = new Set(
      all
        .map(({ discoveryUrl }) => discoveryUrl)
        .filter((url) => url !== '' && !isOpen(url) && !(isEmulated && userPoolIn(url) !== undefined)),
    );
    return { issuers: await Promise.all([...urls].map((url) => issuerAt(url, world))) };
  },
});

async function issuerAt(discoveryUrl: string, { fetch, token }: World): Promise<Issuer> {
  if (fetch === undefined) throw new Failure('The network was not asked.', 'Leave `--offline` out.');
  const document = published(await fetch(discoveryUrl), documentIn);
  const jwksUri = document.kind === 'read' ? document.value.jwksUri : undefined;
  if (jwksUri === undefined) return { discoveryUrl, document };
  const answer = await fetch(jwksUri);
  const keys = published(answer, keysIn);
  if (token === undefined || keys.kind !== 'read' || answer.kind !== 'response')
    return { discoveryUrl, document, keys };
  return { discoveryUrl, document, keys, signature: await token.verify(answer.body) };
}
