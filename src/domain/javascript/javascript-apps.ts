import { packageMemberOf } from './javascript-packages.ts';
import { callAt, keyOf, originOf, type Program, type Spot } from './javascript-program.ts';
import type { CallNote, Expression, JavaScriptModule } from './javascript-syntax.ts';

/** What answers HTTP requests in a program. */
export type Framework = 'express' | 'fastify' | 'hono' | 'koa' | 'http' | 'other';

/** An application or a bare server, and the call that makes it. */
export interface App {
  readonly key: string;
  readonly framework: Framework;
  readonly spot: Spot;
  /** The SDK's own function that makes it, with a guard against foreign Host headers. */
  readonly guardedBy?: string;
}

/** Makers of applications: `package` or `package name`. */
const MAKERS: Readonly<Record<string, Framework>> = {
  'express ': 'express',
  'express express': 'express',
  'express Router': 'express',
  'fastify ': 'fastify',
  'fastify fastify': 'fastify',
  'hono Hono': 'hono',
  'hono/tiny Hono': 'hono',
  'hono/quick Hono': 'hono',
  '@hono/zod-openapi OpenAPIHono': 'hono',
  'koa ': 'koa',
  '@koa/router ': 'koa',
  'koa-router ': 'koa',
  'http createServer': 'http',
  'http Server': 'http',
  'https createServer': 'http',
  'http2 createServer': 'http',
  'http2 createSecureServer': 'http',
  '@modelcontextprotocol/sdk/server/express.js createMcpExpressApp': 'express',
  '@modelcontextprotocol/sdk/server/index.js createMcpExpressApp': 'express',
  '@modelcontextprotocol/express createMcpExpressApp': 'express',
  '@modelcontextprotocol/hono createMcpHonoApp': 'hono',
  '@modelcontextprotocol/fastify createMcpFastifyApp': 'fastify',
};

/** The application that an expression comes to; `other` when something unknown makes it. */
export function appOf(program: Program, spot: Spot): App | undefined {
  const origin = originOf(program, spot);
  if (origin === undefined) return undefined;
  const call = callAt(origin);
  if (call === undefined) return { key: keyOf(origin), framework: 'other', spot: origin };
  const made = packageMemberOf(program, { module: origin.module, expression: call.callee });
  const framework =
    made === undefined
      ? undefined
      : MAKERS[`${made.package.replace(/^(@modelcontextprotocol\/sdk\/server\/\w+)$/, '$1.js')} ${made.name}`];
  const guardedBy = made !== undefined && /^createMcp\w+App$/.test(made.name) ? made.name : undefined;
  return {
    key: keyOf(origin),
    framework: framework ?? 'other',
    spot: origin,
    ...(guardedBy === undefined ? {} : { guardedBy }),
  };
}

/** A route of an application: which paths it answers, and with what. */
export interface Route {
  readonly app: App;
  readonly paths: readonly PathPattern[];
  readonly methods: 'all' | 'post' | 'other';
  readonly handlers: readonly Spot[];
  readonly module: JavaScriptModule;
  readonly call: CallNote;
}

/** A path as it is written; absent: every path. */
export interface PathPattern {
  readonly spot?: Spot;
  /** Everything below it is answered, too: `use('/mcp', …)`. */
  readonly prefix: boolean;
}

const VERBS = /^(?:post|all|use|get|put|patch|delete|options|route|on|any|mount)$/;

/** Every call that registers something with an application of the program. */
export function routesOf(program: Program): readonly Route[] {
  return program.modules.flatMap((module) => module.calls.flatMap((call) => routeOf(program, module, call) ?? []));
}

function routeOf(program: Program, module: JavaScriptModule, call: CallNote): Route | undefined {
  if (call.isNew || call.callee.kind !== 'member' || !VERBS.test(call.callee.property)) return undefined;
  const { object, property } = call.callee;
  const at = (expression: Expression): Spot => ({ module, expression });
  const outer = callAt(at(object));
  if (
    outer !== undefined &&
    outer.callee.kind === 'member' &&
    outer.callee.property === 'route' &&
    property !== 'route'
  ) {
    const app = appOf(program, at(outer.callee.object));
    return app === undefined
      ? undefined
      : {
          app,
          paths: pathsOf(program, outer.arguments[0], module, false),
          ...rest(property, call, module, call.arguments),
        };
  }
  const app = receiverOf(program, at(object), call);
  if (app === undefined) return undefined;
  const [first, ...others] = call.arguments;
  if (property === 'route' && first?.kind === 'object') return declaredRoute(program, app, first, call, module);
  const hasPath = first !== undefined && (property !== 'use' || isPath(program, at(first)));
  const paths = hasPath
    ? pathsOf(program, property === 'on' ? others[0] : first, module, property === 'use' || property === 'mount')
    : [{ prefix: true }];
  return { app, paths, ...rest(property, call, module, hasPath ? others : call.arguments) };
}

/** Something unknown that is told to answer a path is an application, too: a parameter, a plug-in's instance. */
function receiverOf(program: Program, spot: Spot, call: CallNote): App | undefined {
  const app = appOf(program, spot);
  if (app !== undefined && app.framework !== 'other') return app;
  const [first] = call.arguments;
  if (first?.kind !== 'literal' || typeof first.value !== 'string' || !first.value.startsWith('/')) return undefined;
  return app ?? { key: `${spot.module.path} ${spot.expression.text}`, framework: 'other', spot };
}

function rest(
  verb: string,
  call: CallNote,
  module: JavaScriptModule,
  handlers: readonly Expression[],
): Omit<Route, 'app' | 'paths'> {
  const methods =
    verb === 'post' ? 'post' : verb === 'all' || verb === 'use' || verb === 'any' || verb === 'mount' ? 'all' : 'other';
  return { methods, handlers: handlers.map((expression) => ({ module, expression })), module, call };
}

/** Fastify's `route({ method, url, handler })`. */
function declaredRoute(
  program: Program,
  app: App,
  options: Expression & { kind: 'object' },
  call: CallNote,
  module: JavaScriptModule,
): Route {
  const entry = (key: string): Expression | undefined => options.entries.find((each) => each.key === key)?.value;
  const method = entry('method');
  const text = method?.text.toUpperCase() ?? '';
  const methods =
    method?.kind === 'array' && text.includes('POST') && text.includes('GET')
      ? 'all'
      : text.includes('POST')
        ? 'post'
        : 'other';
  const handler = entry('handler');
  return {
    app,
    paths: pathsOf(program, entry('url') ?? entry('path'), module, false),
    methods,
    handlers: handler === undefined ? [] : [{ module, expression: handler }],
    module,
    call,
  };
}

function isPath(program: Program, spot: Spot): boolean {
  const origin = originOf(program, spot);
  const kind = origin?.expression.kind;
  if (kind === 'array') return origin?.expression.kind === 'array' && origin.expression.items[0]?.kind === 'literal';
  return kind === 'literal' || kind === 'template';
}

function pathsOf(
  program: Program,
  expression: Expression | undefined,
  module: JavaScriptModule,
  prefix: boolean,
): Route['paths'] {
  if (expression === undefined) return [];
  const origin = originOf(program, { module, expression });
  if (origin?.expression.kind === 'array')
    return origin.expression.items.flatMap((item) => pathsOf(program, item, origin.module, prefix));
  return [{ prefix, spot: { module, expression } }];
}
