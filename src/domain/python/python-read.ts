import type { Node } from 'web-tree-sitter';
import {
  DEEPEST,
  type Expression,
  expressionOf,
  parts,
  placeAround,
  placeOf,
  type Source,
  textAt,
  writtenAt,
} from './python-source.ts';
import { importsOf, parameterOf } from './python-signatures.ts';
import type { ClassDefinition, FunctionDefinition, PythonImport, Statement } from './python-statements.ts';

/** What decides how much of a module is read. */
export interface Reading {
  readonly source: Source;
  /** What the body of this function can have to do with a server: start or build one, or hold a setting. */
  wantsFunction(name: string, text: string): 'starts' | 'settings' | 'nothing';
  /** Whether a statement that is not small can matter. */
  wantsText(text: string): boolean;
}

type When = PythonImport['when'];

/** Statements longer than this are read only when they mention what a server is made of. */
const SMALL = 1_500;

/** Turns the statements of a block into data, in order. */
export function statementsOf(block: Node, reading: Reading, when: When = 'always'): readonly Statement[] {
  const { nesting } = reading.source;
  if (nesting.depth > DEEPEST) return [];
  nesting.depth += 1;
  const found = parts(block, reading.source).flatMap((node) => statementOf(node, reading, when));
  nesting.depth -= 1;
  return found;
}

function statementOf(node: Node, reading: Reading, when: When): readonly Statement[] {
  const { type } = node;
  const read = STATEMENTS[type];
  // An ERROR node is not in the table: what stands in it is not guessed at.
  if (read === undefined) return [];
  if (!DEFINITIONS.has(type) && !wanted(node, reading)) return [];
  return read(node, reading, when);
}

const DEFINITIONS = new Set([
  'function_definition',
  'class_definition',
  'decorated_definition',
  'import_statement',
  'import_from_statement',
]);

function wanted(node: Node, { source, wantsText }: Reading): boolean {
  const { startIndex, endIndex } = node;
  return endIndex - startIndex <= SMALL || wantsText(source.text.slice(startIndex, endIndex));
}

const STATEMENTS: { readonly [type: string]: (node: Node, reading: Reading, when: When) => readonly Statement[] } = {
  expression_statement: simple,
  if_statement: branch,
  try_statement: attempt,
  with_statement: withStatement,
  for_statement: loop,
  while_statement: loop,
  match_statement: match,
  return_statement: (node, { source }) => {
    const value = parts(node, source)[0];
    return [value === undefined ? { kind: 'return' } : { kind: 'return', value: expressionOf(value, source) }];
  },
  raise_statement: () => [{ kind: 'raise' }],
  function_definition: (node, reading) => [functionOf(node, [], reading)],
  class_definition: (node, reading, when) => [classOf(node, [], reading, when)],
  decorated_definition: decorated,
  import_statement: importsOf,
  import_from_statement: importsOf,
};

function simple(node: Node, { source }: Reading): readonly Statement[] {
  const inner = parts(node, source)[0];
  if (inner === undefined) return [];
  const { type } = inner;
  if (type === 'assignment') return assignments(inner, source);
  if (type === 'augmented_assignment') return opaque(inner.childForFieldName('left'), source);
  if (type === 'string' || type === 'concatenated_string') return []; // A docstring.
  const value = expressionOf(inner, source);
  return [...walruses(value), { kind: 'evaluate', value, at: value.at }];
}

/** `a = b = value`, `a, b = x, y`, `a: int = 3`. */
function assignments(node: Node, source: Source): readonly Statement[] {
  const targets: Node[] = [];
  let right: Node | null = node;
  while (right?.type === 'assignment') {
    const left = right.childForFieldName('left');
    if (left !== null) targets.push(left);
    right = right.childForFieldName('right');
  }
  if (right === null) return [];
  const value = expressionOf(right, source);
  const [only, ...others] = targets.flatMap((target) => assign(target, value, source));
  if (only?.kind !== 'assign' || others.length > 0)
    return [...walruses(value), ...(only === undefined ? [] : [only]), ...others];
  return [...walruses(value), { ...only, whole: placeOf(node, source) }];
}

function assign(target: Node, value: Expression, source: Source): readonly Statement[] {
  const { type } = target;
  const names = type === 'pattern_list' || type === 'tuple_pattern' ? parts(target, source) : undefined;
  if (names === undefined) {
    const written = expressionOf(target, source);
    return [{ kind: 'assign', target: written, value, at: placeAround(type, written, target, source) }];
  }
  const values = value.kind === 'list' && value.items.length === names.length ? value.items : [];
  return names.map((name, index) => {
    const item = values[index];
    const to = { kind: 'assign', target: expressionOf(name, source), at: placeOf(name, source) } as const;
    return item === undefined ? to : { ...to, value: item };
  });
}

function opaque(target: Node | null, source: Source): readonly Statement[] {
  if (target === null) return [];
  const { type } = target;
  const names = type === 'pattern_list' || type === 'tuple_pattern' ? parts(target, source) : [target];
  return names.map((name) => ({ kind: 'assign', target: expressionOf(name, source), at: placeOf(name, source) }));
}

/** The names that `:=` binds on the way. */
function walruses(value: Expression): readonly Statement[] {
  if (value.kind === 'walrus') {
    return [
      {
        kind: 'assign',
        target: { kind: 'name', name: value.name, text: value.name, at: value.at },
        value: value.value,
        at: value.at,
      },
    ];
  }
  if (value.kind === 'compare' || value.kind === 'and' || value.kind === 'or')
    return [...walruses(value.left), ...walruses(value.right)];
  return value.kind === 'not' ? walruses(value.of) : [];
}

function branch(node: Node, reading: Reading, when: When): readonly Statement[] {
  const condition = node.childForFieldName('condition');
  const whenTrue = node.childForFieldName('consequence');
  if (condition === null || whenTrue === null) return [];
  const test = expressionOf(condition, reading.source);
  const inside = /\bTYPE_CHECKING\b/.test(test.text) ? 'typing' : /__name__/.test(test.text) ? when : weaker(when);
  const others = parts(node, reading.source).filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
  const otherwise = alternatives(others, reading, weaker(when));
  return [...walruses(test), { kind: 'branch', test, whenTrue: statementsOf(whenTrue, reading, inside), otherwise }];
}

/** `elif` is an `if` inside `else`. */
function alternatives([first, ...rest]: readonly Node[], reading: Reading, when: When): readonly Statement[] {
  if (first === undefined) return [];
  if (first.type === 'else_clause') return bodyOf(first, 'body', reading, when);
  const condition = first.childForFieldName('condition');
  if (condition === null) return [];
  const test = expressionOf(condition, reading.source);
  const whenTrue = bodyOf(first, 'consequence', reading, when);
  return [...walruses(test), { kind: 'branch', test, whenTrue, otherwise: alternatives(rest, reading, when) }];
}

function weaker(when: When): When {
  return when === 'always' ? 'optional' : when;
}

function bodyOf(node: Node, name: string, reading: Reading, when: When): readonly Statement[] {
  const body = node.childForFieldName(name);
  return body === null ? [] : statementsOf(body, reading, when);
}

function attempt(node: Node, reading: Reading, when: When): readonly Statement[] {
  const clauses = parts(node, reading.source);
  const catching = clauses.filter(({ type }) => type === 'except_clause' || type === 'except_group_clause');
  const block = (clause: Node | undefined): readonly Statement[] => {
    const body =
      clause === undefined ? undefined : parts(clause, reading.source).findLast(({ type }) => type === 'block');
    return body === undefined ? [] : statementsOf(body, reading, weaker(when));
  };
  return [
    {
      kind: 'attempt',
      body: bodyOf(node, 'body', reading, catching.length === 0 ? when : weaker(when)),
      handlers: catching.map(block),
      otherwise: block(clauses.find(({ type }) => type === 'else_clause')),
      finally: block(clauses.find(({ type }) => type === 'finally_clause')),
    },
  ];
}

function withStatement(node: Node, reading: Reading, when: When): readonly Statement[] {
  const clause = parts(node, reading.source).find(({ type }) => type === 'with_clause');
  const entered = (clause === undefined ? [] : parts(clause, reading.source)).flatMap((item): readonly Statement[] => {
    const value = item.childForFieldName('value');
    if (value === null) return [];
    const pattern = value.type === 'as_pattern' ? parts(value, reading.source) : [value];
    const [opened, alias] = pattern;
    if (opened === undefined) return [];
    const expression = expressionOf(opened, reading.source);
    const evaluate = { kind: 'evaluate', value: expression, at: expression.at } as const;
    const target = alias === undefined ? undefined : parts(alias, reading.source)[0];
    return target === undefined ? [evaluate] : [evaluate, ...opaque(target, reading.source)];
  });
  return [{ kind: 'body', of: 'with', body: [...entered, ...bodyOf(node, 'body', reading, when)] }];
}

function loop(node: Node, reading: Reading, when: When): readonly Statement[] {
  const bound = node.type === 'for_statement' ? opaque(node.childForFieldName('left'), reading.source) : [];
  return [{ kind: 'body', of: 'loop', body: [...bound, ...bodyOf(node, 'body', reading, weaker(when))] }];
}

/** `match` over literals is a chain of comparisons; any other pattern is a test that cannot be told. */
function match(node: Node, reading: Reading, when: When): readonly Statement[] {
  const { source } = reading;
  const subject = node.childForFieldName('subject');
  const body = node.childForFieldName('body');
  if (subject === null || body === null) return [];
  const value = expressionOf(subject, source);
  const cases = parts(body, source).filter(({ type }) => type === 'case_clause');
  return cases.reduceRight<readonly Statement[]>((otherwise, clause) => {
    const whenTrue = bodyOf(clause, 'consequence', reading, weaker(when));
    const patterns = parts(clause, source).filter(({ type }) => type === 'case_pattern');
    const guarded = clause.childForFieldName('guard') !== null;
    const [pattern] = patterns;
    if (pattern === undefined || patterns.length > 1) return [...whenTrue, ...otherwise];
    if (pattern.text === '_' && !guarded) return whenTrue;
    return [{ kind: 'branch', test: patternTest(pattern, value, guarded, source), whenTrue, otherwise }];
  }, []);
}

function patternTest(pattern: Node, subject: Expression, guarded: boolean, source: Source): Expression {
  const inner = parts(pattern, source)[0];
  const options = inner === undefined ? [] : inner.type === 'union_pattern' ? parts(inner, source) : [inner];
  const items = options.map((option) => expressionOf(option, source));
  const { text, at } = writtenAt(pattern, source);
  const head = { text: `${subject.text} is ${text}`, at };
  if (guarded || items.length === 0 || items.some(({ kind }) => kind !== 'literal'))
    return { kind: 'other', because: 'it is a pattern', ...head };
  return { kind: 'compare', operator: 'in', left: subject, right: { kind: 'list', items, ...head }, ...head };
}

function decorated(node: Node, reading: Reading, when: When): readonly Statement[] {
  const definition = node.childForFieldName('definition');
  const text = reading.source.text.slice(node.startIndex, definition?.startIndex ?? node.endIndex);
  const decorators = REGISTERS.test(text) ? [] : decoratorsOf(node, reading);
  if (definition === null) return [];
  const { type } = definition;
  if (type === 'function_definition') return [functionOf(definition, decorators, reading)];
  return type === 'class_definition' ? [classOf(definition, decorators, reading, when)] : [];
}

/** What starts a session manager, which may have any name: `async with manager.run():`. */
const STARTS_MANAGER = /session_manager|lifespan|(?:async with|enter_async_context\()\s*[\w.]+\.run\(\)/;

/** `@mcp.tool(…)` registers a function and changes nothing about it; most functions of a server stand behind one. */
const REGISTERS = /^@\w+\.(?:tool|resource|prompt)\b[^@]*$/;

function decoratorsOf(node: Node, { source }: Reading): readonly Expression[] {
  return parts(node, source)
    .filter(({ type }) => type === 'decorator')
    .flatMap((decorator) =>
      parts(decorator, source)
        .slice(0, 1)
        .map((inner) => expressionOf(inner, source)),
    );
}

function functionOf(node: Node, decorators: readonly Expression[], reading: Reading): FunctionDefinition {
  const { source } = reading;
  const name = node.childForFieldName('name');
  const text = textAt(node, source);
  const head = {
    kind: 'function',
    name: name === null ? '' : textAt(name, source),
    at: placeOf(name ?? node, source),
    decorators,
  } as const;
  const matter = reading.wantsFunction(head.name, text);
  const wants = matter !== 'nothing';
  // Most functions mention nothing of it anywhere, and each question to the parser costs.
  const body = STARTS_MANAGER.test(text) ? node.childForFieldName('body') : null;
  const runsLifespan = body !== null && STARTS_MANAGER.test(textAt(body, source));
  const async = /^async\b/.test(text);
  if (!wants) return { ...head, parameters: [], runsLifespan, mayStart: false, async };
  const list = node.childForFieldName('parameters');
  const parameters = list === null ? [] : parts(list, source).flatMap((child) => parameterOf(child, source));
  return {
    ...head,
    async,
    parameters,
    runsLifespan,
    mayStart: matter === 'starts',
    body: bodyOf(node, 'body', reading, 'called'),
  };
}

function classOf(node: Node, decorators: readonly Expression[], reading: Reading, when: When): ClassDefinition {
  const { source } = reading;
  const name = node.childForFieldName('name');
  const bases = node.childForFieldName('superclasses');
  return {
    kind: 'class',
    name: name === null ? '' : textAt(name, source),
    at: placeOf(name ?? node, source),
    bases:
      bases === null
        ? []
        : parts(bases, source)
            .filter(({ type }) => type !== 'keyword_argument')
            .map((base) => expressionOf(base, source)),
    decorators,
    body: bodyOf(node, 'body', reading, when),
  };
}
