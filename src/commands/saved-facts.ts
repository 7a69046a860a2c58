import type { Sheet } from '../engine/collect.ts';
import { damaged } from '../engine/saved-run.ts';
import type { FactName } from '../model/fact.ts';
import type { Unread } from '../model/project.ts';
import { isSheet } from './kept-facts.ts';
import { savedRun, type SavingCall } from './saved-run.ts';

/** What a command saw that reports facts and nothing beside them. */
export interface SeenFacts {
  /** As the user named the folder. */
  readonly root: string;
  readonly facts: Sheet;
  /** Files of the project that could not be read. */
  readonly unread: readonly Unread[];
}

/** The facts with these names that a command collected in this run, or in the one that was saved. */
export async function savedFacts(
  call: SavingCall,
  names: readonly FactName[],
  look: () => Promise<SeenFacts>,
): Promise<SeenFacts> {
  const content = await savedRun(call, call.given.positionals[0] ?? '.', async () => {
    const { facts, ...rest } = await look();
    return {
      ...rest,
      facts: Object.fromEntries(names.flatMap((name) => (name in facts ? [[name, facts[name]]] : []))),
    };
  });
  if (!isSeenFacts(content)) throw damaged(call.given.text('from') ?? '');
  return content;
}

function isSeenFacts(content: object): content is SeenFacts {
  const { root, facts, unread } = content as { readonly [name: string]: unknown };
  return typeof root === 'string' && isSheet(facts) && Array.isArray(unread);
}
