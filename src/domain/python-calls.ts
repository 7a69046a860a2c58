import { inClass, foreignBases } from './python-attributes.ts';
import { attributeOf } from './python-attributes.ts';
import { isOuter, launchApp, routesIn } from './python-apps.ts';
import { authenticatorsIn, draftOf, makerOf } from './python-drafts.ts';
import { environmentThing } from './python-environment.ts';
import { callMethod, callServer } from './python-methods.ts';
import { runFile } from './python-programs.ts';
import { type CallMade, type ClassThing, eitherOf, given, type Given, type Instance, known, type Made, type Notes, type Thing, UNKNOWN, type Walk } from './python-things.ts';
import { derive, textOfScalar } from './python-values.ts';

/** What a call gives; a server that it starts is noted. */
export function callThing(callee: Thing, call: CallMade, walk: Walk): Thing {
  switch (callee.kind) {
    case 'external':
      return callExternal(callee, call, walk);
    case 'function':
      return walk.invoke(callee, call.arguments, call.open, walk);
    case 'class':
      return construct(callee, call, walk);
    case 'method':
      return callee.of.kind === 'server' ? callServer(callee.of.draft, callee.name, call, walk) : callMethod(callee.of, callee.name, call, walk);
    case 'partial':
      return callThing(callee.of, { ...call, arguments: [...callee.arguments, ...call.arguments], open: call.open || callee.open }, walk);
    case 'either':
      return callEither(callee.options, call, walk);
    case 'made':
      return callMade(callee, call, walk);
    default:
      handOver(call.arguments, walk);
      return UNKNOWN;
  }
}

/** One of several: `try: from a import FastMCP` / `except ImportError: from b import FastMCP`. */
function callEither(options: readonly Thing[], call: CallMade, walk: Walk): Thing {
  const makers = options.filter((option) => option.kind === 'external' && makerOf(option.name) !== undefined);
  const [first] = makers.length > 0 ? makers : options.filter(({ kind }) => kind !== 'unknown' && kind !== 'known');
  return first === undefined ? UNKNOWN : callThing(first, call, walk);
}

/** Functions handed to code that cannot be seen may be called by it. */
export function handOver(given: readonly Given[], walk: Walk): void {
  for (const { thing } of given) escape(thing, walk);
}

function escape(thing: Thing, walk: Walk): void {
  if (thing.kind === 'function') walk.escaped.add(thing.definition);
  if (thing.kind === 'server') thing.draft.handedOver = true;
  if (thing.kind === 'list') for (const item of thing.items) escape(item, walk);
  if (thing.kind === 'partial') escape(thing.of, walk);
}

/** Makes an instance; a class built on a server class of another package makes a server. */
function construct(of: ClassThing, call: CallMade, walk: Walk): Thing {
  const makers = foreignBases(of).map((name) => makerOf(name));
  const maker = makers.find((one) => one !== undefined);
  if (maker !== undefined) return draftOf(maker, importedBase(of), { ...call, open: call.open || of.attributes.has('__init__') }, walk);
  const self: Instance = { kind: 'instance', of, attributes: new Map() };
  const init = inClass(of, '__init__', self);
  if (init?.kind === 'function') walk.invoke(init, call.arguments, call.open, walk);
  else for (const { name, thing } of call.arguments) if (name !== undefined) self.attributes.set(name, thing);
  return self;
}

function importedBase({ bases }: ClassThing): Extract<Thing, { kind: 'external' }>['imported'] {
  const [base] = bases.flatMap((one) => (one.kind === 'external' ? [one.imported] : one.kind === 'class' ? [importedBase(one)] : []));
  return base;
}

const NOT_WRAPPERS = /(?:^|\.)(?:Mount|Route|WebSocketRoute|Config|Server|print|Thread|Process|Client|TestClient)$/;

function callExternal({ name, imported }: Extract<Thing, { kind: 'external' }>, call: CallMade, walk: Walk): Thing {
  const maker = makerOf(name);
  if (maker !== undefined) return draftOf(maker, imported, call, walk);
  const does = FUNCTIONS[name] ?? FUNCTIONS[name.replace(/^builtins\./, '')];
  if (does !== undefined) return does(call, walk);
  handOver(call.arguments, walk);
  // `CORSMiddleware(app, …)` and the like stand for the application they wrap.
  const wrapped = NOT_WRAPPERS.test(name) || isOuter(name) ? undefined : call.arguments.find(({ thing }) => thing.kind === 'asgi' || (thing.kind === 'made' && isOuter(thing.name)));
  return wrapped === undefined ? make(name, call) : wrapped.thing;
}

/** What another package's function gives. */
export function make(name: string, call: CallMade): Made {
  const notes: Notes = { routes: [], options: [], commands: [], authentication: [], lifespan: undefined };
  if (isOuter(name)) {
    notes.routes.push(...routesIn(given(call, 'routes')?.thing));
    const middleware = given(call, 'middleware');
    if (middleware !== undefined) notes.authentication.push(...authenticatorsIn(middleware.thing, middleware.written.at));
  }
  return { kind: 'made', name, call, notes };
}

const FUNCTIONS: { readonly [name: string]: (call: CallMade, walk: Walk) => Thing } = {
  'os.getenv': getenv,
  'os.environ.get': getenv,
  'os.environ.setdefault': setDefault,
  'os.environ.update': (call, walk) => {
    const [first] = call.arguments;
    if (first?.thing.kind === 'dict') for (const [name, thing] of first.thing.entries) walk.environment.set(name, thing);
    return known(null, call.expression);
  },
  int: (call) => convert(call, (value) => (value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Math.trunc(Number(value))), 'number'),
  float: (call) => convert(call, (value) => (value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value)), 'number'),
  str: (call) => convert(call, textOfScalar, 'text'),
  bool: (call) => convert(call, Boolean, 'boolean'),
  dict: (call) => ({ kind: 'dict', open: call.open || call.arguments.some(({ name }) => name === undefined), entries: new Map(call.arguments.flatMap(({ name, thing }) => (name === undefined ? [] : [[name, thing] as const]))) }),
  list: (call) => call.arguments[0]?.thing ?? { kind: 'list', items: [] },
  tuple: (call) => call.arguments[0]?.thing ?? { kind: 'list', items: [] },
  'typing.cast': (call) => call.arguments[1]?.thing ?? UNKNOWN,
  getattr: (call, walk) => {
    const [of, name] = call.arguments;
    return of !== undefined && name?.thing.kind === 'known' ? attributeOf(of.thing, String(name.thing.value), walk) : UNKNOWN;
  },
  'sys.exit': stop,
  exit: stop,
  quit: stop,
  'os._exit': stop,
  'anyio.run': callFirst,
  'trio.run': callFirst,
  'asyncio.to_thread': callFirst,
  'typer.run': (call, walk) => (call.arguments[0] === undefined ? UNKNOWN : callThing(call.arguments[0].thing, { ...call, arguments: [] }, walk)),
  'fire.Fire': (call, walk) => (call.arguments[0] === undefined ? UNKNOWN : callThing(call.arguments[0].thing, { ...call, arguments: [], open: true }, walk)),
  'threading.Thread': background,
  'multiprocessing.Process': background,
  'functools.partial': (call) => (call.arguments[0] === undefined ? UNKNOWN : { kind: 'partial', of: call.arguments[0].thing, arguments: shift(call.arguments), open: call.open }),
  'runpy.run_path': runFile,
  'runpy.run_module': runFile,
  'uvicorn.run': (call, walk) => {
    bind(call, 'uvicorn.run', walk);
    return known(null, call.expression);
  },
};

function getenv(call: CallMade, walk: Walk): Thing {
  const name = given(call, 'key', 0)?.thing;
  if (name?.kind !== 'known' || typeof name.value !== 'string') return UNKNOWN;
  return environmentThing(name.value, given(call, 'default', 1)?.thing ?? known(null, call.expression), walk);
}

/** The deployment's own value wins over the one that the program would set. */
function setDefault(call: CallMade, walk: Walk): Thing {
  const name = call.arguments[0]?.thing;
  const value = call.arguments[1]?.thing;
  if (name?.kind !== 'known' || value === undefined) return UNKNOWN;
  const variable = String(name.value);
  const around = walk.surroundings.environment.some((one) => one.name === variable);
  if (!around) walk.environment.set(variable, value.kind === 'known' ? { ...value, unless: variable } : value);
  return around ? environmentThing(variable, undefined, walk) : value;
}

function convert(call: CallMade, to: (value: string | number | boolean | null) => string | number | boolean | undefined, as: 'text' | 'number' | 'boolean'): Thing {
  const thing = call.arguments[0]?.thing;
  if (thing?.kind === 'either') return eitherOf(...thing.options.map((option) => (option.kind === 'known' ? converted(option, call, to, as) : option)));
  return thing?.kind === 'known' ? converted(thing, call, to, as) : (thing ?? UNKNOWN);
}

function converted(thing: Extract<Thing, { kind: 'known' }>, call: CallMade, to: (value: string | number | boolean | null) => string | number | boolean | undefined, as: 'text' | 'number' | 'boolean'): Thing {
  const value = to(thing.value);
  return value === undefined ? UNKNOWN : derive(value, [thing], call.expression, as);
}

function stop(call: CallMade, walk: Walk): Thing {
  const [first] = call.arguments;
  const failed = first !== undefined && first.thing.kind === 'known' && first.thing.value !== null && first.thing.value !== 0;
  walk.exit = { ...walk.exit, program: 'yes', failed };
  return known(null, call.expression);
}

/** `anyio.run(main, argument)`: calls its first argument with the others. */
export function callFirst(call: CallMade, walk: Walk): Thing {
  const [first] = call.arguments;
  if (first === undefined) return UNKNOWN;
  const rest = shift(call.arguments).filter(({ name }) => name !== 'backend' && name !== 'backend_options');
  return callThing(first.thing, { ...call, arguments: rest }, walk);
}

function shift([, ...rest]: readonly Given[]): readonly Given[] {
  return rest.map((one) => (one.position === undefined ? one : { ...one, position: one.position - 1 }));
}

/** A thread or a process: what it runs is started, and the program goes on. */
function background(call: CallMade, walk: Walk): Thing {
  const target = given(call, 'target', 1)?.thing;
  const words = given(call, 'kwargs')?.thing;
  const list = given(call, 'args')?.thing;
  const { exit } = walk;
  if (target !== undefined) {
    const written = call.arguments[0]?.written;
    const named = words?.kind === 'dict' && written !== undefined ? [...words.entries].map(([name, thing]) => ({ name, thing, written })) : [];
    const placed = list?.kind === 'list' && written !== undefined ? list.items.map((thing, position) => ({ position, thing, written })) : [];
    const open = (words !== undefined && words.kind !== 'dict') || (list !== undefined && list.kind !== 'list');
    callThing(target, { ...call, arguments: [...named, ...placed], open }, walk);
  }
  walk.exit = exit;
  return UNKNOWN;
}

/** `uvicorn.run(app, host=…, port=…)`, or the same words given to `uvicorn.Config`. */
export function bind(call: CallMade, binder: string, walk: Walk): void {
  const app = given(call, 'app', 0);
  if (app === undefined) return;
  const host = given(call, 'host');
  const port = given(call, 'port');
  const missing: Thing | undefined = call.open ? { kind: 'unknown', because: 'among arguments that are not written out' } : undefined;
  const hostThing = host?.thing ?? missing;
  const portThing = port?.thing ?? missing;
  launchApp(app.thing, { how: 'app', at: call.expression.at, binder: 'uvicorn', call: { ...call }, ...(hostThing === undefined ? {} : { host: hostThing }), ...(portThing === undefined ? {} : { port: portThing }) }, walk);
  void binder;
}

/** Calls an instance of another package: `cli()` of click and typer runs what was registered. */
function callMade(callee: Made, call: CallMade, walk: Walk): Thing {
  const { commands } = callee.notes;
  if (commands.length > 0) return runCommands(commands, call, walk);
  const [first] = call.arguments;
  // A decorator that was made by a call: `app.command()(main)`.
  if (first?.thing.kind === 'function' && call.arguments.length === 1) {
    escape(first.thing, walk);
    return first.thing;
  }
  handOver(call.arguments, walk);
  return UNKNOWN;
}

function runCommands(commands: Notes['commands'], call: CallMade, walk: Walk): Thing {
  const words = walk.surroundings.argv?.map(({ value }) => value);
  const chosen = words === undefined ? undefined : commands.find(({ name }) => words.includes(name));
  const before = walk.reach;
  for (const { name, does } of commands) {
    const sure = commands.length === 1 || chosen?.name === name;
    if (chosen !== undefined && !sure) continue;
    walk.reach = sure || before.level === 'no' ? before : { ...before, level: 'unclear', conditions: [...before.conditions, `the command \`${name}\``] };
    callThing(does, { ...call, arguments: [] }, walk);
  }
  walk.reach = before;
  return UNKNOWN;
}
