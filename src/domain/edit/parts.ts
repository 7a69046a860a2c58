import type { Edit, Fix, Safety } from '../../model/change.ts';
import { listing } from '../words.ts';
import { gathered } from './gathered.ts';

/** One thing that a fix does, with the words for it. */
export interface Part {
  readonly edits: readonly Edit[];
  readonly safety: Safety;
  /** What is done (`write`), with what (`` `host="0.0.0.0"` ``), and where (`` in the call of `run` ``). */
  readonly says: { readonly verb: string; readonly what: string; readonly where: string };
}

/** A fix that does all of these things. */
export function fixOf(parts: readonly Part[]): Fix {
  return {
    title: titleOf(parts),
    safety: parts.some(({ safety }) => safety === 'review') ? 'review' : 'safe',
    edits: gathered(parts.flatMap(({ edits }) => edits)),
  };
}

/** One fix of several ways, the first of them first; a single way needs no name. `undefined`: there is none. */
export function oneOf([first, ...others]: readonly Fix[]): Fix | undefined {
  if (first === undefined) return undefined;
  const { title, safety, edits } = first;
  return others.length === 0 ? { title, safety, edits } : { ...first, alternatives: others };
}

/** `Write \`port=1\` and \`host="x"\` in the call of \`run\``: what is done in the same way is said once. */
function titleOf(parts: readonly Part[]): string {
  const groups = new Map<string, { readonly verb: string; readonly where: string; readonly whats: string[] }>();
  for (const { says } of parts) {
    const { verb, what, where } = says;
    const key = `${verb} ${where}`;
    const group = groups.get(key) ?? { verb, where, whats: [] };
    if (!group.whats.includes(what)) group.whats.push(what);
    groups.set(key, group);
  }
  const clauses = [...groups.values()].map(
    ({ verb, whats, where }) => `${verb} ${listing(whats)}${where === '' ? '' : ` ${where}`}`,
  );
  const title = listing(clauses);
  return title.slice(0, 1).toUpperCase() + title.slice(1);
}
