import type { Place } from '../../model/location.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { stringsOf } from './cloudformation-text.ts';
import { intrinsicOf, itemsOf, look, resourcesIn, resourcesOf, textOf } from './cloudformation.ts';
import type { Answer } from '../iam/answer.ts';
import { type Statement, allows } from './iam.ts';
import { managedGrants } from './managed-policies.ts';

/** What a role of a template may do, as far as the template says it. */
export interface Permissions {
  readonly statements: readonly Statement[];
  /** What may grant more and cannot be read: a policy of a parameter, a managed policy that is not known. */
  readonly unread: readonly { readonly saw: string; readonly at: Place }[];
}

/** All policies of a role: inline, attached, and those that name the role themselves. */
export function permissionsOf(role: TemplateResource, template: Template): Permissions {
  const inline = look(role.properties, 'Policies')
    .flatMap(itemsOf)
    .map((policy) => ofInline(policy, template));
  const attached = look(role.properties, 'ManagedPolicyArns')
    .flatMap(itemsOf)
    .map((arn) => ofManaged(arn, template));
  const separate = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => resourcesOf(template, type))
    .filter((policy) => isAttachedTo(policy, role, template))
    .map((policy) => ofResource(policy, template));
  return together([...inline, ...attached, ...separate]);
}

/** Whether a role may do something: what cannot be read counts as a possible grant. */
export function mayDo({ statements, unread }: Permissions, action: string, resource?: string): Answer {
  const answer = allows(statements, action, resource);
  return answer === 'no' && unread.length > 0 ? 'unknown' : answer;
}

/** What is granted, whatever is denied. */
export function withoutDenials({ statements, unread }: Permissions): Permissions {
  return { statements: statements.filter(({ effect }) => effect !== 'Deny'), unread };
}

/** The statements of a policy document. */
function statementsOf(document: Tree, template: Template): Permissions {
  if (intrinsicOf(document) !== undefined || document.kind !== 'map') {
    return { statements: [], unread: [{ saw: 'a policy document that is computed', at: document.at }] };
  }
  return together(
    look(document, 'Statement')
      .flatMap(itemsOf)
      .map((statement) => statementOf(statement, template)),
  );
}

function statementOf(tree: Tree, template: Template): Permissions {
  if (intrinsicOf(tree) !== undefined || tree.kind !== 'map') {
    return { statements: [], unread: [{ saw: 'a statement that is computed', at: tree.at }] };
  }
  const effect = look(tree, 'Effect').map(textOf);
  const patterns = (key: string): readonly string[] | undefined => {
    const found = look(tree, key);
    return found.length === 0
      ? undefined
      : found.flatMap(itemsOf).flatMap((item) => stringsOf(item, template).map(({ text }) => text));
  };
  const parts = {
    actions: patterns('Action'),
    notActions: patterns('NotAction'),
    resources: patterns('Resource'),
    notResources: patterns('NotResource'),
  };
  const written = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  const statement: Statement = {
    effect: effect.length === 1 && (effect[0] === 'Allow' || effect[0] === 'Deny') ? effect[0] : 'unknown',
    ...written,
    conditional: look(tree, 'Condition').length > 0,
    at: tree.at,
  };
  return { statements: [statement], unread: [] };
}

function ofInline(policy: Tree, template: Template): Permissions {
  const documents = look(policy, 'PolicyDocument');
  return together(documents.map((document) => statementsOf(document, template)));
}

function ofManaged(arn: Tree, template: Template): Permissions {
  const [own] = resourcesIn(arn, template).filter(({ type }) => type === 'AWS::IAM::ManagedPolicy');
  if (own !== undefined) return ofResource(own, template);
  return together(
    stringsOf(arn, template).map(({ text }): Permissions => {
      const actions = managedGrants(text);
      if (actions === undefined || actions === 'unknown')
        return { statements: [], unread: [{ saw: `the policy \`${text}\``, at: arn.at }] };
      return {
        statements: [{ effect: 'Allow', actions, resources: ['*'], conditional: false, at: arn.at }],
        unread: [],
      };
    }),
  );
}

function ofResource(policy: TemplateResource, template: Template): Permissions {
  return together(look(policy.properties, 'PolicyDocument').map((document) => statementsOf(document, template)));
}

function isAttachedTo(policy: TemplateResource, role: TemplateResource, template: Template): boolean {
  const named = [...look(policy.properties, 'Roles').flatMap(itemsOf), ...look(policy.properties, 'RoleName')];
  const names = look(role.properties, 'RoleName').flatMap((name) => stringsOf(name, template).map(({ text }) => text));
  return named.some(
    (tree) =>
      resourcesIn(tree, template).includes(role) || stringsOf(tree, template).some(({ text }) => names.includes(text)),
  );
}

function together(parts: readonly Permissions[]): Permissions {
  return { statements: parts.flatMap(({ statements }) => statements), unread: parts.flatMap(({ unread }) => unread) };
}
