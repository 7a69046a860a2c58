import type { Agent, Agents } from '../../model/agent.ts';
import type { Place } from '../../model/location.ts';
import type { AgentConfig } from '../../model/manifest.ts';
import type { Template, TemplateResource, Templates } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { type Possible, stringsOf } from './cloudformation-text.ts';
import { intrinsicOf, itemsOf, look, resourcesIn, resourcesOf } from './cloudformation.ts';
import { overlaps } from '../iam/pattern.ts';
import { opened } from './iam.ts';
import { baseOf, folderOf, isBelow } from '../paths.ts';
import { textOf as textIn, valueAt } from '../config/tree.ts';

/**
 * The service that assumes a runtime's role (verified 2026-11-23).
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
export const AGENTCORE_PRINCIPAL = 'bedrock-agentcore.amazonaws.com';

/** A role that an agent runtime runs under. */
export interface RuntimeRole {
  readonly template: Template;
  readonly role: TemplateResource;
  /** The runtime of the same template whose `RoleArn` names it; absent: only its trust policy says what it is for. */
  readonly runtime?: TemplateResource;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  /** The agents that are deployed by other means and may run under it. */
  readonly agents: readonly Agent[];
}

/** One statement of a trust policy that lets a service or anybody assume the role. */
export interface Trust {
  readonly principals: readonly Possible[];
  /** Its `Condition`, if it has one. */
  readonly condition?: Tree;
  readonly at: Place;
}

const RUNTIME = 'AWS::BedrockAgentCore::Runtime';
const ROLE = 'AWS::IAM::Role';

/**
 * The roles that runtimes run under. In a template without a runtime: the one role that trusts AgentCore, that no other
 * resource uses, and whose name gives it to nothing else (gateway, memory, browser); it then belongs to the agents of
 * the project that name no other role.
 */
export function runtimeRoles(templates: Templates, { agents }: Agents): readonly RuntimeRole[] {
  return templates.files.flatMap((template) => {
    const runtimes = resourcesOf(template, RUNTIME);
    return runtimes.length > 0
      ? runtimes.flatMap((runtime) => rolesOf(runtime, template)).filter(isFirst)
      : trustedRole(template, agents);
  });
}

/** The statements of a role's trust policy that allow `sts:AssumeRole`. */
export function trustsOf(role: TemplateResource, template: Template): readonly Trust[] {
  return look(role.properties, 'AssumeRolePolicyDocument')
    .flatMap((document) => look(document, 'Statement'))
    .flatMap(itemsOf)
    .flatMap((statement) => trustOf(statement, template));
}

/** The roles that trust AgentCore, that no resource uses, and whose names do not give them to a gateway or a tool. */
export function spareRoles(template: Template): readonly TemplateResource[] {
  // A custom resource or a function's environment may hand the role to whatever creates the runtime.
  const users = template.resources.filter(({ type }) => !/^(?:AWS::IAM::|Custom::|AWS::CloudFormation::)/.test(type));
  const taken = new Set(users.flatMap(({ properties }) => rolesUsed(properties, template)));
  return resourcesOf(template, ROLE).filter(
    (role) => !taken.has(role) && !isForAnother(role) && trustsAgentCore(role, template),
  );
}

/** The roles that a resource runs under: those named by its properties called `Role`, `RoleArn`, `TaskRoleArn`, … */
function rolesUsed(tree: Tree | undefined, template: Template): readonly TemplateResource[] {
  if (tree === undefined || tree.kind === 'scalar') return [];
  if (tree.kind === 'list') return tree.items.flatMap((item) => rolesUsed(item, template));
  return tree.entries.flatMap(({ key, value }) => {
    if (/^(?:Environment|EnvironmentVariables|Variables)$/.test(key)) return [];
    return /role/i.test(key) ? resourcesIn(value, template) : rolesUsed(value, template);
  });
}

/** Whether a principal is the service that assumes a runtime's role, or anybody; one that is not known is neither. */
export function isAgentCore({ text }: Possible): boolean {
  if (/^\$\{[^}]*\}$/.test(text)) return false;
  const pattern = opened(text);
  return overlaps(pattern, AGENTCORE_PRINCIPAL) || overlaps(pattern, `${AGENTCORE_PRINCIPAL}.cn`);
}

/** The names that a role is given; empty: CloudFormation makes one up. */
export function roleNamesOf(role: TemplateResource, template: Template): readonly Possible[] {
  return look(role.properties, 'RoleName').flatMap((name) => stringsOf(name, template));
}

function rolesOf(runtime: TemplateResource, template: Template): readonly RuntimeRole[] {
  const packaging = packagingOf(runtime);
  return look(runtime.properties, 'RoleArn').flatMap((arn) => {
    const named = resourcesIn(arn, template).filter(({ type }) => type === ROLE);
    const found = named.length > 0 ? named : rolesNamed(stringsOf(arn, template), template);
    return found.map((role): RuntimeRole => ({ template, role, runtime, packaging, agents: [] }));
  });
}

/** One role may serve several runtimes; what a container needs is asked first. */
function isFirst({ role }: RuntimeRole, index: number, all: readonly RuntimeRole[]): boolean {
  const same = all.filter((other) => other.role === role);
  return (same.find(({ packaging }) => packaging === 'container') ?? same[0]) === all[index];
}

/** How a runtime gets its code. */
function packagingOf(runtime: TemplateResource): RuntimeRole['packaging'] {
  const container = look(runtime.properties, 'AgentRuntimeArtifact.ContainerConfiguration').length > 0;
  const code = look(runtime.properties, 'AgentRuntimeArtifact.CodeConfiguration').length > 0;
  if (container === code) return 'unknown';
  return container ? 'container' : 'code-zip';
}

/** An ARN that is put together from the same name as a role of the template. */
function rolesNamed(arns: readonly Possible[], template: Template): readonly TemplateResource[] {
  const names = new Set(arns.map(({ text }) => text.slice(text.lastIndexOf('/') + 1)));
  return resourcesOf(template, ROLE).filter((role) => roleNamesOf(role, template).some(({ text }) => names.has(text)));
}

function trustedRole(template: Template, agents: readonly Agent[]): readonly RuntimeRole[] {
  const [role, ...others] = spareRoles(template);
  if (role === undefined || others.length > 0) return [];
  const users = agents.filter((agent) => mayUse(agent, role, template));
  // Nobody says how this project is deployed: then a role that is called so is one.
  const isNamed = agents.length === 0 && isNamedForRuntime(role, template);
  if (users.length === 0 && !isNamed) return [];
  const packagings = new Set(users.map(({ packaging }) => packaging));
  const [only] = packagings;
  return [{ template, role, packaging: packagings.size === 1 && only !== undefined ? only : 'unknown', agents: users }];
}

function isNamedForRuntime(role: TemplateResource, template: Template): boolean {
  const outputs = template.outputs.filter(({ value }) => resourcesIn(value, template).includes(role));
  return [role.logicalId.value, ...outputs.map(({ name }) => name)].some((name) => /execution|runtime/i.test(name));
}

/** Whether an agent may run under a role: its configuration names that role, or none, or one that is not written out. */
function mayUse({ config, folder }: Agent, role: TemplateResource, template: Template): boolean {
  const home = homeOf(template.path);
  if (!isBelow(folder, home) && !isBelow(home, folder)) return false;
  if (config !== undefined && config.executionRole === undefined && makesItsRole(config)) return false;
  const name = /^arn:[^:]*:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(config?.executionRole?.value ?? '')?.[1];
  if (name === undefined) return true;
  const names = roleNamesOf(role, template).map(({ text }) => opened(text));
  return names.length === 0 ? name.includes(role.logicalId.value) : names.some((pattern) => overlaps(pattern, name));
}

/** Whether the tool creates a role when the manifest names none: the CLI always, the toolkit when it is told to. */
function makesItsRole({ kind, tree }: AgentConfig): boolean {
  return kind === 'cli' || textIn(valueAt(tree, 'aws', 'execution_role_auto_create'))?.toLowerCase() === 'true';
}

/** The folder of the project that a template is for: it often lies in a folder for infrastructure. */
function homeOf(path: string): string {
  let home = folderOf(path);
  while (
    /^(infra\w*|cloudformation|cfn|cdk|cdk\.out|deploy\w*|iac|templates?|stacks?|prerequisites?|aws|setup)$/i.test(
      baseOf(home),
    )
  )
    home = folderOf(home);
  return home;
}

function trustOf(statement: Tree, template: Template): readonly Trust[] {
  const effects = look(statement, 'Effect').flatMap((tree) => stringsOf(tree, template));
  const actions = look(statement, 'Action')
    .flatMap(itemsOf)
    .flatMap((tree) => stringsOf(tree, template));
  const assumes = actions.some(({ text }) => overlaps(opened(text).toLowerCase(), 'sts:assumerole'));
  if (effects.some(({ text }) => text === 'Deny') || !assumes) return [];
  const [condition] = look(statement, 'Condition');
  return [
    {
      principals: principalsOf(statement, template),
      ...(condition === undefined ? {} : { condition }),
      at: statement.at,
    },
  ];
}

function principalsOf(statement: Tree, template: Template): readonly Possible[] {
  return look(statement, 'Principal').flatMap((principal) =>
    principal.kind === 'map' && intrinsicOf(principal) === undefined
      ? principal.entries.flatMap(({ value }) => itemsOf(value).flatMap((item) => stringsOf(item, template)))
      : stringsOf(principal, template),
  );
}

function trustsAgentCore(role: TemplateResource, template: Template): boolean {
  return trustsOf(role, template).some(({ principals }) => principals.some(isAgentCore));
}

/** Gateways, memories and tools have roles that trust the same service. */
function isForAnother(role: TemplateResource): boolean {
  return /gateway|memory|browser|interpreter|evaluat|policyengine|identity|provider/i.test(role.logicalId.value);
}
