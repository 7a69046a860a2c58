import type { Place } from '../../model/location.ts';
import type { Scalar, Written } from '../../model/value.ts';

/** A value that was given a name: it is written elsewhere than where it is used. */
export function asConstant<T extends { readonly written?: Written }>(outcome: T): T {
  const { written } = outcome;
  return written?.as === 'literal' ? { ...outcome, written: { ...written, as: 'constant' } } : outcome;
}

/** The text that a value comes from. */
export function writtenAs(as: Written['as'], value: Scalar, at: Place): Written {
  return { as, at, text: String(value) };
}
