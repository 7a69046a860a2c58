import type { Json } from '../../model/json.ts';
import { type Answer, every, not, some } from './answer.ts';
import { type Operator, operatorOf, type WrittenOperator } from './operators.ts';
import { literal, overlaps } from './pattern.ts';
import type { Context, KeyValue } from './request.ts';
import { type Filled, filled } from './variables.ts';

/** Whether a condition holds, the keys that it does not hold for or that have to be known, and what of it is no condition. */
export interface Held {
  readonly answer: Answer;
  readonly keys: readonly string[];
  readonly malformed?: string;
}

/** What a condition is read with. */
interface Surroundings {
  readonly context: Context;
  /** Whether the policy's version knows variables. */
  readonly variables: boolean;
}

/**
 * Whether the `Condition` of a statement holds: all its operators, for all their keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function held(condition: Json, surroundings: Surroundings): Held {
  const operators = entriesOf(condition);
  if (operators === undefined) return malformed('`Condition` is no object');
  const all = operators.flatMap(([name, keys]): readonly Held[] => {
    const operator = operatorOf(name);
    const entries = entriesOf(keys);
    if (operator === undefined) return [malformed(`\`${name}\` is no condition operator`)];
    if (entries === undefined) return [malformed(`\`${name}\` holds no object`)];
    return entries.map(([key, wanted]) => heldFor(operator, key, wanted, surroundings));
  });
  const answer = every(all.map((one) => one.answer));
  const deciding = all.filter((one) => one.answer === answer && answer !== 'yes');
  const form = deciding.find((one) => one.malformed !== undefined)?.malformed;
  return {
    answer,
    keys: [...new Set(deciding.flatMap(({ keys }) => keys))],
    ...(form === undefined ? {} : { malformed: form }),
  };
}

function heldFor(operator: WrittenOperator, key: string, wanted: Json, { context, variables }: Surroundings): Held {
  const values = textsOf(wanted);
  if (values === undefined) return malformed(`the values of \`${key}\` are no texts`);
  const value = context(key);
  if (operator.operator === 'null') return { answer: isNull(values, value), keys: [key] };
  if (value.kind === 'absent') return { answer: withoutKey(operator, operator.operator), keys: [key] };
  if (value.kind === 'unknown') return { answer: 'unknown', keys: [key] };
  const { wildcards, variables: takes } = operator.operator;
  const texts = values.map((text) => filled(text, context, { wildcards, variables: variables && takes }));
  const answers = value.values.map((actual) => compared(operator.operator as Operator, texts, actual));
  const open = texts.flatMap((text) => (text.kind === 'filled' ? [] : text.keys));
  return { answer: together(operator, answers, value.values), keys: [...new Set([key, ...open])] };
}

/** Whether one value of the request is as one of the policy's, or, for a negated operator, as none of them. */
function compared({ compare, negated }: Operator, texts: readonly Filled[], actual: string): Answer {
  const answer = some(
    texts.map((text) => {
      if (text.kind === 'filled') return compare(text.pattern, actual);
      // Whether a statement with a variable that has no value holds for a negated operator is not documented.
      if (text.kind === 'absent') return negated ? 'unknown' : 'no';
      return overlaps(text.pattern.toLowerCase(), literal(actual).toLowerCase()) ? 'unknown' : 'no';
    }),
  );
  return negated ? not(answer) : answer;
}

/** What the values of the request come to. Several without a set operator are not documented. */
function together({ set }: WrittenOperator, answers: readonly Answer[], values: readonly string[]): Answer {
  const [only, ...more] = answers;
  if (set === undefined) return only === undefined || more.length > 0 ? 'unknown' : only;
  // A set of nothing but an empty text counts as no set: for some keys, as the documentation has it.
  if (values.length > 0 && values.every((value) => value === '')) return 'unknown';
  return set === 'all' ? every(answers) : some(answers);
}

function withoutKey({ set, ifExists }: WrittenOperator, { negated }: Operator): Answer {
  if (set === 'all') return 'yes';
  // Of a set that is not there one operator's page says that it fails, and the suffix's that it holds.
  if (set === 'any') return ifExists ? 'unknown' : 'no';
  return ifExists || negated ? 'yes' : 'no';
}

function isNull(wanted: readonly string[], value: KeyValue): Answer {
  if (value.kind === 'unknown' || (value.kind === 'known' && value.values.every((text) => text === '')))
    return 'unknown';
  const isAbsent = value.kind === 'absent' ? 'true' : 'false';
  const known = wanted.map((text) => text.toLowerCase());
  if (!known.every((text) => text === 'true' || text === 'false')) return 'unknown';
  return known.includes(isAbsent) ? 'yes' : 'no';
}

function malformed(what: string): Held {
  return { answer: 'unknown', keys: [], malformed: what };
}

function entriesOf(json: Json): readonly (readonly [string, Json])[] | undefined {
  return json === null || typeof json !== 'object' || Array.isArray(json) ? undefined : Object.entries(json);
}

/** The values of a condition: one or several, written as texts, numbers or booleans. */
function textsOf(json: Json): readonly string[] | undefined {
  const values: readonly Json[] = Array.isArray(json) ? json : [json as Json];
  const texts = values.flatMap((value) => (value === null || typeof value === 'object' ? [] : [String(value)]));
  return texts.length === values.length ? texts : undefined;
}
