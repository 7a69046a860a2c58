import { launchApp } from './python-apps.ts';
import { attributeOf } from './python-attributes.ts';
import { environmentThing } from './python-environment.ts';
import { runFile } from './python-programs.ts';
import { type CallMade, eitherOf, given, type Given, known, type Thing, UNKNOWN, type Walk } from './python-things.ts';
import { textOfScalar } from './python-settings.ts';
import { derive } from './python-values.ts';

/** Functions of Python and of other packages whose calls mean something here. */
export const FUNCTIONS: { readonly [name: string]: (call: CallMade, walk: Walk) => Thing } = {
  'os.getenv': getenv,
  'os.environ.get': getenv,
  'os.environ.setdefault': setDefault,
  'os.environ.update': (call, walk) => {
    const [first] = call.arguments;
    if (first?.thing.kind === 'dict')
      for (const [name, thing] of first.thing.entries) walk.environment.set(name, thing);
    return known(null, call.expression);
  },
  int: (call) =>
    convert(
      call,
      (value) =>
        value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Math.trunc(Number(value)),
      'number',
    ),
  float: (call) =>
    convert(
      call,
      (value) => (value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value)),
      'number',
    ),
  str: (call) => convert(call, textOfScalar, 'text'),
  bool: (call) => convert(call, Boolean, 'boolean'),
  dict: (call) => ({
    kind: 'dict',
    open: call.open || call.arguments.some(({ name }) => name === undefined),
    entries: new Map(call.arguments.flatMap(({ name, thing }) => (name === undefined ? [] : [[name, thing] as const]))),
  }),
  list: (call) => call.arguments[0]?.thing ?? { kind: 'list', items: [] },
  tuple: (call) => call.arguments[0]?.thing ?? { kind: 'list', items: [] },
  'typing.cast': (call) => call.arguments[1]?.thing ?? UNKNOWN,
  getattr: (call, walk) => {
    const [of, name] = call.arguments;
    return of !== undefined && name?.thing.kind === 'known'
      ? attributeOf(of.thing, String(name.thing.value), walk)
      : UNKNOWN;
  },
  'sys.exit': stop,
  exit: stop,
  quit: stop,
  'os._exit': stop,
  'anyio.run': callFirst,
  'trio.run': callFirst,
  'asyncio.to_thread': callFirst,
  'typer.run': (call, walk) =>
    call.arguments[0] === undefined ? UNKNOWN : walk.call(call.arguments[0].thing, { ...call, arguments: [] }, walk),
  'fire.Fire': (call, walk) =>
    call.arguments[0] === undefined
      ? UNKNOWN
      : walk.call(call.arguments[0].thing, { ...call, arguments: [], open: true }, walk),
  'threading.Thread': background,
  'multiprocessing.Process': background,
  'functools.partial': (call) =>
    call.arguments[0] === undefined
      ? UNKNOWN
      : { kind: 'partial', of: call.arguments[0].thing, arguments: shift(call.arguments), open: call.open },
  'runpy.run_path': runFile,
  'runpy.run_module': runFile,
  'uvicorn.run': (call, walk) => {
    bind(call, walk);
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

function convert(
  call: CallMade,
  to: (value: string | number | boolean | null) => string | number | boolean | undefined,
  as: 'text' | 'number' | 'boolean',
): Thing {
  const thing = call.arguments[0]?.thing;
  if (thing?.kind === 'either')
    return eitherOf(
      ...thing.options.map((option) => (option.kind === 'known' ? converted(option, call, to, as) : option)),
    );
  return thing?.kind === 'known' ? converted(thing, call, to, as) : (thing ?? UNKNOWN);
}

function converted(
  thing: Extract<Thing, { kind: 'known' }>,
  call: CallMade,
  to: (value: string | number | boolean | null) => string | number | boolean | undefined,
  as: 'text' | 'number' | 'boolean',
): Thing {
  const value = to(thing.value);
  return value === undefined ? UNKNOWN : derive(value, [thing], call.expression, as);
}

function stop(call: CallMade, walk: Walk): Thing {
  const [first] = call.arguments;
  const failed =
    first !== undefined && first.thing.kind === 'known' && first.thing.value !== null && first.thing.value !== 0;
  walk.exit = { ...walk.exit, program: 'yes', failed };
  return known(null, call.expression);
}

/** `anyio.run(main, argument)`: calls its first argument with the others. */
export function callFirst(call: CallMade, walk: Walk): Thing {
  const [first] = call.arguments;
  if (first === undefined) return UNKNOWN;
  const rest = shift(call.arguments).filter(({ name }) => name !== 'backend' && name !== 'backend_options');
  return walk.call(first.thing, { ...call, arguments: rest }, walk);
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
    const named =
      words?.kind === 'dict' && written !== undefined
        ? [...words.entries].map(([name, thing]) => ({ name, thing, written }))
        : [];
    const placed =
      list?.kind === 'list' && written !== undefined
        ? list.items.map((thing, position) => ({ position, thing, written }))
        : [];
    const open = (words !== undefined && words.kind !== 'dict') || (list !== undefined && list.kind !== 'list');
    walk.call(target, { ...call, arguments: [...named, ...placed], open }, walk);
  }
  walk.exit = exit;
  return UNKNOWN;
}

/** `uvicorn.run(app, host=…, port=…)`, or the same words given to `uvicorn.Config`. */
export function bind(call: CallMade, walk: Walk): void {
  const app = given(call, 'app', 0);
  if (app === undefined) return;
  const host = given(call, 'host');
  const port = given(call, 'port');
  const missing: Thing | undefined = call.open
    ? { kind: 'unknown', because: 'among arguments that are not written out' }
    : undefined;
  const hostThing = host?.thing ?? missing;
  const portThing = port?.thing ?? missing;
  launchApp(
    app.thing,
    {
      how: 'app',
      at: call.expression.at,
      binder: 'uvicorn',
      call: { ...call },
      ...(hostThing === undefined ? {} : { host: hostThing }),
      ...(portThing === undefined ? {} : { port: portThing }),
    },
    walk,
  );
}
