import type { Header, HttpRequest, Invocation, RuntimeUrl, SessionId } from '../../model/client.ts';
import { encodingOf, encodingOfLiteral } from './client-arn.ts';
import { isMcpPayload } from './client-payload.ts';
import { argument, type Call, type Expr, flattened, literalOf, type Resolver, type Span } from './client-program.ts';
import { callsOf, type ClientSource, codeAt, type Members, membersOf, shapeOf } from './client-source.ts';

/** The URLs of a program that are put together around an ARN: `…/runtimes/` + ARN + `/invocations`. */
export function urlsOf(source: ClientSource): readonly RuntimeUrl[] {
  const { resolver } = source;
  const seen = new Set<number>();
  return resolver.program.expressions.flatMap((expr) => {
    if (expr.kind !== 'text') return [];
    const found = arnIn(joined(expr), expr);
    return (found.length > 0 ? found : arnIn(flattened(expr, resolver), expr)).flatMap(
      ({ arn, span }): readonly RuntimeUrl[] => {
        if (seen.has(span.start)) return [];
        seen.add(span.start);
        const encoding = typeof arn === 'string' ? encodingOfLiteral(arn) : encodingOf(arn, resolver);
        return [{ ...codeAt(source, span), arn: encoding, saw: typeof arn === 'string' ? arn : arn.source }];
      },
    );
  });
}

/** The parts of a text that is put together with `+`, names left as they are. */
function joined(expr: Expr): readonly (string | Expr)[] {
  return expr.kind === 'text'
    ? expr.parts.flatMap((part) => (typeof part === 'string' ? [part] : joined(part)))
    : [expr];
}

function arnIn(
  parts: readonly (string | Expr)[],
  whole: Expr,
): readonly { readonly arn: string | Expr; readonly span: Span }[] {
  const index = parts.findIndex((part) => typeof part === 'string' && part.includes('/runtimes/'));
  const before = parts[index];
  if (typeof before !== 'string') return [];
  const rest = before.slice(before.indexOf('/runtimes/') + '/runtimes/'.length);
  const next = parts[index + 1];
  const after = parts.slice(index + 2).find((part) => typeof part === 'string');
  if (rest === '' && next !== undefined && typeof next !== 'string') {
    return typeof after === 'string' && after.startsWith('/invocations') ? [{ arn: next, span: next }] : [];
  }
  const literal = /^(arn.*?)\/invocations/.exec(
    parts
      .slice(index)
      .map((part) => (typeof part === 'string' ? part : '…'))
      .join('')
      .split('/runtimes/')[1] ?? '',
  );
  return literal?.[1] === undefined ? [] : [{ arn: literal[1], span: whole }];
}

/** The hand-written HTTP requests of a program to a runtime, or to an MCP server on the same machine. */
export function requestsOf(source: ClientSource): readonly HttpRequest[] {
  return callsOf(source).flatMap((call) => {
    const request = requestOf(call, source.resolver);
    const to = request === undefined ? undefined : targetOf(request.url, source.resolver);
    if (request === undefined || to === undefined) return [];
    const mcp = isMcpPayload(request.body, source.resolver, source.text);
    const defaults = request.defaults === 'client' ? clientsHaveHeaders(source.resolver) : request.defaults;
    return [{ ...codeAt(source, call), to, mcp, accept: acceptOf(request.headers, defaults, source) }];
  });
}

interface Request {
  readonly url: Expr;
  readonly body?: Expr | undefined;
  readonly headers?: Expr | undefined;
  /** Whether there may be more headers than are written here: those that a client object adds to all its requests. */
  readonly defaults: boolean | 'client';
}

function requestOf(call: Call, resolver: Resolver): Request | undefined {
  const name = call.callee.slice(call.callee.lastIndexOf('.') + 1);
  const owner = call.callee.slice(0, Math.max(0, call.callee.lastIndexOf('.')));
  const defaults = /^(?:requests|httpx|urllib\.request|urllib|axios|)$/.test(owner) ? false : 'client';
  if (resolver.program.language === 'typescript') return typescriptRequest(call, name, owner, defaults, resolver);
  const shift = name === 'request' || name === 'stream' ? 1 : 0;
  if (!/^(?:post|request|stream|Request)$/.test(name)) return undefined;
  const url = argument(call, 'url', shift);
  const body = ['json', 'data', 'content', 'body']
    .map((key) => argument(call, key))
    .find((value) => value !== undefined);
  const positional = name === 'Request' ? argument(call, 'data', 1) : undefined;
  return url === undefined
    ? undefined
    : {
        url,
        body: body ?? positional,
        headers: argument(call, 'headers', name === 'Request' ? 2 : undefined),
        defaults,
      };
}

function typescriptRequest(
  call: Call,
  name: string,
  owner: string,
  defaults: false | 'client',
  resolver: Resolver,
): Request | undefined {
  const url = call.args[0]?.value;
  const second = call.args[1]?.value;
  if (url === undefined) return undefined;
  if (name === 'fetch') {
    const init = second === undefined ? undefined : membersOf(second, resolver);
    return {
      url,
      body: memberOf(init, 'body'),
      headers: memberOf(init, 'headers'),
      defaults: second !== undefined && (init === undefined || init.open),
    };
  }
  if (name !== 'post' || owner === '') return undefined;
  const third = call.args[2]?.value;
  const config = third === undefined ? undefined : membersOf(third, resolver);
  return {
    url,
    body: second,
    headers: memberOf(config, 'headers'),
    defaults: third !== undefined && config === undefined ? true : defaults,
  };
}

function targetOf(url: Expr, resolver: Resolver): HttpRequest['to'] | undefined {
  const shape = shapeOf(url, resolver);
  if (/\/runtimes\/.*\/invocations(?!\/)/s.test(shape)) return 'runtime';
  return /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0):8000\/mcp\/?$/.test(shape) ? 'local' : undefined;
}

/** The `InvokeAgentRuntime` calls of a program. */
export function invocationsOf(source: ClientSource): readonly Invocation[] {
  const { resolver } = source;
  return callsOf(source).flatMap((call): readonly Invocation[] => {
    const members = inputOf(call, resolver);
    if (members === undefined) return [];
    const mcp = isMcpPayload(memberOf(members, 'payload'), resolver, source.text);
    return [{ ...codeAt(source, call), mcp, accept: headerOf(memberOf(members, 'accept'), members.open, source) }];
  });
}

function inputOf(call: Call, resolver: Resolver): Members | undefined {
  if (call.callee.endsWith('invoke_agent_runtime') && call.on !== undefined) {
    const spread = call.spreads.map((expr) => membersOf(expr, resolver));
    const entries = call.args.flatMap(({ name, value }) => (name === undefined ? [] : [{ key: name, value }]));
    return {
      entries: [...entries, ...spread.flatMap((one) => one?.entries ?? [])],
      open: spread.some((one) => one === undefined || one.open),
    };
  }
  const input = call.callee === 'InvokeAgentRuntimeCommand' ? call.args[0]?.value : undefined;
  return input === undefined ? undefined : (membersOf(input, resolver) ?? { entries: [], open: true });
}

const SESSION_KEY = /^(?:runtimeSessionId|x-amzn-bedrock-agentcore-runtime-session-id)$/i;

/** The runtime session ids of a program whose length can be told. */
export function sessionsOf(source: ClientSource): readonly SessionId[] {
  const { resolver } = source;
  return resolver.program.expressions.flatMap((expr) => {
    const entries =
      expr.kind === 'map'
        ? expr.entries
        : expr.kind === 'call'
          ? expr.args.map(({ name, value }) => ({ ...(name === undefined ? {} : { key: name }), value }))
          : [];
    return entries.flatMap(({ key, value }): readonly SessionId[] => {
      const length = key !== undefined && SESSION_KEY.test(key) ? lengthOf(value, resolver) : undefined;
      return length === undefined ? [] : [{ ...codeAt(source, value), length, saw: value.source }];
    });
  });
}

/** The length of a text of which every part is known; a UUID has 36 characters, its `hex` 32. */
function lengthOf(expr: Expr, resolver: Resolver, depth = 0): number | undefined {
  let length = 0;
  for (const part of flattened(expr, resolver)) {
    const one =
      typeof part === 'string' ? (isPlaceholder(part) ? undefined : part.length) : uuidLength(part, resolver, depth);
    if (one === undefined) return undefined;
    length += one;
  }
  return length;
}

function uuidLength(expr: Expr, resolver: Resolver, depth: number): number | undefined {
  if (depth > 6) return undefined;
  const [value, ...others] = expr.kind === 'name' ? resolver.definitions(expr) : [expr];
  if (value === undefined || others.length > 0) return undefined;
  if (value.kind === 'text') return lengthOf(value, resolver, depth + 1);
  if (
    value.kind === 'member' &&
    value.name === 'hex' &&
    value.on.kind === 'call' &&
    /(?:^|\.)uuid[14]$/.test(value.on.callee)
  )
    return 32;
  if (value.kind !== 'call') return undefined;
  if (/(?:^|\.)(?:uuid[14]|randomUUID|uuidv4)$/.test(value.callee)) return 36;
  const inner = value.callee === 'str' || value.callee === 'String' ? value.args[0]?.value : undefined;
  return inner === undefined ? undefined : uuidLength(inner, resolver, depth + 1);
}

/** Whether a text stands for something that the reader puts in. */
export function isPlaceholder(text: string): boolean {
  return /[<>[\]{}$]|\.\.\.|…|your|\bxxx/i.test(text) || /^[A-Z][A-Z0-9_-]*$/.test(text);
}

function acceptOf(headers: Expr | undefined, defaults: boolean, source: ClientSource): Header {
  if (headers === undefined) return { kind: defaults ? 'unclear' : 'absent' };
  const members = membersOf(headers, source.resolver);
  if (members === undefined) return { kind: 'unclear' };
  return headerOf(memberOf(members, 'accept'), members.open || defaults, source);
}

function headerOf(value: Expr | undefined, open: boolean, source: ClientSource): Header {
  if (value === undefined) return { kind: open ? 'unclear' : 'absent' };
  const literal = literalOf(value, source.resolver);
  return literal === undefined ? { kind: 'unclear' } : { kind: 'written', value: literal, at: source.at(value) };
}

/** The last value of a key, without regard to case. */
function memberOf(members: Members | undefined, key: string): Expr | undefined {
  return members?.entries.findLast((entry) => entry.key?.toLowerCase() === key.toLowerCase())?.value;
}

/** Whether a client object of the file is made with headers of its own. */
function clientsHaveHeaders({ program }: Resolver): boolean {
  return program.expressions.some(
    (expr) =>
      (expr.kind === 'call' &&
        /(?:Client|Session|\bcreate|extend)$/.test(expr.callee) &&
        (expr.spreads.length > 0 || expr.source.includes('headers'))) ||
      (expr.kind === 'call' && expr.callee.endsWith('headers.update')) ||
      (expr.kind === 'member' &&
        expr.name === 'headers' &&
        expr.on.kind === 'name' &&
        /session|client/i.test(expr.on.name)),
  );
}
