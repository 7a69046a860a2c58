import type { RuntimeDeclaration } from '../../model/deployment.ts';
import type { Located } from '../../model/location.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { intrinsicOf, look, resourcesOf } from '../template/cloudformation.ts';
import { entriesOf } from '../config/tree.ts';

/** The runtimes of a template. */
export function declarationsInTemplate(template: Template): readonly RuntimeDeclaration[] {
  return resourcesOf(template, 'AWS::BedrockAgentCore::Runtime').map((resource) => declarationOf(resource, template));
}

function declarationOf({ properties, at, logicalId }: TemplateResource, template: Template): RuntimeDeclaration {
  const at1 = (path: string): Tree | undefined => look(properties, path)[0];
  const name = literalOf(at1('AgentRuntimeName'), template);
  // The resource type takes the protocol as a plain string; other tools write the API's `ServerProtocol`.
  const protocolTree = at1('ProtocolConfiguration.ServerProtocol') ?? at1('ProtocolConfiguration');
  const protocol =
    protocolTree === undefined
      ? undefined
      : (literalOf(protocolTree, template) ?? { value: describe(protocolTree), at: protocolTree.at });
  const points = look(properties, 'AgentRuntimeArtifact.CodeConfiguration.EntryPoint')[0];
  const entrypoint = points?.kind === 'list' ? literalOf(points.items.at(-1), template) : undefined;
  const artifact = at1('AgentRuntimeArtifact');
  const holds = (key: string): boolean => entriesOf(artifact).some((entry) => entry.key === key);
  return {
    by: 'template',
    at: { ...at, label: `\`${logicalId.value}\`` },
    ...(name === undefined ? {} : { name }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    packaging: holds('CodeConfiguration') ? 'code-zip' : holds('ContainerConfiguration') ? 'container' : 'unknown',
    hasAuthorizer: at1('AuthorizerConfiguration') !== undefined,
    ...(protocol === undefined && properties?.kind === 'map' && intrinsicOf(properties) === undefined
      ? { slot: { kind: 'properties', at: properties.at, name: 'ProtocolConfiguration', around: ['', ''] } as const }
      : {}),
    environment: entriesOf(at1('EnvironmentVariables')).map((entry) => ({
      name: entry.key,
      value: literalOf(entry.value, template)?.value,
      at: entry.at,
      from: `\`EnvironmentVariables\` of \`${logicalId.value}\``,
    })),
  };
}

/** A scalar without functions, or the default of the parameter that `Ref` names. */
function literalOf(tree: Tree | undefined, template: Template): Located<string> | undefined {
  if (tree === undefined) return undefined;
  const intrinsic = intrinsicOf(tree);
  if (intrinsic === undefined)
    return tree.kind === 'scalar' && tree.type !== 'null' ? { value: tree.text, at: tree.at } : undefined;
  const { name, argument } = intrinsic;
  if (argument.kind !== 'scalar') return undefined;
  if (name === 'Fn::Sub') return argument.text.includes('${') ? undefined : { value: argument.text, at: tree.at };
  if (name !== 'Ref') return undefined;
  return template.parameters.find((parameter) => parameter.name === argument.text)?.default;
}

function describe(tree: Tree): string {
  const intrinsic = intrinsicOf(tree);
  return intrinsic?.argument.kind === 'scalar'
    ? `${intrinsic.name} ${intrinsic.argument.text}`
    : (intrinsic?.name ?? 'an expression');
}
