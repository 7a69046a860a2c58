import type { Scalar } from '../../model/value.ts';

/** What an operator makes of a value; `undefined`: that is not known here. */
export type Result = { readonly value: Scalar | undefined } | undefined;

/** What `trim`, `toLowerCase` and their like make of a text. */
export function textMethod(method: string, value: string): string {
  if (method === 'trim') return value.trim();
  return method === 'toLowerCase' ? value.toLowerCase() : method === 'toUpperCase' ? value.toUpperCase() : value;
}

/** What `Number`, `parseInt`, `String` and their like make of a value. */
export function converted(name: string, value: Scalar | undefined): Scalar {
  if (name === 'String') return String(value);
  if (name === 'Boolean') return Boolean(value);
  if (name === 'Number') return Number(value);
  if (name.endsWith('isNaN')) return Number.isNaN(name === 'isNaN' ? Number(value) : value);
  if (name === 'Number.isInteger') return Number.isInteger(value);
  if (name === 'Number.isFinite') return Number.isFinite(value);
  return name.endsWith('parseFloat') ? Number.parseFloat(String(value)) : Number.parseInt(String(value), 10);
}

/** What `!`, `+` and `-` make of a value. */
export function negated(operator: string, value: Scalar | undefined): Result {
  if (operator === '!') return { value: !value };
  if (operator === '+') return { value: Number(value) };
  return operator === '-' ? { value: -Number(value) } : undefined;
}

/** What stands between two values. */
export const COMPARISONS: Readonly<Record<string, (a: Scalar | undefined, b: Scalar | undefined) => Scalar>> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  // oxlint-disable-next-line eqeqeq -- this is what the user's operator does
  '==': (a, b) => a == b,
  // oxlint-disable-next-line eqeqeq -- this is what the user's operator does
  '!=': (a, b) => a != b,
  '+': (a, b) => (typeof a === 'number' && typeof b === 'number' ? a + b : `${a}${b}`),
};
