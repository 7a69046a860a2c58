import type { Agent } from '../../model/agent.ts';
import type { Json } from '../../model/json.ts';
import type { TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { intrinsicOf, look, resourcesIn, resourcesOf, textOf } from './cloudformation.ts';
import type { RuntimeRole } from './runtime-role.ts';
import { writtenIn } from './written.ts';

const REPOSITORY = 'AWS::ECR::Repository';

/** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>`, each part perhaps a `${…}`. */
const URI =
  /^(\d{12}|\$\{[^}]+\})\.dkr\.ecr\.([a-z0-9-]+|\$\{[^}]+\})\.(?:[a-z.]+|\$\{[^}]+\})\/((?:[\w./-]|\$\{[^}]+\})+)(?:[:@].*)?$/;

/**
 * The ARN of the repository that a runtime's image is pulled from, as a value for its template: of the repository that
 * the template makes, of the one that the image's URI names, of those that the toolkit makes; else of any of the account.
 */
export function repositoryOf(subject: RuntimeRole): Json {
  const { template, runtime, agents } = subject;
  const { getAtt, sub } = writtenIn(template);
  const uris = look(runtime?.properties, 'AgentRuntimeArtifact.ContainerConfiguration.ContainerUri');
  const own = ownRepository(subject, uris);
  if (own !== undefined) return getAtt(own.logicalId.value, 'Arn');
  const named = uris.length > 0 ? uris.map(writtenText) : agents.map(({ config }) => config?.repository?.value);
  const [, account = '', region = '', name = ''] = (named.length === 1 ? URI.exec(named[0] ?? '') : undefined) ?? [];
  if (name !== '') return sub(`arn:\${AWS::Partition}:ecr:${region}:${account}:repository/${name}`);
  const any = agents.length > 0 && agents.every(isFromToolkit) ? 'bedrock-agentcore-*' : '*';
  return sub(`arn:\${AWS::Partition}:ecr:\${AWS::Region}:\${AWS::AccountId}:repository/${any}`);
}

/** The repository of the template that the image's URI names; where it names none, the only one that there is. */
function ownRepository({ template, role }: RuntimeRole, uris: readonly Tree[]): TemplateResource | undefined {
  const named = uris.flatMap((tree) => resourcesIn(tree, template).filter(({ type }) => type === REPOSITORY));
  const isElsewhere = named.length === 0 && uris.some((tree) => URI.test(writtenText(tree) ?? ''));
  const [own, ...others] = named.length > 0 || isElsewhere ? named : resourcesOf(template, REPOSITORY);
  // One that names the role itself cannot be named by the role, and one that may not be made by neither.
  const isInTheWay = own === undefined || others.length > 0 || resourcesIn(own.tree, template).includes(role);
  return isInTheWay || (own.condition ?? role.condition) !== role.condition ? undefined : own;
}

/** A text as it is written, with the `${…}` of `Fn::Sub` in it. */
function writtenText(tree: Tree): string | undefined {
  const intrinsic = intrinsicOf(tree);
  if (intrinsic === undefined) return textOf(tree);
  return intrinsic.name === 'Fn::Sub' ? textOf(intrinsic.argument) : undefined;
}

/**
 * The toolkit keeps the images of an agent in `bedrock-agentcore-<name of the agent>` (verified 2026-11-22).
 * https://github.com/aws/bedrock-agentcore-starter-toolkit
 */
function isFromToolkit({ config }: Agent): boolean {
  return config?.kind === 'toolkit' && config.repository === undefined;
}
