import type { Place } from '../../model/location.ts';
import type { Scalar, Written } from '../../model/value.ts';
import { meaningOf } from './javascript-names.ts';
import { callAt, onlyValueOf, originOf, type Program, type Spot } from './javascript-program.ts';
import { asConstant, writtenAs } from './javascript-written.ts';
import { COMPARISONS, converted, negated, type Result, textMethod } from './javascript-operators.ts';
import type { CallNote, Expression } from './javascript-syntax.ts';

/** What an expression comes to in this deployment: a value, or the words that say why it cannot be told. */
export type Outcome = Known | { readonly kind: 'unclear'; readonly saw: string; readonly at: Place };

interface Known {
  readonly kind: 'known';
  readonly value: Scalar | undefined;
  readonly at: Place;
  readonly via?: string;
  /** A variable that nothing in the project sets, and that would change the value if something else did. */
  readonly unless?: string;
  /** The text that the value comes from, when it is spelt in one place. */
  readonly written?: Written;
}

/** How many names and operators are followed. */
const FARTHEST = 16;

/** Works an expression out, as the program would when it starts where it is deployed. */
export function evaluate(program: Program, spot: Spot, steps = 0): Outcome {
  const { module, expression } = spot;
  const { at, text } = expression;
  const unclear: Outcome = { kind: 'unclear', saw: `\`${text}\`, which only the running program knows`, at };
  if (steps > FARTHEST) return unclear;
  const inner = (next: Expression): Outcome => evaluate(program, { module, expression: next }, steps + 1);
  switch (expression.kind) {
    case 'literal':
      return { kind: 'known', value: expression.value, at, written: writtenAs('literal', expression.value, at) };
    case 'undefined':
      return { kind: 'known', value: undefined, at };
    case 'name':
      return named(program, spot, expression.name, expression.scope, steps) ?? unclear;
    case 'member':
      return member(program, spot, steps) ?? unclear;
    case 'call':
      return called(program, spot, steps) ?? unclear;
    case 'template':
      return joined(expression.parts.map(inner), at) ?? unclear;
    case 'unary':
      return onValues([inner(expression.operand)], ([value]) => negated(expression.operator, value), at) ?? unclear;
    case 'conditional': {
      const test = inner(expression.test);
      if (test.kind === 'unclear') return unclear;
      return resting(inner(test.value ? expression.whenTrue : expression.whenFalse), test);
    }
    case 'binary':
      return (
        binary(expression.operator, inner(expression.left), () => inner(expression.right), spot, program) ?? unclear
      );
    default:
      return unclear;
  }
}

function named(program: Program, { module }: Spot, name: string, scope: number, steps: number): Outcome | undefined {
  const meaning = meaningOf(module, name, scope);
  if (meaning === undefined || 'function' in meaning) return undefined;
  const value =
    'local' in meaning ? importedValue(program, module, name, scope) : onlyValueOf(program, module, meaning, steps);
  if (value === undefined) return undefined;
  const outcome = evaluate(program, value, steps + 1);
  if (outcome.kind === 'unclear') return outcome;
  return outcome.via === undefined ? { ...asConstant(outcome), via: `\`${name}\`` } : outcome;
}

function importedValue(program: Program, module: Spot['module'], name: string, scope: number): Spot | undefined {
  const at = module.functions[0]?.at;
  const origin =
    at === undefined
      ? undefined
      : originOf(program, { module, expression: { kind: 'name', name, scope, text: name, at } });
  return origin?.expression.kind === 'name' ? undefined : origin;
}

/** The variable of the environment that an expression reads: `process.env.PORT`, `env.PORT`, `Bun.env.PORT`. */
export function environmentVariableOf({ module, expression }: Spot): string | undefined {
  if (expression.kind !== 'member') return undefined;
  const { object, property } = expression;
  if (/^(?:globalThis\.)?(?:process|Bun)\.env$/.test(object.text)) return property;
  if (object.kind !== 'name') return undefined;
  const meaning = meaningOf(module, object.name, object.scope);
  if (meaning === undefined || 'function' in meaning) return undefined;
  if ('local' in meaning)
    return /^(?:node:)?process$/.test(meaning.module) && meaning.name === 'env' ? property : undefined;
  return meaning.values.length === 1 && meaning.values[0]?.text === 'process.env' ? property : undefined;
}

function member(program: Program, spot: Spot, steps: number): Outcome | undefined {
  const variable = environmentVariableOf(spot);
  if (variable !== undefined) return fromEnvironment(program, variable, spot.expression.at);
  const { expression } = spot;
  if (expression.kind === 'member' && expression.object.text === 'process.argv' && /^\d+$/.test(expression.property)) {
    const { argv } = program.surroundings;
    if (argv === undefined) return undefined;
    const word = Number(expression.property) < 2 ? undefined : argv[Number(expression.property) - 2];
    const written = word === undefined ? {} : { written: writtenAs('word', word.value, word.at) };
    return { kind: 'known', value: word?.value, at: expression.at, via: 'the command line', ...written };
  }
  const origin = originOf(program, spot);
  if (origin === undefined || origin.expression === expression) return undefined;
  const outcome = evaluate(program, origin, steps + 1);
  return outcome.kind === 'known' ? asConstant(outcome) : outcome;
}

function fromEnvironment({ surroundings }: Program, variable: string, at: Place): Outcome {
  const set = surroundings.environment.findLast(({ name }) => name === variable);
  if (set === undefined) return { kind: 'known', value: undefined, at, unless: variable };
  if (set.value === undefined)
    return { kind: 'unclear', saw: `\`${variable}\`, whose value in ${set.from} cannot be read`, at };
  const via = `\`${variable}\`, set by ${set.from}`;
  return { kind: 'known', value: set.value, at: set.at, via, written: writtenAs('variable', set.value, set.at) };
}

function called(program: Program, spot: Spot, steps: number): Outcome | undefined {
  const call = callAt(spot);
  if (call === undefined || call.isNew) return undefined;
  const results = call.arguments.map(
    (argument) => () => evaluate(program, { module: spot.module, expression: argument }, steps + 1),
  );
  const [first] = results;
  const { callee } = call;
  if (
    first !== undefined &&
    /^(?:Number|Number\.(?:parseInt|parseFloat|isNaN|isInteger|isFinite)|isNaN|parseInt|parseFloat|String|Boolean)$/.test(
      callee.text,
    )
  ) {
    return onValues([first()], ([value]) => ({ value: converted(callee.text, value) }), spot.expression.at);
  }
  if (callee.kind === 'member') {
    const known = ofText(program, spot, call, callee.property, steps);
    if (known !== undefined) return known;
  }
  if (call.arguments.length > 0) return undefined;
  const origin = originOf(program, spot);
  return origin === undefined || origin.expression === spot.expression
    ? undefined
    : evaluate(program, origin, steps + 1);
}

/** `x.trim()`, `x.toLowerCase()`, `process.argv.includes('--http')`, `['1', 'true'].includes(x)`. */
function ofText(program: Program, spot: Spot, call: CallNote, method: string, steps: number): Outcome | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { object } = call.callee;
  const result = (expression: Expression): Outcome => evaluate(program, { module: spot.module, expression }, steps + 1);
  const { at } = spot.expression;
  const [argument] = call.arguments;
  if (method === 'includes' && argument !== undefined) {
    const list = listOf(program, spot.module, object);
    if (list === undefined) return undefined;
    const items = list.kind === 'words' ? list.words : list.items.map(result);
    return onValues([result(argument), ...items], ([wanted, ...values]) => ({ value: values.includes(wanted) }), at);
  }
  if (!/^(?:trim|toLowerCase|toUpperCase|toString)$/.test(method)) return undefined;
  return onValues(
    [result(object)],
    ([value]) => (value === undefined || value === null ? undefined : { value: textMethod(method, String(value)) }),
    at,
  );
}

type List =
  | { readonly kind: 'words'; readonly words: readonly Outcome[] }
  | { readonly kind: 'items'; readonly items: readonly Expression[] };

/** An array literal, or the command line: `process.argv`, `process.argv.slice(2)`, or a name for one of them. */
function listOf(program: Program, module: Spot['module'], object: Expression): List | undefined {
  const origin = originOf(program, { module, expression: object });
  if (origin?.expression.kind === 'array') return { kind: 'items', items: origin.expression.items };
  const text = origin === undefined ? '' : (callAt(origin)?.callee.text ?? origin.expression.text);
  const { argv } = program.surroundings;
  if (!/^process\.argv(?:\.slice)?$/.test(text) || argv === undefined) return undefined;
  return { kind: 'words', words: argv.map(({ value, at }) => ({ kind: 'known', value, at })) };
}

function onValues(
  outcomes: readonly Outcome[],
  work: (values: readonly (Scalar | undefined)[]) => Result,
  at: Place,
): Outcome | undefined {
  const unclear = outcomes.find(({ kind }) => kind === 'unclear');
  if (unclear !== undefined) return unclear;
  const known = outcomes.flatMap((outcome) => (outcome.kind === 'known' ? [outcome] : []));
  const result = work(known.map(({ value }) => value));
  if (result === undefined) return undefined;
  const via = known.map((outcome) => outcome.via).find((each) => each !== undefined);
  const unless = known.map((outcome) => outcome.unless).find((each) => each !== undefined);
  const [only, second] = known;
  const written = second === undefined && String(result.value) === only?.written?.text ? only.written : undefined;
  return {
    kind: 'known',
    ...result,
    at: second === undefined ? (only?.at ?? at) : at,
    ...(written === undefined ? {} : { written }),
    ...(via === undefined ? {} : { via }),
    ...(unless === undefined ? {} : { unless }),
  };
}

function joined(parts: readonly Outcome[], at: Place): Outcome | undefined {
  return onValues(parts, (values) => ({ value: values.map(String).join('') }), at);
}

function binary(
  operator: string,
  left: Outcome,
  right: () => Outcome,
  spot: Spot,
  program: Program,
): Outcome | undefined {
  const { at, text } = spot.expression;
  if (/\b(?:require\.main|import\.meta)\b/.test(text) && /^[!=]==?$/.test(operator))
    return startedHere(program, spot, operator);
  if (left.kind === 'unclear') return left;
  if (operator === '||' || operator === '??') {
    const keeps = operator === '||' ? Boolean(left.value) : left.value !== undefined && left.value !== null;
    return keeps ? left : resting(right(), left);
  }
  if (operator === '&&') return left.value ? resting(right(), left) : left;
  const compare = COMPARISONS[operator];
  return compare === undefined ? undefined : onValues([left, right()], ([a, b]) => ({ value: compare(a, b) }), at);
}

/** A value that was chosen because of another one: when a variable is not set, its default holds until it is. */
function resting(chosen: Outcome, on: Known): Outcome {
  if (chosen.kind === 'unclear' || on.unless === undefined || chosen.unless !== undefined) return chosen;
  return { ...chosen, via: chosen.via ?? `the default of \`${on.unless}\``, unless: on.unless };
}

/** `require.main === module`, `import.meta.url === …`: whether this very module is the program. */
function startedHere(
  { entry, surroundings }: Program,
  { module, expression }: Spot,
  operator: string,
): Outcome | undefined {
  if (module === entry && surroundings.started === 'unclear') return undefined;
  const isMain = module === entry && surroundings.started === 'as-program';
  return { kind: 'known', value: operator.startsWith('!') ? !isMain : isMain, at: expression.at };
}
