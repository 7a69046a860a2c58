import type { AgentConfig, Manifests } from '../../model/manifest.ts';
import type { ClaimRule, DoorConfig, JwtRules } from '../../model/door.ts';
import { itemsOf, textOf, valueAt } from '../config/tree.ts';
import { configsOf } from '../manifest/agent-config.ts';
import {
  authorizersOf,
  discoveryOf,
  isRuled,
  memberOf,
  textsOfMember,
  type Authorizer,
} from '../manifest/authorizer.ts';

/** The runtime that a project will become, as far as its manifests say; `agent` names one of several. */
export function doorConfigOf(manifests: Manifests, agent: string | undefined): DoorConfig {
  const all = configsOf(manifests);
  const config = agent === undefined ? all[0] : all.find(({ name, key }) => (name ?? key)?.value === agent);
  if (config === undefined) return { arn: arnOf(undefined), allowedHeaders: [] };
  const authorizer = authorizersOf(manifests).find((one) => one.agent === config);
  const rules = authorizer === undefined ? undefined : rulesOf(authorizer);
  return { arn: arnOf(config), ...(rules === undefined ? {} : { rules }), allowedHeaders: headersOf(config) };
}

/** The ARN that a deployment was given; before one, an ARN of the same form. */
function arnOf(config: AgentConfig | undefined): string {
  if (config?.runtimeArn !== undefined) return config.runtimeArn.value;
  const region = config?.region?.value ?? 'us-east-1';
  const account = config?.account?.value ?? '111122223333';
  const name = config?.name?.value ?? config?.key?.value ?? 'server';
  return `arn:aws:bedrock-agentcore:${region}:${account}:runtime/${name}-rehearsal0`;
}

/** Who an authorizer of a manifest lets in; nothing when it names no issuer. */
export function rulesOf(authorizer: Authorizer): JwtRules | undefined {
  const discoveryUrl = discoveryOf(authorizer)?.value;
  if (discoveryUrl === undefined) return undefined;
  const list = (
    key: 'allowedClients' | 'allowedAudience' | 'allowedScopes',
  ): { readonly [name: string]: readonly string[] } =>
    isRuled(authorizer, key) ? { [key]: textsOfMember(authorizer, key).map(({ value }) => value) } : {};
  const claims = itemsOf(memberOf(authorizer, 'customClaims')?.value).flatMap((item) => claimRule(item) ?? []);
  return {
    discoveryUrl,
    ...list('allowedClients'),
    ...list('allowedAudience'),
    ...list('allowedScopes'),
    ...(claims.length === 0 ? {} : { customClaims: claims }),
  };
}

function claimRule(item: Parameters<typeof valueAt>[0]): ClaimRule | undefined {
  const name = textOf(valueAt(item, 'inboundTokenClaimName'));
  const match = valueAt(item, 'authorizingClaimMatchValue');
  const operator = textOf(valueAt(match, 'claimMatchOperator'));
  const single = textOf(valueAt(match, 'claimMatchValue', 'matchValueString'));
  const several = itemsOf(valueAt(match, 'claimMatchValue', 'matchValueStringList')).flatMap(
    (one) => textOf(one) ?? [],
  );
  if (name === undefined || (operator !== 'EQUALS' && operator !== 'CONTAINS' && operator !== 'CONTAINS_ANY'))
    return undefined;
  return { name, operator, values: single === undefined ? several : [single] };
}

function headersOf({ kind, tree }: AgentConfig): readonly string[] {
  const list =
    kind === 'cli'
      ? valueAt(tree, 'requestHeaderAllowlist')
      : valueAt(tree, 'request_header_configuration', 'requestHeaderAllowlist');
  return itemsOf(list).flatMap((item) => textOf(item)?.toLowerCase() ?? []);
}
