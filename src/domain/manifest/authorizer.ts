import type { Located } from '../../model/location.ts';
import type { AgentConfig, Manifests } from '../../model/manifest.ts';
import type { Entry, MapTree, Tree } from '../../model/tree.ts';
import { configsOf } from './agent-config.ts';
import { entriesOf, entryOf, isFilled, itemsOf, locatedText } from '../config/tree.ts';

/**
 * The members of a `customJWTAuthorizer`. The CLI knows all but the last two.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html
 * (botocore 1.43.107, verified 2026-11-23)
 */
export const JWT_KEYS = [
  'discoveryUrl',
  'allowedAudience',
  'allowedClients',
  'allowedScopes',
  'customClaims',
  'privateEndpoint',
  'privateEndpointOverrides',
  'advertisedScopeMapping',
  'allowedWorkloadConfiguration',
] as const;

/** The lists of which at least one must be filled. */
export const RULES = ['allowedClients', 'allowedAudience', 'allowedScopes', 'customClaims'] as const;

/** The authorizer block of an agent, as far as it can be understood. */
export interface Authorizer {
  readonly agent: AgentConfig;
  readonly tree: Tree;
  /** `nested`: under the wrapper, however that is spelt. `flat`: the members stand where the wrapper is expected. */
  readonly form: 'nested' | 'flat' | 'empty' | 'other';
  readonly wrapper?: Entry;
  /** The map that holds `discoveryUrl` and the rest. */
  readonly body?: MapTree;
}

/** The key that the agent's tool wants around the members: each tool spells it in its own way. */
export function wrapperOf({ kind }: Pick<AgentConfig, 'kind'>): string {
  return kind === 'cli' ? 'customJwtAuthorizer' : 'customJWTAuthorizer';
}

/** Every authorizer block of the manifests. */
export function authorizersOf(manifests: Manifests): readonly Authorizer[] {
  return configsOf(manifests).flatMap((agent) =>
    agent.authorizer === undefined ? [] : [understand(agent, agent.authorizer.tree)],
  );
}

function understand(agent: AgentConfig, tree: Tree): Authorizer {
  if (!isFilled(tree)) return { agent, tree, form: 'empty' };
  const wrapper = entriesOf(tree).findLast(
    ({ key, value }) => fold(key) === 'customjwtauthorizer' && value.kind !== 'scalar',
  );
  if (wrapper !== undefined) {
    return { agent, tree, form: 'nested', wrapper, ...(wrapper.value.kind === 'map' ? { body: wrapper.value } : {}) };
  }
  const named = entriesOf(tree).some(({ key, value }) => fold(key) === 'customjwtauthorizer' && !isFilled(value));
  if (named) return { agent, tree, form: 'empty' };
  const flat =
    tree.kind === 'map' &&
    tree.entries.some(({ key }) => key === 'type' || JWT_KEYS.some((known) => fold(known) === fold(key)));
  return flat ? { agent, tree, form: 'flat', body: tree } : { agent, tree, form: 'other' };
}

/** A member of the authorizer under any spelling. */
export function memberOf({ body }: Authorizer, key: (typeof JWT_KEYS)[number]): Entry | undefined {
  return entryOf(body, key) ?? entriesOf(body).findLast((entry) => fold(entry.key) === fold(key));
}

/** The texts of a list such as `allowedClients`. */
export function textsOfMember(authorizer: Authorizer, key: (typeof JWT_KEYS)[number]): readonly Located<string>[] {
  return itemsOf(memberOf(authorizer, key)?.value).flatMap((item) => locatedText(item) ?? []);
}

/** Whether a list such as `allowedClients` says anything. */
export function isRuled(authorizer: Authorizer, key: (typeof RULES)[number]): boolean {
  return isFilled(memberOf(authorizer, key)?.value);
}

/** The discovery URL, wherever it stands. */
export function discoveryOf(authorizer: Authorizer): Located<string> | undefined {
  return locatedText(memberOf(authorizer, 'discoveryUrl')?.value);
}

/** What remains of a key when spelling does not count: `allowed_clients`, `AllowedClients` and `allowedClients` are one. */
export function fold(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
