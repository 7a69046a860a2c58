import { unknownCheck } from '../engine/select.ts';
import type { Candidate, Choice } from '../engine/cure.ts';
import type { Fix } from '../model/change.ts';
import { Failure } from '../model/failure.ts';
import { listing } from '../domain/words.ts';

/** Which fixes a call asks for, beside the safe ones. */
export interface Wishes {
  /** Checks whose fixes need a person's yes and have it; `all` for every one. */
  readonly review: readonly string[];
  /** `check=alternative`. */
  readonly choose: readonly string[];
}

/** Decides without asking anybody: the safe fixes, and those that the call names. */
export function chooserFor(wishes: Wishes, known: ReadonlySet<string>): (candidate: Candidate) => Promise<Choice> {
  const chosen = chosenIn(wishes.choose, known);
  for (const id of wishes.review) if (id !== 'all' && !known.has(id)) throw unknownCheck(id, known);
  return async ({ check, fix }) => {
    const way = wayOf(fix, check.id, chosen.get(check.id));
    const allowed = way.safety === 'safe' || wishes.review.includes('all') || wishes.review.includes(check.id);
    return allowed ? { take: way } : { leave: 'review' };
  };
}

/** Every way to mend a finding, the first one first. */
export function waysOf(fix: Fix): readonly Fix[] {
  return [fix, ...(fix.alternatives ?? [])];
}

function chosenIn(choose: readonly string[], known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const pairs = choose.map((text) => {
    const [check = '', name = '', ...rest] = text.split('=');
    if (name === '' || rest.length > 0)
      throw new Failure(`\`--choose ${text}\` names no alternative.`, 'Write `--choose <check>=<alternative>`.');
    if (!known.has(check)) throw unknownCheck(check, known);
    return [check, name] as const;
  });
  return new Map(pairs);
}

function wayOf(fix: Fix, check: string, name: string | undefined): Fix {
  if (name === undefined) return fix;
  const ways = waysOf(fix);
  const found = ways.find((way) => way.name === name);
  if (found !== undefined) return found;
  const names = ways.flatMap((way) => way.name ?? []).map((one) => `\`${one}\``);
  // Not every finding of a check has every alternative: one that has none is mended in its only way.
  if (names.length === 0) return fix;
  throw new Failure(`\`${check}\` has no alternative \`${name}\`.`, `It has ${listing(names)}.`);
}
