import type { Check } from '../model/check.ts';
import type { Collector, Collectors, FactName, Source } from '../model/fact.ts';
import { Failure } from '../model/failure.ts';
import { rememberedBy, rememberedOf } from '../domain/remembered.ts';
import { nearest } from '../domain/words.ts';

/** Which checks a run asks: all, or those named by `only`, without those named by `skip`. */
export function selectChecks<Named extends Pick<Check, 'id'>>(
  checks: readonly Named[],
  only: readonly string[],
  skip: readonly string[],
): readonly Named[] {
  const ids = new Set(checks.map((check) => check.id));
  for (const id of [...only, ...skip]) if (!ids.has(id)) throw unknownCheck(id, ids);
  return checks.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

/** What answers a fact costs at the most: the dearest source among all that it needs, itself included. */
export function sourceOf(name: FactName, collectors: Collectors): Source {
  return sourcesOf(collectors)(name);
}

/** Every check asks, and a fact is needed in many ways: without a memory the answers took as long as a tenth of a run. */
const sourcesOf = rememberedOf((collectors: Collectors) =>
  rememberedBy(
    (name: FactName) => name,
    (name): Source => {
      const own: Collector<FactName> = collectors[name];
      return own.needs.map((need: FactName) => sourceOf(need, collectors)).reduce(dearer, own.source);
    },
  ),
);

/** The source that a check needs to be answered. */
export function sourceOfCheck({ needs, also = [] }: Pick<Check, 'needs' | 'also'>, collectors: Collectors): Source {
  // A check that needs nothing judges whatever of the others is there.
  return (needs.length > 0 ? needs : also).map((name) => sourceOf(name, collectors)).reduce(dearer, 'files');
}

/** Whether a check judges a fact, be it one that it needs or one that it judges where it is there. */
export function judgesFact({ needs, also = [] }: Pick<Check, 'needs' | 'also'>, name: FactName): boolean {
  return needs.includes(name) || also.includes(name);
}

const COST: Record<Source, number> = { files: 0, cloud: 1, token: 2, live: 3 };

function dearer(a: Source, b: Source): Source {
  return COST[a] >= COST[b] ? a : b;
}

/** What to say when a name is not the name of a check. */
export function unknownCheck(id: string, ids: Iterable<string>): Failure {
  const near = nearest(id, ids);
  return new Failure(
    `There is no check called \`${id}\`.`,
    near === undefined ? 'Run `agentcore-doctor checks` for the list.' : `Did you mean \`${near}\`?`,
  );
}
