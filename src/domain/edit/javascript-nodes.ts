import type { Node } from 'web-tree-sitter';
import { FUNCTIONS } from '../javascript/javascript-expression.ts';
import type { Span } from './items.ts';

/** The call or `new` that stands exactly there. */
export function callBetween(root: Node, { start, end }: Span): Node | undefined {
  let node = root.descendantForIndex(start, end);
  while (node !== null && node.startIndex >= start && node.endIndex <= end) {
    const isWhole = node.startIndex === start && node.endIndex === end;
    if (isWhole && (node.type === 'call_expression' || node.type === 'new_expression')) return node;
    node = node.parent;
  }
  return undefined;
}

/** The statement of a block that a node stands in; none where a function has an expression for a body. */
export function statementOf(node: Node): Node | undefined {
  for (let current = node; current.parent !== null; current = current.parent) {
    if (BLOCKS.has(current.parent.type)) return current;
    if (FUNCTIONS.has(current.type)) return undefined;
  }
  return undefined;
}

export const BLOCKS: ReadonlySet<string> = new Set(['program', 'statement_block']);

/** The statements of a block, comments left out. */
export function statementsOf(block: Node): readonly Node[] {
  return block.namedChildren.filter((child) => child.type !== 'comment');
}

/** The function that a node stands in; none for what the module itself runs. */
export function functionAround(node: Node): Node | undefined {
  for (let current = node.parent; current !== null; current = current.parent)
    if (FUNCTIONS.has(current.type)) return current;
  return undefined;
}

export function isWithin(node: Node, outer: Node | Span): boolean {
  const [start, end] = 'id' in outer ? [outer.startIndex, outer.endIndex] : [outer.start, outer.end];
  return start <= node.startIndex && node.endIndex <= end;
}

/**
 * Whether a statement is nothing but `object.method(…)`, awaited or not; `chained`: or goes on from there, as with
 * `.catch(…)`.
 */
export function isStatementCalling(statement: Node, object: string, method: string, chained = false): boolean {
  if (statement.type !== 'expression_statement') return false;
  let node = statement.namedChild(0);
  while (node !== null && (node.type === 'await_expression' || isVoid(node))) node = node.namedChild(0);
  for (let callee = calleeOf(node); callee !== null; callee = calleeOf(callee.childForFieldName('object'))) {
    const isIt =
      callee.childForFieldName('object')?.text === object && callee.childForFieldName('property')?.text === method;
    if (isIt || !chained) return isIt;
  }
  return false;
}

function calleeOf(node: Node | null): Node | null {
  const callee = node?.type === 'call_expression' ? node.childForFieldName('function') : null;
  return callee?.type === 'member_expression' ? callee : null;
}

function isVoid(node: Node): boolean {
  return node.type === 'unary_expression' && node.childForFieldName('operator')?.text === 'void';
}

/** The statement of a block that a node stands in. */
export function childOf(block: Node, node: Node): Node {
  let current = node;
  while (current.parent !== null && current.parent.id !== block.id) current = current.parent;
  return current;
}

/** Nodes in their order, each once. */
export function distinct(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()].toSorted((a, b) => a.startIndex - b.startIndex);
}

/** Whether a statement waits by itself, not in a function inside it. */
export function awaitsItself(statement: Node): boolean {
  const own = functionAround(statement)?.id;
  return statement.descendantsOfType('await_expression').some((node) => functionAround(node)?.id === own);
}
