import type { Node } from 'web-tree-sitter';
import type { Place } from '../../model/location.ts';
import type { ModuleDraft } from './javascript-draft.ts';
import { expressionOf, type Standpoint } from './javascript-expression.ts';
import type { Condition, Expression } from './javascript-syntax.ts';

/** Where the walk through a tree is. */
export interface Here extends Standpoint {
  readonly conditions: readonly Condition[];
  readonly depth: number;
}

/** Notes what a node says, and goes on to what is inside it. */
export type Visit = (node: Node, here: Here, draft: ModuleDraft) => void;

/** The expression that a node is, seen from here. */
export function read(node: Node, here: Here, draft: ModuleDraft): Expression {
  return expressionOf(node, here, draft);
}

/** The place of a node. */
export function placeOf(node: Node, draft: ModuleDraft): Place {
  return draft.lines.at(node.startIndex, node.endIndex);
}
