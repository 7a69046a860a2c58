import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';

/** An intrinsic function under its long name, whichever form it is written in. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: Tree;
}

/**
 * Functions by their short tag.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const LONG: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    ['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join'].map(
      shortAndLong,
    ),
  ),
  ...Object.fromEntries(
    ['Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'].map(shortAndLong),
  ),
};

/** The intrinsic function that a value is, if it is one: `!Sub x`, `Fn::Sub: x`, `{"Ref": "x"}`. */
export function intrinsicOf(tree: Tree): Intrinsic | undefined {
  const long = tree.tag === undefined ? undefined : LONG[tree.tag];
  if (long !== undefined) {
    const { tag: _tag, ...argument } = tree;
    return { name: long, argument };
  }
  const only = tree.kind === 'map' && tree.entries.length === 1 ? tree.entries[0] : undefined;
  if (only === undefined || !(only.key === 'Ref' || only.key.startsWith('Fn::'))) return undefined;
  return { name: only.key, argument: only.value };
}

/** What a value can be: both sides of every `Fn::If`, without `AWS::NoValue`. */
export function valuesOf(tree: Tree, depth = 0): readonly Tree[] {
  const intrinsic = intrinsicOf(tree);
  if (intrinsic?.name === 'Ref' && textOf(intrinsic.argument) === 'AWS::NoValue') return [];
  if (intrinsic?.name !== 'Fn::If' || intrinsic.argument.kind !== 'list' || depth > 8) return [tree];
  return intrinsic.argument.items.slice(1).flatMap((side) => valuesOf(side, depth + 1));
}

/** The items of a list, of the list that a condition chooses, or the single value that stands where a list may stand. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined) return [];
  return valuesOf(tree).flatMap((value) =>
    value.kind === 'list' && intrinsicOf(value) === undefined ? value.items.flatMap((item) => valuesOf(item)) : [value],
  );
}

/**
 * The values at a path of keys such as `Code.ZipFile`, through conditions. Where a function other than a condition
 * stands in the way, that function is the answer: nobody can look into it.
 */
export function look(tree: Tree | undefined, path: string): readonly Tree[] {
  let found = tree === undefined ? [] : valuesOf(tree);
  for (const key of path.split('.')) {
    found = found.flatMap((value) => {
      if (intrinsicOf(value) !== undefined) return [value];
      const entry = value.kind === 'map' ? value.entries.find((candidate) => candidate.key === key) : undefined;
      return entry === undefined ? [] : valuesOf(entry.value);
    });
  }
  return found;
}

/** The resource of a logical id. */
export function resourceOf(template: Template, logicalId: string): TemplateResource | undefined {
  return template.resources.find((resource) => resource.logicalId.value === logicalId);
}

/** The resources of one type. */
export function resourcesOf(template: Template, type: string): readonly TemplateResource[] {
  return template.resources.filter((resource) => resource.type === type);
}

/** The resources of the same template that a value names, by `Ref`, `Fn::GetAtt` or inside `Fn::Sub`, at any depth. */
export function resourcesIn(tree: Tree | undefined, template: Template): readonly TemplateResource[] {
  if (tree === undefined) return [];
  const names = new Set(namesIn(tree));
  return template.resources.filter(({ logicalId }) => names.has(logicalId.value));
}

/** The text of a plain scalar. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && tree.tag === undefined ? tree.text : undefined;
}

/** The logical id of `Name.Attribute` or `["Name", "Attribute"]`, and the attribute. */
export function attributeOf(argument: Tree): { readonly name: string; readonly attribute: string } | undefined {
  const written =
    argument.kind === 'list' ? argument.items.map((item) => textOf(item) ?? '').join('.') : textOf(argument);
  const dot = written?.indexOf('.') ?? -1;
  return written === undefined || dot < 1
    ? undefined
    : { name: written.slice(0, dot), attribute: written.slice(dot + 1) };
}

function namesIn(tree: Tree): readonly string[] {
  const intrinsic = intrinsicOf(tree);
  if (intrinsic?.name === 'Ref') return [textOf(intrinsic.argument) ?? ''];
  if (intrinsic?.name === 'Fn::GetAtt') return [attributeOf(intrinsic.argument)?.name ?? ''];
  const below = childrenOf(intrinsic?.argument ?? tree).flatMap(namesIn);
  return intrinsic?.name === 'Fn::Sub' ? [...below, ...subNames(intrinsic.argument)] : below;
}

function subNames(argument: Tree): readonly string[] {
  const text = textOf(argument.kind === 'list' ? argument.items[0] : argument) ?? '';
  return [...text.matchAll(/\$\{([^!.}][^.}]*)/g)].map((match) => (match[1] ?? '').trim());
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  return tree.kind === 'map' ? tree.entries.map((entry) => entry.value) : [];
}

function shortAndLong(name: string): readonly [string, string] {
  return [`!${name}`, `Fn::${name}`];
}
