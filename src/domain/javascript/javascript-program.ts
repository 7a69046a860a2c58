import type { JavaScriptResolver } from './javascript-imports.ts';
import { meaningOf } from './javascript-names.ts';
import type {
  Binding,
  CallNote,
  Expression,
  FunctionNote,
  JavaScriptModule,
  ModuleImport,
} from './javascript-syntax.ts';
import type { Surroundings } from '../server/surroundings.ts';

/** A module together with all of the project's modules that it brings in, and what surrounds them. */
export interface Program {
  readonly entry: JavaScriptModule;
  readonly modules: readonly JavaScriptModule[];
  readonly resolver: JavaScriptResolver;
  readonly surroundings: Surroundings;
}

/** An expression and the module that it stands in. */
export interface Spot {
  readonly module: JavaScriptModule;
  readonly expression: Expression;
}

/** A function and the module that it stands in. */
export interface FunctionSpot {
  readonly module: JavaScriptModule;
  readonly index: number;
}

/** More would not be one program any more. */
const MOST_MODULES = 200;
/** How many steps a name is followed. */
const FARTHEST = 12;
/** From how far an argument is followed to the call that passes it; each such step looks at every call. */
const MOST_ARGUMENTS = 4;

/** Gathers a program: the module, then whatever of the project it imports. */
export function programOf(entry: JavaScriptModule, resolver: JavaScriptResolver, surroundings: Surroundings): Program {
  const modules = new Map([[entry.path, entry]]);
  const found = new Map<string, JavaScriptModule | undefined>();
  const remembering: JavaScriptResolver = (from, specifier) => {
    const key = `${from}\n${specifier}`;
    if (!found.has(key)) found.set(key, resolver(from, specifier));
    return found.get(key);
  };
  for (const module of modules.values()) {
    const named = [
      ...module.imports.filter(({ typeOnly }) => !typeOnly).map((site) => site.module),
      ...module.exports.map(({ from }) => from ?? ''),
    ];
    for (const specifier of new Set(named)) {
      const next = specifier === '' || modules.size >= MOST_MODULES ? undefined : remembering(module.path, specifier);
      if (next !== undefined && !modules.has(next.path)) modules.set(next.path, next);
    }
  }
  return { entry, modules: [...modules.values()], resolver: remembering, surroundings };
}

/** What names a place in the program, so that two ways to the same object can be seen to meet. */
export function keyOf({ module, expression }: Spot): string {
  const { line, column } = expression.at.range.start;
  return `${module.path}:${line}:${column}`;
}

/** The call that a spot holds. */
export function callAt({ module, expression }: Spot): CallNote | undefined {
  return expression.kind === 'call' ? module.calls[expression.call] : undefined;
}

/** Follows names, imports, members and calls of own functions to the expression that makes the object. */
export function originOf(program: Program, spot: Spot, steps = 0): Spot | undefined {
  if (steps > FARTHEST) return undefined;
  const { module, expression } = spot;
  const follow = (next: Expression, where = module): Spot | undefined =>
    originOf(program, { module: where, expression: next }, steps + 1);
  switch (expression.kind) {
    case 'name': {
      const meaning = meaningOf(module, expression.name, expression.scope);
      if (meaning === undefined) return spot;
      if ('function' in meaning) return functionSpot({ module, index: meaning.function });
      if ('local' in meaning) return importedBy(program, module, meaning, steps) ?? spot;
      const value = onlyValueOf(program, module, meaning, steps);
      return value === undefined ? undefined : originOf(program, value, steps + 1);
    }
    case 'member':
      return memberOrigin(program, spot, steps);
    case 'call': {
      const made = calledFunction(program, spot, steps);
      const returns = made === undefined ? [] : (made.module.functions[made.index]?.returns ?? []);
      const [only, second] = returns.filter(({ kind }) => kind !== 'undefined' && kind !== 'literal');
      return made === undefined
        ? spot
        : only === undefined || second !== undefined
          ? undefined
          : follow(only, made.module);
    }
    default:
      return spot;
  }
}

/** The own function that an expression comes to. */
export function functionOf(program: Program, spot: Spot, steps = 0): FunctionSpot | undefined {
  const origin = originOf(program, spot, steps);
  return origin?.expression.kind === 'function'
    ? { module: origin.module, index: origin.expression.function }
    : undefined;
}

/** The own function that a call calls. */
function calledFunction(program: Program, spot: Spot, steps = 0): FunctionSpot | undefined {
  const call = callAt(spot);
  if (call === undefined || call.isNew) return undefined;
  if (call.callee.kind !== 'name' && call.callee.kind !== 'member') return undefined;
  return functionOf(program, { module: spot.module, expression: call.callee }, steps + 1);
}

/** The class of the project whose instance a `new` makes. */
export function classOf(
  program: Program,
  spot: Spot,
): { readonly module: JavaScriptModule; readonly inClass: number } | undefined {
  const call = callAt(spot);
  if (call?.isNew !== true || call.callee.kind !== 'name') return undefined;
  const { name } = call.callee;
  const own = spot.module.classes.findIndex((each) => each.name === name);
  if (own !== -1) return { module: spot.module, inClass: own };
  const site = spot.module.imports.find(({ local }) => local === name);
  const target = site === undefined ? undefined : program.resolver(spot.module.path, site.module);
  const there = target?.classes.findIndex((each) => each.name === (site?.name === 'default' ? name : site?.name)) ?? -1;
  return target === undefined || there === -1 ? undefined : { module: target, inClass: there };
}

function functionSpot({ module, index }: FunctionSpot): Spot {
  const at = module.functions[index]?.at ?? module.functions[0]?.at;
  const expression = { kind: 'function', function: index, text: module.functions[index]?.name ?? '' } as const;
  return at === undefined
    ? { module, expression: { ...expression, at: headOfModule(module) } }
    : { module, expression: { ...expression, at } };
}

function headOfModule(module: JavaScriptModule): Expression['at'] {
  const head = { line: 1, column: 1 };
  return { kind: 'file', path: module.path, range: { start: head, end: head } };
}

/** What an import brings in from another module of the project. */
export function importedBy(
  program: Program,
  module: JavaScriptModule,
  site: ModuleImport,
  steps = 0,
): Spot | undefined {
  const target = program.resolver(module.path, site.module);
  return target === undefined ? undefined : exportedBy(program, target, site.name, steps);
}

function exportedBy(program: Program, module: JavaScriptModule, name: string, steps: number): Spot | undefined {
  if (steps > FARTHEST) return undefined;
  const named = module.exports.find((each) => each.name === name);
  if (named?.value !== undefined) return originOf(program, { module, expression: named.value }, steps + 1);
  const passing = named === undefined ? module.exports.filter((each) => each.original === '*') : [named];
  for (const { from, original = name } of passing) {
    const target = from === undefined ? undefined : program.resolver(module.path, from);
    const found =
      target === undefined ? undefined : exportedBy(program, target, original === '*' ? name : original, steps + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberOrigin(program: Program, spot: Spot, steps: number): Spot | undefined {
  const { module, expression } = spot;
  if (expression.kind !== 'member') return spot;
  const { object, property } = expression;
  if (object.kind === 'this') return memberOfClass(program, module, object.inClass, property, steps) ?? spot;
  const whole = namespaceMember(program, module, object, property, steps);
  if (whole !== undefined) return whole;
  const origin = originOf(program, { module, expression: object }, steps + 1);
  if (origin === undefined) return undefined;
  if (origin.expression.kind === 'object') {
    const entry = origin.expression.entries.find(({ key }) => key === property);
    return entry === undefined
      ? undefined
      : originOf(program, { module: origin.module, expression: entry.value }, steps + 1);
  }
  const made = classOf(program, origin);
  return made === undefined ? spot : (memberOfClass(program, made.module, made.inClass, property, steps) ?? spot);
}

/** `config.PORT` after `import * as config from '../config.js'`. */
function namespaceMember(
  program: Program,
  module: JavaScriptModule,
  object: Expression,
  property: string,
  steps: number,
): Spot | undefined {
  if (object.kind !== 'name') return undefined;
  const site = module.imports.find(({ local, name }) => local === object.name && name === '*');
  const target = site === undefined ? undefined : program.resolver(module.path, site.module);
  return target === undefined ? undefined : exportedBy(program, target, property, steps + 1);
}

function memberOfClass(
  program: Program,
  module: JavaScriptModule,
  inClass: number | undefined,
  name: string,
  steps: number,
): Spot | undefined {
  if (inClass === undefined) return undefined;
  const index = module.functions.findIndex((note) => note.method && note.inClass === inClass && note.name === name);
  if (index !== -1) return functionSpot({ module, index });
  const member = module.bindings.find((each) => each.inClass === inClass && each.name === name);
  const [only, second] = member?.values.filter(({ kind }) => kind !== 'undefined') ?? [];
  return only === undefined || second !== undefined
    ? undefined
    : originOf(program, { module, expression: only }, steps + 1);
}

/** The one value of a variable; for a parameter the one argument that is ever passed, or its fallback. */
export function onlyValueOf(program: Program, module: JavaScriptModule, binding: Binding, steps = 0): Spot | undefined {
  if (binding.parameter !== undefined) return argumentFor(program, module, binding, steps);
  const [only, second] = binding.values.filter(isSomething);
  return only === undefined || second !== undefined ? undefined : { module, expression: only };
}

function isSomething(value: Expression): boolean {
  return value.kind !== 'undefined' && !(value.kind === 'literal' && value.value === null);
}

function argumentFor(program: Program, module: JavaScriptModule, binding: Binding, steps: number): Spot | undefined {
  const note: FunctionNote | undefined = module.functions[binding.scope];
  const position = binding.parameter ?? 0;
  if (steps > MOST_ARGUMENTS || note?.name === undefined || note.parameters[position] !== binding.name)
    return undefined;
  const [only, second] = callsOf(program, { module, index: binding.scope }, steps);
  if (only === undefined || second !== undefined) return undefined;
  const argument = only.call.arguments[position];
  if (argument !== undefined) return { module: only.module, expression: argument };
  const [fallback, other] = binding.values;
  return fallback === undefined || other !== undefined ? undefined : { module, expression: fallback };
}

/** Every call of an own function, in all modules of the program. */
export function callsOf(
  program: Program,
  target: FunctionSpot,
  steps = 0,
): readonly { readonly module: JavaScriptModule; readonly call: CallNote }[] {
  const name = target.module.functions[target.index]?.name;
  if (name === undefined) return [];
  return program.modules.flatMap((module) =>
    module.calls
      .filter((call) => !call.isNew && mayCall(call.callee, name, module))
      .filter((call) => {
        const found = functionOf(program, { module, expression: call.callee }, steps + 2);
        return found !== undefined && found.module === target.module && found.index === target.index;
      })
      .map((call) => ({ module, call })),
  );
}

/** A cheap test before the exact one: the same last name, or a name that an import or a constant may have changed. */
function mayCall(callee: Expression, name: string, module: JavaScriptModule): boolean {
  if (callee.kind === 'member') return callee.property === name;
  if (callee.kind !== 'name') return false;
  return (
    callee.name === name ||
    module.imports.some(({ local, name: original }) => local === callee.name && local !== original)
  );
}
