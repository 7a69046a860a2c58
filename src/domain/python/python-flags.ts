import type { Expression } from './python-source.ts';
import type { Known, Reach, Thing } from './python-things.ts';

/** The words of a command line that would give a test the other truth; `undefined`: something else decides. */
export function flagsFor(
  test: Expression,
  truth: boolean,
  evaluate: (expression: Expression) => Thing,
): readonly string[] | undefined {
  if (test.kind === 'not') return flagsFor(test.of, !truth, evaluate);
  if (test.kind === 'compare') return flagsOfComparison(test, truth, evaluate);
  if (test.kind !== 'name' && test.kind !== 'attribute') return undefined;
  const flag = flagOf(evaluate(test));
  return flag?.thing.value === false && truth ? [flag.name] : undefined;
}

function flagsOfComparison(
  { operator, left, right }: Extract<Expression, { kind: 'compare' }>,
  truth: boolean,
  evaluate: (expression: Expression) => Thing,
): readonly string[] | undefined {
  const equal = operator === (truth ? '==' : '!=');
  const among = operator === (truth ? 'in' : 'not in');
  const flag = equal || among ? flagOf(evaluate(left)) : undefined;
  if (flag === undefined) return undefined;
  const words = right.kind === 'list' && among ? right.items : equal ? [right] : [];
  const texts = words.flatMap((word) =>
    word.kind === 'literal' && typeof word.value === 'string' ? [word.value] : [],
  );
  const meant = texts.find((text) => /^[\w-]*http[\w-]*$/.test(text)) ?? texts.find((text) => /^[\w-]+$/.test(text));
  return meant === undefined ? undefined : [flag.name, meant];
}

function flagOf(thing: Thing): { readonly thing: Known; readonly name: string } | undefined {
  if (thing.kind !== 'known' || thing.read?.from !== 'flag') return undefined;
  const { names } = thing.read;
  const name = names.find((one) => one.startsWith('--')) ?? names[0];
  return name === undefined ? undefined : { thing, name };
}

/** A side that is not taken, and what would lead into it. */
export function shut(reach: Reach, flags: readonly string[] | undefined): Reach {
  const { level, conditions, unless, flags: outer } = reach;
  const needed =
    flags === undefined || (level === 'no' && outer === undefined) ? undefined : [...(outer ?? []), ...flags];
  return {
    level: 'no',
    conditions,
    ...(unless === undefined ? {} : { unless }),
    ...(needed === undefined ? {} : { flags: needed }),
  };
}
