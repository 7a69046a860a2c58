import type { Launch } from '../../model/server.ts';
import type { Place } from '../../model/location.ts';
import { baseOf, folderOf } from '../paths.ts';
import { mountOn, start } from './python-drafts.ts';
import {
  type AsgiApp,
  type CallMade,
  given,
  type Given,
  known,
  type Made,
  type MountDraft,
  type RouteNote,
  type Thing,
  UNKNOWN,
  type Walk,
} from './python-things.ts';

/** Where and how an ASGI application is bound. */
export interface Binding {
  readonly how: Launch['how'];
  readonly at: Place;
  readonly binder: string;
  readonly call?: CallMade;
  readonly host?: Thing;
  readonly port?: Thing;
}

const OUTER =
  /^(?:starlette\.applications\.Starlette|fastapi(?:\.applications)?\.FastAPI|starlette\.routing\.Router|fastapi(?:\.routing)?\.APIRouter)$/;

/** Whether a dotted name makes an application that others are mounted in. */
export function isOuter(name: string): boolean {
  return OUTER.test(name);
}

/** An ASGI application is bound to a port: every MCP server in it is started. */
export function launchApp(app: Thing, binding: Binding, walk: Walk): void {
  const { how, at, binder, call, host, port } = binding;
  const bound = {
    how,
    at,
    binder,
    ...(call === undefined ? {} : { call }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
  for (const served of servedBy(app, binding, walk, 0)) {
    const { mount } = served;
    start(
      served.app.draft,
      {
        ...bound,
        method: served.app.method,
        app: served.app,
        ...(mount === undefined ? {} : { mount: mountOn(served.app.draft, mount) }),
      },
      walk,
    );
    served.app.draft.authentication.push(
      ...served.authentication.filter((one) => !served.app.draft.authentication.some((other) => other.at === one.at)),
    );
  }
  walk.exit = { ...walk.exit, program: 'yes' };
}

interface Served {
  readonly app: AsgiApp;
  readonly mount?: MountDraft;
  readonly authentication: Made['notes']['authentication'];
}

function servedBy(thing: Thing, binding: Binding, walk: Walk, depth: number): readonly Served[] {
  if (depth > 4) return [];
  switch (thing.kind) {
    case 'asgi':
      return [{ app: thing.app, authentication: [] }];
    case 'either':
      return thing.options.flatMap((option) => servedBy(option, binding, walk, depth + 1));
    case 'known':
      return typeof thing.value === 'string'
        ? servedBy(namedApp(thing.value, binding.at.path, walk), binding, walk, depth + 1)
        : [];
    case 'function':
      return servedBy(walk.invoke(thing, [], false, walk), binding, walk, depth + 1);
    case 'made':
      return isOuter(thing.name) ? mountedIn(thing, walk) : [];
    default:
      return [];
  }
}

/** `uvicorn.run("main:app")`: the object of a module of the project. */
function namedApp(target: string, from: string, walk: Walk): Thing {
  const [module = '', attribute = 'app'] = target.split(':');
  const relative = `${module.replaceAll('.', '/')}.py`;
  const own = from === relative || from.endsWith(`/${relative}`) || baseOf(from) === relative;
  const path = own
    ? from
    : [folderOf(from), '']
        .map((folder) => (folder === '' ? relative : `${folder}/${relative}`))
        .find((candidate) => walk.modules(candidate) !== undefined);
  return (path === undefined ? undefined : walk.load(path, walk))?.bindings.get(attribute) ?? UNKNOWN;
}

function mountedIn(outer: Made, walk: Walk): readonly Served[] {
  const found = outer.notes.routes.flatMap((route) => innerApps(route.inner, walk).map((app) => ({ route, app })));
  return found.map(({ route, app }) => ({
    app,
    mount: {
      at: route.at,
      prefix: route.prefix,
      exact: route.exact,
      app,
      alone: found.length === 1,
      lifespan: lifespanOf(outer, app),
      ...(route.written === undefined ? {} : { inner: route.written }),
      ...(route.into === undefined ? {} : { into: route.into }),
      ...(lacksLifespan(outer) ? { outer: outer.call } : {}),
    },
    authentication: outer.notes.authentication,
  }));
}

/** The MCP applications behind what is mounted: itself, or what its handler calls. */
function innerApps(inner: Thing, walk: Walk): readonly AsgiApp[] {
  if (inner.kind === 'asgi') return [inner.app];
  if (inner.kind === 'either') return inner.options.flatMap((option) => innerApps(option, walk));
  if (inner.kind === 'method' && inner.name === 'handle_request') return managedBy(inner.of);
  if (inner.kind === 'made') return inner.call.arguments.flatMap(({ thing }) => managedBy(thing));
  if (inner.kind === 'function') return handledBy(inner, walk);
  const handler = inner.kind === 'instance' ? inner.of.attributes.get('__call__') : undefined;
  return handler?.kind === 'function' ? handledBy({ ...handler, self: inner }, walk) : [];
}

function managedBy(thing: Thing): readonly AsgiApp[] {
  return thing.kind === 'server' || thing.kind === 'manager'
    ? [{ draft: thing.draft, method: 'handle_request', call: undefined }]
    : [];
}

/** Looks into a request handler for the session manager that it hands requests to. */
function handledBy(handler: Extract<Thing, { kind: 'function' }>, walk: Walk): readonly AsgiApp[] {
  const before = { reach: walk.reach, exit: walk.exit, handled: walk.handled };
  walk.reach = { level: 'no', conditions: [] };
  walk.handled = [];
  walk.invoke(handler, [], true, walk);
  const found = walk.handled;
  Object.assign(walk, before);
  return found;
}

/** `lambda app: mcp.session_manager.run()` */
const RUNS_MANAGER = /^lambda\b[^:]*:\s*[\w.]+\.run\(\)$/;

function lacksLifespan({ notes, call }: Made): boolean {
  const lifespan = notes.lifespan ?? given(call, 'lifespan')?.thing;
  return (
    !call.open &&
    notes.events !== true &&
    (lifespan === undefined || (lifespan.kind === 'known' && lifespan.value === null))
  );
}

function lifespanOf(outer: Made, app: AsgiApp): MountDraft['lifespan'] {
  if (app.method === 'sse_app' || app.method === 'mount_http') return 'passed';
  const lifespan = outer.notes.lifespan ?? given(outer.call, 'lifespan')?.thing;
  if (lifespan === undefined) return outer.call.open ? 'unclear' : 'missing';
  const written = given(outer.call, 'lifespan')?.written.value.text ?? '';
  return lifespan.kind === 'unknown' && RUNS_MANAGER.test(written) ? 'passed' : runsInner(lifespan);
}

function runsInner(lifespan: Thing): MountDraft['lifespan'] {
  if (lifespan.kind === 'lifespan') return 'passed';
  if (lifespan.kind === 'known' && lifespan.value === null) return 'missing';
  if (lifespan.kind === 'function') return lifespan.definition.runsLifespan ? 'passed' : 'missing';
  if (lifespan.kind === 'made' && lifespan.call.arguments.some(({ thing }) => runsInner(thing) === 'passed'))
    return 'passed';
  return 'unclear';
}

/** `Mount("/x", app=inner)` and `Route("/x", endpoint=handler)` as notes of the application they are given to. */
export function routesIn(thing: Thing | undefined): readonly RouteNote[] {
  if (thing === undefined) return [];
  if (thing.kind === 'list') return thing.items.flatMap(routesIn);
  if (thing.kind !== 'made') return [];
  const prefix = given(thing.call, 'path', 0)?.thing ?? known('', thing.call.expression);
  const { at } = thing.call.expression;
  if (/(?:^|\.)Mount$/.test(thing.name)) {
    const app = given(thing.call, 'app', 1);
    const inner = app?.thing;
    const deeper = routesIn(given(thing.call, 'routes')?.thing);
    if (inner === undefined) return deeper.map((route) => ({ ...route, prefix: joinPrefix(prefix, route.prefix) }));
    return [{ prefix, inner, exact: false, at, ...writtenAs(app) }];
  }
  const handler = /(?:^|\.)Route$/.test(thing.name) ? given(thing.call, 'endpoint', 1)?.thing : undefined;
  return handler === undefined ? [] : [{ prefix, inner: handler, exact: true, at }];
}

/** What an argument is as written. */
export function writtenAs(argument: Given | undefined): Pick<RouteNote, 'written'> {
  if (argument === undefined || argument.written.splat !== undefined) return {};
  const { text, at } = argument.written.value;
  return { written: { value: text, at } };
}

function joinPrefix(outer: Thing, inner: Thing): Thing {
  if (outer.kind !== 'known' || inner.kind !== 'known') return UNKNOWN;
  return { ...inner, value: `${String(outer.value).replace(/\/$/, '')}${String(inner.value)}` };
}
