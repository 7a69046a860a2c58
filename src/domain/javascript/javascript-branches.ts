import type { Node } from 'web-tree-sitter';
import type { ModuleDraft } from './javascript-draft.ts';
import { childrenOf, stringOf } from './javascript-expression.ts';
import type { Condition } from './javascript-syntax.ts';
import { type Here, placeOf, read, type Visit } from './javascript-walk.ts';

/** The visits of nodes that decide which code runs; `visit` goes on to what is inside them. */
export function branchVisits(visit: Visit): ReadonlyMap<string, Visit> {
  const then =
    (work: (...args: readonly [...Parameters<Visit>, Visit]) => void): Visit =>
    (node, here, draft) =>
      work(node, here, draft, visit);
  return new Map([
    ['program', then(visitSequence)],
    ['statement_block', then(visitSequence)],
    ['if_statement', then(visitBranch)],
    ['ternary_expression', then(visitBranch)],
    ['switch_statement', then(visitSwitch)],
    ['binary_expression', then(visitBinary)],
  ]);
}

function visitInside(node: Node, here: Here, draft: ModuleDraft, visit: Visit): void {
  for (const child of node.namedChildren) visit(child, here, draft);
}

/** Statements in a row: after `if (x) return`, x does not hold any more. */
function visitSequence(node: Node, here: Here, draft: ModuleDraft, visit: Visit): void {
  let conditions = here.conditions;
  for (const child of node.namedChildren) {
    visit(child, { ...here, conditions }, draft);
    const test = child.type === 'if_statement' ? child.childForFieldName('condition') : null;
    if (test === null || child.childForFieldName('alternative') !== null) continue;
    if (leaves(child.childForFieldName('consequence')))
      conditions = [...conditions, { test: read(test, here, draft), holds: false }];
  }
}

function leaves(branch: Node | null): boolean {
  const last = branch?.type === 'statement_block' ? childrenOf(branch).at(-1) : branch;
  if (last === undefined || last === null) return false;
  // A branch that throws or exits is a complaint about its surroundings, not another way to run.
  return /^(?:return|continue|break)_statement$/.test(last.type);
}

function visitBranch(node: Node, here: Here, draft: ModuleDraft, visit: Visit): void {
  const condition = node.childForFieldName('condition');
  if (condition === null) return visitInside(node, here, draft, visit);
  visit(condition, here, draft);
  const test = read(condition, here, draft);
  for (const [name, holds] of [
    ['consequence', true],
    ['alternative', false],
  ] as const) {
    const branch = node.childForFieldName(name);
    if (branch !== null) visit(branch, { ...here, conditions: [...here.conditions, { test, holds }] }, draft);
  }
}

function visitSwitch(node: Node, here: Here, draft: ModuleDraft, visit: Visit): void {
  const value = node.childForFieldName('value');
  if (value === null) return visitInside(node, here, draft, visit);
  visit(value, here, draft);
  const left = read(value, here, draft);
  const others: Condition[] = [];
  for (const part of node.childForFieldName('body')?.namedChildren ?? []) {
    const literal = part.childForFieldName('value');
    if (literal?.type === 'string') noteCompared(literal, here, draft, false);
    const right = literal === null ? undefined : read(literal, here, draft);
    const test =
      right === undefined
        ? undefined
        : ({
            kind: 'binary',
            operator: '===',
            left,
            right,
            text: `${left.text} === ${right.text}`,
            at: right.at,
          } as const);
    visitSequence(
      part,
      { ...here, conditions: [...here.conditions, ...(test === undefined ? others : [{ test, holds: true }])] },
      draft,
      visit,
    );
    if (test !== undefined) others.push({ test, holds: false });
  }
}

/** `a && b()`: b is called where a holds. A path in a comparison tells what a bare HTTP handler serves. */
function visitBinary(node: Node, here: Here, draft: ModuleDraft, visit: Visit): void {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (left === null || right === null) return visitInside(node, here, draft, visit);
  if (/^[!=]==?$/.test(operator))
    for (const side of [left, right]) if (side.type === 'string') noteCompared(side, here, draft, false);
  visit(left, here, draft);
  const short = operator === '&&' || operator === '||';
  const conditions = short
    ? [...here.conditions, { test: read(left, here, draft), holds: operator === '&&' }]
    : here.conditions;
  visit(right, { ...here, conditions }, draft);
}

/** Notes a string that requests are told apart by. */
export function noteCompared(string: Node, here: Here, draft: ModuleDraft, prefix: boolean): void {
  const text = stringOf(string);
  if (/^(?:\/|(?:GET|POST|PUT|DELETE)$)/.test(text))
    draft.compared.push({ text, scope: here.scope, prefix, at: placeOf(string, draft) });
}
