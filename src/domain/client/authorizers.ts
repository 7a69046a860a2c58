import type { Agents } from '../../model/agent.ts';
import type { Clients } from '../../model/client.ts';
import type { Place } from '../../model/location.ts';
import type { Templates } from '../../model/template.ts';
import { look, resourcesOf } from '../template/cloudformation.ts';
import { allEntriesOf, isFilled } from '../config/tree.ts';

/** What the JWT authorizers of a project ask of a token: `client_id` in a list, `aud` in a list. */
export interface Allowed {
  readonly clients: readonly Place[];
  readonly audience: readonly Place[];
}

/** Everything in the project that says what an authorizer allows: manifests and templates; without them, scripts. */
export function allowedBy({ agents }: Agents, { files }: Templates, { authorizers }: Clients): Allowed {
  const trees = agents.flatMap(({ config }) => (config?.authorizer === undefined ? [] : [config.authorizer.tree]));
  const inManifests = (key: RegExp): readonly Place[] =>
    trees.flatMap((tree) =>
      [...allEntriesOf(tree)].flatMap(({ entry }) =>
        key.test(entry.key) && isFilled(entry.value) ? [entry.keyAt] : [],
      ),
    );
  const inTemplates = (key: string): readonly Place[] =>
    files.flatMap((template) =>
      resourcesOf(template, 'AWS::BedrockAgentCore::Runtime').flatMap(({ properties }) =>
        look(properties, `AuthorizerConfiguration.CustomJWTAuthorizer.${key}`).map(({ at }) => at),
      ),
    );
  const declared = {
    clients: [...inManifests(/^allowedClients$/i), ...inTemplates('AllowedClients')],
    audience: [...inManifests(/^allowedAudience$/i), ...inTemplates('AllowedAudience')],
  };
  if (declared.clients.length > 0 || declared.audience.length > 0) return declared;
  const mentioned = (allows: 'clients' | 'audience'): readonly Place[] =>
    authorizers.filter((one) => one.allows === allows).map(({ at }) => at);
  return { clients: mentioned('clients'), audience: mentioned('audience') };
}
