import type { Node } from 'web-tree-sitter';
import type { CodeEdit } from '../../model/change.ts';
import { linesOf } from '../text.ts';
import { codeAt, type CodeStyle, codeStyleOf } from './code-style.ts';
import {
  callBetween,
  distinct,
  functionAround,
  isStatementCalling,
  isWithin,
  statementOf,
} from './javascript-nodes.ts';
import { usesOf } from './javascript-uses.ts';
import type { Span } from './items.ts';
import { spanOf } from './members.ts';
import { inserted } from './renewal-handler.ts';
import { type Around, type Once, onceOf, type Renewed, renewedServer } from './renewal-server.ts';
import { listening, localTransport } from './renewal-serving.ts';
import { type Problem, sharing, usedBeside } from './renewal-statements.ts';
import { movedTransport, objectOf, ownTransport, type Transport } from './renewal-transport.ts';
import { type Realised, realised, refused, type Splice } from './splice.ts';
import { unusedImports } from './unused-imports.ts';
import { cutLines, linesOfStatement, type Source } from './statement-lines.ts';

type Renewal = Extract<CodeEdit, { kind: 'renew' }>;

/** What it comes to in one file that a server, and its transport, are made for each request instead of once. */
export function realiseRenewal(edit: Renewal, text: string, root: Node): Realised {
  const result = renewal(edit, { text, root }, codeStyleOf(root, text));
  return 'because' in result ? refused(result.because) : realised(...result);
}

function renewal(edit: Renewal, source: Source, style: CodeStyle): readonly Splice[] | Problem {
  const { factory } = edit;
  const lines = linesOf(edit.at.path, source.text);
  const nodeAt = ({ range }: Renewal['at']): Node | undefined =>
    callBetween(source.root, { start: lines.offset(range.start), end: lines.offset(range.end) });
  const calls = edit.calls.flatMap((place) => nodeAt(place) ?? []);
  if (calls.length < edit.calls.length) return { because: 'the call that a request makes is not to be seen' };
  const made = edit.made === undefined ? undefined : onceOf(nodeAt(edit.made));
  if (made !== undefined && 'because' in made) return made;
  const around = { source, style, factory, handlers: [], gone: [], passedOn: true };
  if (edit.serve !== undefined)
    return served({ name: edit.serve, transport: edit.transport && nodeAt(edit.transport) }, made, {
      ...around,
      passedOn: false,
    });
  if (calls.length === 0)
    return made === undefined ? { because: 'no server is made there' } : onlyFactory(made, around);
  const handlers = calls.flatMap((call) => functionAround(call) ?? []);
  if (handlers.length < calls.length) return { because: 'no function answers the requests' };
  const transport = transportOf(edit.transport && nodeAt(edit.transport), edit, calls, handlers, source);
  if ('because' in transport) return transport;
  if (made !== undefined && made.name !== transport.server)
    return { because: `\`${transport.server}\` is not the only name of the server` };
  const { gone } = transport;
  const server =
    made === undefined
      ? importedServer(transport, handlers, { factory, source, style })
      : renewedServer(made, { ...around, handlers, gone, passedOn: false });
  if ('because' in server) return server;
  const insertions = calls.map((call) => insertedAt(call, transport, server, source, style));
  const problem = insertions.find((one) => 'because' in one);
  if (problem !== undefined && 'because' in problem) return problem;
  const put = insertions.flatMap((one) => ('because' in one ? [] : one));
  const cut = cutStatements(source, [...gone, ...server.gone], server.splices);
  const idle = unusedImports(source, transport.replaced ?? []);
  return 'because' in cut ? cut : [...put, ...cut, ...idle, ...server.splices];
}

/** A server that spoke over standard input answers HTTP requests where it was connected. */
function served(
  { name, transport: made }: { readonly name: string; readonly transport: Node | undefined },
  once: Once | undefined,
  around: Around,
): readonly Splice[] | Problem {
  const { source, style, factory } = around;
  const transport = localTransport(made, source);
  if ('because' in transport) return transport;
  const { gone, connection: connected } = transport;
  const server =
    once === undefined
      ? importedServer(transport, [], { factory, source, style })
      : renewedServer(once, { ...around, gone });
  if ('because' in server) return server;
  if (server.splices.some((one) => isWithin(connected, one)))
    return { because: `\`${transport.server}\` is connected before it is set up` };
  const put = listening(source, style, name, transport, server);
  const cut = cutStatements(source, [...gone.filter(({ id }) => id !== connected.id), ...server.gone], server.splices);
  return 'because' in put ? put : 'because' in cut ? cut : [put, ...cut, ...server.splices];
}

/** The server's own file, when others use it: each of them makes one. */
function onlyFactory(made: Once, around: Around): readonly Splice[] | Problem {
  const server = renewedServer(made, around);
  if ('because' in server) return server;
  if (server.awaits) return { because: `\`${made.name}\` is waited for while it is made` };
  const cut = cutStatements(around.source, server.gone, server.splices);
  return 'because' in cut ? cut : [...cut, ...server.splices];
}

function transportOf(
  made: Node | undefined,
  { transport, options }: Renewal,
  calls: readonly Node[],
  handlers: readonly Node[],
  source: Source,
): Transport | Problem {
  if (transport === undefined) return ownTransport(calls);
  const once = onceOf(made);
  return 'because' in once ? once : movedTransport(once, handlers, source, options);
}

/** A server of another file, which gives a function instead. */
function importedServer(
  { server, gone }: Transport,
  handlers: readonly Node[],
  { factory, source, style }: { readonly factory: string; readonly source: Source; readonly style: CodeStyle },
): Renewed | Problem {
  const { root } = source;
  const specifier = root
    .descendantsOfType(['import_specifier', 'import_clause'])
    .map((node) => (node.type === 'import_clause' ? node.namedChild(0) : node))
    .find(
      (node) =>
        node !== null && (node.childForFieldName('alias') ?? node.childForFieldName('name') ?? node).text === server,
    );
  if (specifier === undefined || specifier === null) return { because: `\`${server}\` is not imported by that name` };
  const uses = usesOf(server, root).filter((use) => ![...handlers, ...gone].some((one) => isWithin(use, one)));
  const closed = uses.flatMap((use) => {
    const statement = statementOf(use);
    return statement !== undefined && isStatementCalling(statement, server, 'close', true) ? [statement] : [];
  });
  const beside = uses.find((use) => !closed.some((one) => isWithin(use, one)));
  if (beside !== undefined) return usedBeside(server, beside);
  return {
    make: (indent) => codeAt(indent, style, `const ${server} = ${factory}();`),
    awaits: false,
    gone: closed,
    splices: [{ ...spanOf(specifier), put: factory }],
  };
}

function insertedAt(
  call: Node,
  transport: Transport,
  server: Renewed,
  source: Source,
  style: CodeStyle,
): readonly Splice[] | Problem {
  const { name, make, comments, gone } = transport;
  const isMoved = gone.length > 0;
  return inserted(source, style, {
    call,
    declares: [transport.server, ...(isMoved && name !== undefined ? [name] : [])],
    awaits: isMoved || server.awaits,
    code: (indent) => [
      server.make(indent),
      ...make(indent),
      ...closing(call, transport).map((code) => codeAt(indent, style, code)),
      ...comments(indent),
      ...(isMoved ? [codeAt(indent, style, `await ${transport.server}.connect(${transport.connected ?? name});`)] : []),
    ],
  });
}

/** Closes both when the response ends, unless the handler closes its transport by itself. */
function closing(call: Node, { name, server }: Transport): readonly string[] {
  const handler = functionAround(call);
  if (name === undefined || handler === undefined) return [];
  const named = (method: string): Node | undefined =>
    handler
      .descendantsOfType('call_expression')
      .find(
        (one) =>
          objectOf(one)?.text === name &&
          one.childForFieldName('function')?.childForFieldName('property')?.text === method,
      );
  const response = named('handleRequest')?.childForFieldName('arguments')?.namedChild(1)?.text;
  if (named('close') !== undefined || response === undefined || !/^[\w$]+(?:\.[\w$]+)*$/.test(response)) return [];
  return [`${response}.on("close", () => {\n\tvoid ${name}.close();\n\tvoid ${server}.close();\n});`];
}

/** The statements go, or the reason why they cannot; those that stand within what is rewritten have gone already. */
function cutStatements(
  source: Source,
  statements: readonly Node[],
  rewritten: readonly Splice[],
): readonly Splice[] | Problem {
  const spans: Span[] = [];
  for (const statement of distinct(statements).filter((one) => !rewritten.some((other) => isWithin(one, other)))) {
    const span = linesOfStatement(source, statement);
    if (span === undefined) return sharing(statement);
    const last = spans.at(-1);
    // Neighbours go as one, with one of the blank lines around them.
    const next = last !== undefined && source.text.slice(last.end, span.start).trim() === '';
    spans.splice(next ? -1 : spans.length, next ? 1 : 0, next ? { start: last.start, end: span.end } : span);
  }
  return spans.map((span) => emptied(source, span) ?? cutLines(source.text, span));
}

/** A block of which nothing is left becomes `{}`. */
function emptied({ text }: Source, { start, end }: Span): Splice | undefined {
  const before = text.slice(0, start).trimEnd();
  const after = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  return before.endsWith('{') && text[after] === '}' ? { start: before.length, end: after, put: '' } : undefined;
}
