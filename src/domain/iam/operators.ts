import type { Answer } from './answer.ts';
import { isInNetwork } from './networks.ts';
import { covers, literal, plain } from './pattern.ts';

/** How one value of a policy (a pattern whose variables are filled in) and one of the request are compared. */
export type Comparison = (wanted: string, actual: string) => Answer;

/** A condition operator without its prefix and suffix. */
export interface Operator {
  readonly compare: Comparison;
  /** It holds when the comparison does not: `StringNotEquals`. */
  readonly negated: boolean;
  /** Its values may hold variables: those of the string and ARN operators. */
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/** A condition operator as written: `ForAnyValue:StringLikeIfExists`. */
export interface WrittenOperator {
  /** `Null` asks for the key itself. */
  readonly operator: Operator | 'null';
  readonly set?: 'all' | 'any';
  readonly ifExists: boolean;
}

/** Reads the name of an operator; nothing for a name that IAM does not know. */
export function operatorOf(written: string): WrittenOperator | undefined {
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i.exec(written) ?? [];
  const operator = OPERATORS.get(base.toLowerCase());
  if (operator === undefined || (operator === 'null' && (ifExists !== undefined || set !== undefined)))
    return undefined;
  return {
    operator,
    ...(set === undefined ? {} : { set: set.toLowerCase() === 'forallvalues' ? 'all' : 'any' }),
    ifExists: ifExists !== undefined,
  };
}

const exactly: Comparison = (wanted, actual) => told(plain(wanted) === actual);
const inAnyCase: Comparison = (wanted, actual) => told(plain(wanted).toLowerCase() === actual.toLowerCase());
const like: Comparison = (wanted, actual) => told(covers(wanted, literal(actual)));
/** Each of the six parts of an ARN is compared by itself; what is no ARN is not documented. */
const arnLike: Comparison = (wanted, actual) => {
  const [patterns, parts] = [partsOf(wanted), partsOf(actual)];
  if (patterns === undefined || parts === undefined) return 'unknown';
  return told(patterns.every((pattern, index) => covers(pattern, literal(parts[index] ?? ''))));
};
const bool: Comparison = (wanted, actual) => {
  const both = [wanted, actual].map((text) => text.toLowerCase());
  return both.every((text) => text === 'true' || text === 'false') ? told(both[0] === both[1]) : 'unknown';
};
const binary: Comparison = (wanted, actual) => told(unpadded(plain(wanted)) === unpadded(actual));
const inNetwork: Comparison = (wanted, actual) => {
  const within = isInNetwork(plain(wanted), actual);
  return within === undefined ? 'unknown' : told(within);
};

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * (verified 2026-11-25)
 */
const OPERATORS: ReadonlyMap<string, Operator | 'null'> = new Map<string, Operator | 'null'>([
  ...pair('StringEquals', 'StringNotEquals', exactly, { variables: true }),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', inAnyCase, { variables: true }),
  ...pair('StringLike', 'StringNotLike', like, { variables: true, wildcards: true }),
  ...pair('ArnEquals', 'ArnNotEquals', arnLike, { variables: true, wildcards: true }),
  ...pair('ArnLike', 'ArnNotLike', arnLike, { variables: true, wildcards: true }),
  ...pair('IpAddress', 'NotIpAddress', inNetwork, {}),
  ...pair('Bool', '', bool, {}),
  ...pair('BinaryEquals', '', binary, {}),
  ...ordered('Numeric', numberOf),
  ...ordered('Date', timeOf),
  ['null', 'null'],
]);

function pair(
  name: string,
  opposite: string,
  compare: Comparison,
  { variables = false, wildcards = false }: Partial<Operator>,
): readonly (readonly [string, Operator])[] {
  const operator = { compare, variables, wildcards };
  return [
    [name.toLowerCase(), { ...operator, negated: false }],
    ...(opposite === '' ? [] : ([[opposite.toLowerCase(), { ...operator, negated: true }]] as const)),
  ];
}

/** The six operators on something that has an order. */
function ordered(family: string, read: (text: string) => number | undefined): readonly (readonly [string, Operator])[] {
  const by =
    (holds: (actual: number, wanted: number) => boolean): Comparison =>
    (wanted, actual) => {
      const [limit, value] = [read(plain(wanted)), read(actual)];
      return limit === undefined || value === undefined ? 'unknown' : told(holds(value, limit));
    };
  return [
    ...pair(
      `${family}Equals`,
      `${family}NotEquals`,
      by((actual, wanted) => actual === wanted),
      {},
    ),
    ...pair(
      `${family}LessThan`,
      '',
      by((actual, wanted) => actual < wanted),
      {},
    ),
    ...pair(
      `${family}LessThanEquals`,
      '',
      by((actual, wanted) => actual <= wanted),
      {},
    ),
    ...pair(
      `${family}GreaterThan`,
      '',
      by((actual, wanted) => actual > wanted),
      {},
    ),
    ...pair(
      `${family}GreaterThanEquals`,
      '',
      by((actual, wanted) => actual >= wanted),
      {},
    ),
  ];
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** ISO 8601 as the W3C profiles it, or seconds since 1970. A time of day without a zone is nobody's. */
function timeOf(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function partsOf(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}

function told(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}
