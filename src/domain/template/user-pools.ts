import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { type Possible, stringsOf } from './cloudformation-text.ts';
import { itemsOf, look, resourcesIn, resourcesOf } from './cloudformation.ts';
import { spareRoles } from './runtime-role.ts';

export const USER_POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

/** A user pool whose tokens a runtime accepts, and the clients of it that count. */
export interface RuntimePool {
  readonly template: Template;
  readonly pool: TemplateResource;
  readonly clients: readonly TemplateResource[];
  /** The runtime whose authorizer names it; absent: the template has the role of a runtime, and no runtime. */
  readonly runtime?: TemplateResource;
}

/** The user pools behind the runtimes of a template. */
export function runtimePools(template: Template): readonly RuntimePool[] {
  const runtimes = resourcesOf(template, 'AWS::BedrockAgentCore::Runtime');
  const pools = resourcesOf(template, USER_POOL);
  if (runtimes.length === 0) {
    // The pool of a gateway guards the gateway; one beside a runtime's role most likely guards the runtime.
    const hasGateway = resourcesOf(template, 'AWS::BedrockAgentCore::Gateway').length > 0;
    return spareRoles(template).length > 0 && !hasGateway
      ? pools.map((pool) => ({ template, pool, clients: clientsOf(pool, template) }))
      : [];
  }
  return pools.flatMap((pool) => runtimes.flatMap((runtime) => poolOf(runtime, pool, template))).filter(isFirst);
}

/** The app clients of a user pool. */
function clientsOf(pool: TemplateResource, template: Template): readonly TemplateResource[] {
  return resourcesOf(template, CLIENT).filter((client) =>
    look(client.properties, 'UserPoolId').some((id) => resourcesIn(id, template).includes(pool)),
  );
}

/** Whether nobody but a program with the client's secret gets a token through it: no user signs up or in there. */
export function isForMachines(client: TemplateResource, template: Template): boolean {
  const texts = (property: string): readonly string[] =>
    look(client.properties, property)
      .flatMap(itemsOf)
      .flatMap((item) => stringsOf(item, template).map(({ text }) => text));
  const flows = texts('AllowedOAuthFlows');
  return (
    texts('GenerateSecret').includes('true') && flows.length > 0 && flows.every((flow) => flow === 'client_credentials')
  );
}

/** A Lambda function that Cognito calls, as the user pool names it. */
export interface Trigger {
  readonly template: Template;
  readonly pool: TemplateResource;
  /** `PreTokenGeneration`, `PreSignUp`, … */
  readonly event: string;
  /** `V1_0`, `V2_0` or `V3_0`, where the event has versions. */
  readonly version?: Possible;
  readonly target: Tree;
  /** The function, when it is a resource of the same template. */
  readonly lambda?: TemplateResource;
}

/** The triggers of the user pools of a template. */
export function triggersOf(template: Template): readonly Trigger[] {
  return resourcesOf(template, USER_POOL).flatMap((pool) =>
    look(pool.properties, 'LambdaConfig').flatMap((config) =>
      config.kind === 'map' ? config.entries.flatMap(({ key, value }) => triggerOf(key, value, pool, template)) : [],
    ),
  );
}

function triggerOf(key: string, value: Tree, pool: TemplateResource, template: Template): readonly Trigger[] {
  if (key === 'KMSKeyID') return [];
  return look(value, 'LambdaArn')
    .concat(look(value, 'LambdaArn').length === 0 ? [value] : [])
    .map((target) => {
      const [lambda] = resourcesIn(target, template).filter(({ type }) =>
        /^AWS::(Lambda|Serverless)::Function$/.test(type),
      );
      const [version] = look(value, 'LambdaVersion').flatMap((tree) => stringsOf(tree, template));
      return {
        template,
        pool,
        event: key.replace(/Config$/, ''),
        ...(version === undefined || target === value ? {} : { version }),
        target,
        ...(lambda === undefined ? {} : { lambda }),
      };
    });
}

function poolOf(runtime: TemplateResource, pool: TemplateResource, template: Template): readonly RuntimePool[] {
  const authorizer = look(runtime.properties, 'AuthorizerConfiguration.CustomJWTAuthorizer');
  const allowed = authorizer
    .flatMap((tree) => look(tree, 'AllowedClients'))
    .flatMap((tree) => resourcesIn(tree, template));
  const all = clientsOf(pool, template);
  const clients = all.filter((client) => allowed.includes(client));
  const discovered = authorizer.some((tree) =>
    look(tree, 'DiscoveryUrl').some((url) => resourcesIn(url, template).includes(pool)),
  );
  if (clients.length === 0 && !discovered) return [];
  return [{ template, pool, clients: clients.length === 0 ? all : clients, runtime }];
}

/** One pool may stand behind several runtimes: it is one subject. */
function isFirst({ pool }: RuntimePool, index: number, all: readonly RuntimePool[]): boolean {
  return all.findIndex((other) => other.pool === pool) === index;
}
