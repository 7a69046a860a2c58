import type { Node } from 'web-tree-sitter';
import {
  awaitsItself,
  BLOCKS,
  childOf,
  distinct,
  functionAround,
  isStatementCalling,
  isWithin,
  statementOf,
  statementsOf,
} from './javascript-nodes.ts';
import { declaredBy, usesOf } from './javascript-uses.ts';
import { codeAt, type CodeStyle } from './code-style.ts';
import type { Span } from './items.ts';
import { spanOf } from './members.ts';
import { furnishes, headOf, isRepeatable, type Problem, sharing, usedBeside } from './renewal-statements.ts';
import { indentOf, type Splice } from './splice.ts';
import { carved, cutLines, linesOfStatement, type Source } from './statement-lines.ts';

/** A variable that is given its object once. */
export interface Once {
  readonly name: string;
  readonly value: Node;
  /** The whole statement, `export` included, and the block that it stands in. */
  readonly statement: Node;
  readonly block: Node;
}

/** The variable that an expression is the value of; its statement declares nothing else. */
export function onceOf(value: Node | undefined): Once | Problem {
  let declarator = value?.parent ?? null;
  while (declarator !== null && TRANSPARENT.has(declarator.type)) declarator = declarator.parent;
  const name = declarator?.type === 'variable_declarator' ? declarator.childForFieldName('name') : null;
  const declaration = declarator?.parent ?? null;
  const statement = value === undefined ? undefined : statementOf(value);
  if (value === undefined || name?.type !== 'identifier' || declaration === null || statement === undefined)
    return { because: 'what is made once is not the value of a variable' };
  const isWhole =
    declaration.id === statement.id ||
    (statement.type === 'export_statement' && declaration.parent?.id === statement.id);
  const block = statement.parent;
  if (!isWhole || block === null || !BLOCKS.has(block.type) || statementsOf(declaration).length !== 1)
    return { because: `\`${name.text}\` is declared together with something else` };
  return { name: name.text, value, statement, block };
}

const TRANSPARENT: ReadonlySet<string> = new Set([
  'await_expression',
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
]);

/** What a file looks like around a server. */
export interface Around {
  readonly source: Source;
  readonly style: CodeStyle;
  /** The functions in which the server is made from now on. */
  readonly handlers: readonly Node[];
  /** Statements that go anyway. */
  readonly gone: readonly Node[];
  /** The name of the function that makes the server. */
  readonly factory: string;
  /** Other files use it, too. */
  readonly passedOn: boolean;
}

/** A server that is made anew: the statement that makes it, for any indent, and what changes where it was made. */
export interface Renewed {
  readonly make: (indent: string) => string;
  readonly awaits: boolean;
  /** Statements that go. */
  readonly gone: readonly Node[];
  readonly splices: readonly Splice[];
}

/** Makes a function of the statements that make and furnish a server, or moves the one that makes it. */
export function renewedServer(once: Once, around: Around): Renewed | Problem {
  const { source, handlers, gone, passedOn } = around;
  const { name, statement, block } = once;
  const uses = usesOf(name, block).filter((use) => ![...handlers, ...gone].some((one) => isWithin(use, one)));
  const exporting = uses.filter(
    (use) => use.parent?.type === 'export_specifier' || use.parent?.type === 'export_statement',
  );
  const isClosing = (use: Node): boolean => {
    const closing = statementOf(use);
    return closing !== undefined && closing.parent?.id !== block.id && isStatementCalling(closing, name, 'close', true);
  };
  const closing = uses.filter(isClosing).flatMap((use) => statementOf(use) ?? []);
  const furnishing = distinct(
    uses.filter((use) => !isClosing(use) && !exporting.includes(use)).map((use) => childOf(block, use)),
  );
  if (exporting.length > 0 && !passedOn) return { because: `\`${name}\` is exported` };
  const beside = furnishing.find((one) => !furnishes(one, name, uses));
  if (beside !== undefined) return usedBeside(name, beside);
  const renamed = exporting.map((use) => ({ ...spanOf(use), put: around.factory }));
  if (furnishing.length > 0 || passedOn || handlers.length > 1) {
    const made = factoryOf(once, furnishing, { ...around, gone: [...gone, ...closing] });
    return 'because' in made
      ? made
      : { ...made, gone: [...made.gone, ...closing], splices: [...made.splices, ...renamed] };
  }
  const span = linesOfStatement(source, statement);
  if (span === undefined) return sharing(statement);
  const from = indentOf(source.text, statement.startIndex);
  return {
    make: (to) => carved(source, span, { from, to }),
    awaits: awaitsItself(statement),
    gone: [statement, ...closing],
    splices: [],
  };
}

function factoryOf(once: Once, furnishing: readonly Node[], around: Around): Renewed | Problem {
  const { source, style, gone } = around;
  const { name, statement } = once;
  const early = furnishing.find((one) => one.startIndex < statement.startIndex);
  if (early !== undefined) return usedBeside(name, early);
  const { before, after, inside } = rowOf(once, furnishing, gone);
  const problem = problemIn(once, furnishing, inside, around);
  if (problem !== undefined) return problem;
  const [first] = after;
  const own = before.map((one) => linesOfStatement(source, one));
  const begin = first && linesOfStatement(source, first, first.id === statement.id);
  const last = linesOfStatement(source, after.at(-1) ?? statement);
  if (begin === undefined || last === undefined || own.includes(undefined)) return sharing(statement);
  const region = { start: begin.start, end: last.end };
  const exported = statement.type === 'export_statement' ? 'export ' : '';
  const changes = [
    ...(exported === '' ? [] : [{ start: statement.startIndex, end: statement.startIndex + exported.length, put: '' }]),
    ...gone
      .filter((one) => isWithin(one, region))
      .flatMap((one) => linesOfStatement(source, one) ?? [])
      .map((span) => cutLines(source.text, span)),
  ];
  const end = style.semicolons ? ';' : '';
  const base = indentOf(source.text, statement.startIndex);
  const deeper = (span: Span): string =>
    carved(
      source,
      span,
      { from: '', to: style.unit },
      changes.filter(({ start, end: to }) => span.start <= start && to <= span.end),
    );
  const body =
    furnishing.length === 0
      ? [`${base}${style.unit}return ${deeper(spanOf(wholeValue(once.value)))}${end}`]
      : [...own.flatMap((span) => span ?? []), region].map(deeper).concat(`${base}${style.unit}return ${name}${end}`);
  const awaits = [statement, ...furnishing, ...inside].some(awaitsItself);
  const head = `${base}${exported}${awaits ? 'async ' : ''}function ${around.factory}() {`;
  return {
    make: (indent) => codeAt(indent, style, `const ${name} = ${awaits ? 'await ' : ''}${around.factory}();`),
    awaits,
    gone: before,
    splices: [{ ...region, put: [head, ...body, `${base}}`].join('\n') }],
  };
}

/** What makes the server, and what stands between. */
interface Row {
  /** What is moved down behind code that runs once. */
  readonly before: readonly Node[];
  readonly after: readonly Node[];
  /** What else becomes a part of the function, since it stands between the latter. */
  readonly inside: readonly Node[];
}

/** The function stands where the last code ends that is not to run again; what makes the server before that moves there. */
function rowOf({ statement, block }: Once, furnishing: readonly Node[], gone: readonly Node[]): Row {
  const own = [statement, ...furnishing];
  const [first] = furnishing;
  const until = furnishing.at(-1)?.startIndex ?? statement.startIndex;
  const others = statementsOf(block).filter(
    (one) =>
      one.startIndex > statement.startIndex &&
      one.startIndex < until &&
      ![...own, ...gone].some(({ id }) => id === one.id),
  );
  const isUsedHere = (one: Node): boolean =>
    declaredBy(one).every((name) =>
      usesOf(name, block).every((use) => [...own, one].some((user) => isWithin(use, user))),
    );
  const pivot = others.findLast(
    (one) => !isRepeatable(one) || !isUsedHere(one) || one.startIndex < (first?.startIndex ?? 0),
  );
  const isAfter = (one: Node): boolean => pivot === undefined || one.startIndex > pivot.startIndex;
  return { before: own.filter((one) => !isAfter(one)), after: own.filter(isAfter), inside: others.filter(isAfter) };
}

/** What cannot become a part of the function. */
function problemIn(
  { block }: Once,
  furnishing: readonly Node[],
  inside: readonly Node[],
  { handlers }: Around,
): Problem | undefined {
  const serving = furnishing.find((one) => handlers.some((handler) => isWithin(handler, one)));
  if (serving !== undefined) return { because: `\`${headOf(serving)}\` both sets the server up and answers requests` };
  const returning = furnishing.find((one) =>
    one.descendantsOfType('return_statement').some((node) => functionAround(node)?.id === functionAround(one)?.id),
  );
  if (returning !== undefined) return { because: `\`${headOf(returning)}\` may return` };
  const own = [...furnishing, ...inside];
  for (const name of own.flatMap(declaredBy)) {
    const outside = usesOf(name, block).find((use) => !own.some((one) => isWithin(use, one)));
    if (outside !== undefined) return usedBeside(name, outside);
  }
  return undefined;
}

function wholeValue(value: Node): Node {
  let node = value;
  while (node.parent !== null && TRANSPARENT.has(node.parent.type)) node = node.parent;
  return node;
}
