import type { Seen } from '../real/attempt.ts';
import { evidence, FATAL, HIDDEN } from './evidence.ts';
import type { Fault } from './fault.ts';
import type { Said, Verdict } from './verdict.ts';

/** What a comparison came to; the words say in what they disagree. */
export type Comparison =
  | { readonly kind: 'agree' }
  | { readonly kind: 'cannot-tell'; readonly what: readonly string[] }
  | { readonly kind: 'disagree'; readonly what: readonly string[] };

/** Compares what was said of a server with what its process did. */
export function compare(verdict: Verdict, faults: readonly Fault[], seen: Seen): Comparison {
  const missed = faults.filter((fault) => !verdict.found.some(({ id }) => evidence[id]?.includes(fault)));
  const open = missed.filter((fault) => verdict.unclear.some(({ id }) => evidence[id]?.includes(fault)));
  const what = [
    ...verdict.crashed,
    ...missed.filter((fault) => !open.includes(fault)).map((fault) => `nothing is said of: ${fault}`),
    ...baseless(verdict.found, faults),
    ...otherWords(verdict.found, faults, seen.output),
  ];
  if (what.length > 0) return { kind: 'disagree', what };
  const unsure = verdict.unclear.map(({ id, text }) => `${id}: ${text}`);
  return unsure.length > 0 ? { kind: 'cannot-tell', what: unsure } : { kind: 'agree' };
}

/** Findings that the process contradicts: errors, and warnings of what can be seen in any server. */
function baseless(found: readonly Said[], faults: readonly Fault[]): readonly string[] {
  if (faults.some((fault) => FATAL.has(fault))) return [];
  const hidden = new Set(faults.flatMap((fault) => HIDDEN[fault] ?? []));
  return found
    .filter(({ id, severity }) => severity !== 'note' && !hidden.has(id))
    .filter(({ id, severity }) => !(id === 'transport-reused' && severity === 'warning'))
    .filter(({ id }) => !evidence[id]?.some((fault) => faults.includes(fault)))
    .map(({ id, text }) => `not so: ${id}: ${text}`);
}

const QUOTED = /(?:ends in|fails in [^:]*:|is no transport of [^:]*:) (?:`([^`]*)`|"(.*?)" in )/;

const QUOTABLE: ReadonlySet<Fault> = new Set<Fault>(['argument-error', 'import-error', 'transport-error']);

/** Where a finding quotes the error of a process that died of it, the process says the same. */
function otherWords(found: readonly Said[], faults: readonly Fault[], output: string): readonly string[] {
  if (!faults.some((fault) => QUOTABLE.has(fault))) return [];
  const quotes = found.flatMap(({ id, text }) => {
    const [, plain, marked] = QUOTED.exec(text) ?? [];
    const quote = plain ?? marked;
    return quote === undefined ||
      !/(?:Error|Exception)\b/.test(quote) ||
      !['argument-not-accepted', 'sdk-import-broken', 'transport-unknown'].includes(id)
      ? []
      : [quote];
  });
  if (quotes.length === 0 || quotes.some((quote) => output.includes(quote))) return [];
  return [`other words: ${quotes.join(' | ')}`];
}
