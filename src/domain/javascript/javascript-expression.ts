import type { Node } from 'web-tree-sitter';
import type { Expression, ObjectEntry } from './javascript-syntax.ts';
import type { Lines } from '../text.ts';

/** Where the reader stands: in which function, and what `this` is there. */
export interface Standpoint {
  readonly scope: number;
  readonly inClass: number | undefined;
}

/** Gives calls and functions their numbers, so that an expression can name one before it is read. */
export interface Numbering {
  readonly lines: Lines;
  callOf(node: Node): number;
  functionOf(node: Node): number;
}

/** Node types that are functions, arrow functions or methods. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'function',
  'arrow_function',
  'method_definition',
]);

/** Deeper nesting is generated code; what it holds stays unknown. */
const DEEPEST = 24;
/** Longer texts would only fill messages. */
const LONGEST = 80;

/** What stands around a value and does not change it. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'await_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'type_assertion',
  'instantiation_expression',
]);

type Kinds = Expression extends infer E ? (E extends Expression ? Omit<E, 'text' | 'at'> : never) : never;

/** Turns an expression of the tree into plain data; what it does not know becomes `other`. */
export function expressionOf(node: Node, from: Standpoint, numbering: Numbering, depth = 0): Expression {
  const inner = unwrapped(node);
  const text = inner.text;
  return {
    ...kindOf(inner, from, numbering, depth),
    text: text.length > LONGEST || text.includes('\n') ? `${text.slice(0, LONGEST).replaceAll(/\s+/g, ' ')}…` : text,
    at: numbering.lines.at(inner.startIndex, inner.endIndex),
  };
}

/** The value inside parentheses, `await`, `as T`, `satisfies T`, `!` and `<T>x`. */
function unwrapped(node: Node): Node {
  let current = node;
  for (let depth = 0; depth < DEEPEST && WRAPPERS.has(current.type); depth++) {
    const inner = current.type === 'type_assertion' ? current.namedChildren.at(-1) : firstOf(current);
    if (inner === undefined || inner === null) return current;
    current = inner;
  }
  return current;
}

function firstOf(node: Node): Node | undefined {
  return node.namedChildren.find((child) => child.type !== 'comment');
}

function kindOf(node: Node, from: Standpoint, numbering: Numbering, depth: number): Kinds {
  if (depth > DEEPEST) return { kind: 'other' };
  if (FUNCTIONS.has(node.type)) return { kind: 'function', function: numbering.functionOf(node) };
  const part = (name: string): Expression | undefined => {
    const child = node.childForFieldName(name);
    return child === null ? undefined : expressionOf(child, from, numbering, depth + 1);
  };
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
      return { kind: 'name', name: node.text, scope: from.scope };
    case 'this':
      return { kind: 'this', inClass: from.inClass };
    case 'call_expression':
    case 'new_expression':
      return { kind: 'call', call: numbering.callOf(node) };
    case 'member_expression':
    case 'subscript_expression':
      return memberOf(node, part('object'));
    case 'object':
      return { kind: 'object', ...entriesOf(node, from, numbering, depth) };
    case 'array':
      return { kind: 'array', items: childrenOf(node).map((child) => expressionOf(child, from, numbering, depth + 1)) };
    case 'binary_expression':
      return joined(node.childForFieldName('operator')?.text ?? '', part('left'), part('right'));
    case 'unary_expression':
      return unary(node.childForFieldName('operator')?.text ?? '', part('argument'));
    case 'ternary_expression':
      return conditional(part('condition'), part('consequence'), part('alternative'));
    case 'template_string':
      return { kind: 'template', parts: templateParts(node, from, numbering, depth) };
    default:
      return literalOf(node);
  }
}

function literalOf(node: Node): Kinds {
  switch (node.type) {
    case 'string':
      return { kind: 'literal', value: stringOf(node) };
    case 'number': {
      const value = Number(node.text.replaceAll('_', ''));
      return Number.isFinite(value) ? { kind: 'literal', value } : { kind: 'other' };
    }
    case 'true':
    case 'false':
      return { kind: 'literal', value: node.type === 'true' };
    case 'null':
      return { kind: 'literal', value: null };
    case 'undefined':
      return { kind: 'undefined' };
    default:
      return { kind: 'other' };
  }
}

/** The text of a string literal, with its escapes resolved. */
export function stringOf(node: Node): string {
  return node.namedChildren
    .filter(({ type }) => type === 'string_fragment' || type === 'escape_sequence')
    .map((child) => (child.type === 'escape_sequence' ? unescaped(child.text) : child.text))
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '0': '\0' };

function unescaped(sequence: string): string {
  const hex = /^\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\})$/i.exec(sequence);
  if (hex === null) return ESCAPES[sequence.slice(1)] ?? sequence.slice(1).replace(/^\r?\n$/, '');
  const code = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '0', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function memberOf(node: Node, object: Expression | undefined): Kinds {
  if (object === undefined) return { kind: 'other' };
  const name = node.childForFieldName('property');
  if (name !== null) return { kind: 'member', object, property: name.text };
  const index = node.childForFieldName('index');
  if (index === null || (index.type !== 'string' && index.type !== 'number')) return { kind: 'other' };
  return { kind: 'member', object, property: index.type === 'string' ? stringOf(index) : index.text };
}

function joined(operator: string, left: Expression | undefined, right: Expression | undefined): Kinds {
  return left === undefined || right === undefined ? { kind: 'other' } : { kind: 'binary', operator, left, right };
}

function unary(operator: string, operand: Expression | undefined): Kinds {
  if (operator === 'void') return { kind: 'undefined' };
  return operand === undefined ? { kind: 'other' } : { kind: 'unary', operator, operand };
}

function conditional(test?: Expression, whenTrue?: Expression, whenFalse?: Expression): Kinds {
  if (test === undefined || whenTrue === undefined || whenFalse === undefined) return { kind: 'other' };
  return { kind: 'conditional', test, whenTrue, whenFalse };
}

interface Entries {
  readonly entries: readonly ObjectEntry[];
  readonly open: boolean;
}

function entriesOf(node: Node, from: Standpoint, numbering: Numbering, depth: number): Entries {
  const entries: ObjectEntry[] = [];
  let open = false;
  for (const child of childrenOf(node)) {
    const at = numbering.lines.at(child.startIndex, child.endIndex);
    const key = keyOf(child);
    const value = child.type === 'pair' ? child.childForFieldName('value') : child;
    if (key === undefined || value === null) open = true;
    else entries.push({ key, value: expressionOf(value, from, numbering, depth + 1), at });
  }
  return { entries, open };
}

function keyOf(entry: Node): string | undefined {
  if (entry.type === 'shorthand_property_identifier') return entry.text;
  const name = entry.type === 'pair' ? entry.childForFieldName('key') : entry.childForFieldName('name');
  if (name === null || name.type === 'computed_property_name') return undefined;
  return name.type === 'string' ? stringOf(name) : name.text;
}

function templateParts(node: Node, from: Standpoint, numbering: Numbering, depth: number): readonly Expression[] {
  return childrenOf(node).flatMap((child) => {
    const at = numbering.lines.at(child.startIndex, child.endIndex);
    if (child.type === 'string_fragment')
      return [{ kind: 'literal' as const, value: child.text, text: child.text, at }];
    if (child.type === 'escape_sequence')
      return [{ kind: 'literal' as const, value: unescaped(child.text), text: child.text, at }];
    const inner = firstOf(child);
    return inner === undefined ? [] : [expressionOf(inner, from, numbering, depth + 1)];
  });
}

/** The named children of a node, without comments. */
export function childrenOf(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}
