import { foreignBases, inClass } from './python-attributes.ts';
import { isOuter } from './python-apps.ts';
import { FUNCTIONS } from './python-builtins.ts';
import { draftOf, makerOf } from './python-drafts.ts';
import { escape, handOver, make } from './python-made.ts';
import { callMethod, callServer } from './python-methods.ts';
import {
  type CallMade,
  type ClassThing,
  type Instance,
  type Made,
  type Notes,
  type Thing,
  UNKNOWN,
  type Walk,
} from './python-things.ts';

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
      return callee.of.kind === 'server'
        ? callServer(callee.of.draft, callee.name, call, walk)
        : callMethod(callee.of, callee.name, call, walk);
    case 'partial':
      return callThing(
        callee.of,
        { ...call, arguments: [...callee.arguments, ...call.arguments], open: call.open || callee.open },
        walk,
      );
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

/** Makes an instance; a class built on a server class of another package makes a server. */
function construct(of: ClassThing, call: CallMade, walk: Walk): Thing {
  const makers = foreignBases(of).map((name) => makerOf(name));
  const maker = makers.find((one) => one !== undefined);
  if (maker !== undefined)
    return draftOf(maker, importedBase(of), { ...call, open: call.open || of.attributes.has('__init__') }, walk);
  // An object that wraps an ASGI app is started in its place.
  handOver(
    call.arguments.filter(({ thing }) => thing.kind === 'asgi'),
    walk,
  );
  const self: Instance = { kind: 'instance', of, attributes: new Map() };
  const init = inClass(of, '__init__', self);
  if (init?.kind === 'function') walk.invoke(init, call.arguments, call.open, walk);
  else for (const { name, thing } of call.arguments) if (name !== undefined) self.attributes.set(name, thing);
  return self;
}

function importedBase({ bases }: ClassThing): Extract<Thing, { kind: 'external' }>['imported'] {
  const [base] = bases.flatMap((one) =>
    one.kind === 'external' ? [one.imported] : one.kind === 'class' ? [importedBase(one)] : [],
  );
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
  const wrapped =
    NOT_WRAPPERS.test(name) || isOuter(name)
      ? undefined
      : call.arguments.find(({ thing }) => thing.kind === 'asgi' || (thing.kind === 'made' && isOuter(thing.name)));
  return wrapped === undefined ? make(name, call) : wrapped.thing;
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
    walk.reach =
      sure || before.level === 'no'
        ? before
        : { ...before, level: 'unclear', conditions: [...before.conditions, `the command \`${name}\``] };
    callThing(does, { ...call, arguments: [] }, walk);
  }
  walk.reach = before;
  return UNKNOWN;
}
