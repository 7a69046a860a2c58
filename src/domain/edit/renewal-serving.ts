import type { Node } from 'web-tree-sitter';
import { type CodeStyle, codeAt } from './code-style.ts';
import { isStatementCalling, statementOf } from './javascript-nodes.ts';
import { onceOf, type Renewed } from './renewal-server.ts';
import { type Problem, sharing } from './renewal-statements.ts';
import { connectionBy, movedTransport, objectOf, type Transport } from './renewal-transport.ts';
import { indentOf, type Splice } from './splice.ts';
import { linesOfStatement, type Source } from './statement-lines.ts';

/** A transport that speaks over standard input, and the statement that connects a server to it. */
interface LocalTransport extends Transport {
  readonly connection: Node;
}

/** Finds what connects a server to a transport: a variable, or made right there. */
export function localTransport(made: Node | undefined, source: Source): LocalTransport | Problem {
  const direct = made === undefined ? undefined : connectionBy(made);
  if (direct !== undefined) {
    const server = objectOf(direct);
    const connected = statementOf(direct);
    if (
      server?.type !== 'identifier' ||
      connected === undefined ||
      !isStatementCalling(connected, server.text, 'connect')
    )
      return { because: 'the server is not connected in a statement of its own' };
    return {
      server: server.text,
      name: 'transport',
      gone: [connected],
      connection: connected,
      make: () => [],
      comments: () => [],
    };
  }
  const once = onceOf(made);
  const moved = 'because' in once ? once : movedTransport(once, [], source);
  if ('because' in moved) return moved;
  const connected = moved.gone.find((one) => isStatementCalling(one, moved.server, 'connect'));
  if (connected === undefined) return { because: 'the server is not connected in a statement of its own' };
  // What sets the new transport up stays; what makes the old one does not.
  return { ...moved, connection: connected, make: (indent) => moved.make(indent).slice(1) };
}

/** Node answers `POST /mcp` with a server and a transport for each request, in place of the statement that connected one. */
export function listening(
  source: Source,
  style: CodeStyle,
  createServer: string,
  transport: LocalTransport,
  server: Renewed,
): Splice | Problem {
  const { connection: connected, name } = transport;
  const span = linesOfStatement(source, connected, true);
  if (span === undefined) return sharing(connected);
  const indent = indentOf(source.text, connected.startIndex);
  const inner = `${indent}${style.unit}`;
  const code = [
    codeAt(indent, style, `${createServer}(async (req, res) => {`),
    codeAt(inner, style, 'if (req.url !== "/mcp") {\n\tres.writeHead(404).end();\n\treturn;\n}'),
    codeAt(inner, style, 'if (req.method !== "POST") {\n\tres.writeHead(405, { Allow: "POST" }).end();\n\treturn;\n}'),
    server.make(inner),
    codeAt(inner, style, `const ${name} = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });`),
    ...transport.make(inner),
    codeAt(inner, style, `res.on("close", () => {\n\tvoid ${name}.close();\n\tvoid ${transport.server}.close();\n});`),
    codeAt(inner, style, `await ${transport.server}.connect(${name});`),
    codeAt(inner, style, `await ${name}.handleRequest(req, res);`),
    codeAt(indent, style, '}).listen(8000, "0.0.0.0");'),
  ];
  return { ...span, put: code.join('\n') };
}
