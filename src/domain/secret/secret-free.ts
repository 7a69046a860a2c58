import type { ScalarTree } from '../../model/tree.ts';
import { secretKind } from '../manifest/secrets.ts';
import { HIDDEN, withoutSecretText } from './secret-text.ts';

type Members = { readonly [name: string]: unknown };

/**
 * The same plain value without secrets: neither what `secret-in-config` calls one, nor what a header, a token or a key of
 * AWS looks like, nor one of those that are known. What was one object in two places stays one.
 */
export function withoutSecrets<T>(value: T, known: readonly string[]): T {
  const scalars = secretScalars(value);
  const made = new Map<object, unknown>();
  const freed = (part: unknown): unknown => {
    if (typeof part === 'string') return freedText(part, known);
    if (typeof part !== 'object' || part === null) return part;
    const before = made.get(part);
    if (before !== undefined) return before;
    const free = Array.isArray(part) ? part.map(freed) : freedObject(part as Members, scalars, freed);
    made.set(part, free);
    return free;
  };
  // Every part keeps its shape: texts stay texts, and no member but a variable's value goes.
  return freed(value) as T;
}

function freedText(text: string, known: readonly string[]): string {
  return known.reduce((safe, secret) => safe.replaceAll(secret, HIDDEN), withoutSecretText(text));
}

/** Headers whose value is the secret. */
const HEADERS = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-amz-security-token)$/i;

function freedObject(members: Members, scalars: ReadonlySet<unknown>, freed: (part: unknown) => unknown): unknown {
  if (scalars.has(members)) return { ...freedMembers(members, freed), text: HIDDEN, type: 'string' };
  const { name, value, at, from } = members;
  if (typeof name === 'string' && typeof value === 'string' && at !== undefined && typeof from === 'string') {
    const secret = secretKind(name, value);
    // A variable of which only the kind of secret is known.
    if (secret !== undefined) return { ...freedMembers({ ...members, value: undefined }, freed), secret };
  }
  return freedMembers(members, freed);
}

function freedMembers(members: Members, freed: (part: unknown) => unknown): Members {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, part]) => {
      if (part === undefined) return [];
      if (typeof part !== 'string') return [[name, freed(part)]];
      const isSecret = HEADERS.test(name) || secretKind(name, part) !== undefined;
      return [[name, isSecret ? HIDDEN : freed(part)]];
    }),
  );
}

/** The scalars of documents that stand under the name of a secret, and look like one. */
function secretScalars(value: unknown): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    const { key, value: own, entries } = part as Members;
    if (typeof key === 'string' && isScalar(own) && secretKind(key, own.text) !== undefined) found.add(own);
    if (Array.isArray(entries)) for (const scalar of namedPair(entries)) found.add(scalar);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return found;
}

/** `{ name: DB_PASSWORD, value: … }`, as templates and manifests write variables. */
function namedPair(entries: readonly Members[]): readonly ScalarTree[] {
  const under = (name: RegExp): unknown =>
    entries.find(({ key }) => typeof key === 'string' && name.test(key))?.['value'];
  const [name, value] = [under(/^name$/i), under(/^value$/i)];
  return isScalar(name) && isScalar(value) && secretKind(name.text, value.text) !== undefined ? [value] : [];
}

function isScalar(part: unknown): part is ScalarTree {
  return typeof part === 'object' && part !== null && 'kind' in part && part.kind === 'scalar' && 'text' in part;
}
