import type { Edit } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import type { TemplateResource } from '../../model/template.ts';
import type { ListTree, Tree } from '../../model/tree.ts';
import { entryOf } from '../config/tree.ts';
import { intrinsicOf, textOf } from './cloudformation.ts';

/** The inline policy for what is granted here, where a role has none that it can stand in. */
const POLICY = 'AgentCoreRuntime';

/**
 * Grants a role more: in its inline policy when it has one that is written out, else in one of its own. `undefined`:
 * its policies are computed.
 */
export function grantTo({ properties }: TemplateResource, statements: readonly Json[]): readonly Edit[] | undefined {
  if (properties?.kind !== 'map' || intrinsicOf(properties) !== undefined) return undefined;
  const document = { Version: '2012-10-17', Statement: statements };
  const policy = { PolicyName: POLICY, PolicyDocument: document };
  const policies = entryOf(properties, 'Policies')?.value;
  if (policies === undefined) return [{ kind: 'set', at: properties.at, path: ['Policies'], value: [policy] }];
  const items = plainItems(policies);
  if (items === undefined) return undefined;
  const named = items.items.find((item) => textOf(entryOf(item, 'PolicyName')?.value) === POLICY);
  const home = named ?? (items.items.length === 1 ? items.items[0] : undefined);
  const list = plainItems(entryOf(entryOf(home, 'PolicyDocument')?.value, 'Statement')?.value);
  if (list !== undefined) return statements.map((value) => ({ kind: 'set', at: list.at, path: ['-'], value }));
  return named === undefined ? [{ kind: 'set', at: items.at, path: ['-'], value: policy }] : undefined;
}

/** A list that is written out, with at least one item. */
function plainItems(tree: Tree | undefined): ListTree | undefined {
  const isPlain = tree?.kind === 'list' && tree.items.length > 0 && intrinsicOf(tree) === undefined;
  return isPlain ? tree : undefined;
}
