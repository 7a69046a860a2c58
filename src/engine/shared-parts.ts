import type { Json } from '../model/json.ts';

/** A plain value as a tree of JSON, and the parts of it that stand in several places. */
export interface Parted {
  readonly content: Json;
  readonly shared: readonly Json[];
}

/** What stands where a shared part belongs: the number of the part. */
const REFERENCE = '$shared';
const ESCAPED = /^\$+shared$/;

/**
 * Takes apart what JSON cannot say: that two members hold the same object. Facts share documents, and checks ask whether a
 * part of one is a part of another.
 */
export function parted(value: unknown): Parted {
  const repeated = repeatedIn(value);
  const numbers = new Map<object, number>();
  const shared: Json[] = [];
  const plain = (part: unknown): Json => {
    if (typeof part !== 'object' || part === null) return part as Json;
    if (!repeated.has(part)) return members(part);
    const known = numbers.get(part);
    if (known !== undefined) return { [REFERENCE]: known };
    const number = shared.push(null) - 1;
    numbers.set(part, number);
    shared[number] = members(part);
    return { [REFERENCE]: number };
  };
  const members = (part: object): Json => {
    if (Array.isArray(part)) return part.map(plain);
    const entries = Object.entries(part).filter(([, own]) => own !== undefined);
    return Object.fromEntries(entries.map(([name, own]) => [ESCAPED.test(name) ? `$${name}` : name, plain(own)]));
  };
  return { content: plain(value), shared };
}

function repeatedIn(value: unknown): ReadonlySet<object> {
  const seen = new Set<object>();
  const repeated = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (seen.has(part)) return void repeated.add(part);
    seen.add(part);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return repeated;
}

/** Puts it together again; nothing when a part is missing. */
export function joined({ content, shared }: Parted): { readonly value: unknown } | undefined {
  const made = new Map<number, unknown>();
  let whole = true;
  const together = (part: Json): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (isList(part)) return part.map(together);
    const reference = part[REFERENCE];
    if (reference !== undefined) return partAt(reference);
    return Object.fromEntries(
      Object.entries(part).map(([name, own]) => [ESCAPED.test(name) ? name.slice(1) : name, together(own)]),
    );
  };
  const partAt = (reference: Json): unknown => {
    const number = typeof reference === 'number' ? reference : -1;
    const part = shared[number];
    if (part === undefined || (made.has(number) && made.get(number) === undefined)) {
      whole = false;
      return null;
    }
    if (!made.has(number)) {
      // A part that holds itself is none of ours.
      made.set(number, undefined);
      made.set(number, together(part));
    }
    return made.get(number);
  };
  const value = together(content);
  return whole ? { value } : undefined;
}

function isList(part: Json): part is readonly Json[] {
  return Array.isArray(part);
}
