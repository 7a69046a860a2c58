import type { Node } from 'web-tree-sitter';
import type { CodeStyle } from './code-style.ts';
import { functionAround, isWithin, statementOf, statementsOf } from './javascript-nodes.ts';
import { usesOf } from './javascript-uses.ts';
import { spanOf } from './members.ts';
import type { Problem } from './renewal-statements.ts';
import { indentOf, type Splice } from './splice.ts';
import { carved, linesOfStatement, type Source } from './statement-lines.ts';

/** Statements for a function that answers requests. */
export interface Insertion {
  /** The call before which they must have run. */
  readonly call: Node;
  /** The names that they declare. */
  readonly declares: readonly string[];
  /** They wait for something. */
  readonly awaits: boolean;
  /** Their code at an indent, each on lines of its own, indented. */
  readonly code: (indent: string) => readonly string[];
}

/** Puts statements before the first use of what they declare, in the function around a call. */
export function inserted(source: Source, style: CodeStyle, insertion: Insertion): readonly Splice[] | Problem {
  const handler = functionAround(insertion.call);
  const body = handler?.childForFieldName('body') ?? undefined;
  if (handler === undefined || body === undefined) return { because: 'no function answers the requests' };
  const waiting = insertion.awaits ? asynchronous(handler) : [];
  if ('because' in waiting) return waiting;
  const put =
    body.type === 'statement_block'
      ? inBlock(source, style, insertion, handler)
      : asBlock(source, style, insertion, handler, body);
  return 'because' in put ? put : [...waiting, put];
}

/** `(req, res) => transport.handleRequest(…)` gets a block. */
function asBlock(
  { text, ...source }: Source,
  { unit, semicolons }: CodeStyle,
  { code }: Insertion,
  handler: Node,
  body: Node,
): Splice | Problem {
  const arrow = handler.children.find(({ type }) => type === '=>');
  if (arrow === undefined) return { because: 'what answers the requests has no body' };
  const indent = indentOf(text, handler.startIndex);
  const inner = `${indent}${unit}`;
  const moved = carved({ text, ...source }, spanOf(body), { from: indentOf(text, body.startIndex), to: inner });
  const result = /^(?:await|void)\b/.test(moved) ? moved : `return ${moved}`;
  const lines = [...code(inner), `${inner}${result}${semicolons ? ';' : ''}`].join('\n');
  return { start: arrow.endIndex, end: spanOf(body).end, put: ` {\n${lines}\n${indent}}` };
}

function inBlock(source: Source, { unit }: CodeStyle, insertion: Insertion, handler: Node): Splice | Problem {
  const { text } = source;
  const first = anchorOf(insertion, handler);
  if (first?.parent === undefined || first.parent === null)
    return { because: 'the request is not answered in a statement of its own' };
  const span = linesOfStatement(source, first);
  if (span !== undefined) {
    const indent = indentOf(text, first.startIndex);
    return { start: span.start, end: span.start, put: `${insertion.code(indent).join('\n')}\n` };
  }
  const block = first.parent;
  if (text.slice(block.startIndex, spanOf(block).end).includes('\n'))
    return { because: `other code stands on the line of \`${first.text}\`` };
  // A block on one line is written on several.
  const indent = indentOf(text, block.startIndex);
  const inner = `${indent}${unit}`;
  const statements = block.namedChildren.map((one) => `${inner}${one.text}`);
  const at = statementsOf(block).findIndex(({ id }) => id === first.id);
  const lines = [...statements.slice(0, at), ...insertion.code(inner), ...statements.slice(at)];
  return { ...spanOf(block), put: `{\n${lines.join('\n')}\n${indent}}` };
}

/** The first statement that uses what is declared, in a block that all uses stand in. */
function anchorOf({ call, declares }: Insertion, handler: Node): Node | undefined {
  const uses = [call, ...declares.flatMap((name) => usesOf(name, handler))];
  let statement = statementOf(call);
  while (statement !== undefined) {
    const block: Node | null = statement.parent;
    if (block === null || !isWithin(block, handler)) return undefined;
    if (uses.every((use) => isWithin(use, block)))
      return statementsOf(block).find((one) => uses.some((use) => isWithin(use, one)));
    statement = statementOf(block);
  }
  return undefined;
}

/** What makes a function wait. */
function asynchronous(handler: Node): readonly Splice[] | Problem {
  if (handler.children.some(({ type }) => type === 'async')) return [];
  if (handler.type.startsWith('generator') || handler.children.some(({ type }) => type === '*' || type === 'get'))
    return { because: 'what answers the requests cannot wait' };
  const type = handler.childForFieldName('return_type');
  if (type !== null && !/\bPromise\b/.test(type.text) && type.text.trim() !== ': void')
    return { because: `what answers the requests returns \`${type.text.replace(/^:\s*/, '')}\`` };
  const start =
    handler.type === 'method_definition'
      ? (handler.childForFieldName('name')?.startIndex ?? handler.startIndex)
      : handler.startIndex;
  const promised = type === null || /\bPromise\b/.test(type.text) ? [] : [{ ...spanOf(type), put: ': Promise<void>' }];
  return [{ start, end: start, put: 'async ' }, ...promised];
}
