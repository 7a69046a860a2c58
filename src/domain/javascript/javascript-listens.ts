import type { Scalar, Setting } from '../../model/value.ts';
import { appOf, type Framework } from './javascript-apps.ts';
import { packageMemberOf } from './javascript-packages.ts';
import { callAt, originOf, type Program, type Spot } from './javascript-program.ts';
import type { CallNote, Expression, JavaScriptModule, ObjectEntry } from './javascript-syntax.ts';
import { settingOf } from './javascript-settings.ts';
import { evaluate, type Outcome } from './javascript-values.ts';

/** A call that opens a port. */
export interface Listen {
  readonly module: JavaScriptModule;
  readonly call: CallNote;
  /** Keys of the applications that answer there. */
  readonly apps: ReadonlySet<string>;
  /** Handlers that are given directly: `createServer(handle)`, `Bun.serve({ fetch })`. */
  readonly handlers: readonly Spot[];
  readonly framework: Framework;
  readonly host: Setting<string>;
  readonly port: Setting<number>;
}

/** What a way of listening does when nothing is said; each seen in a running process, verified 2026-11-23. */
const DEFAULTS = {
  /** https://nodejs.org/docs/latest-v22.x/api/net.html#serverlistenport-host-backlog-callback */
  node: { host: '::', because: 'Node listens on all interfaces when no host is given', port: undefined },
  /** https://fastify.dev/docs/latest/Reference/Server/#listen */
  fastify: { host: 'localhost', because: 'Fastify listens on `localhost` when no `host` is given', port: undefined },
  /** https://github.com/honojs/node-server#options */
  hono: { host: '::', because: '`serve` listens on all interfaces when no `hostname` is given', port: 3000 },
  /** https://bun.sh/docs/runtime/http/server */
  bun: { host: '0.0.0.0', because: 'Bun listens on all interfaces when no `hostname` is given', port: 3000 },
  /** https://docs.deno.com/api/deno/~/Deno.serve */
  deno: { host: '0.0.0.0', because: 'Deno listens on all interfaces when no `hostname` is given', port: 8000 },
} as const;

type Manner = keyof typeof DEFAULTS;

/** Every call of the program that opens a port for HTTP. */
export function listensOf(program: Program): readonly Listen[] {
  return program.modules.flatMap((module) => module.calls.flatMap((call) => listenOf(program, module, call) ?? []));
}

function listenOf(program: Program, module: JavaScriptModule, call: CallNote): Listen | undefined {
  if (call.isNew) return undefined;
  const { callee } = call;
  const spot = (expression: Expression): Spot => ({ module, expression });
  if (callee.kind === 'member' && callee.property === 'listen') return methodListen(program, spot(callee.object), call);
  const serving =
    callee.text === 'Bun.serve'
      ? 'bun'
      : callee.text === 'Deno.serve'
        ? 'deno'
        : isHonoServe(program, spot(callee))
          ? 'hono'
          : undefined;
  if (serving === undefined) return undefined;
  const options = call.arguments.find(({ kind }) => kind !== 'function');
  const fetches = call.arguments.flatMap((argument) =>
    argument.kind === 'function' && serving !== 'deno' ? [] : fetchersOf(program, spot(argument)),
  );
  return build(program, {
    module,
    call,
    manner: serving,
    framework: 'hono',
    served: fetches,
    ...fromOptions(program, options === undefined ? undefined : spot(options)),
  });
}

function isHonoServe(program: Program, spot: Spot): boolean {
  const member = packageMemberOf(program, spot);
  return member?.package === '@hono/node-server' && member.name === 'serve';
}

/** What `serve` hands requests to: `app.fetch`, `app` itself, or a function. */
function fetchersOf(program: Program, spot: Spot): readonly Spot[] {
  const { expression } = spot;
  if (expression.kind === 'object') {
    const fetch = expression.entries.find(({ key }) => key === 'fetch' || key === 'handler');
    return fetch === undefined ? [] : fetchersOf(program, { ...spot, expression: fetch.value });
  }
  return [spot];
}

/** `app.listen(port, host)`, `server.listen({ port, host })`, `createServer(app).listen(…)`. */
function methodListen(program: Program, receiver: Spot, call: CallNote): Listen | undefined {
  const app = appOf(program, receiver);
  const framework = app?.framework ?? 'other';
  const [first, second] = call.arguments;
  if (framework === 'other' && !looksLikePort(program, receiver, first)) return undefined;
  const { module } = receiver;
  const manner: Manner = framework === 'fastify' ? 'fastify' : 'node';
  const given = first === undefined ? undefined : originOf(program, { module, expression: first });
  const byObject = first?.kind === 'object' || given?.expression.kind === 'object';
  const settings = byObject
    ? fromOptions(program, given ?? receiver)
    : {
        port: outcomeOf(program, module, first),
        host: second === undefined || second.kind === 'function' ? undefined : hostArgument(program, module, second),
        open: false,
      };
  return build(program, { module, call, manner, framework, served: [receiver], ...settings });
}

/** An unknown object with a `listen` method listens on a port when a port, or an object that has one, is passed. */
function looksLikePort(program: Program, receiver: Spot, first: Expression | undefined): boolean {
  if (first === undefined || first.kind === 'function') return false;
  if (first.kind === 'object') return first.entries.some(({ key }) => key === 'port');
  const outcome = evaluate(program, { module: receiver.module, expression: first });
  return (outcome.kind === 'known' && Number.isInteger(Number(outcome.value))) || /port/i.test(first.text);
}

/** The second argument may be the host, the backlog or the callback. */
function hostArgument(program: Program, module: JavaScriptModule, second: Expression): Outcome | undefined {
  const outcome = evaluate(program, { module, expression: second });
  if (outcome.kind === 'known')
    return typeof outcome.value === 'string' || outcome.value === undefined ? outcome : undefined;
  const origin = originOf(program, { module, expression: second });
  return origin?.expression.kind === 'function' ? undefined : outcome;
}

interface Given {
  readonly port: Outcome | undefined;
  readonly host: Outcome | undefined;
  /** Options that are spread in from elsewhere. */
  readonly open: boolean;
}

function fromOptions(program: Program, spot: Spot | undefined): Given {
  const options = spot?.expression;
  if (spot === undefined || options?.kind !== 'object')
    return {
      port: undefined,
      host: undefined,
      open: options !== undefined && options.kind !== 'member' && options.kind !== 'name',
    };
  const entry = (...keys: readonly string[]): Outcome | undefined => {
    const found: ObjectEntry | undefined = options.entries.find(({ key }) => keys.includes(key));
    return found === undefined ? undefined : evaluate(program, { module: spot.module, expression: found.value });
  };
  return { port: entry('port'), host: entry('host', 'hostname'), open: options.open };
}

function outcomeOf(
  program: Program,
  module: JavaScriptModule,
  expression: Expression | undefined,
): Outcome | undefined {
  return expression === undefined || expression.kind === 'function'
    ? undefined
    : evaluate(program, { module, expression });
}

interface Parts extends Given {
  readonly module: JavaScriptModule;
  readonly call: CallNote;
  readonly manner: Manner;
  readonly framework: Framework;
  readonly served: readonly Spot[];
}

function build(program: Program, { module, call, manner, framework, served, port, host, open }: Parts): Listen {
  const at = call.at;
  const rule = DEFAULTS[manner];
  const spread: Setting<never> = {
    kind: 'unclear',
    saw: `in \`${call.callee.text}(…)\`, whose options come from elsewhere`,
    at,
  };
  const hostDefault = (): Setting<string> =>
    open ? spread : { kind: 'default', value: rule.host, at, because: rule.because };
  const portDefault = (outcome?: Outcome): Setting<number> => {
    if (open) return spread;
    if (rule.port !== undefined)
      return {
        kind: 'default',
        value: rule.port,
        at,
        because: `\`${call.callee.text}\` takes ${rule.port} when no port is given`,
      };
    const variable = outcome?.kind === 'known' ? outcome.unless : undefined;
    return {
      kind: 'unclear',
      saw: variable === undefined ? 'not given' : `taken from \`${variable}\`, which nothing in the project sets`,
      at: outcome?.at ?? at,
    };
  };
  const apps = new Set<string>();
  const handlers: Spot[] = [];
  for (const spot of served) collectServed(program, spot, apps, handlers);
  return {
    module,
    call,
    apps,
    handlers,
    framework,
    host: host === undefined ? hostDefault() : settingOf(host, asText, hostDefault),
    port: port === undefined ? portDefault() : settingOf(port, asPort, portDefault),
  };
}

function asText(value: Scalar): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asPort(value: Scalar): number | undefined {
  const port = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value);
  return Number.isInteger(port) ? port : undefined;
}

/** The application behind a receiver, and what a bare server is made with. */
function collectServed(program: Program, spot: Spot, apps: Set<string>, handlers: Spot[]): void {
  const whole: Spot =
    spot.expression.kind === 'member' && spot.expression.property === 'fetch'
      ? { ...spot, expression: spot.expression.object }
      : spot;
  handlers.push(spot);
  const app = appOf(program, whole);
  if (app === undefined || apps.has(app.key)) return;
  apps.add(app.key);
  const origin = originOf(program, whole);
  const made = origin === undefined ? undefined : callAt(origin);
  if (origin === undefined || made === undefined || app.framework !== 'http') return;
  for (const expression of made.arguments) {
    if (expression.kind !== 'object') collectServed(program, { module: origin.module, expression }, apps, handlers);
  }
}
