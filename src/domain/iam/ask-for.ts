import type { Json } from '../../model/json.ts';
import { covers } from './pattern.ts';
import { resourceUseOf } from './wildcard-only.ts';

/** Something that was denied. The resource is an ARN, a pattern of ARNs, or `*` where none is known. */
export interface DeniedPair {
  readonly action: string;
  readonly resource: string;
}

/**
 * One policy that would allow all that was denied: a statement for each set of resources, whatever order the pairs come
 * in. An action that knows no resource is asked for on `*`.
 */
export function policyToAskFor(denied: readonly DeniedPair[]): Json {
  const byResources = new Map<string, { resources: readonly string[]; actions: string[] }>();
  for (const [action, resources] of resourcesByAction(denied)) {
    const key = resources.join('\n');
    const same = byResources.get(key) ?? { resources, actions: [] };
    same.actions.push(action);
    byResources.set(key, same);
  }
  const statements = [...byResources.values()].map(({ resources, actions }) => {
    const [only = '*', ...more] = resources;
    return { Effect: 'Allow', Action: actions, Resource: more.length === 0 ? only : resources };
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** Each action with its resources, both in the order of the alphabet; what a wider resource holds is left out. */
function resourcesByAction(denied: readonly DeniedPair[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  const pairs = denied.toSorted((a, b) => compared(a.action, b.action) || compared(a.resource, b.resource));
  for (const { action, resource } of pairs) {
    const widest = ['none', 'disputed'].includes(resourceUseOf(action)) ? '*' : resource;
    all.set(action, (all.get(action) ?? new Set()).add(widest));
  }
  return new Map([...all].map(([action, resources]) => [action, widestOf([...resources])]));
}

function widestOf(resources: readonly string[]): readonly string[] {
  const isWider = (other: string, one: string): boolean =>
    covers(other, one) && (!covers(one, other) || compared(other, one) < 0);
  return resources.filter((one) => !resources.some((other) => isWider(other, one)));
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
