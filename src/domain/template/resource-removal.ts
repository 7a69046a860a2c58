import type { Edit, Step } from '../../model/change.ts';
import type { Place } from '../../model/location.ts';
import type { Template, TemplateResource } from '../../model/template.ts';
import type { Tree } from '../../model/tree.ts';
import { entryOf } from '../config/tree.ts';
import { resourcesIn, textOf } from './cloudformation.ts';

/**
 * Takes resources out of a template, with the outputs that tell of them and the mentions in `DependsOn`. `undefined`:
 * something else is made of them. `loosened` are resources whose mentions of them go by other edits.
 */
export function removalOf(
  gone: readonly TemplateResource[],
  template: Template,
  loosened: readonly TemplateResource[] = [],
): readonly Edit[] | undefined {
  const { tree } = template;
  const others = template.resources.filter((one) => !gone.includes(one));
  if (tree === undefined || others.length === 0) return undefined;
  if (others.some((one) => !loosened.includes(one) && isMadeOf(one, gone, template))) return undefined;
  if (others.some((one) => isCustom(one) && independent(one, gone).length > 0)) return undefined;
  const outputs = template.outputs.filter(({ name }) =>
    gone.some((one) => resourcesIn(entryOf(entryOf(tree, 'Outputs')?.value, name)?.value, template).includes(one)),
  );
  const all = outputs.length > 0 && outputs.length === countIn(entryOf(tree, 'Outputs')?.value);
  const names = outputs.map(({ name }) => name);
  return [
    ...without(tree.at, ['Resources'], ...gone.map(({ logicalId }) => logicalId.value)),
    ...(all ? without(tree.at, [], 'Outputs') : without(tree.at, ['Outputs'], ...names)),
    ...others.flatMap((one) => independent(one, gone)),
  ];
}

/** Whether a resource is made of others in more than the order. */
export function isMadeOf({ tree }: TemplateResource, others: readonly TemplateResource[], template: Template): boolean {
  const parts = tree.kind === 'map' ? tree.entries.filter(({ key }) => key !== 'DependsOn') : [];
  return parts.some(({ value }) => resourcesIn(value, template).some((one) => others.includes(one)));
}

function independent({ tree }: TemplateResource, gone: readonly TemplateResource[]): readonly Edit[] {
  const names = gone.map(({ logicalId }) => logicalId.value);
  const before = entryOf(tree, 'DependsOn')?.value;
  const isGone = (part: Tree): boolean => names.includes(textOf(part) ?? '');
  if (before?.kind === 'scalar') return isGone(before) ? without(tree.at, [], 'DependsOn') : [];
  if (before?.kind !== 'list') return [];
  const indices = before.items.flatMap((item, index) => (isGone(item) ? [index] : []));
  const all = indices.length > 0 && indices.length === before.items.length;
  return all ? without(tree.at, [], 'DependsOn') : without(tree.at, ['DependsOn'], ...indices);
}

/** What a custom resource does with those that it waits for is not told. */
function isCustom({ type }: TemplateResource): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Those of a list go from behind, so that the positions of the others hold. */
function without(at: Place, path: readonly Step[], ...steps: readonly Step[]): readonly Edit[] {
  return steps.toReversed().map((step) => ({ kind: 'unset', at, path: [...path, step] }));
}

function countIn(tree: Tree | undefined): number {
  return tree?.kind === 'map' ? tree.entries.length : 0;
}
