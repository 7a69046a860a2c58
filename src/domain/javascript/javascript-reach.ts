import type { Launch } from '../../model/server.ts';
import type { Setting } from '../../model/value.ts';
import { meaningOf } from './javascript-names.ts';
import {
  callAt,
  callsOf,
  classOf,
  type FunctionSpot,
  functionOf,
  keyOf,
  originOf,
  type Program,
  type Spot,
} from './javascript-program.ts';
import type { Condition, Expression, JavaScriptModule } from './javascript-syntax.ts';
import { unlessSet } from './javascript-settings.ts';
import { evaluate } from './javascript-values.ts';

/** What running a piece of code can touch. */
export interface Reached {
  /** Functions that may run, as `path#index`. */
  readonly functions: ReadonlySet<string>;
  /** Objects that are used, by the key of the expression that makes them. */
  readonly objects: ReadonlySet<string>;
}

/** Enough for a handler; more is a program of its own. */
const MOST_FUNCTIONS = 150;

/** Names a function across modules. */
export function functionKey({ module, index }: FunctionSpot): string {
  return `${module.path}#${index}`;
}

/** Everything that runs, or is used, when these expressions are called. */
export function reachedFrom(program: Program, starts: readonly Spot[]): Reached {
  const functions = new Map<string, FunctionSpot>();
  const objects = new Set<string>();
  const enter = (found: FunctionSpot): void => {
    if (functions.size < MOST_FUNCTIONS) functions.set(functionKey(found), functions.get(functionKey(found)) ?? found);
  };
  const touch = (spot: Spot): void => {
    const origin = originOf(program, spot);
    if (origin === undefined) return;
    if (origin.expression.kind === 'function') enter({ module: origin.module, index: origin.expression.function });
    else if (origin.expression.kind === 'call') touchCall(program, origin, objects, touch, enter);
  };
  for (const start of starts) touchAll(start, touch);
  for (const { module, index } of functions.values()) {
    module.functions.forEach((note, inner) => {
      if (note.parent === index && inner !== index) enter({ module, index: inner });
    });
    for (const spot of usedIn(program, module, index)) touch(spot);
  }
  return { functions: new Set(functions.keys()), objects };
}

function touchCall(
  program: Program,
  origin: Spot,
  objects: Set<string>,
  touch: (spot: Spot) => void,
  enter: (found: FunctionSpot) => void,
): void {
  const known = objects.has(keyOf(origin));
  objects.add(keyOf(origin));
  const call = callAt(origin);
  if (known || call === undefined) return;
  // `toNodeHandler(handler)`, `async.wrap(fn)`: what is passed in may run when the result does.
  if (!call.isNew) for (const expression of call.arguments) touchAll({ module: origin.module, expression }, touch);
  // `router.routes()`, `handle.bind(this)`: made of the object that they are called on.
  if (!call.isNew && call.callee.kind === 'member')
    touchAll({ module: origin.module, expression: call.callee.object }, touch);
  const made = classOf(program, origin);
  made?.module.functions.forEach((note, index) => {
    if (note.inClass === made.inClass && note.method) enter({ module: made.module, index });
  });
}

/** An expression, and the parts of it that may be handlers: `handler.fetch`, `[auth, handle]`, `{ fetch: handle }`. */
function touchAll({ module, expression }: Spot, touch: (spot: Spot) => void): void {
  touch({ module, expression });
  const parts: readonly Expression[] =
    expression.kind === 'member'
      ? [expression.object]
      : expression.kind === 'array'
        ? expression.items
        : expression.kind === 'object'
          ? expression.entries.map(({ value }) => value)
          : [];
  for (const part of parts) touchAll({ module, expression: part }, touch);
}

/** What a function names: variables, and members of `this`. */
function usedIn(program: Program, module: JavaScriptModule, index: number): readonly Spot[] {
  const note = module.functions[index];
  if (note === undefined) return [];
  const at = note.at;
  const named = note.names.filter((name) => meaningOf(module, name, index) !== undefined);
  return [
    ...named.map((name) => ({ module, expression: { kind: 'name' as const, name, scope: index, text: name, at } })),
    ...note.members.map((property) => {
      const object = { kind: 'this' as const, inClass: note.inClass, text: 'this', at };
      return { module, expression: { kind: 'member' as const, object, property, text: `this.${property}`, at } };
    }),
    ...membersCalled(program, module, index),
  ];
}

/** `handlers.post(…)`, `mcp.handle(…)`: methods that are called on an object of the project. */
function membersCalled(program: Program, module: JavaScriptModule, index: number): readonly Spot[] {
  return module.calls
    .filter((call) => call.scope === index && call.callee.kind === 'member' && call.callee.object.kind === 'name')
    .map((call) => ({ module, expression: call.callee }))
    .filter((spot) => functionOf(program, spot) !== undefined);
}

type Reach = 'yes' | 'no' | 'unclear';

/** Whether a place in the code is reached when the program starts, and on which conditions that rests. */
export interface Reaching {
  readonly reached: Reach;
  /** The nearest condition that decides, as written. */
  readonly condition?: string;
  /** A variable that nothing sets, and that would change it. */
  readonly unless?: string;
}

/** Decides it from the branches around the place and around the calls of the functions that it stands in. */
export function reachOf(
  program: Program,
  module: JavaScriptModule,
  scope: number,
  conditions: readonly Condition[],
  above: ReadonlySet<string> = new Set(),
): Reaching {
  const own = heldOf(program, module, conditions);
  if (own.reached === 'no' || scope === 0) return own;
  const key = functionKey({ module, index: scope });
  if (above.has(key)) return { reached: 'no' };
  return both(own, functionReach(program, { module, index: scope }, new Set([...above, key])));
}

function heldOf(program: Program, module: JavaScriptModule, conditions: readonly Condition[]): Reaching {
  let unclear: Reaching | undefined;
  let yes: Reaching = { reached: 'yes' };
  for (const { test, holds } of conditions.toReversed()) {
    const outcome = evaluate(program, { module, expression: test });
    const condition = `${holds ? 'if' : 'unless'} (${test.text})`;
    if (outcome.kind === 'unclear') unclear ??= { reached: 'unclear', condition };
    else if (Boolean(outcome.value) !== holds) return { reached: 'no', condition };
    else if (outcome.unless !== undefined) yes = { reached: 'yes', condition, unless: outcome.unless };
  }
  return unclear ?? yes;
}

function functionReach(program: Program, target: FunctionSpot, above: ReadonlySet<string>): Reaching {
  const note = target.module.functions[target.index];
  if (note === undefined) return { reached: 'unclear' };
  const around = (): Reaching => reachOf(program, target.module, note.parent, note.conditions, above);
  if (note.name === undefined) return around();
  const calls = callsOf(program, target).map(({ module, call }) =>
    reachOf(program, module, call.scope, call.conditions, above),
  );
  if (calls.length > 0)
    return (
      calls.find(({ reached }) => reached === 'yes') ??
      calls.find(({ reached }) => reached === 'unclear') ??
      calls[0] ??
      around()
    );
  // Nothing calls it by name: it is handed on as a value, belongs to an object, or is dead.
  return isHandedOn(program, target, note.name) ? { reached: 'unclear' } : { reached: 'no' };
}

function isHandedOn(program: Program, { module, index }: FunctionSpot, name: string): boolean {
  const note = module.functions[index];
  if (note?.method === true || note?.inClass !== undefined) return true;
  if (module.exports.some((each) => each.value?.text === name || each.name === 'default')) return true;
  return program.modules.some((each) =>
    each.functions.some((other, at) => other.names.includes(name) && !(each === module && at === index)),
  );
}

/** Both must be reached; the one that decides names its condition. */
export function both(one: Reaching, other: Reaching): Reaching {
  if (one.reached === 'yes' && other.reached === 'yes') return one.unless === undefined ? other : one;
  if (one.reached === 'no' || other.reached === 'yes') return one;
  return other.reached === 'no' || one.reached === 'yes' ? other : one;
}

/** The part of a launch that says whether it happens; a transport that rests on a missing variable says so. */
export function reaching(
  { reached, condition, unless }: Reaching,
  transport: Setting<string>,
): Pick<Launch, 'reached' | 'condition' | 'transport'> {
  const rests = unless !== undefined && transport.kind === 'set' && transport.unless === undefined;
  return {
    reached,
    ...(condition === undefined ? {} : { condition }),
    transport: rests ? { ...transport, unless: unlessSet(unless) } : transport,
  };
}
