import type { Place } from '../../model/location.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { attributeOf, intrinsicOf, look, resourceOf, textOf, valuesOf } from './cloudformation.ts';

/** One text that a value can come to. What only CloudFormation knows stays in it as `${…}`. */
export interface Possible {
  readonly text: string;
  /** `default`: the default of a parameter is in it, which a deployer may replace. `open`: a `${…}` is in it. */
  readonly source: 'written' | 'default' | 'open';
  readonly at: Place;
}

/** More alternatives than this are not followed: the value counts as open. */
const MOST = 32;

/**
 * Properties whose value `Ref` returns (verified 2026-11-23).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Serverless::Function': 'FunctionName',
};

/** What `Fn::GetAtt … Arn` returns, as far as it is known before the deployment; `NAME` is what `Ref` returns. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/NAME',
  'AWS::Logs::LogGroup': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:NAME:*',
  'AWS::ECR::Repository': 'arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/NAME',
  'AWS::S3::Bucket': 'arn:${AWS::Partition}:s3:::NAME',
  'AWS::DynamoDB::Table': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/NAME',
};

/** Every text that a value can come to; empty when the value is left out (`AWS::NoValue`). */
export function stringsOf(tree: Tree | undefined, template: Template, depth = 0): readonly Possible[] {
  if (tree === undefined) return [];
  const found = valuesOf(tree).flatMap((value) =>
    depth > 8 ? [open(value, '…')] : stringsOfOne(value, template, depth),
  );
  return found.length > MOST ? [open(tree, '…')] : found;
}

function stringsOfOne(tree: Tree, template: Template, depth: number): readonly Possible[] {
  const intrinsic = intrinsicOf(tree);
  if (intrinsic === undefined) {
    return tree.kind === 'scalar' ? [{ text: tree.text, source: 'written', at: tree.at }] : [open(tree, '…')];
  }
  const { name, argument } = intrinsic;
  if (name === 'Ref') return reference(textOf(argument) ?? '…', tree, template, depth);
  if (name === 'Fn::Sub') return substitute(argument, tree, template, depth);
  if (name === 'Fn::Join') return join(argument, tree, template, depth);
  if (name === 'Fn::GetAtt') {
    const target = attributeOf(argument);
    return target === undefined ? [open(tree, '…')] : attribute(target.name, target.attribute, tree, template, depth);
  }
  return [open(tree, name)];
}

function reference(name: string, tree: Tree, template: Template, depth: number): readonly Possible[] {
  const parameter = template.parameters.find((candidate) => candidate.name === name);
  if (parameter?.default !== undefined && !parameter.type?.startsWith('AWS::SSM::')) {
    return [{ text: parameter.default.value, source: 'default', at: tree.at }];
  }
  const resource = resourceOf(template, name);
  return resource === undefined ? [open(tree, name)] : named(resource, tree, template, depth);
}

function named(resource: TemplateResource, tree: Tree, template: Template, depth: number): readonly Possible[] {
  const property = NAMED[resource.type];
  const names = property === undefined ? [] : look(resource.properties, property);
  const found = names.flatMap((name) => stringsOf(name, template, depth + 1));
  return found.length === 0 ? [open(tree, resource.logicalId.value)] : found.map((one) => ({ ...one, at: tree.at }));
}

function attribute(name: string, wanted: string, tree: Tree, template: Template, depth: number): readonly Possible[] {
  const resource = resourceOf(template, name);
  const arn = resource === undefined || wanted !== 'Arn' ? undefined : ARNS[resource.type];
  if (resource === undefined || arn === undefined) return [open(tree, `${name}.${wanted}`)];
  return named(resource, tree, template, depth).map(({ text }) => ({
    text: arn.replace('NAME', () => text),
    source: 'open',
    at: tree.at,
  }));
}

function substitute(argument: Tree, tree: Tree, template: Template, depth: number): readonly Possible[] {
  const [written, values] = argument.kind === 'list' ? argument.items : [argument];
  const text = textOf(written);
  if (text === undefined) return [open(tree, 'Fn::Sub')];
  const parts = text.split(/(\$\{[^}]*\})/).map((part): readonly Possible[] => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.trim();
    if (name === undefined) return [{ text: part, source: 'written', at: tree.at }];
    // `${!Name}` is written for IAM's own variables: it stays, and nobody knows its value here.
    if (name.startsWith('!')) return [open(tree, name.slice(1))];
    const own = values?.kind === 'map' ? values.entries.find((entry) => entry.key === name)?.value : undefined;
    if (own !== undefined) return stringsOf(own, template, depth + 1);
    const dot = name.indexOf('.');
    return dot === -1
      ? reference(name, tree, template, depth + 1)
      : attribute(name.slice(0, dot), name.slice(dot + 1), tree, template, depth + 1);
  });
  return together(parts, '', tree);
}

function join(argument: Tree, tree: Tree, template: Template, depth: number): readonly Possible[] {
  const [delimiter, list] = argument.kind === 'list' ? argument.items : [];
  const glue = textOf(delimiter);
  if (glue === undefined || list?.kind !== 'list' || intrinsicOf(list) !== undefined) return [open(tree, 'Fn::Join')];
  return together(
    list.items.map((item) => stringsOf(item, template, depth + 1)),
    glue,
    tree,
  );
}

/** Every combination of the parts' alternatives. */
function together(parts: readonly (readonly Possible[])[], glue: string, tree: Tree): readonly Possible[] {
  let found: readonly Possible[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.length === 0) continue;
    const before: readonly Possible[] = index === 0 || found.length === 0 ? [] : found;
    found =
      before.length === 0
        ? part.map((one) => ({ ...one, at: tree.at }))
        : before.flatMap((left) => part.map((right) => glued(left, right, glue, tree)));
    if (found.length > MOST) return [open(tree, '…')];
  }
  return found;
}

function glued(left: Possible, right: Possible, glue: string, tree: Tree): Possible {
  const sources = [left.source, right.source];
  const source = sources.includes('open') ? 'open' : sources.includes('default') ? 'default' : 'written';
  return { text: `${left.text}${glue}${right.text}`, source, at: tree.at };
}

function open(tree: Tree, name: string): Possible {
  return { text: `\${${name}}`, source: 'open', at: tree.at };
}
