import type { Node } from 'web-tree-sitter';
import { childrenOf, stringOf } from './javascript-expression.ts';

/** A name that a pattern declares: `{ port: p = 3000 }` declares `p`, from the property `port`, with a fallback. */
interface Declared {
  readonly local: string;
  /** The property of the value; absent: the whole value. */
  readonly property?: string;
  readonly fallback?: Node;
}

/** The names that the left side of a declaration declares; deeper patterns are left out. */
export function declared(pattern: Node): readonly Declared[] {
  if (pattern.type === 'identifier') return [{ local: pattern.text }];
  if (pattern.type !== 'object_pattern') return [];
  return childrenOf(pattern).flatMap((entry) => {
    if (entry.type === 'shorthand_property_identifier_pattern') return [{ local: entry.text, property: entry.text }];
    if (entry.type === 'object_assignment_pattern') return withFallback(entry, entry.childForFieldName('left')?.text);
    if (entry.type !== 'pair_pattern') return [];
    const key = entry.childForFieldName('key');
    const value = entry.childForFieldName('value');
    if (key === null || value === null || key.type === 'computed_property_name') return [];
    const property = key.type === 'string' ? stringOf(key) : key.text;
    if (value.type === 'identifier') return [{ local: value.text, property }];
    return value.type === 'assignment_pattern' ? withFallback(value, property) : [];
  });
}

function withFallback(node: Node, property: string | undefined): readonly Declared[] {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (left === null || right === null || property === undefined) return [];
  return [{ local: left.text, property, fallback: right }];
}

interface Parameter {
  /** Empty for a pattern. */
  readonly name: string;
  /** The names that it declares. */
  readonly locals: readonly string[];
  /** What stands for an absent argument. */
  readonly fallback?: Node;
}

/** The parameters of a function by position. */
export function parametersOf(fn: Node): readonly Parameter[] {
  const list = fn.childForFieldName('parameters');
  const single = fn.childForFieldName('parameter');
  const nodes = single !== null ? [single] : list === null ? [] : childrenOf(list);
  return nodes.map((node) => {
    const pattern = node.childForFieldName('pattern') ?? node.childForFieldName('left') ?? node;
    const fallback = node.childForFieldName('value') ?? node.childForFieldName('right');
    const name = pattern.type === 'identifier' ? pattern.text : '';
    const locals = declared(pattern).map(({ local }) => local);
    return { name, locals, ...(fallback === null || name === '' ? {} : { fallback }) };
  });
}
