import type { Scalar } from '../../model/value.ts';
import { attributeOf } from './python-attributes.ts';
import { environmentThing } from './python-environment.ts';
import { importsOf, type PythonModule } from './python-module.ts';
import type { Argued, Expression } from './python-source.ts';
import {
  type CallMade,
  eitherOf,
  type Frame,
  type Given,
  known,
  type Known,
  type Thing,
  truthOf,
  UNKNOWN,
  type Walk,
} from './python-things.ts';
import { baseOf } from '../paths.ts';
import { textOfScalar } from './python-settings.ts';

/** What an expression stands for, as far as reading can tell. Calls in it happen on the way. */
export function evaluate(expression: Expression, frame: Frame, walk: Walk): Thing {
  walk.depth += 1;
  const thing = walk.depth > 200 ? UNKNOWN : evaluateIn(expression, frame, walk);
  walk.depth -= 1;
  return thing;
}

function evaluateIn(expression: Expression, frame: Frame, walk: Walk): Thing {
  switch (expression.kind) {
    case 'literal':
      return known(expression.value, expression);
    case 'template':
      return templateOf(expression.parts, expression, frame, walk);
    case 'name':
      return lookUp(expression.name, expression, frame, walk);
    case 'attribute':
      return attributeOf(evaluate(expression.of, frame, walk), expression.name, walk);
    case 'subscript':
      return itemOf(evaluate(expression.of, frame, walk), evaluate(expression.index, frame, walk), walk);
    case 'call':
      return callOf(expression, frame, walk);
    case 'choice':
      return choiceOf(expression, frame, walk);
    case 'and':
    case 'or':
      return logicOf(expression, frame, walk);
    case 'not':
      return negate(evaluate(expression.of, frame, walk), expression);
    case 'compare':
      return comparisonOf(expression, frame, walk);
    case 'plus':
      return templateOf([expression.left, expression.right], expression, frame, walk, true);
    case 'dict':
      return dictOf(expression, frame, walk);
    case 'list':
      return { kind: 'list', items: expression.items.map((item) => evaluate(item, frame, walk)) };
    case 'walrus':
      return evaluate(expression.value, frame, walk);
    case 'other':
      return { kind: 'unknown', because: expression.because };
    default:
      return expression satisfies never;
  }
}

/** A value that another one was made into: it came the same way. */
export function derive(
  value: Scalar,
  from: readonly Known[],
  { at }: Pick<Expression, 'at'>,
  as?: 'text' | 'number' | 'boolean',
): Known {
  const source = from.find(({ via, unless, read }) => via !== undefined || unless !== undefined || read !== undefined);
  const unless = from.find((one) => one.unless !== undefined)?.unless;
  const read = source?.read === undefined || as === undefined ? source?.read : { ...source.read, as };
  // What another truth would be spelt like is for the program to say.
  const spelt = typeof value === 'boolean' && typeof source?.value !== 'boolean' ? undefined : source;
  return {
    kind: 'known',
    value,
    at: source?.at ?? at,
    ...(source?.via === undefined ? {} : { via: source.via }),
    ...(unless === undefined ? {} : { unless }),
    ...(read === undefined ? {} : { read }),
    ...(spelt?.written === undefined ? {} : { written: spelt.written, spelt: spelt.spelt ?? spelt.value }),
  };
}

function lookUp(name: string, { at }: Expression, frame: Frame, walk: Walk): Thing {
  for (let scope: Frame | undefined = frame; scope !== undefined; scope = scope.parent) {
    const thing = scope.bindings.get(name);
    if (thing !== undefined) return named(thing, name, at.path, walk);
  }
  if (name === '__name__')
    return known(frame.module.path === walk.main ? '__main__' : baseOf(frame.module.path).replace(/\.py$/, ''), { at });
  return BUILTINS.has(name)
    ? { kind: 'external', name }
    : { kind: 'unknown', because: `\`${name}\` is not defined where it can be seen` };
}

const BUILTINS = new Set(
  'int str bool float dict list tuple set len print open super isinstance getattr exit quit any all max min sorted type'.split(
    ' ',
  ),
);

/** A constant says how it came to the place where it is used. */
function named(thing: Thing, name: string, path: string, walk: Walk): Thing {
  if (thing.kind !== 'known' || thing.via !== undefined || thing.read !== undefined) return thing;
  return {
    ...thing,
    via: thing.at.path === path ? `\`${name}\`` : `\`${name}\` in ${thing.at.path}`,
    written: { as: 'constant', ...(isShared(name, thing.at.path, walk) ? { shared: true } : {}) },
  };
}

/** Whether a constant is read more than once, in its module and in those that import it. */
function isShared(name: string, home: string, { frames }: Walk): boolean {
  const stem = home.replace(/(?:\/__init__)?\.py$/, '').replace(/^.*\//, '');
  const reads = [...frames.values()].flatMap(({ module }) => {
    const own = Object.hasOwn(module.reads, name) ? (module.reads[name] ?? []) : [];
    return own.length === 0 || module.path === home || imports(module, name, stem) ? own : [];
  });
  return reads.length > 1;
}

function imports(module: PythonModule, name: string, stem: string): boolean {
  return importsOf(module).some(
    (one) => one.name === name && (one.module === '' || one.module.split('.').at(-1) === stem),
  );
}

function templateOf(
  pieces: readonly (string | Expression)[],
  whole: Expression,
  frame: Frame,
  walk: Walk,
  adding = false,
): Thing {
  const things = pieces.map((piece) =>
    typeof piece === 'string' ? known(piece, whole) : evaluate(piece, frame, walk),
  );
  const scalars = things.flatMap((thing) => (thing.kind === 'known' ? [thing] : []));
  if (scalars.length !== things.length) return { kind: 'unknown', because: 'it is put together when the program runs' };
  if (adding && scalars.every(({ value }) => typeof value === 'number'))
    return derive(
      scalars.reduce((sum, { value }) => sum + Number(value), 0),
      scalars,
      whole,
    );
  return derive(scalars.map(({ value }) => textOfScalar(value)).join(''), scalars, whole);
}

/** `CONFIG["port"]`, `os.environ["PORT"]`. */
function itemOf(of: Thing, index: Thing, walk: Walk): Thing {
  const key = index.kind === 'known' ? index.value : undefined;
  if (of.kind === 'external' && of.name === 'os.environ' && typeof key === 'string')
    return environmentThing(key, undefined, walk);
  if (of.kind === 'dict' && key !== undefined) return of.entries.get(String(key)) ?? UNKNOWN;
  if (of.kind === 'list' && typeof key === 'number') return of.items.at(key) ?? UNKNOWN;
  return UNKNOWN;
}

function callOf(expression: Extract<Expression, { kind: 'call' }>, frame: Frame, walk: Walk): Thing {
  const callee = evaluate(expression.callee, frame, walk);
  const { exit } = walk;
  const call = makeCall(expression, frame, walk);
  // `asyncio.gather(a.run_async(), b.run_async())` starts both and waits; what comes next is for them to say.
  if (callee.kind === 'external' && /^asyncio\.(?:gather|create_task|ensure_future|TaskGroup)/.test(callee.name))
    walk.exit = exit;
  return walk.call(callee, call, walk);
}

/** Evaluates the arguments of a call; `**known` is taken apart. */
export function makeCall(expression: CallMade['expression'], frame: Frame, walk: Walk): CallMade {
  let open = expression.broken;
  let position = 0;
  const spread = ({ thing, written }: { readonly thing: Thing; readonly written: Argued }): readonly Given[] => {
    if (written.splat === undefined)
      return [{ thing, written, ...(written.name === undefined ? { position: position++ } : { name: written.name }) }];
    if (thing.kind === 'list' && written.splat === 'list')
      return thing.items.map((item) => ({ thing: item, written, position: position++ }));
    if (thing.kind !== 'dict') open = true;
    else {
      open ||= thing.open;
      return [...thing.entries].map(([name, value]) => ({ name, thing: value, written }));
    }
    return [];
  };
  const found = expression.arguments.map((written) => ({ written, thing: evaluate(written.value, frame, walk) }));
  return { expression, arguments: found.flatMap(spread), open };
}

/** `a if test else b`: the side that is taken, or both, when that cannot be told. */
function choiceOf(expression: Extract<Expression, { kind: 'choice' }>, frame: Frame, walk: Walk): Thing {
  const test = evaluate(expression.test, frame, walk);
  const truth = truthOf(test);
  if (truth === undefined)
    return eitherOf(evaluate(expression.whenTrue, frame, walk), evaluate(expression.otherwise, frame, walk));
  return lean(evaluate(truth ? expression.whenTrue : expression.otherwise, frame, walk), test);
}

/** A value that was chosen by another one depends on it. */
function lean(thing: Thing, on: Thing): Thing {
  if (thing.kind !== 'known' || on.kind !== 'known' || on.unless === undefined || thing.unless !== undefined)
    return thing;
  return { ...thing, unless: on.unless };
}

function logicOf(expression: Extract<Expression, { kind: 'and' | 'or' }>, frame: Frame, walk: Walk): Thing {
  const left = evaluate(expression.left, frame, walk);
  const truth = truthOf(left);
  const right = evaluate(expression.right, frame, walk);
  // `unknown or "x"` may be either; `False and unknown` is False.
  if (truth === undefined) return undecided(expression.kind, left, right);
  return truth === (expression.kind === 'or') ? left : lean(right, left);
}

function undecided(kind: 'and' | 'or', left: Thing, right: Thing): Thing {
  return right.kind === 'known' && typeof right.value === 'boolean' && right.value === (kind === 'or')
    ? right
    : eitherOf(left, right);
}

function negate(of: Thing, expression: Expression): Thing {
  const truth = truthOf(of);
  if (truth === undefined) return UNKNOWN;
  return derive(!truth, of.kind === 'known' ? [of] : [], expression, 'boolean');
}

function comparisonOf(expression: Extract<Expression, { kind: 'compare' }>, frame: Frame, walk: Walk): Thing {
  const left = evaluate(expression.left, frame, walk);
  const right = evaluate(expression.right, frame, walk);
  const { operator } = expression;
  if (operator === 'in' || operator === 'not in') return membership(left, right, operator === 'in', expression);
  if (left.kind !== 'known' || right.kind !== 'known') return UNKNOWN;
  const from = [left, right];
  switch (operator) {
    case '==':
    case 'is':
      return derive(left.value === right.value, from, expression, 'boolean');
    case '!=':
    case 'is not':
      return derive(left.value !== right.value, from, expression, 'boolean');
    case '>':
      return typeof left.value === 'number' && typeof right.value === 'number'
        ? derive(left.value > right.value, from, expression, 'boolean')
        : UNKNOWN;
    case '<':
      return typeof left.value === 'number' && typeof right.value === 'number'
        ? derive(left.value < right.value, from, expression, 'boolean')
        : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function membership(left: Thing, right: Thing, wanted: boolean, expression: Expression): Thing {
  if (left.kind !== 'known') return UNKNOWN;
  if (right.kind === 'dict' && !right.open)
    return derive(right.entries.has(String(left.value)) === wanted, [left], expression, 'boolean');
  if (right.kind === 'known' && typeof right.value === 'string' && typeof left.value === 'string') {
    return derive(right.value.includes(left.value) === wanted, [left, right], expression, 'boolean');
  }
  if (right.kind !== 'list') return UNKNOWN;
  if (right.items.some((item) => item.kind === 'known' && item.value === left.value))
    return derive(wanted, [left], expression, 'boolean');
  return right.items.every(({ kind }) => kind === 'known') ? derive(!wanted, [left], expression, 'boolean') : UNKNOWN;
}

function dictOf(expression: Extract<Expression, { kind: 'dict' }>, frame: Frame, walk: Walk): Thing {
  const entries = new Map<string, Thing>();
  let open = false;
  for (const { key, value } of expression.entries) {
    const thing = evaluate(value, frame, walk);
    const name = key === undefined ? undefined : evaluate(key, frame, walk);
    if (name?.kind === 'known') entries.set(String(name.value), thing);
    else if (key === undefined && thing.kind === 'dict')
      for (const [inner, item] of thing.entries) entries.set(inner, item);
    else open = true;
    open ||= key === undefined && thing.kind === 'dict' && thing.open;
  }
  return { kind: 'dict', entries, open };
}
