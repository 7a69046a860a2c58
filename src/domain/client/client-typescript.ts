import type { Node } from 'web-tree-sitter';
import type { Arg, Expr, MapEntry, Program } from './client-program.ts';
import { addReturn, bare, listed, named, newReader, openScope, type Reader } from './client-reader.ts';

/** Turns a TypeScript or JavaScript syntax tree into the program that questions about clients are asked of. */
export function typescriptProgram(root: Node): Program {
  const reader = newReader();
  walk(root, 0, reader);
  return { language: 'typescript', ...reader };
}

function walk(node: Node, scope: number, reader: Reader): void {
  for (const child of named(node)) statement(child, scope, reader);
}

function statement(node: Node, scope: number, reader: Reader): void {
  switch (node.type) {
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'method_definition':
      functionOf(node, node.childForFieldName('name')?.text ?? '', scope, reader);
      return;
    case 'import_statement':
      importOf(node, reader);
      return;
    case 'variable_declarator':
      declarator(node, scope, reader);
      return;
    case 'return_statement': {
      const [value] = named(node);
      if (value !== undefined) addReturn(expression(value, scope, reader), scope, reader);
      return;
    }
    case 'comment':
      return;
    default:
      if (EXPRESSIONS.has(node.type)) expression(node, scope, reader);
      else walk(node, scope, reader);
  }
}

function functionOf(node: Node, name: string, scope: number, reader: Reader): void {
  const list = node.childForFieldName('parameters');
  const single = node.childForFieldName('parameter');
  const parameters = [...(list === null ? [] : named(list)), ...(single === null ? [] : [single])].flatMap(
    (parameter) => [...parameter.text.matchAll(/^\s*(\w+)|[{,]\s*(\w+)/g)].map((match) => match[1] ?? match[2] ?? ''),
  );
  const inner = openScope(name, parameters, scope, reader);
  const body = node.childForFieldName('body');
  if (body === null) return;
  if (EXPRESSIONS.has(body.type)) addReturn(expression(body, inner, reader), inner, reader);
  else walk(body, inner, reader);
}

function importOf(node: Node, reader: Reader): void {
  const source = node.childForFieldName('source');
  const module = source === null ? '' : (plainString(source) ?? '');
  for (const specifier of node.descendantsOfType('import_specifier')) {
    const name = specifier?.childForFieldName('name');
    if (!name) continue;
    const local = specifier?.childForFieldName('alias')?.text ?? name.text;
    reader.imports.push({ module, name: name.text, local, scope: 0, start: name.startIndex, end: name.endIndex });
  }
}

function declarator(node: Node, scope: number, reader: Reader): void {
  const name = node.childForFieldName('name');
  const right = node.childForFieldName('value');
  if (name === null || right === null) return;
  if (FUNCTIONS.has(right.type)) {
    functionOf(right, name.text, scope, reader);
    return;
  }
  const value = expression(right, scope, reader);
  if (name.type === 'identifier') reader.assignments.push({ name: name.text, value, scope, start: node.startIndex });
  if (name.type === 'object_pattern') destructured(name, value, scope, reader);
}

/** `const { IdToken } = result.AuthenticationResult` takes a member. */
function destructured(pattern: Node, on: Expr, scope: number, reader: Reader): void {
  for (const part of named(pattern)) {
    const key = part.type === 'pair_pattern' ? part.childForFieldName('key') : part;
    const local = part.type === 'pair_pattern' ? part.childForFieldName('value') : part;
    if (key === null || local === null || !/^\w+$/.test(local.text)) continue;
    const value: Expr = { ...bare(key), kind: 'member', on, name: key.text };
    reader.expressions.push(value);
    reader.assignments.push({ name: local.text, value, scope, start: pattern.startIndex });
  }
}

function expression(node: Node, scope: number, reader: Reader): Expr {
  return listed(node, reader, () => read(node, scope, reader));
}

function read(node: Node, scope: number, reader: Reader): Expr {
  const below = (child: Node): Expr => expression(child, scope, reader);
  const other = (): Expr => {
    const children = named(node)
      .filter(({ type }) => EXPRESSIONS.has(type))
      .map(below);
    return { ...bare(node), kind: 'other', children };
  };
  switch (node.type) {
    case 'identifier':
      return { ...bare(node), kind: 'name', name: node.text, scope };
    case 'string':
    case 'template_string':
      return { ...bare(node), kind: 'text', parts: stringParts(node, below) };
    case 'binary_expression': {
      const parts = named(node).map(below);
      const isText = node.childForFieldName('operator')?.text === '+' && parts.some(({ kind }) => kind === 'text');
      return isText ? { ...bare(node), kind: 'text', parts } : { ...bare(node), kind: 'other', children: parts };
    }
    case 'parenthesized_expression':
    case 'await_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression': {
      const [only] = named(node).filter(({ type }) => type !== 'comment');
      // It is the same expression, and listed once.
      return only === undefined ? other() : read(only, scope, reader);
    }
    case 'object':
      return object(node, scope, reader, below);
    case 'call_expression':
    case 'new_expression':
      return call(node, below);
    case 'member_expression': {
      const on = node.childForFieldName('object');
      const name = node.childForFieldName('property');
      if (on?.type === 'this') return { ...bare(node), kind: 'name', name: node.text, scope };
      return on !== null && name !== null ? { ...bare(node), kind: 'member', on: below(on), name: name.text } : other();
    }
    case 'subscript_expression': {
      const on = node.childForFieldName('object');
      const index = node.childForFieldName('index');
      const key = index === null ? undefined : plainString(index);
      return on !== null && key !== undefined ? { ...bare(node), kind: 'member', on: below(on), name: key } : other();
    }
    case 'assignment_expression':
      return assigned(node, scope, reader, below);
    case 'arrow_function':
    case 'function_expression':
      functionOf(node, '', scope, reader);
      return { ...bare(node), kind: 'other', children: [] };
    default:
      return other();
  }
}

function assigned(node: Node, scope: number, reader: Reader, below: (child: Node) => Expr): Expr {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return { ...bare(node), kind: 'other', children: [] };
  const value = below(right);
  const start = node.startIndex;
  const on = left.childForFieldName('object');
  const index = left.childForFieldName('index');
  const key = left.childForFieldName('property')?.text ?? (index === null ? undefined : plainString(index));
  if (left.type === 'identifier') reader.assignments.push({ name: left.text, value, scope, start });
  else if (on?.type === 'this') reader.assignments.push({ name: left.text, value, scope: 0, start });
  else if (on?.type === 'identifier') reader.assignments.push({ name: on.text, value, scope, start, key: key ?? '' });
  return value;
}

function stringParts(node: Node, below: (child: Node) => Expr): readonly (string | Expr)[] {
  return named(node).flatMap((part): readonly (string | Expr)[] => {
    if (part.type === 'string_fragment' || part.type === 'escape_sequence') return [part.text];
    const [inner] = part.type === 'template_substitution' ? named(part) : [];
    return inner === undefined ? [] : [below(inner)];
  });
}

function object(node: Node, scope: number, reader: Reader, below: (child: Node) => Expr): Expr {
  const entries: MapEntry[] = [];
  const spreads: Expr[] = [];
  for (const child of named(node)) {
    if (child.type === 'spread_element') spreads.push(...named(child).map(below));
    if (child.type === 'method_definition')
      functionOf(child, child.childForFieldName('name')?.text ?? '', scope, reader);
    if (child.type === 'shorthand_property_identifier') {
      entries.push({ key: child.text, value: { ...bare(child), kind: 'name', name: child.text, scope } });
    }
    const key = child.type === 'pair' ? child.childForFieldName('key') : null;
    const value = child.type === 'pair' ? child.childForFieldName('value') : null;
    if (key === null || value === null) continue;
    const text = key.type === 'property_identifier' ? key.text : plainString(key);
    entries.push({ ...(text === undefined ? {} : { key: text }), value: below(value) });
  }
  return { ...bare(node), kind: 'map', entries, spreads };
}

function call(node: Node, below: (child: Node) => Expr): Expr {
  const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
  const on = callee?.type === 'member_expression' ? callee.childForFieldName('object') : undefined;
  const args: Arg[] = [];
  const spreads: Expr[] = [];
  const list = node.childForFieldName('arguments');
  for (const child of list === null ? [] : named(list)) {
    if (child.type === 'spread_element') spreads.push(...named(child).map(below));
    else if (child.type !== 'comment') args.push({ value: below(child) });
  }
  const inner = on ? { on: below(on) } : {};
  return { ...bare(node), kind: 'call', callee: dotted(callee), ...inner, args, spreads };
}

/** `axios.post`, `fetch`; of a chain of calls the last name only. */
function dotted(callee: Node | null): string {
  if (callee === null) return '';
  return /^[\w.]+$/.test(callee.text) ? callee.text : (callee.childForFieldName('property')?.text ?? '');
}

function plainString(node: Node): string | undefined {
  if (node.type !== 'string' && node.type !== 'template_string') return undefined;
  const parts = named(node);
  return parts.some(({ type }) => type === 'template_substitution')
    ? undefined
    : parts.map(({ text }) => text).join('');
}

const FUNCTIONS = new Set(['arrow_function', 'function_expression']);

const EXPRESSIONS = new Set([
  ...FUNCTIONS,
  'identifier',
  'string',
  'template_string',
  'binary_expression',
  'parenthesized_expression',
  'await_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'object',
  'array',
  'call_expression',
  'new_expression',
  'member_expression',
  'subscript_expression',
  'assignment_expression',
  'ternary_expression',
  'unary_expression',
  'yield_expression',
  'sequence_expression',
]);
