import { bind, callFirst } from './python-builtins.ts';
import { handOver, make } from './python-made.ts';
import { isOuter, writtenAs } from './python-apps.ts';
import { authenticatorsAdded, start } from './python-drafts.ts';
import {
  type CallMade,
  type Draft,
  given,
  known,
  type Known,
  type Made,
  type Thing,
  UNKNOWN,
  type Walk,
} from './python-things.ts';
import { derive } from './python-values.ts';

const RUNS = /^run(?:_async|_stdio_async|_sse_async|_http_async|_streamable_http_async)?$/;
const APPS = /^(?:http_app|streamable_http_app|sse_app)$/;

/** A method of a server object. */
export function callServer(draft: Draft, name: string, call: CallMade, walk: Walk): Thing {
  if (draft.library === 'fastapi-mcp') return callFastApiMcp(draft, name, call);
  if (draft.className === 'StreamableHTTPSessionManager') {
    if (name === 'handle_request') walk.handled?.push({ draft, method: name, call: undefined });
    return UNKNOWN;
  }
  if (APPS.test(name)) return { kind: 'asgi', app: { draft, method: name, call } };
  if (RUNS.test(name)) {
    start(draft, { how: 'run', method: name, at: call.expression.at, call }, walk);
    walk.exit = { ...walk.exit, program: 'yes' };
    return known(null, call.expression);
  }
  for (const { thing } of call.arguments) {
    // `main.mount(part)`, `main.import_server(part)`: the part is served by the whole.
    if (thing.kind === 'server' && /^(?:mount|import_server|add_provider)$/.test(name)) thing.draft.absorbed = true;
    if (name === 'add_middleware') draft.authentication.push(...authenticatorsAdded(thing, call.expression.at));
  }
  handOver(call.arguments, walk);
  return make(`${draft.className}.${name}`, call);
}

/** `mount_http()` puts the server into the application that it was built from. */
function callFastApiMcp(draft: Draft, name: string, call: CallMade): Thing {
  const outer = given(call, 'router', 0)?.thing ?? given(draft.call, 'fastapi', 0)?.thing;
  if (!/^mount(?:_http|_sse)?$/.test(name) || outer?.kind !== 'made') return UNKNOWN;
  const prefix = given(call, 'mount_path', 1)?.thing ?? known(name === 'mount_sse' ? '/sse' : '/mcp', call.expression);
  outer.notes.routes.push({
    prefix,
    inner: { kind: 'asgi', app: { draft, method: name, call } },
    exact: true,
    at: call.expression.at,
  });
  return UNKNOWN;
}

/** A method of anything else. */
export function callMethod(of: Thing, name: string, call: CallMade, walk: Walk): Thing {
  switch (of.kind) {
    case 'known':
      return ofText(of, name, call);
    case 'dict':
      return ofDict(of, name, call);
    case 'manager':
      if (name === 'handle_request') walk.handled?.push({ draft: of.draft, method: name, call: undefined });
      return { kind: 'lifespan' };
    case 'made':
      return ofMade(of, name, call, walk);
    case 'asgi':
      if (name === 'add_middleware')
        for (const { thing } of call.arguments.slice(0, 1))
          of.app.draft.authentication.push(...authenticatorsAdded(thing, call.expression.at));
      return UNKNOWN;
    default:
      handOver(call.arguments, walk);
      return UNKNOWN;
  }
}

const TEXT: { readonly [name: string]: (text: string) => string } = {
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  strip: (text) => text.trim(),
  rstrip: (text) => text.trimEnd(),
  lstrip: (text) => text.trimStart(),
};

function ofText(of: Known, name: string, call: CallMade): Thing {
  if (typeof of.value !== 'string') return UNKNOWN;
  const does = TEXT[name];
  const [first, second] = call.arguments.map(({ thing }) => (thing.kind === 'known' ? String(thing.value) : undefined));
  if (does !== undefined && call.arguments.length === 0) return derive(does(of.value), [of], call.expression);
  if (first === undefined) return UNKNOWN;
  if (name === 'strip')
    return derive(
      of.value.replaceAll(new RegExp(`^[${escaped(first)}]+|[${escaped(first)}]+$`, 'g'), ''),
      [of],
      call.expression,
    );
  if (name === 'rstrip')
    return derive(of.value.replace(new RegExp(`[${escaped(first)}]+$`), ''), [of], call.expression);
  if (name === 'replace' && second !== undefined)
    return derive(of.value.replaceAll(first, second), [of], call.expression);
  if (name === 'startswith') return derive(of.value.startsWith(first), [of], call.expression, 'boolean');
  if (name === 'endswith') return derive(of.value.endsWith(first), [of], call.expression, 'boolean');
  return UNKNOWN;
}

function escaped(characters: string): string {
  return characters.replaceAll(/[\\\]^-]/g, '\\$&');
}

function ofDict(of: Extract<Thing, { kind: 'dict' }>, name: string, call: CallMade): Thing {
  if (name === 'copy') return of;
  const key = call.arguments[0]?.thing;
  if (name !== 'get' || key?.kind !== 'known') return UNKNOWN;
  return (
    of.entries.get(String(key.value)) ??
    (of.open ? UNKNOWN : (call.arguments[1]?.thing ?? known(null, call.expression)))
  );
}

/** Calls that run what they are given, and go on. */
const RUNNERS = /\.(?:run_until_complete|run_in_executor|submit|run_sync|start_soon|create_task|run)$/;

function ofMade(of: Made, name: string, call: CallMade, walk: Walk): Thing {
  const full = `${of.name}.${name}`;
  if (isOuter(of.name)) return ofOuter(of, name, call, walk);
  if (/argparse|ArgumentParser|add_parser|_group|add_subparsers/.test(of.name)) return ofParser(of, name, call);
  if (/^uvicorn(?:\.\w+)*\.Server\.(?:run|serve)$/.test(full)) {
    const config = given(of.call, 'config', 0)?.thing;
    if (config?.kind === 'made' && /(?:^|\.)Config$/.test(config.name)) bind(config.call, walk);
    return UNKNOWN;
  }
  if (/^(?:typer\.Typer|click\.group)/.test(of.name)) return ofCommands(of, name, call);
  const [first] = call.arguments;
  if (
    RUNNERS.test(full) &&
    (first?.thing.kind === 'function' || first?.thing.kind === 'method' || first?.thing.kind === 'partial')
  )
    return callFirst(call, walk);
  handOver(call.arguments, walk);
  return make(full, call);
}

function ofOuter(of: Made, name: string, call: CallMade, walk: Walk): Thing {
  const [first] = call.arguments;
  const { at } = call.expression;
  const prefix = given(call, 'path', 0)?.thing;
  if (name === 'mount' && prefix !== undefined) {
    const app = given(call, 'app', 1);
    const into = call.expression.callee.text.replace(/\.mount$/, '');
    if (app !== undefined)
      of.notes.routes.push({ prefix, inner: app.thing, exact: false, at, into, ...writtenAs(app) });
  } else if (/^add_(?:api_)?route$/.test(name) && prefix !== undefined) {
    const inner = given(call, 'endpoint', 1)?.thing ?? given(call, 'route', 1)?.thing;
    if (inner !== undefined) of.notes.routes.push({ prefix, inner, exact: true, at });
  } else if (name === 'on_event' || name === 'add_event_handler') {
    of.notes.events = true;
  } else if (name === 'add_middleware' && first !== undefined) {
    of.notes.authentication.push(...authenticatorsAdded(first.thing, at));
  } else {
    handOver(call.arguments, walk);
  }
  return make(`${of.name}.${name}`, call);
}

function ofParser(of: Made, name: string, call: CallMade): Thing {
  if (name === 'add_argument') of.notes.options.push(call);
  if (name === 'parse_args') return { ...of, name: 'argparse.parse_args' };
  if (name === 'parse_known_args') return { kind: 'list', items: [{ ...of, name: 'argparse.parse_args' }, UNKNOWN] };
  // Groups and sub-parsers declare options of the same namespace.
  return /^add_(?:argument_group|mutually_exclusive_group|subparsers|parser)$/.test(name) ? of : UNKNOWN;
}

function ofCommands(of: Made, name: string, call: CallMade): Thing {
  if (name === 'add_command' && call.arguments[0] !== undefined)
    of.notes.commands.push({ name: '', does: call.arguments[0].thing });
  return make(`${of.name}.${name}`, call);
}
