import type { Argument, CallSite, Value } from '../../model/value.ts';
import type { Expression } from './python-source.ts';
import { sawOf } from './python-settings.ts';
import type { CallMade, Known, Thing } from './python-things.ts';

/** A call as the checks see it. */
export function callSiteOf({ expression, arguments: list, open }: CallMade): CallSite {
  return {
    callee: expression.callee.text,
    at: expression.at,
    calleeAt: expression.callee.at,
    arguments: list.map(({ name, position, thing, written }): Argument => ({
      ...(name === undefined ? {} : { name }),
      ...(position === undefined ? {} : { position }),
      value: valueOf(thing, written.value),
      at: written.at,
      ...(written.splat === undefined ? {} : { spread: true }),
    })),
    open,
  };
}

/** What an expression comes to, for those who look at values without following a program. */
export function valueOf(thing: Thing, { text, at }: Expression): Value {
  if (thing.kind === 'known') return known(thing, text, at);
  return { kind: 'unknown', because: sawOf(thing, text), text, at };
}

function known(thing: Known, text: string, at: Value['at']): Value {
  const { read, value, via } = thing;
  if (read === undefined) return { kind: 'literal', value, text, at, ...(via === undefined ? {} : { via }) };
  const fallback = read.fallback === undefined ? {} : { fallback: known(read.fallback, text, at) };
  const as = read.as === undefined ? {} : { as: read.as };
  if (read.from === 'flag') return { kind: 'flag', flags: read.names, ...fallback, ...as, text, at };
  return { kind: 'environment', variable: read.names[0] ?? '', ...fallback, ...as, text, at };
}
