import type { Node } from 'web-tree-sitter';
import type { Assignment, Expr, FunctionDefinition, ImportedModule, ImportOf, Opening } from './client-program.ts';

/** A program while it is being read. */
export interface Reader {
  readonly outer: (number | undefined)[];
  readonly assignments: Assignment[];
  readonly functions: FunctionDefinition[];
  readonly expressions: Expr[];
  readonly imports: ImportOf[];
  readonly modules: ImportedModule[];
  readonly openings: Opening[];
}

/** A program of which nothing has been read: the module's scope, and nothing in it. */
export function newReader(): Reader {
  return {
    outer: [undefined],
    assignments: [],
    functions: [],
    expressions: [],
    imports: [],
    modules: [],
    openings: [],
  };
}

/** Opens the scope of a function; gives its number. */
export function openScope(name: string, parameters: readonly string[], scope: number, reader: Reader): number {
  const inner = reader.outer.length;
  reader.outer.push(scope);
  reader.functions.push({ name, scope: inner, parameters, returns: [] });
  return inner;
}

/** Keeps what the function of a scope returns. */
export function addReturn(value: Expr, scope: number, reader: Reader): void {
  const index = reader.functions.findIndex((one) => one.scope === scope);
  const known = reader.functions[index];
  if (known !== undefined) reader.functions[index] = { ...known, returns: [...known.returns, value] };
}

/** Reads an expression and lists it before those inside it: outermost first. */
export function listed(node: Node, reader: Reader, read: () => Expr): Expr {
  const slot = reader.expressions.length;
  reader.expressions.push({ ...bare(node), kind: 'other', children: [] });
  const expr = read();
  reader.expressions[slot] = expr;
  return expr;
}

/** What every expression has, whatever it is. */
export function bare(node: Node): { readonly start: number; readonly end: number; readonly source: string } {
  return { start: node.startIndex, end: node.endIndex, source: node.text };
}

/** The children of a node that have names of their own. */
export function named(node: Node | null): readonly Node[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null);
}
