import type { Scalar, Setting, Value } from '../../model/value.ts';
import type { Program, Spot } from './javascript-program.ts';
import { environmentVariableOf, evaluate, type Outcome } from './javascript-values.ts';

/** The branch of `test ? a : b` that is taken; `undefined` when that cannot be told. */
export function branchOf(program: Program, spot: Spot): { readonly spot: Spot; readonly unless?: string } | undefined {
  const { module, expression } = spot;
  if (expression.kind !== 'conditional') return { spot };
  const test = evaluate(program, { module, expression: expression.test });
  if (test.kind === 'unclear') return undefined;
  const taken = { spot: { module, expression: test.value ? expression.whenTrue : expression.whenFalse } };
  return test.unless === undefined ? taken : { ...taken, unless: test.unless };
}

/** A setting for a check: `undefined` in the program becomes the default; what does not convert is unclear. */
export function settingOf<T>(
  outcome: Outcome,
  convert: (value: Scalar) => T | undefined,
  fallback: (outcome: Outcome) => Setting<T>,
): Setting<T> {
  if (outcome.kind === 'unclear') return outcome;
  if (outcome.value === undefined) return fallback(outcome);
  const value = outcome.value === null ? undefined : convert(outcome.value);
  if (value === undefined) return { kind: 'unclear', saw: `\`${String(outcome.value)}\``, at: outcome.at };
  const { at, via, unless, written } = outcome;
  return {
    kind: 'set',
    value,
    at,
    ...(via === undefined ? {} : { via }),
    ...(unless === undefined ? {} : { unless: unlessSet(unless) }),
    ...(written === undefined ? {} : { written }),
  };
}

/** What may still change a setting, for the end of a sentence. */
export function unlessSet(variable: string): string {
  return `unless the environment sets \`${variable}\``;
}

/** An argument as the model keeps it: a literal, a variable of the environment, or unknown. */
export function argumentValue(spot: Spot): Value {
  const { text, at } = spot.expression;
  if (spot.expression.kind === 'literal') return { kind: 'literal', value: spot.expression.value, text, at };
  const variable = environmentVariableOf(spot);
  if (variable !== undefined) return { kind: 'environment', variable, as: 'text', text, at };
  return { kind: 'unknown', because: 'it is not a literal', text, at };
}
