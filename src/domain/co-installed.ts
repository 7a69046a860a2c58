import { type Bound, boundsOf, releasesOf } from './releases.ts';
import { compareVersions, exactVersion, newestOf, satisfies } from './versions.ts';

/** What a build asks of one Python package. */
export interface Wish {
  readonly name: string;
  /** All must hold. */
  readonly specifiers: readonly string[];
  readonly extras: readonly string[];
}

/** A version that was chosen, and the packages that brought it in or hold it back. */
export interface Choice {
  readonly version: string;
  /** Packages installed beside it that ask for it. */
  readonly askedBy: readonly Asker[];
}

/** A package that asks for another one. */
export interface Asker {
  readonly name: string;
  readonly version: string;
  readonly specifier: string;
}

/** The versions that an installer picks, or why there is no such set. */
export type Solution =
  | { readonly ok: true; readonly choices: ReadonlyMap<string, Choice> }
  | { readonly ok: false; readonly choices: ReadonlyMap<string, Choice> };

/**
 * Chooses versions as pip and uv do: the newest of each, the earlier named before the later, going back where two
 * do not fit. Packages whose releases are not known take no part.
 */
export function solve(wishes: readonly Wish[]): Solution {
  const known = wishes.filter(({ name, specifiers }) => candidatesOf(name, specifiers).length > 0);
  const pinnedFirst = known.toSorted((a, b) => Number(isPinned(b)) - Number(isPinned(a)));
  const choices = descend(pinnedFirst, []);
  if (choices !== undefined) return { ok: true, choices };
  const alone = known.map(({ name, specifiers }) => [name, { version: candidatesOf(name, specifiers)[0] ?? '', askedBy: [] }] as const);
  return { ok: false, choices: new Map(alone) };
}

interface Chosen {
  readonly name: string;
  readonly version: string;
  readonly bounds: readonly Bound[];
}

/** Depth first. Versions that ask for the same are alike here: when one does not fit, neither does the next. */
function descend(open: readonly Wish[], chosen: readonly Chosen[]): ReadonlyMap<string, Choice> | undefined {
  const wish = open[0] ?? broughtIn(chosen);
  if (wish === undefined) return summary(chosen);
  const asked = askersOf(wish.name, chosen).map(({ specifier }) => specifier);
  const tried = new Set<string>();
  for (const version of candidatesOf(wish.name, [...wish.specifiers, ...asked])) {
    const bounds = boundsOf(wish.name, version, wish.extras);
    if (!bounds.every(({ on, specifier }) => fits(on, version, specifier, chosen))) continue;
    const alike = isAsked(wish.name, open) ? version : JSON.stringify(bounds);
    if (tried.has(alike)) continue;
    tried.add(alike);
    const found = descend(open.slice(1), [...chosen, { name: wish.name, version, bounds }]);
    if (found !== undefined) return found;
  }
  return undefined;
}
