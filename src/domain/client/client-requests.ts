import type { Header, HttpRequest, Invocation, Literal, Slot } from '../../model/client.ts';
import { isMcpPayload } from './client-payload.ts';
import { argument, type Call, type Expr, followed, literalOf, type Resolver } from './client-program.ts';
import { callsOf, type ClientSource, codeAt, type Members, membersOf, resolved, shapeOf } from './client-source.ts';

/** The hand-written HTTP requests of a program to a runtime, or to an MCP server on the same machine. */
export function requestsOf(source: ClientSource): readonly HttpRequest[] {
  return callsOf(source).flatMap((call) => {
    const request = requestOf(call, source.resolver);
    const to = request === undefined ? undefined : targetOf(request.url, source.resolver);
    if (request === undefined || to === undefined) return [];
    const mcp = isMcpPayload(request.body, source.resolver, source.text);
    const defaults = request.defaults === 'client' ? clientsHaveHeaders(source.resolver) : request.defaults;
    const into = headerSlot(request, call, source);
    return [
      {
        ...codeAt(source, call),
        to,
        mcp,
        accept: acceptOf(request.headers, defaults, source),
        ...(into === undefined ? {} : { into }),
      },
    ];
  });
}

interface Request {
  readonly url: Expr;
  readonly body?: Expr | undefined;
  readonly headers?: Expr | undefined;
  /** Where `headers` belong: the keywords of the call, an object, or an object at a position of the call. */
  readonly home: 'keywords' | Expr | number;
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
        home: 'keywords',
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
      home: second ?? 1,
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
    home: third ?? 2,
    defaults: third !== undefined && config === undefined ? true : defaults,
  };
}

function headerSlot({ headers, home }: Request, call: Call, { resolver, at }: ClientSource): Slot | undefined {
  if (headers !== undefined) {
    const map = resolved(headers, resolver);
    return map.kind === 'map' ? { kind: 'members', at: at(map), of: 'them' } : undefined;
  }
  if (home === 'keywords') return { kind: 'call', at: at(call) };
  if (typeof home === 'number') return { kind: 'call', at: at(call), position: home };
  const request = resolved(home, resolver);
  return request.kind === 'map' ? { kind: 'members', at: at(request), of: 'request' } : undefined;
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
    const into = parameterSlot(call, source);
    return [
      {
        ...codeAt(source, call),
        mcp,
        accept: headerOf(memberOf(members, 'accept'), members.open, source),
        contentType: headerOf(memberOf(members, 'contentType'), members.open, source),
        ...(into === undefined ? {} : { into }),
      },
    ];
  });
}

function parameterSlot(call: Call, { resolver, at }: ClientSource): Slot | undefined {
  if (resolver.program.language === 'python') return { kind: 'call', at: at(call) };
  const [input] = call.args;
  const map = input === undefined ? undefined : resolved(input.value, resolver);
  return map?.kind === 'map' ? { kind: 'members', at: at(map), of: 'them' } : undefined;
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

function acceptOf(headers: Expr | undefined, defaults: boolean, source: ClientSource): Header {
  if (headers === undefined) return { kind: defaults ? 'unclear' : 'absent' };
  const members = membersOf(headers, source.resolver);
  if (members === undefined) return { kind: 'unclear' };
  return headerOf(memberOf(members, 'accept'), members.open || defaults, source);
}

function headerOf(value: Expr | undefined, open: boolean, source: ClientSource): Header {
  if (value === undefined) return { kind: open ? 'unclear' : 'absent' };
  const text = literalOf(value, source.resolver);
  if (text === undefined) return { kind: 'unclear' };
  const literal = literalAt(value, text, source);
  return { kind: 'written', value: text, at: source.at(value), ...(literal === undefined ? {} : { literal }) };
}

/** The one text that a value is, or that its name stands for. */
function literalAt(value: Expr, text: string, { resolver, at }: ClientSource): Literal | undefined {
  const [only, ...others] = followed(value, resolver);
  const isWhole = only?.kind === 'text' && others.length === 0 && only.source.includes(text);
  return isWhole ? { at: at(only), quotes: '"' } : undefined;
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
