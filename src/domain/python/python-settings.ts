import type { Place } from '../../model/location.ts';
import type { Scalar, Setting, Written } from '../../model/value.ts';
import type { Given, Known, Thing } from './python-things.ts';
import { isSamePlace } from '../text.ts';

/** Something that may give a setting: an argument, an assignment. */
export interface Source {
  readonly thing: Thing;
  /** As written, for a sentence. */
  readonly text: string;
  readonly at: Place;
  /** The argument, when another expression can stand in its place. */
  readonly use?: Place;
}

/** An argument as the source of a setting. */
export function sourceOf(argument: Given | undefined): Source | undefined {
  if (argument === undefined) return undefined;
  const { value, at, splat } = argument.written;
  if (splat !== undefined) return { thing: argument.thing, text: value.text, at };
  return { thing: argument.thing, text: value.text, at: value.at, use: value.at };
}

/** The first source that says something decides; `None` says nothing. */
export function settle<T>(
  sources: readonly (Source | undefined)[],
  read: (value: Scalar) => T | undefined,
  otherwise: () => Setting<T>,
): Setting<T> {
  for (const source of sources) {
    if (source === undefined) continue;
    const { thing, text, at, use } = source;
    if (thing.kind !== 'known') return { kind: 'unclear', saw: sawOf(thing, text), at };
    if (thing.value === null && thing.unless === undefined) continue;
    const value = read(thing.value);
    if (value !== undefined) return settingOf(thing, value, at, use);
    return {
      kind: 'unclear',
      saw: thing.unless === undefined ? `\`${text}\`` : `\`${text}\` (nothing in the project sets \`${thing.unless}\`)`,
      at,
    };
  }
  return otherwise();
}

/** What was seen where a value cannot be told. */
export function sawOf(thing: Thing, text: string): string {
  if (thing.kind === 'unknown') return `\`${text}\` (${thing.because})`;
  if (thing.kind !== 'either') return `\`${text}\` (it is computed when the program runs)`;
  const values = thing.options.flatMap((option) => (option.kind === 'known' ? [`\`${String(option.value)}\``] : []));
  return values.length === thing.options.length
    ? `\`${text}\` (${values.join(' or ')})`
    : `\`${text}\` (it is computed when the program runs)`;
}

function settingOf<T>(known: Known, value: T, place: Place, use: Place | undefined): Setting<T> {
  const { at, via, unless } = known;
  const written = writtenOf(known, use);
  return {
    kind: 'set',
    value,
    at: via === undefined ? place : at,
    ...(via === undefined ? {} : { via }),
    ...(unless === undefined ? {} : { unless: unlessOf(unless) }),
    ...(written === undefined ? {} : { written }),
  };
}

/** What stands at the end of the way that a value came. */
function writtenOf({ at, via, read, value, spelt, written }: Known, use: Place | undefined): Written | undefined {
  if (written === undefined && (via !== undefined || read !== undefined)) return undefined;
  const text = textOfScalar(spelt ?? value);
  const as = written?.as ?? (use !== undefined && isSamePlace(at, use) ? 'literal' : 'constant');
  return {
    as,
    at,
    text,
    ...(use === undefined ? {} : { use }),
    ...(written?.shared === undefined ? {} : { shared: written.shared }),
    ...(written?.flag === undefined ? {} : { flag: written.flag }),
  };
}

/** As Python's `str` writes it. */
export function textOfScalar(value: Scalar): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

/** What may still change a value: a variable, or a flag of a command line that is not known. */
export function unlessOf(name: string): string {
  return name.startsWith('-') ? `unless the command line gives \`${name}\`` : `unless the environment sets \`${name}\``;
}

export const asText = (value: Scalar): string | undefined => (typeof value === 'string' ? value : undefined);

export const asNumber = (value: Scalar): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : undefined;
};

/** The words that pydantic and people write for a boolean. */
export const asBoolean = (value: Scalar): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return undefined;
  if (/^(?:1|true|t|yes|y|on)$/i.test(value)) return true;
  return /^(?:0|false|f|no|n|off|)$/i.test(value) ? false : undefined;
};
