import type { Node } from 'web-tree-sitter';
import type { Arg, Expr, MapEntry, Program } from './client-program.ts';
import { importFrom, importModules } from './client-python-imports.ts';
import { addReturn, bare, listed, named, newReader, openScope, type Reader } from './client-reader.ts';

/** Turns a Python syntax tree into the program that questions about clients are asked of. */
export function pythonProgram(root: Node): Program {
  const reader = newReader();
  statements(root, 0, reader);
  return { language: 'python', ...reader };
}

function statements(node: Node, scope: number, reader: Reader): void {
  for (const child of node.namedChildren) if (child !== null) statement(child, scope, reader);
}

function statement(node: Node, scope: number, reader: Reader): void {
  switch (node.type) {
    case 'function_definition':
      return functionDefinition(node, scope, reader);
    case 'import_from_statement':
      return importFrom(node, scope, reader);
    case 'import_statement':
      return importModules(node, scope, reader);
    case 'assignment':
      return assignment(node, scope, reader);
    case 'as_pattern':
      return opening(node, scope, reader);
    case 'return_statement': {
      const value = node.namedChildren[0];
      if (value) addReturn(expression(value, scope, reader), scope, reader);
      return;
    }
    case 'comment':
      return;
    default:
      if (isExpression(node)) expression(node, scope, reader);
      else statements(node, scope, reader);
  }
}

/** `… as (read, write, _)`; the names of a target count as uses of them. */
function opening(node: Node, scope: number, reader: Reader): void {
  const [value, target] = named(node);
  if (value === undefined || target === undefined || !isExpression(value)) return statements(node, scope, reader);
  const opened = expression(value, scope, reader);
  statements(target, scope, reader);
  const [tuple] = named(target);
  const targets = tuple?.type === 'tuple' ? named(tuple).filter(({ type }) => type !== 'comment') : [];
  reader.openings.push({ value: opened, targets: targets.map(bare) });
}

function functionDefinition(node: Node, scope: number, reader: Reader): void {
  const parameters = (node.childForFieldName('parameters')?.namedChildren ?? []).flatMap((parameter) => {
    const name =
      parameter?.type === 'identifier'
        ? parameter
        : (parameter?.childForFieldName('name') ?? parameter?.namedChildren[0]);
    return name ? [name.text] : [];
  });
  const inner = openScope(node.childForFieldName('name')?.text ?? '', parameters, scope, reader);
  const body = node.childForFieldName('body');
  if (body) statements(body, inner, reader);
}

function assignment(node: Node, scope: number, reader: Reader): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || !right) return;
  if (right.type === 'assignment') assignment(right, scope, reader);
  const value = expression(right, scope, reader);
  const start = node.startIndex;
  if (left.type === 'identifier') reader.assignments.push({ name: left.text, value, scope, start });
  else if (left.type === 'attribute') reader.assignments.push({ name: left.text, value, scope: 0, start });
  else if (left.type === 'subscript') {
    const key = left.childForFieldName('subscript');
    const on = left.childForFieldName('value');
    const text = key ? plainString(key) : undefined;
    if (on?.type === 'identifier') reader.assignments.push({ name: on.text, value, scope, start, key: text ?? '' });
  } else {
    for (const name of left.namedChildren) {
      if (name?.type === 'identifier')
        reader.assignments.push({
          name: name.text,
          value: { ...bare(right), kind: 'other', children: [] },
          scope,
          start,
        });
    }
  }
}

function expression(node: Node, scope: number, reader: Reader): Expr {
  return listed(node, reader, () => read(node, scope, reader));
}

function read(node: Node, scope: number, reader: Reader): Expr {
  const below = (child: Node): Expr => expression(child, scope, reader);
  switch (node.type) {
    case 'identifier':
      return { ...bare(node), kind: 'name', name: node.text, scope };
    case 'string':
      return { ...bare(node), kind: 'text', parts: stringParts(node, below) };
    case 'concatenated_string':
      return { ...bare(node), kind: 'text', parts: named(node).map(below) };
    case 'binary_operator': {
      const [left, right] = named(node);
      const isText = node.childForFieldName('operator')?.text === '+' && left !== undefined && right !== undefined;
      const parts = named(node).map(below);
      return isText && parts.some(holdsText)
        ? { ...bare(node), kind: 'text', parts }
        : { ...bare(node), kind: 'other', children: parts };
    }
    case 'parenthesized_expression':
    case 'await': {
      const [only, ...others] = named(node).filter(({ type }) => type !== 'comment');
      // It is the same expression, and listed once.
      return only !== undefined && others.length === 0
        ? read(only, scope, reader)
        : { ...bare(node), kind: 'other', children: named(node).map(below) };
    }
    case 'dictionary':
      return dictionary(node, below);
    case 'call':
      return call(node, below);
    case 'attribute': {
      const on = node.childForFieldName('object');
      const name = node.childForFieldName('attribute');
      // `self.token` is assigned under this very text.
      if (on?.type === 'identifier' && on.text === 'self')
        return { ...bare(node), kind: 'name', name: node.text, scope };
      return on && name
        ? { ...bare(node), kind: 'member', on: below(on), name: name.text }
        : { ...bare(node), kind: 'other', children: [] };
    }
    case 'subscript': {
      const on = node.childForFieldName('value');
      const key = node.childForFieldName('subscript');
      const text = key ? plainString(key) : undefined;
      if (on && text !== undefined) return { ...bare(node), kind: 'member', on: below(on), name: text };
      return { ...bare(node), kind: 'other', children: named(node).map(below) };
    }
    default:
      return { ...bare(node), kind: 'other', children: named(node).filter(isExpression).map(below) };
  }
}

function stringParts(node: Node, below: (child: Node) => Expr): readonly (string | Expr)[] {
  return named(node).flatMap((part): readonly (string | Expr)[] => {
    if (part.type === 'string_content') return [part.text];
    if (part.type === 'escape_sequence') return [part.text];
    const inner = part.type === 'interpolation' ? part.childForFieldName('expression') : undefined;
    return inner ? [below(inner)] : [];
  });
}

function dictionary(node: Node, below: (child: Node) => Expr): Expr {
  const entries: MapEntry[] = [];
  const spreads: Expr[] = [];
  for (const child of named(node)) {
    if (child.type === 'dictionary_splat') spreads.push(...named(child).map(below));
    if (child.type !== 'pair') continue;
    const key = child.childForFieldName('key');
    const value = child.childForFieldName('value');
    const text = key ? plainString(key) : undefined;
    if (value) entries.push({ ...(text === undefined ? {} : { key: text }), value: below(value) });
  }
  return { ...bare(node), kind: 'map', entries, spreads };
}

function call(node: Node, below: (child: Node) => Expr): Expr {
  const callee = node.childForFieldName('function');
  const on = callee?.type === 'attribute' ? callee.childForFieldName('object') : undefined;
  const args: Arg[] = [];
  const spreads: Expr[] = [];
  for (const child of named(node.childForFieldName('arguments'))) {
    if (child.type === 'dictionary_splat') spreads.push(...named(child).map(below));
    else if (child.type === 'keyword_argument') {
      const name = child.childForFieldName('name');
      const value = child.childForFieldName('value');
      if (name && value) args.push({ name: name.text, value: below(value) });
    } else if (child.type !== 'comment') args.push({ value: below(child) });
  }
  return { ...bare(node), kind: 'call', callee: dotted(callee), ...(on ? { on: below(on) } : {}), args, spreads };
}

/** `session.post`, `quote`; of a chain of calls the last name only: `arn.replace(…).replace` is `replace`. */
function dotted(callee: Node | null): string {
  if (callee === null) return '';
  return /^[\w.]+$/.test(callee.text) ? callee.text : (callee.childForFieldName('attribute')?.text ?? '');
}

function plainString(node: Node): string | undefined {
  if (node.type !== 'string') return undefined;
  const parts = named(node);
  return parts.some(({ type }) => type === 'interpolation')
    ? undefined
    : parts
        .filter(({ type }) => type === 'string_content')
        .map(({ text }) => text)
        .join('');
}

function holdsText(expr: Expr): boolean {
  return expr.kind === 'text';
}

function isExpression(node: Node): boolean {
  return EXPRESSIONS.has(node.type);
}

const EXPRESSIONS = new Set([
  'identifier',
  'string',
  'concatenated_string',
  'binary_operator',
  'parenthesized_expression',
  'await',
  'dictionary',
  'call',
  'attribute',
  'subscript',
  'lambda',
  'list_comprehension',
  'dictionary_comprehension',
  'generator_expression',
  'conditional_expression',
  'boolean_operator',
  'comparison_operator',
  'not_operator',
  'list',
  'tuple',
  'set',
  'named_expression',
  'unary_operator',
  'yield',
]);
