import type { Node } from 'web-tree-sitter';
import { childOf, distinct, functionAround, isStatementCalling, isWithin, statementOf } from './javascript-nodes.ts';
import { optionsEdited } from './javascript-members.ts';
import type { Span } from './items.ts';
import { usesOf } from './javascript-uses.ts';
import type { Once } from './renewal-server.ts';
import { type Problem, sharing, usedBeside } from './renewal-statements.ts';
import { indentOf, lineStart, type Splice } from './splice.ts';
import { carved, linesOfStatement, type Source } from './statement-lines.ts';

/** How a request comes to its transport, and to a server that is connected to it. */
export interface Transport {
  /** The name of the server. */
  readonly server: string;
  /** The name of the transport, where it has one. */
  readonly name: string | undefined;
  /** What the server is connected to, where that moves: the name, or the name as some type. */
  readonly connected?: string;
  /** Statements that go from where they are. */
  readonly gone: readonly Node[];
  /** What other options take the place of. */
  readonly replaced?: readonly Span[];
  /** The statements that make the transport, for any indent. */
  readonly make: (indent: string) => readonly string[];
  /** What is said about its connection to the server. */
  readonly comments: (indent: string) => readonly string[];
}

/** Requests that make their own transport: each of these calls connects a server to it. */
export function ownTransport(connecting: readonly Node[]): Transport | Problem {
  const [first] = connecting;
  const servers = new Set(connecting.map((call) => objectOf(call)?.text));
  const server = first === undefined ? undefined : objectOf(first);
  if (first === undefined || server?.type !== 'identifier' || servers.size > 1)
    return { because: 'the server that is connected is not a variable' };
  const argument = uncast(first.childForFieldName('arguments')?.namedChild(0));
  const name = argument?.type === 'identifier' ? argument.text : undefined;
  return { server: server.text, name, gone: [], make: () => [], comments: () => [] };
}

/** A transport that is made once moves to where it answers a request, with the statement that connects it. */
export function movedTransport(
  once: Once,
  handlers: readonly Node[],
  source: Source,
  options: { readonly [name: string]: string } = {},
): Transport | Problem {
  const { name, statement, block, value } = once;
  if (statement.type === 'export_statement') return { because: `\`${name}\` is exported` };
  const uses = usesOf(name, block).filter((use) => !handlers.some((handler) => isWithin(use, handler)));
  const [connecting, second] = uses.flatMap((use) => connectionBy(use) ?? []);
  const server = connecting === undefined ? undefined : objectOf(connecting);
  const connected = connecting === undefined ? undefined : statementOf(connecting);
  if (
    server?.type !== 'identifier' ||
    second !== undefined ||
    connected === undefined ||
    !isStatementCalling(connected, server.text, 'connect')
  )
    return { because: `\`${name}\` is not connected in one statement of its own` };
  const closing = uses.flatMap((use) => {
    const closed = statementOf(use);
    return closed !== undefined && isStatementCalling(closed, name, 'close', true) ? [closed] : [];
  });
  const rest = uses.filter((use) => ![connected, ...closing].some((one) => isWithin(use, one)));
  const beside = rest.find((use) => !isOwn(childOf(block, use), name, block));
  if (beside !== undefined) return usedBeside(name, beside);
  const furnishing = distinct(rest.map((use) => childOf(block, use)));
  const list = value.childForFieldName('arguments');
  const edited =
    list === null || Object.keys(options).length === 0 ? undefined : optionsEdited({ set: options }, source.text, list);
  if (edited !== undefined && !edited.ok) return edited;
  const gone = [statement, connected, ...closing, ...furnishing];
  const shared = gone.find((one) => linesOfStatement(source, one) === undefined);
  if (shared !== undefined) return sharing(shared);
  return {
    server: server.text,
    name,
    connected: connecting?.childForFieldName('arguments')?.namedChild(0)?.text ?? name,
    gone,
    replaced: edited?.splices ?? [],
    make: (indent) =>
      [statement, ...furnishing].map((one) =>
        moved(source, one, indent, one.id === statement.id ? edited?.splices : undefined),
      ),
    comments: (indent) => commentsOf(source, connected, indent),
  };
}

/** `server.connect(transport)`, of which a use is the argument. */
export function connectionBy(use: Node): Node | undefined {
  const argument = castOf(use);
  const call = argument.parent?.type === 'arguments' ? argument.parent.parent : null;
  const property = call?.childForFieldName('function')?.childForFieldName('property');
  return call !== null && property?.text === 'connect' ? call : undefined;
}

/** A value with the type assertions around it. */
function castOf(value: Node): Node {
  let node = value;
  while (node.parent !== null && CASTS.has(node.parent.type)) node = node.parent;
  return node;
}

function uncast(node: Node | null | undefined): Node | undefined {
  let inner = node ?? null;
  while (inner !== null && CASTS.has(inner.type)) inner = inner.namedChild(0);
  return inner ?? undefined;
}

const CASTS: ReadonlySet<string> = new Set([
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'parenthesized_expression',
]);

export function objectOf(call: Node): Node | undefined {
  return call.childForFieldName('function')?.childForFieldName('object') ?? undefined;
}

/** A statement of the same block that does nothing but set the object up: `transport.onerror = …`. */
function isOwn(statement: Node, name: string, block: Node): boolean {
  if (
    statement.type !== 'expression_statement' ||
    functionAround(statement)?.id !== functionAround(block.namedChild(0) ?? block)?.id
  )
    return false;
  return statement.text.startsWith(`${name}.`);
}

function moved(source: Source, statement: Node, indent: string, changes: readonly Splice[] = []): string {
  const from = indentOf(source.text, statement.startIndex);
  // What shares its line was refused before.
  const span = linesOfStatement(source, statement) ?? {
    start: lineStart(source.text, statement.startIndex),
    end: statement.endIndex,
  };
  return carved(source, span, { from, to: indent }, changes);
}

/** The comments right above a statement. */
function commentsOf(source: Source, statement: Node, indent: string): readonly string[] {
  const span = linesOfStatement(source, statement);
  const start = lineStart(source.text, statement.startIndex);
  if (span === undefined || span.start === start) return [];
  const from = indentOf(source.text, statement.startIndex);
  return [carved(source, { start: span.start, end: start }, { from, to: indent }).trimEnd()];
}
